"""A day of the shop in about a minute: real stores, the real processor, a view, a verdict."""
