"""What is written: the site, its manifest, its sitemap, and what its host needs."""
