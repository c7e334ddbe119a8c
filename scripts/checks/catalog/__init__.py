"""Checks of a catalog as a file: its header, its plural forms, its flags and sizes."""
