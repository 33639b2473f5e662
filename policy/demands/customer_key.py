"""The expectation `a customer-managed key`: proven by reference, by name or by approval.

A key of the stack is accepted by reference, by its alias and, once it is deployed, by its ARN. A
key id or ARN alone does not tell who manages the key, so one that is written out is accepted only
if the setting `approvedKeys` names it; else it stays undetermined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from policy.catalog.paths import value_at
from policy.control import Context
from policy.demands.stand_ins import without_stand_ins
from policy.graph import ABSENT, Graph, Provenance, Reading, Resource, Unknown
from policy.redaction import describe
from policy.verdict import Observation, Phrase, Verdict, phrase, worst

KEY: Final = "aws:kms/key:Key"
EXTERNAL_KEY: Final = "aws:kms/externalKey:ExternalKey"
ALIAS: Final = "aws:kms/alias:Alias"
KEY_TYPES: Final = frozenset(
    {
        KEY,
        EXTERNAL_KEY,
        "aws:kms/replicaKey:ReplicaKey",
        "aws:kms/replicaExternalKey:ReplicaExternalKey",
    }
)
_NAMING_OUTPUTS: Final = frozenset(
    {None, "", "arn", "id", "keyId", "name", "targetKeyArn", "targetKeyId", "aliasName"}
)
_ARN: Final = re.compile(r"arn:aws[a-z-]*:kms:([a-z0-9-]+):(\d{12}):(key|alias)/(.+)")
_KEY_ID: Final = re.compile(r"(?:mrk-)?[0-9a-f-]{32,36}")
_AWS_OWNED: Final = re.compile(r"(?:^|[:/])alias/aws/|^aws/|^AWS[_-]", re.IGNORECASE)

_NOTHING_ADDED: Final = re.compile(
    r"(?:arn:aws[a-z-]*:kms:[a-z0-9-]*:\d*:)?(?:key/|alias/[\w/-]*)?"
)

_USABLE: Final[Mapping[str, tuple[object, ...]]] = {
    "isEnabled": (ABSENT, True, "true"),
    "enabled": (ABSENT, True, "true"),
    "keyUsage": (ABSENT, "ENCRYPT_DECRYPT"),
    "customerMasterKeySpec": (ABSENT, "SYMMETRIC_DEFAULT"),
    "keySpec": (ABSENT, "SYMMETRIC_DEFAULT"),
    "validTo": (ABSENT,),
}
"""What the properties of a key may be, where it can encrypt data and stays able to."""

_EXPECTED: Final = phrase("a customer-managed KMS key")


def customer_key(
    resource: Resource, path: str, context: Context, *, absent: Verdict = Verdict.FAIL
) -> tuple[Observation, ...]:
    """What each value at the path says about the key that encrypts."""
    return tuple(
        _observe(resource, path, reading, context, absent) for reading in resource.read(path)
    )


def usable(key: Resource) -> Verdict:
    """Whether a KMS key (or an alias) of the stack can encrypt data and stays able to.

    A disabled key, one for signatures, and imported material that expires make data unreadable.
    """
    return worst([_among(key.get(name), values) for name, values in _USABLE.items()])


def _among(value: object, wanted: tuple[object, ...]) -> Verdict:
    if isinstance(value, Unknown):
        return Verdict.UNDETERMINED
    return Verdict.PASS if value in wanted else Verdict.FAIL


def _observe(
    resource: Resource, path: str, reading: Reading, context: Context, absent: Verdict
) -> Observation:
    if reading.is_absent or reading.value == "":
        return Observation(absent, reading.path, _EXPECTED, phrase("not set"))
    found = describe(resource, reading, context.graph)
    if isinstance(reading.value, Unknown):
        # An unknown block hides whether its key, or something else of it, comes from a key.
        whole = reading.path.count(".") == path.count(".")
        verdict = _judge_unknown(reading.value, context) if whole else Verdict.UNDETERMINED
        return Observation(verdict, reading.path, _EXPECTED, found)
    verdict, reason = _judge_text(str(reading.value), resource, reading.path, context)
    return Observation(verdict, reading.path, _EXPECTED, reason or found)


def _judge_unknown(value: Unknown, context: Context) -> Verdict:
    rest = without_stand_ins(value, context.graph)
    if _AWS_OWNED.search(rest):
        return Verdict.FAIL
    verdicts = [_judge_origin(origin.urn, origin.output, context.graph) for origin in value.origins]
    if value.provenance is Provenance.CANDIDATES or not _NOTHING_ADDED.fullmatch(rest):
        return Verdict.UNDETERMINED
    if value.provenance is Provenance.ONE_EACH and Verdict.FAIL not in verdicts:
        return Verdict.PASS if Verdict.PASS in verdicts else Verdict.UNDETERMINED
    return worst(verdicts) if verdicts else Verdict.UNDETERMINED


def _judge_origin(urn: str, output: str | None, graph: Graph) -> Verdict:
    source = graph.by_urn.get(urn)
    if source is None or output not in _NAMING_OUTPUTS:
        return Verdict.UNDETERMINED
    if source.type in KEY_TYPES:
        return usable(source)
    # An alias of the stack never names an AWS-managed key: the prefix alias/aws/ is reserved.
    return _judge_alias(source, graph) if source.type == ALIAS else Verdict.UNDETERMINED


def _judge_alias(alias: Resource, graph: Graph) -> Verdict:
    targets = [key for key in graph.origins_of(alias, "targetKeyId") if key.type in KEY_TYPES]
    return worst(map(usable, targets)) if targets else Verdict.PASS


def _judge_text(
    text: str, resource: Resource, path: str, context: Context
) -> tuple[Verdict, Phrase | None]:
    if _AWS_OWNED.search(text):
        return Verdict.FAIL, phrase("{0}, which AWS manages", text)
    if foreign := _foreign(text, context):
        return Verdict.FAIL, foreign
    if _is_approved(text, context.settings.approved_keys):
        return Verdict.PASS, phrase("{0}, approved in the setting approvedKeys", text)
    if own := tuple(_keys_of_the_stack(text, resource, path, context.graph)):
        return worst(own), None
    return Verdict.UNDETERMINED, phrase(
        "{0}, of which the program does not tell who manages it; create or approve it"
        " (setting approvedKeys)",
        text,
    )


def _foreign(text: str, context: Context) -> Phrase | None:
    match = _ARN.fullmatch(text)
    if match is None:
        return None
    region, account = match[1], match[2]
    if region not in context.settings.allowed_regions:
        return phrase("{0}, a key of another region", text)
    own = context.account
    if own and account not in {own, *context.settings.trusted_accounts}:
        return phrase("{0}, a key of another account", text)
    return None


def _is_approved(text: str, approved: Iterable[str]) -> bool:
    return any(
        text == key or (key.startswith("alias/") and text.endswith(f":{key}")) for key in approved
    )


def _keys_of_the_stack(text: str, resource: Resource, path: str, graph: Graph) -> Iterator[Verdict]:
    for alias in graph.of_types(ALIAS):
        name = alias.get("name")
        if isinstance(name, str) and (text == name or text.endswith(f":{name}")):
            yield _judge_alias(alias, graph)
    top = re.split(r"[.\[]", path)[0]
    keys = [key for key in graph.origins_of(resource, top) if key.type in KEY_TYPES | {ALIAS}]
    # After a deployment the value is known; each key-like text then stems from a key of its own.
    if keys and len(set(_key_like(value_at(resource.properties, top)))) <= len(keys):
        yield worst(_judge_origin(key.urn, None, graph) for key in keys)


def _key_like(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if _ARN.fullmatch(value) or _KEY_ID.fullmatch(value) or "alias/" in value:
            yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _key_like(item)
