"""Three-valued claims: true, false, or `None` where what is known does not decide."""

from __future__ import annotations

from collections.abc import Iterable

from policy.verdict import Verdict

Claim = bool | None
"""What is known about a statement."""


def all_of(claims: Iterable[Claim]) -> Claim:
    """Whether every claim holds; true of none at all."""
    known = list(claims)
    if False in known:
        return False
    return None if None in known else True


def any_of(claims: Iterable[Claim]) -> Claim:
    """Whether some claim holds; false of none at all."""
    known = list(claims)
    if True in known:
        return True
    return None if None in known else False


def negated(claim: Claim) -> Claim:
    """The opposite; what is not decided stays so."""
    return None if claim is None else not claim


def verdict_of(claim: Claim) -> Verdict:
    """`PASS` if it holds, `FAIL` if not, `UNDETERMINED` if neither is known."""
    if claim is None:
        return Verdict.UNDETERMINED
    return Verdict.PASS if claim else Verdict.FAIL
