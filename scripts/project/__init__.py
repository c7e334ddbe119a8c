"""A project: the folder with `policy/`, `locale/` and `build/`, its settings and its files."""
