"""Whom a principal stands for: this account, a trusted one, a foreign one, a service, anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from policy.control import Context
from policy.iam.document import Principal, Statement
from policy.iam.restriction import confines
from policy.iam.text import Gap, Text
from policy.verdict import Verdict

_ACCOUNT: Final = re.compile(r"\d{12}")
_ACCOUNT_SEGMENT: Final = 4
_UNIQUE_ID: Final = re.compile(r"A(?:IDA|ROA|GPA|NPA|NVA)[A-Z0-9]{12,}")

AWS_ACCOUNTS: Final = {
    # Accounts of AWS that older services write with; they belong to no customer.
    # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    "582318560864": "Elastic Load Balancing in ap-northeast-1",
    "383597477331": "Elastic Load Balancing in ap-northeast-3",
    "127311923021": "Elastic Load Balancing in us-east-1",
    "cloudfront": "origin access identities, which CloudFront alone can use",
}

NOBODYS_ACCOUNT: Final = "000000000000"
"""What look-ups of the program's own account answer when it is not deployed anywhere."""

ACCOUNT_KEYS: Final = (
    "aws:principalaccount",
    "aws:sourceaccount",
    "aws:sourceowner",
    "kms:calleraccount",
    "s3:dataaccesspointaccount",
)
ARN_KEYS: Final = ("aws:principalarn", "aws:sourcearn", "s3:dataaccesspointarn")
ORGANIZATION_KEYS: Final = (
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
)
NETWORK_KEYS: Final = ("aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn", "aws:sourceip")
CONFINING_KEYS: Final = (*ACCOUNT_KEYS, *ARN_KEYS, *ORGANIZATION_KEYS, *NETWORK_KEYS)
"""Keys that make a principal of `*` less than public, as S3's block of public access counts them.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""


class Standing(StrEnum):
    """Where an account stands towards the program."""

    OWN = "own"
    TRUSTED = "trusted"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"
    """Not known before deployment, or the program's own account is not configured."""


def standing_of(text: Text, context: Context) -> Standing | None:
    """Where the account stands that an account number, a principal's name or an ARN speaks of.

    `None` if it speaks of none, as the ARN of a bucket.
    """
    if len(text.parts) == 1 and text.gaps and _is_own(text.gaps[0], context):
        return Standing.OWN
    shape = text.shape
    segments = shape.split(":")
    if shape.startswith("arn:") and len(segments) > _ACCOUNT_SEGMENT:
        account = segments[_ACCOUNT_SEGMENT]
    elif _ACCOUNT.fullmatch(shape):
        account = shape
    else:
        return None if text.known is not None else Standing.UNKNOWN
    return _standing(account, text, context) if account else None


def _standing(account: str, text: Text, context: Context) -> Standing:
    hiding = [gap for gap in text.gaps if account in (gap.stand_in or "*")]
    if hiding:
        return Standing.OWN if all(_is_own(gap, context) for gap in hiding) else Standing.UNKNOWN
    if account in {NOBODYS_ACCOUNT, context.account}:
        return Standing.OWN
    if account in context.settings.trusted_accounts or account in AWS_ACCOUNTS:
        return Standing.TRUSTED
    known = context.account or "*" in account
    return Standing.FOREIGN if known else Standing.UNKNOWN


def _is_own(gap: Gap, context: Context) -> bool:
    """Whether a gap is computed from resources that the program creates, in its own account."""
    origins = gap.origins
    return gap.is_computed and all(origin.urn in context.graph.by_urn for origin in origins)


def standing_of_principal(principal: Principal, context: Context) -> Standing | None:
    """Where an AWS principal stands; `None` for services, identity providers and everybody."""
    if principal.kind == "CanonicalUser":
        # An id that S3 gives to an account; it does not tell the account's number.
        return Standing.UNKNOWN
    if principal.kind not in {"AWS", ""} or principal.is_everyone:
        return None
    name = principal.name
    if name.known is not None and _UNIQUE_ID.fullmatch(name.known):
        return Standing.UNKNOWN
    return standing_of(name, context) or Standing.FOREIGN


def account_roots(statement: Statement, context: Context) -> frozenset[Standing] | None:
    """Where the accounts stand that a statement names as a whole; `None` if it names others too."""
    if not statement.principals or not all(map(_is_root, statement.principals)):
        return None
    standings = (standing_of_principal(item, context) for item in statement.principals)
    return frozenset(standing or Standing.UNKNOWN for standing in standings)


def _is_root(principal: Principal) -> bool:
    shape = principal.name.shape
    return principal.kind == "AWS" and (
        shape.endswith(":root") or _ACCOUNT.fullmatch(shape) is not None
    )


def everyone(statement: Statement) -> bool:
    """Whether a statement speaks of anybody at all."""
    return any(principal.is_everyone for principal in statement.principals)


def standings_in_conditions(statement: Statement, context: Context) -> Iterator[Standing]:
    """Where the accounts stand that a statement's confining conditions let in."""
    for condition in statement.conditions:
        if condition.name not in {*ACCOUNT_KEYS, *ARN_KEYS}:
            continue
        if confines(condition, statement) is Verdict.PASS:
            standings = (standing_of(value, context) for value in condition.values)
            yield from (standing for standing in standings if standing is not None)
