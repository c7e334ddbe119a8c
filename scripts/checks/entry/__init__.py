"""Checks of one entry: a source and its translation."""
