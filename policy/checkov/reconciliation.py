"""What each of Checkov's checks is to the pack: the table `reconciliation.csv`."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from policy.control import Severity
from policy.families import Family

_FILE: Final = Path(__file__).with_name("reconciliation.csv")


class Relation(StrEnum):
    """How a check relates to the controls of the pack."""

    AGREE = "agree"
    """The controls demand the same."""
    STRICTER = "stricter"
    """The controls demand this and more."""
    PART = "part"
    """The controls demand a part of it, or judge it elsewhere."""
    CONTRADICTS = "contradicts"
    """What the check wants is what the controls forbid."""
    DECLINED = "declined"
    """The pack does not want what the check wants, and says why."""
    NOT_OURS = "not-ours"
    """The pack does not demand it, and says why; failures stand."""
    UNREACHABLE = "unreachable"
    """No Pulumi program can have what the check looks at."""


SUPPRESSED: Final = frozenset({Relation.CONTRADICTS, Relation.DECLINED})
"""Relations that justify a failure."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One row: what is said of a check, which itself has neither family nor severity."""

    check: str
    family: Family
    severity: Severity
    relation: Relation
    controls: tuple[str, ...] = ()
    reason: str = ""


@cache
def reconciliation() -> Mapping[str, Reconciled]:
    """The rows by the id of their check."""
    with _FILE.open(encoding="utf-8", newline="") as stream:
        return {row["check"]: _reconciled(row) for row in csv.DictReader(stream)}


def _reconciled(row: Mapping[str, str]) -> Reconciled:
    return Reconciled(
        check=row["check"],
        family=Family(row["family"]),
        severity=Severity(row["severity"]),
        relation=Relation(row["relation"]),
        controls=tuple(row["controls"].split()),
        reason=row["reason"],
    )


def reconciled(check: str) -> Reconciled:
    """The row of a check; the user's own checks have none and count as they say."""
    own = Reconciled(check, Family.LEAST_PRIVILEGE, Severity.MEDIUM, Relation.NOT_OURS)
    return reconciliation().get(check, own)
