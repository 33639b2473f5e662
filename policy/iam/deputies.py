"""Whether a service that is let in must say for whom it acts (the confused deputy)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policy.control import Context
from policy.iam.arns import type_of_gap
from policy.iam.document import Condition, Kind, Statement
from policy.iam.judging import Finding, Judge, failed, passed, undecided
from policy.iam.principals import ACCOUNT_KEYS, Standing, standing_of
from policy.iam.restriction import confines, is_named
from policy.iam.services import SOURCE_KEYS, Support, known_of
from policy.iam.text import Text
from policy.verdict import Verdict

_ACCOUNT_SEGMENT: Final = 4
_ACCOUNT: Final = re.compile(r"\d{12}")


def judge_of(kind: Kind) -> Judge:
    """What to ask of the statements of documents of a kind."""

    def judge(statement: Statement, context: Context) -> Iterator[Finding]:
        for principal in statement.principals:
            if principal.kind == "Service":
                yield _of_service(principal.name, statement, kind, context)
            elif not principal.kind:
                yield undecided("a principal that is not known before deployment")

    return judge


def _of_service(name: Text, statement: Statement, kind: Kind, context: Context) -> Finding:
    if name.known is None:
        return undecided("a service that is not known before deployment: {0}", name)
    service = known_of(name.known, kind)
    keys = (
        *SOURCE_KEYS,
        *service.keys,
        *(("kms:encryptioncontext:*",) if kind is Kind.KEY else ()),
    )
    verdict = tells_source(statement, keys, context)
    if verdict is Verdict.PASS:
        return passed("{0}, which must say for whom it acts", name)
    if verdict is Verdict.UNDETERMINED:
        return undecided("{0} with conditions that are not known before deployment", name)
    return _without_condition(name, service.support)


def _without_condition(name: Text, support: Support) -> Finding:
    if support is Support.UNSUPPORTED:
        return passed("{0}, which cannot say for whom it acts", name)
    if support is Support.UNKNOWN:
        return undecided("{0} without a condition, and no record of whether it supports one", name)
    return failed("{0} for every customer of the service", name)


def tells_source(statement: Statement, keys: tuple[str, ...], context: Context) -> Verdict:
    """Whether a condition admits only requests made for certain accounts or resources."""
    verdicts = {
        _tells(condition, statement, context)
        for condition in statement.conditions
        if is_named(condition.name, keys)
    }
    if Verdict.PASS in verdicts:
        return Verdict.PASS
    open_ended = Verdict.UNDETERMINED in verdicts or statement.has_unknown_conditions
    return Verdict.UNDETERMINED if open_ended else Verdict.FAIL


def _tells(condition: Condition, statement: Statement, context: Context) -> Verdict:
    verdict = confines(condition, statement)
    if verdict is not Verdict.PASS:
        return verdict
    if condition.name in ACCOUNT_KEYS:
        return _all(_is_account(value) for value in condition.values)
    if condition.name == "aws:sourcearn":
        return _all(names_account(value, context) for value in condition.values)
    return Verdict.PASS


def _all(claims: Iterator[bool]) -> Verdict:
    return Verdict.PASS if all(claims) else Verdict.FAIL


def _is_account(value: Text) -> bool:
    return bool(value.gaps) or _ACCOUNT.fullmatch(value.known or "") is not None


def names_account(value: Text, context: Context) -> bool:
    """Whether an ARN tells its account.

    That of a bucket does not: whoever takes over its name takes over the trust, so AWS asks for
    `aws:SourceAccount` besides.
    """
    kind = type_of_gap(value.gaps[0]) if value.gaps else None
    if kind is not None and not kind.pattern.split(":")[_ACCOUNT_SEGMENT]:
        return False
    standing = standing_of(value, context)
    if standing is None or not value.shape.startswith(("arn:", "*")):
        return False
    return standing is not Standing.FOREIGN or not _is_any_account(value)


def _is_any_account(value: Text) -> bool:
    return "*" in value.shape.split(":")[_ACCOUNT_SEGMENT]
