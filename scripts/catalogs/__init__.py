"""Catalogs: templates from segments, catalogs brought up to date, what a locale has translated elsewhere."""
