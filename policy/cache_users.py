"""Users of Redis and Valkey caches."""

from __future__ import annotations

from policy.graph import Resource


def is_switched_off(user: Resource) -> bool:
    """Whether a user's access string surely switches it off; the last of `on` and `off` counts."""
    access = user.get("accessString")
    switches = (
        [rule for rule in access.lower().split() if rule in {"on", "off"}]
        if isinstance(access, str)
        else []
    )
    return bool(switches) and switches[-1] == "off"
