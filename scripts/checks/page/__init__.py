"""Checks of the finished page."""
