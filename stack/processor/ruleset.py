"""The rule configuration: which rules, in which version, with which thresholds and points."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec

from .rules import RULES
from .rules.rule import Parameters, Rule

DEFAULT_RULES: Final = Path(__file__).with_name("rules.json")


class RuleSetError(Exception):
    """The configuration cannot be used; the message is one sentence that says why."""


class Bands(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Scores from which a transaction is reviewed, and from which blocking is recommended."""

    review: int
    block: int

    def of(self, score: int) -> str:
        """`allow`, `review` or `block`."""
        if score >= self.block:
            return "block"
        return "review" if score >= self.review else "allow"


class SiteLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Refused card payments of the whole site (`site.py`)."""

    seconds: int
    declined_more_than: int
    declined_percent: int


@dataclass(frozen=True, slots=True)
class ActiveRule:
    """A rule with its thresholds."""

    rule: Rule[Any]
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A validated configuration.

    Attributes:
        version: Name and digest of the content: other thresholds, other version.
        document: The configuration as stored beside the decisions.
        bands: From score to band.
        site: When the whole site is under attack.
        rules: All rules, by the kind of event that they apply to.
    """

    version: str
    document: str
    bands: Bands
    site: SiteLimits
    rules: Mapping[str, tuple[ActiveRule, ...]]


class _RuleEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    parameters: dict[str, object]


class _Configuration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    bands: Bands
    site: SiteLimits
    rules: dict[str, _RuleEntry]


def load_rules(path: Path = DEFAULT_RULES) -> RuleSet:
    """Read and validate a rule configuration.

    Raises:
        RuleSetError: It cannot be read, is incomplete, or is for other rules than these.
    """
    try:
        return parse_rules(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RuleSetError(f"cannot read {path.name}: {error.strerror}") from error


def parse_rules(text: str) -> RuleSet:
    """Validate a rule configuration given as JSON.

    Raises:
        RuleSetError: As `load_rules`.
    """
    try:
        configuration = msgspec.json.decode(text, type=_Configuration)
    except msgspec.DecodeError as error:
        raise RuleSetError(f"the rule configuration is not valid: {error}") from error
    _check(configuration)
    active = [_activate(rule, configuration.rules[rule.id]) for rule in RULES]
    document = msgspec.json.encode(configuration, order="sorted")
    events = {event for rule in RULES for event in rule.events}
    return RuleSet(
        version=f"{configuration.name}-{sha256(document).hexdigest()[:12]}",
        document=document.decode(),
        bands=configuration.bands,
        site=configuration.site,
        rules={event: tuple(a for a in active if event in a.rule.events) for event in events},
    )


def _check(configuration: _Configuration) -> None:
    known = {rule.id for rule in RULES}
    if missing := sorted(known - configuration.rules.keys()):
        raise RuleSetError(f"the rule configuration lacks {', '.join(missing)}")
    if unknown := sorted(configuration.rules.keys() - known):
        raise RuleSetError(f"there is no rule {', '.join(unknown)}")
    if not 0 < configuration.bands.review < configuration.bands.block:
        raise RuleSetError("bands need 0 < review < block")


def _activate(rule: Rule[Any], entry: _RuleEntry) -> ActiveRule:
    if entry.version != rule.version:
        raise RuleSetError(
            f"the configuration is for version {entry.version} of {rule.id}, "
            f"this program has version {rule.version}"
        )
    try:
        return ActiveRule(rule, msgspec.convert(entry.parameters, rule.parameters))
    except msgspec.ValidationError as error:
        raise RuleSetError(f"the parameters of {rule.id} are not valid: {error}") from error
