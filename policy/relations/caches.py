"""What caches and their users have in common."""

from __future__ import annotations

from typing import Final

from policy.graph import ABSENT, Resource

CLUSTER: Final = "aws:elasticache/cluster:Cluster"


def is_member(cache: Resource) -> bool:
    """Whether a cache cluster belongs to a replication group, which then decides for it."""
    # A replication group's own property of that name is its identifier.
    return cache.type == CLUSTER and cache.get("replicationGroupId") is not ABSENT


def is_switched_off(user: Resource) -> bool:
    """Whether a user's access string surely switches it off; the last of `on` and `off` counts."""
    access = user.get("accessString")
    switches = (
        [rule for rule in access.lower().split() if rule in {"on", "off"}]
        if isinstance(access, str)
        else []
    )
    return bool(switches) and switches[-1] == "off"
