"""The files that a build writes: the site, its manifest, its sitemap, and configuration for its host."""
