"""Checks of numbers, dates, units and references, in every way a language writes them."""
