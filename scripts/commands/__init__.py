"""The verbs, one file for each target of make: arguments in, problems out."""
