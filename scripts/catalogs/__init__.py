"""Catalogs: templates from segments, catalogs brought up to date, and translations that a locale has elsewhere."""
