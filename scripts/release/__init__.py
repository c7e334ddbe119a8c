"""Releases: archives, and what an archive or a folder from elsewhere holds."""
