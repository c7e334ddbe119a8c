"""Checks: generators over texts, free of files and printing, each finding problems of one family."""
