"""Checks of what authors write: policies and settings."""
