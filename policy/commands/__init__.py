"""One module a command; each has `run(options)`, which returns the exit code."""
