"""Whom a principal stands for: this account, a trusted one, a foreign one, a service, anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from policy.control import Context
from policy.iam.document import Principal, Statement
from policy.iam.restriction import confines
from policy.iam.text import Text
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
}

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


def account_in(text: Text) -> str | None:
    """The account that a principal's name or an ARN speaks of; `None` if it tells none.

    `*` where it is any account, an empty text where the account is not known before deployment.
    """
    shape = text.shape
    if _ACCOUNT.fullmatch(shape) or shape == "*":
        return _if_known(text, shape)
    segments = shape.split(":")
    if shape.startswith("arn:") and len(segments) > _ACCOUNT_SEGMENT:
        return _if_known(text, segments[_ACCOUNT_SEGMENT])
    return None


def _if_known(text: Text, account: str) -> str:
    """The account, if its digits are the program's and not those of a stand-in."""
    return account if account in text.literals else ""


def standing_of(account: str, context: Context) -> Standing:
    """Where an account number stands."""
    if not account:
        return Standing.UNKNOWN
    if account in context.settings.trusted_accounts or account in AWS_ACCOUNTS:
        return Standing.TRUSTED
    if not context.settings.account_id:
        return Standing.FOREIGN if "*" in account else Standing.UNKNOWN
    return Standing.OWN if account == context.settings.account_id else Standing.FOREIGN


def standing_of_principal(principal: Principal, context: Context) -> Standing | None:
    """Where an AWS principal stands; `None` for services, identity providers and everybody."""
    if principal.kind not in {"AWS", ""} or principal.is_everyone:
        return None
    name = principal.name
    if _is_of_program(name, context):
        return Standing.OWN
    if name.known is not None and _UNIQUE_ID.fullmatch(name.known):
        return Standing.UNKNOWN
    account = account_in(name)
    if account == "cloudfront":
        # An origin access identity of this or any account; CloudFront alone can use it.
        return Standing.TRUSTED
    return Standing.UNKNOWN if account is None else standing_of(account, context)


def _is_of_program(name: Text, context: Context) -> bool:
    """Whether a principal is exactly an output of a resource that the program creates."""
    if len(name.parts) != 1 or not name.gaps or not name.gaps[0].is_computed:
        return False
    return all(origin.urn in context.graph.by_urn for origin in name.gaps[0].origins)


def everyone(statement: Statement) -> bool:
    """Whether a statement speaks of anybody at all."""
    return any(principal.is_everyone for principal in statement.principals)


def accounts_in_conditions(statement: Statement) -> Iterator[str]:
    """The accounts that a statement's confining conditions let in."""
    for condition in statement.conditions:
        if condition.name not in {*ACCOUNT_KEYS, *ARN_KEYS}:
            continue
        if confines(condition, statement) is Verdict.PASS:
            for value in condition.values:
                account = account_in(value)
                if account:
                    yield account
