"""Frameworks that controls relate to: crosswalks and the register of conflicts, as data.

A mapping says how a control relates to a requirement; nothing here says that anybody complies
with a framework. Rows are in `data/`, one file a framework.
"""

from policy.frameworks.catalog import (
    REVIEWED_BY,
    REVIEWED_ON,
    Citation,
    Disagreement,
    Framework,
    Requirement,
    disagreements,
    frameworks,
    mappings_for,
    requirement_of,
    source_name,
    sources,
)
from policy.frameworks.conflicts import Conflict, Decision, Register, register

__all__ = [
    "REVIEWED_BY",
    "REVIEWED_ON",
    "Citation",
    "Conflict",
    "Decision",
    "Disagreement",
    "Framework",
    "Register",
    "Requirement",
    "disagreements",
    "frameworks",
    "mappings_for",
    "register",
    "requirement_of",
    "source_name",
    "sources",
]
