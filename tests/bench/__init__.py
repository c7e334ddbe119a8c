"""`make bench`: time and memory of each phase, compared with other tools in the same run. It writes docs/benchmarks.md."""
