"""The networks and flows of the sample, as `policy.topology` would describe them."""

TOPOLOGY: dict[str, object] = {}
