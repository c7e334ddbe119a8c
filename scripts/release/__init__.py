"""Releases: writing archives, and verifying an archive or a folder from elsewhere."""
