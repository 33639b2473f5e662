"""One module a format: `render(evidence) -> bytes`, the same bytes for the same evidence."""
