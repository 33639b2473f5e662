"""The evidence of one run: what was judged, by which controls, with which outcome, from what.

One JSON document, schema versioned; `docs/schema/evidence-1.schema.json` is made from these types.
Every sink reads this and nothing else. Texts are English; the fields ending in `_ja` hold the
same in Japanese. Secrets never get here: see `policy.redaction`.
"""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import Struct

from policy.errors import EvidenceError
from policy.verdict import Verdict

SCHEMA: Final = "transaction-monitoring/policy-evidence/1"


_BESIDE_A_PASS: Final[dict[str, str]] = {
    Verdict.PASS: "both-pass",
    Verdict.EXEMPT: "both-pass",
    Verdict.FAIL: "only-ours",
    Verdict.NOT_APPLICABLE: "no-counterpart",
}


class Text(Struct, frozen=True):
    """One text in both languages."""

    en: str
    ja: str


class Run(Struct, frozen=True, kw_only=True):
    """Who judged what, when, and with which tools.

    Times are RFC 3339 in UTC. `source` is `offline`, `crossguard`, `state` or `preview`; `mode` is
    `symbolic`, `preview`, `update` or empty. `digest` fields are SHA-256 in hexadecimal. `notes`
    are limits of this very run, such as a fallback to another mode.
    """

    started: str
    finished: str
    source: str
    mode: str
    project: str
    stack: str
    region: str
    account: str
    commit: str
    dirty: bool | None
    repository: str
    operator: str
    ci_url: str
    versions: dict[str, str]
    pack_digest: str
    settings: dict[str, object]
    settings_digest: str
    notes: list[str]


class Mapping(Struct, frozen=True, kw_only=True):
    """How a control relates to one requirement of one framework.

    `relationship` is `satisfies`, `supports`, `partial` or `conflicts`.
    """

    framework: str
    edition: str
    requirement: str
    relationship: str
    source: str
    reviewed_by: str
    reviewed_on: str


class ControlRecord(Struct, frozen=True, kw_only=True):
    """A control as it stood in this run; `enforcement` is Pulumi's level."""

    id: str
    family: str
    severity: str
    enforcement: str
    title: str
    title_ja: str
    why: Text
    fix: Text
    severity_reason: Text
    not_covered: Text
    frameworks: list[Mapping]


class Source(Struct, frozen=True):
    """A place in the program: file relative to the program's root, 1-based line."""

    file: str
    line: int


class ResourceRecord(Struct, frozen=True, kw_only=True):
    """A resource of the program, with the worst verdict of each family."""

    urn: str
    type: str
    name: str
    source: Source | None
    families: dict[str, str]


class ObservationRecord(Struct, frozen=True, kw_only=True):
    """What was seen at one property path."""

    path: str
    verdict: str
    expected: str
    expected_ja: str
    found: str
    found_ja: str


class ResultRecord(Struct, frozen=True, kw_only=True):
    """The verdict of one control on one resource; `exemption` is the id of the one that applied."""

    control: str
    family: str
    urn: str
    verdict: str
    reason: str
    reason_ja: str
    observations: list[ObservationRecord]
    exemption: str | None = None


class ExemptionRecord(Struct, frozen=True, kw_only=True):
    """An exemption of the run; `status` is `active`, `expired`, `unmatched` or `malformed`.

    `problem` is the sentence that fails the gate, empty for an active one.
    """

    id: str
    control: str
    resources: list[str]
    reason: str
    owner: str
    approver: str
    approved_on: str
    expires_on: str
    ticket: str
    status: str
    matched: int
    problem: str


class InvokeRecord(Struct, frozen=True, kw_only=True):
    """A look-up of the program; `answered` is `fixture`, `built-in` or `unknown`."""

    token: str
    arguments: list[str]
    answered: str
    source: Source | None


class SecondCheck(Struct, frozen=True, kw_only=True):
    """A check of another tool that judged something, and what it is to the pack's controls.

    `relation` is `agree`, `stricter`, `part`, `contradicts`, `declined`, `not-ours` or
    `unreachable`, seen from the pack; `reason` puts it in words.
    """

    id: str
    title: str
    relation: str
    controls: list[str]
    reason: Text


class SecondVerdict(Struct, frozen=True):
    """One check on one resource: the tool's verdict, and the worst of the related controls."""

    check: str
    urn: str
    theirs: str
    ours: str

    @property
    def agreement(self) -> str:
        """Who of the two fails the resource.

        `both-pass`, `both-fail`, `only-ours` or `only-theirs`; `justified` where the tool fails
        it and the pack says why it may; `no-counterpart` where it passes and the pack has nothing
        to judge; else `undecided`.
        """
        if self.theirs == Verdict.EXEMPT:
            return "justified"
        if self.theirs == Verdict.FAIL:
            return "both-fail" if self.ours == Verdict.FAIL else "only-theirs"
        if self.theirs == Verdict.PASS:
            return _BESIDE_A_PASS.get(self.ours, "undecided")
        return "undecided"


class SecondOpinion(Struct, frozen=True, kw_only=True):
    """What another tool says of the same resources; it never changes the pack's own verdicts.

    `seen` resources were given to it, in its own form; `not_covered` are URNs of those that it
    has no form for, on which its silence means nothing.
    """

    tool: str
    version: str
    known_checks: int
    seen: int
    not_covered: list[str]
    checks: list[SecondCheck]
    verdicts: list[SecondVerdict]


class Evidence(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The whole document.

    `summary` counts results by verdict; `exit_code` is that of `check`. `problems` are sentences
    that fail the gate without belonging to a resource, such as an expired exemption. `topology`
    describes networks and data flows for the report's diagrams. `second_opinion` is there where
    another tool was asked.
    """

    schema: str
    run: Run
    controls: list[ControlRecord]
    resources: list[ResourceRecord]
    results: list[ResultRecord]
    exemptions: list[ExemptionRecord]
    invokes: list[InvokeRecord]
    problems: list[str]
    topology: dict[str, object]
    summary: dict[str, int]
    exit_code: int
    second_opinion: SecondOpinion | None = None


def to_json(evidence: Evidence) -> bytes:
    """The document as canonical JSON: sorted keys, two-space indent, UTF-8, a final newline."""
    return msgspec.json.format(msgspec.json.encode(evidence, order="sorted"), indent=2) + b"\n"


def from_json(data: bytes, name: str) -> Evidence:
    """Read a document; `name` is what errors call it.

    Raises:
        EvidenceError: Not JSON, not evidence, or of a schema this version does not read.
    """
    try:
        evidence = msgspec.json.decode(data, type=Evidence)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise EvidenceError(
            f"{name} is not policy evidence ({error})",
            advice="give the file that `check --format json` wrote",
        ) from error
    if evidence.schema != SCHEMA:
        raise EvidenceError(
            f"{name} has schema {evidence.schema!r}, this version reads {SCHEMA!r}",
            advice="make the evidence again with this version",
        )
    return evidence


def json_schema() -> bytes:
    """The JSON schema of the document, as `docs/schema/evidence-1.schema.json` publishes it."""
    schema = msgspec.json.schema(Evidence, schema_hook=_anything)
    named = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **schema}
    return msgspec.json.format(msgspec.json.encode(named, order="sorted"), indent=2) + b"\n"


def _anything(_: type) -> dict[str, object]:
    return {"description": "any JSON value"}
