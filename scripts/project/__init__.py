"""A project: the folder with `policy/`, `locale/` and `build/`, its settings, and what lies in it."""
