"""Which AWS services tell, when they act for a customer, for whose resource they do so.

A role's trust in a service, or a resource policy that lets a service in, serves every customer of
that service unless a condition names the own account or resource (the confused deputy). Not every
service sends the keys for such a condition: where it does not, demanding one would lock it out.
https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from policy.iam.document import Kind
from policy.iam.principals import ACCOUNT_KEYS, ORGANIZATION_KEYS

SOURCE_KEYS = ("aws:sourcearn", *ACCOUNT_KEYS, *ORGANIZATION_KEYS)
"""Keys by which a service tells for whom it acts."""


class Support(StrEnum):
    """Whether a service sends the keys of a confused-deputy condition."""

    DEMANDED = "demanded"
    UNSUPPORTED = "unsupported"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Service:
    """What is known of a service principal in one use.

    Attributes:
        support: Whether the condition can be demanded.
        keys: Further keys that confine it in this use, in lower case.
        source: Where this is documented.
    """

    support: Support
    keys: tuple[str, ...] = ()
    source: str = ""


_UNLISTED = Service(Support.UNKNOWN)


def known_of(principal: str, kind: Kind) -> Service:
    """What is known of a service principal in documents of a kind."""
    use = "trust" if kind is Kind.TRUST else "resource"
    return _table().get((use, _bare(principal)), _UNLISTED)


def _bare(principal: str) -> str:
    """A service principal without its region: `logs.ap-northeast-1.amazonaws.com` is `logs`'s."""
    name = principal.lower().removesuffix(".cn").removesuffix(".amazonaws.com")
    parts = [part for part in name.split(".") if part.count("-") < 2 or not part[-1:].isdigit()]
    return ".".join(parts)


@cache
def _table() -> Mapping[tuple[str, str], Service]:
    file = resources.files("policy.iam").joinpath("service_principals.csv")
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {
        (row["use"], row["service"]): Service(
            Support(row["support"]), tuple(row["keys"].split()), row["source"]
        )
        for row in rows
    }
