"""SARIF 2.1.0 for code scanning: open and exempt findings at their file and line.

Passes and not-applicable results are counted in the run's properties only, since viewers take
every SARIF result for a problem. An undetermined result is a warning, since the gate fails on it.
GitHub keeps 5,000 of at most 25,000 results a run, so the worst come first; what is left out is
said in a notification.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import Struct

from policy.evidence import ControlRecord, Evidence
from policy.report.index import OPEN, SEVERITIES, Finding, Index, index
from policy.report.language import Language
from policy.report.words import words
from policy.verdict import Verdict

RESULT_LIMIT: Final = 25_000
_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = dict(zip(SEVERITIES, ("error", "error", "warning", "note"), strict=True))
_SECURITY_SEVERITIES: Final = dict(zip(SEVERITIES, ("9.5", "8.0", "5.5", "2.0"), strict=True))


class _Wire(Struct, frozen=True, omit_defaults=True, rename="camel"):
    """SARIF's objects: camelCase names, nothing where there is nothing to say."""


class _Message(_Wire, frozen=True):
    text: str
    markdown: str | None = None


class _Artifact(_Wire, frozen=True):
    uri: str


class _Region(_Wire, frozen=True):
    start_line: int


class _PhysicalLocation(_Wire, frozen=True):
    artifact_location: _Artifact
    region: _Region


class _LogicalLocation(_Wire, frozen=True):
    name: str
    fully_qualified_name: str
    kind: str = "resource"


class _Location(_Wire, frozen=True):
    physical_location: _PhysicalLocation
    logical_locations: list[_LogicalLocation]


class _Suppression(_Wire, frozen=True, omit_defaults=False):
    kind: str
    status: str
    justification: str


class _Result(_Wire, frozen=True, kw_only=True, omit_defaults=False):
    rule_id: str
    rule_index: int
    kind: str
    level: str
    message: _Message
    locations: list[_Location]
    guid: str
    partial_fingerprints: dict[str, str]
    suppressions: list[_Suppression]
    properties: dict[str, object]


class _Configuration(_Wire, frozen=True, omit_defaults=False):
    enabled: bool
    level: str


class _Rule(_Wire, frozen=True, kw_only=True):
    id: str
    name: str
    short_description: _Message
    full_description: _Message
    help: _Message
    default_configuration: _Configuration
    properties: dict[str, object]


class _Driver(_Wire, frozen=True, kw_only=True):
    name: str
    version: str
    rules: list[_Rule]


class _Tool(_Wire, frozen=True):
    driver: _Driver


class _Notification(_Wire, frozen=True):
    level: str
    message: _Message


class _Invocation(_Wire, frozen=True, kw_only=True):
    execution_successful: bool
    start_time_utc: str
    end_time_utc: str
    exit_code: int
    tool_execution_notifications: list[_Notification]


class _Revision(_Wire, frozen=True):
    repository_uri: str
    revision_id: str


class _Run(_Wire, frozen=True, kw_only=True, omit_defaults=False):
    tool: _Tool
    invocations: list[_Invocation]
    version_control_provenance: list[_Revision]
    column_kind: str
    language: str
    results: list[_Result]
    properties: dict[str, object]


class _Log(_Wire, frozen=True, kw_only=True, omit_defaults=False):
    schema: str = msgspec.field(name="$schema")
    version: str
    runs: list[_Run]


def render(evidence: Evidence, language: Language = Language.ENGLISH) -> bytes:
    """The SARIF log of one run."""
    joined = index(evidence)
    findings = joined.of(*OPEN, Verdict.EXEMPT)
    kept = findings[:RESULT_LIMIT]
    numbers = {control.id: number for number, control in enumerate(evidence.controls)}
    run = _Run(
        tool=_Tool(_driver(evidence, language)),
        invocations=[_invocation(evidence, len(findings) - len(kept), language)],
        version_control_provenance=_revision(evidence),
        column_kind="unicodeCodePoints",
        language=language,
        results=[_result(finding, joined, numbers, language) for finding in kept],
        properties={
            "summary": evidence.summary,
            "controlsWithoutResource": _idle(evidence, joined),
            "packDigest": evidence.run.pack_digest,
        },
    )
    log = _Log(schema=_SCHEMA, version="2.1.0", runs=[run])
    return msgspec.json.format(msgspec.json.encode(log, order="deterministic")) + b"\n"


def _driver(evidence: Evidence, language: Language) -> _Driver:
    return _Driver(
        name="transaction-monitoring-policy",
        version=evidence.run.versions.get("pack", "0"),
        rules=[_rule(control, language) for control in evidence.controls],
    )


def _rule(control: ControlRecord, language: Language) -> _Rule:
    title, fix = language.title_of(control), language.text(control.fix)
    requirements = [f"{item.framework} {item.requirement}" for item in control.frameworks]
    return _Rule(
        id=control.id,
        name="".join(part.capitalize() for part in control.id.split("-")),
        short_description=_Message(title),
        full_description=_Message(language.text(control.why) or title),
        help=_Message(fix or title, fix or title),
        default_configuration=_Configuration(
            control.enforcement != "disabled", _LEVELS[control.severity]
        ),
        properties={
            # GitHub shows ten tags and takes twenty.
            "tags": ["security", control.family],
            "requirements": requirements,
            "security-severity": _SECURITY_SEVERITIES[control.severity],
            "precision": "very-high",
        },
    )


def _result(
    finding: Finding, joined: Index, numbers: dict[str, int], language: Language
) -> _Result:
    return _Result(
        rule_id=finding.control.id,
        rule_index=numbers[finding.control.id],
        kind="fail",
        level=_level(finding),
        message=_Message(message_of(finding, language)),
        locations=[_location(finding)],
        guid=finding.id,
        partial_fingerprints={"controlAndResource/v1": finding.id},
        suppressions=_suppressions(finding, joined),
        properties={"verdict": finding.verdict, "enforcement": finding.control.enforcement},
    )


def message_of(finding: Finding, language: Language) -> str:
    """One sentence: the verdict, the resource, and what was expected and found."""
    verdict = words(language).verdict(finding.verdict)
    return f"{verdict}: {finding.resource.name}: {language.reason_of(finding.result)}"


def _level(finding: Finding) -> str:
    if finding.control.enforcement == "advisory":
        return "note"
    if finding.verdict is Verdict.UNDETERMINED:
        return "warning"
    return "error" if finding.verdict is Verdict.ERROR else _LEVELS[finding.control.severity]


def _location(finding: Finding) -> _Location:
    place = _PhysicalLocation(_Artifact(finding.file), _Region(finding.line))
    return _Location(place, [_LogicalLocation(finding.resource.name, finding.resource.urn)])


def _suppressions(finding: Finding, joined: Index) -> list[_Suppression]:
    if finding.verdict is not Verdict.EXEMPT:
        return []
    return [_Suppression("external", "accepted", joined.justification(finding))]


def _invocation(evidence: Evidence, left_out: int, language: Language) -> _Invocation:
    sentences = [("error", language.sentence(problem)) for problem in evidence.problems]
    sentences += [("warning", language.sentence(note)) for note in evidence.run.notes]
    if left_out:
        sentences.append(
            ("warning", words(language)("sarif-left-out").format(left_out, RESULT_LIMIT))
        )
    return _Invocation(
        execution_successful=not evidence.summary.get("error", 0),
        start_time_utc=evidence.run.started,
        end_time_utc=evidence.run.finished,
        exit_code=evidence.exit_code,
        tool_execution_notifications=[
            _Notification(level, _Message(text)) for level, text in sentences
        ],
    )


def _revision(evidence: Evidence) -> list[_Revision]:
    run = evidence.run
    return [_Revision(run.repository, run.commit)] if run.repository and run.commit else []


def _idle(evidence: Evidence, joined: Index) -> Sequence[str]:
    return [item.id for item in evidence.controls if item.id not in joined.by_control]
