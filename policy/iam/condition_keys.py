"""Condition keys: which exist for all actions, their types, and which requests always carry them.

Keys of one service are in the action table. Source of the global keys:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

from functools import cache
from typing import Final

from policy.iam.actions import service_keys
from policy.iam.patterns import matches

_BY_TYPE: Final = {
    "String": [
        *("principalaccount", "principalorgid", "principalorgpaths", "principaltag/*"),
        *("principalservicename", "principalservicenameslist", "principaltype", "userid"),
        *("username", "federatedprovider", "sourceidentity", "assumedroot"),
        *("ec2instancesourcevpc", "sourcevpc", "sourcevpce"),
        *("vpceaccount", "vpceorgid", "vpceorgpaths"),
        *("resourceaccount", "resourceorgid", "resourceorgpaths", "resourcetag/*"),
        *("calledvia", "calledviafirst", "calledvialast", "referer", "useragent"),
        *("requestedregion", "requesttag/*", "tagkeys"),
        *("sourceaccount", "sourceorgid", "sourceorgpaths", "sourceowner"),
    ],
    "ARN": ["principalarn", "sourcearn", "chatbotsourcearn", "sourcevpcarn"],
    "Bool": [
        "principalisawsservice",
        "multifactorauthpresent",
        "securetransport",
        "viaawsservice",
        "ismcpserviceaction",
    ],
    "Numeric": ["multifactorauthage"],
    "Date": ["currenttime", "epochtime", "tokenissuetime"],
    "IPAddress": ["sourceip", "vpcsourceip", "ec2instancesourceprivateipv4"],
}
_GLOBAL: Final = {f"aws:{name}": kind for kind, names in _BY_TYPE.items() for name in names}

_OF_SESSIONS: Final = {
    # Keys of a service's own credentials, carried by whatever call they sign.
    "lambda:sourcefunctionarn": "ARN",
    "ec2:sourceinstancearn": "ARN",
    "ec2:roledelivery": "Numeric",
    "ssm:sourceinstancearn": "ARN",
    "glue:roleassumedby": "String",
    "glue:credentialissuingservice": "String",
    "codebuild:buildarn": "ARN",
    "codebuild:projectarn": "ARN",
    "identitystore:userid": "String",
}

ALWAYS_PRESENT: Final = frozenset(
    {
        "aws:principalarn",
        "aws:principalaccount",
        "aws:principaltype",
        "aws:userid",
        "aws:currenttime",
        "aws:epochtime",
        "aws:securetransport",
        "aws:viaawsservice",
        "aws:principalisawsservice",
        "aws:requestedregion",
        "iam:passedtoservice",
        "kms:calleraccount",
    }
)
"""Keys that every request carries to which they apply, so that `…IfExists` changes nothing."""


@cache
def type_of(key: str) -> str | None:
    """The type of a condition key in lower case; `None` if there is no such key.

    Claims of identity providers (`token.actions.githubusercontent.com:sub`) are strings.
    """
    for known in (_GLOBAL, _OF_SESSIONS):
        if found := _match(known, key):
            return found
    prefix = key.partition(":")[0]
    if prefix == "aws":
        return None
    return "String" if "." in prefix else _match(service_keys(prefix), key)


@cache
def is_for_every_action(key: str) -> bool:
    """Whether a condition key in lower case can come with any action of any service."""
    return _match(_GLOBAL, key) is not None or key in _OF_SESSIONS


def is_claim(key: str) -> bool:
    """Whether a condition key in lower case is a claim of an identity provider."""
    return "." in key.partition(":")[0] or key.startswith("saml:")


def _match(known: dict[str, str], key: str) -> str | None:
    exact = known.get(key)
    if exact is not None:
        return exact
    return next((kind for name, kind in known.items() if "*" in name and matches(name, key)), None)
