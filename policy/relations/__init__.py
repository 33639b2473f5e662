"""What resources are to each other: which one a property names, and what follows from it.

`links` resolves names, references and ARNs; the other modules answer one question each about
resources together, such as the zones of subnets or the group that a database really uses.
"""

from policy.relations.links import Links, is_named, link, links, referrers_by

__all__ = ["Links", "is_named", "link", "links", "referrers_by"]
