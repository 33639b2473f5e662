"""Exemptions: written, owned, expiring permissions for one control on named resources.

The file is TOML, one `[[exemption]]` table each:

    [[exemption]]
    id = "EX-2026-001"
    control = "log-group-retention"
    resources = ["urn:pulumi:dev::shop::aws:cloudwatch/logGroup:LogGroup::debug-*"]
    reason = "Debug logs hold no transaction and are costly to keep for a year."
    owner = "payments-team@example.jp"
    approver = "ciso@example.jp"
    approved_on = 2026-11-01
    expires_on = 2027-04-30
    ticket = "RISK-142"

An exemption that is malformed, expired, over-broad or matches no failing result fails the gate
with a sentence: a permission nobody needs any more must not lie in wait for a new failure.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from policy.errors import ExemptionError
from policy.evaluation import Result
from policy.verdict import Verdict, phrase

LONGEST: Final = timedelta(days=366)
"""An exemption lasts at most a year."""

_TEXTS: Final = ("id", "control", "reason", "owner", "approver", "ticket")
_DATES: Final = ("approved_on", "expires_on")
_SHORTEST_REASON: Final = 15
_EXEMPTIBLE: Final = frozenset({Verdict.FAIL, Verdict.UNDETERMINED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """One exemption as written."""

    id: str
    control: str
    resources: tuple[str, ...]
    reason: str
    owner: str
    approver: str
    approved_on: date
    expires_on: date
    ticket: str

    def covers(self, result: Result) -> bool:
        """Whether it names this control and one of its patterns fits the resource's URN."""
        return result.control == self.control and any(
            fnmatchcase(result.urn, pattern) for pattern in self.resources
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What became of one exemption in a run; `problem` is empty if it is in order."""

    exemption: Exemption
    status: str
    matched: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ExemptionFile:
    """The exemptions of a file, and a sentence for each entry that is malformed."""

    exemptions: tuple[Exemption, ...] = ()
    problems: tuple[str, ...] = ()


def load(path: Path) -> ExemptionFile:
    """Read an exemptions file.

    Raises:
        ExemptionError: The file cannot be read or is not TOML.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ExemptionError(
            f"cannot read exemptions from {path} ({reason})", advice="mend or remove the file"
        ) from error
    entries = document.pop("exemption", [])
    if document or not isinstance(entries, list):
        raise ExemptionError(
            f"{path} may hold only [[exemption]] tables", advice="remove everything else"
        )
    return _read_entries(entries)


def _read_entries(entries: Iterable[object]) -> ExemptionFile:
    exemptions: list[Exemption] = []
    problems: list[str] = []
    for number, entry in enumerate(entries, start=1):
        faults = _faults(entry)
        if faults or not isinstance(entry, Mapping):
            problems.append(f"exemption {_label(entry, number)} is malformed: {'; '.join(faults)}")
        else:
            values = {**entry, "resources": tuple(entry["resources"])}
            exemptions.append(Exemption(**values))
    ids = [exemption.id for exemption in exemptions]
    problems += [
        f"exemption id {name} is used twice" for name in sorted(set(ids)) if ids.count(name) > 1
    ]
    return ExemptionFile(tuple(exemptions), tuple(problems))


def _label(entry: object, number: int) -> str:
    name = entry.get("id") if isinstance(entry, Mapping) else None
    return name if isinstance(name, str) and name else f"number {number}"


def _faults(entry: object) -> list[str]:
    if not isinstance(entry, Mapping):
        return ["it is not a table"]
    known = {*_TEXTS, *_DATES, "resources"}
    faults = [f"unknown key {key}" for key in sorted(set(entry) - known)]
    faults += [f"{key} must be a text" for key in _TEXTS if not _is_text(entry.get(key))]
    faults += [f"{key} must be a date" for key in _DATES if type(entry.get(key)) is not date]
    patterns = entry.get("resources")
    if not isinstance(patterns, list) or not patterns or not all(map(_is_text, patterns)):
        faults.append("resources must be a list of URN patterns")
    return faults or _contradictions(entry)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _contradictions(entry: Mapping[str, object]) -> list[str]:
    checks = {
        "the approver must be somebody else than the owner": _same_person(entry),
        "it expires before it was approved": entry["expires_on"] <= entry["approved_on"],  # type: ignore[operator]  # both are dates by now
        "it lasts longer than a year": entry["expires_on"] - entry["approved_on"] > LONGEST,  # type: ignore[operator]  # both are dates by now
        "the reason is too short to be one": len(str(entry["reason"]).strip()) < _SHORTEST_REASON,
        "a pattern must name a type and a resource, not match anything": not all(
            _is_specific(pattern)
            for pattern in entry["resources"]  # type: ignore[attr-defined]  # a list by now
        ),
    }
    return [sentence for sentence, broken in checks.items() if broken]


def _same_person(entry: Mapping[str, object]) -> bool:
    return str(entry["owner"]).strip().casefold() == str(entry["approver"]).strip().casefold()


def _is_specific(pattern: str) -> bool:
    """A URN whose type is spelt out and whose name has at least three plain characters."""
    parts = pattern.split("::")
    if len(parts) < 4:
        return False
    kind, name = parts[2], parts[3]
    return not set(kind) & set("*?[") and len(name.translate(str.maketrans("", "", "*?[]"))) >= 3


def apply(
    results: Sequence[Result],
    exemptions: Sequence[Exemption],
    controls: Collection[str],
    today: date,
) -> tuple[tuple[Result, ...], tuple[Applied, ...]]:
    """Turn covered failures into `exempt`, and say what became of each exemption.

    Errors of a check are never exempted. An exemption that is not valid today changes nothing.
    """
    valid = [item for item in exemptions if item.approved_on <= today <= item.expires_on]
    used: dict[str, int] = {}
    judged = tuple(_exempted(result, valid, used) for result in results) if valid else (*results,)
    return judged, tuple(
        _outcome(item, controls, today, used.get(item.id, 0)) for item in exemptions
    )


def _exempted(result: Result, valid: Sequence[Exemption], used: dict[str, int]) -> Result:
    if result.verdict not in _EXEMPTIBLE:
        return result
    match = next((item for item in valid if item.covers(result)), None)
    if match is None:
        return result
    used[match.id] = used.get(match.id, 0) + 1
    reason = phrase("exempt until {0} ({1}); {2}", match.expires_on, match.id, result.reason)
    return replace(result, verdict=Verdict.EXEMPT, exemption=match.id, cause=reason)


def _outcome(item: Exemption, controls: Collection[str], today: date, matched: int) -> Applied:
    if item.control not in controls:
        status, problem = "malformed", f"names a control that does not exist: {item.control}"
    elif item.expires_on < today:
        status, problem = "expired", f"expired on {item.expires_on}"
    elif item.approved_on > today:
        status, problem = "malformed", f"is approved in the future, on {item.approved_on}"
    elif not matched:
        status, problem = "unmatched", "matches no failing result; remove it"
    else:
        return Applied(exemption=item, status="active", matched=matched)
    sentence = f"exemption {item.id} {problem}"
    return Applied(exemption=item, status=status, matched=matched, problem=sentence)
