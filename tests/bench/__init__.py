"""`make bench`: what the work costs, phase by phase and beside other tools in the same run; written to docs/benchmarks.md."""
