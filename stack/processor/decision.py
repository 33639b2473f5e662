"""Deciding: pure, complete, and repeatable from what is stored.

All rules are evaluated, whatever the first ones say: the full set that fired is what an auditor and
a dispute need. A rule fires, does not fire, or cannot be evaluated, and then the reason is kept.
"""

import logging
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, Final

import msgspec

from .rules.rule import Missing, Rule, Values
from .rules.sight import Sight
from .ruleset import RuleSet
from .windows import DIMENSIONS, Gap, View

_LOG: Final = logging.getLogger(__name__)

HIGHEST_SCORE: Final = 100
FINAL: Final = "final"
DEGRADED: Final = "degraded"
_VIEWS: Final = tuple(dimension.name for dimension in DIMENSIONS)
_VIEWS_OF: Final[Callable[[Sight], tuple[View | None, ...]]] = attrgetter(*_VIEWS)


class Inputs(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What the rules saw; all that a decision depends on beside the rule set.

    Attributes:
        event: The kind of event, which selects the rules.
        values: What each rule measured. A rule that is not named had nothing to judge.
        missing: Rules that lacked something in the record or the past.
        gaps: Windows that may lack entries, by dimension, and why.
        saturated: Windows in which older entries had been dropped to bound the memory.
    """

    event: str
    values: dict[str, Values] = {}
    missing: dict[str, Missing] = {}
    gaps: dict[str, Gap] = {}
    saturated: tuple[str, ...] = ()


class Decision(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What was decided, and from what.

    Attributes:
        rule_set: Version of the rule configuration.
        inputs: What the rules saw.
        fired: Points of each rule that fired.
        not_evaluable: Why each of these rules could not be evaluated.
        score: 0 to 100.
        band: `allow`, `review` or `block`.
        status: `final`, or `degraded` if an outage or a late arrival kept a rule from being
        evaluated.
    """

    rule_set: str
    inputs: Inputs
    fired: dict[str, int]
    not_evaluable: dict[str, str]
    score: int
    band: str
    status: str


def decide(sight: Sight, rules: RuleSet) -> Decision:
    """Evaluate all rules on one transaction; the same sight gives the same decision."""
    return judge(observe(sight, rules), rules)


def decide_or_defer(sight: Sight, rules: RuleSet) -> Decision:
    """As `decide`; should a rule fail, a decision to be made again: no fault may cost a record."""
    try:
        return decide(sight, rules)
    except Exception as error:  # noqa: BLE001  # whatever a rule may raise
        _LOG.error("rule failed", extra={"error": type(error).__name__})  # its text may hold data
        return undecided(sight.transaction.event, rules)


def observe(sight: Sight, rules: RuleSet) -> Inputs:
    """Let every rule measure."""
    values: dict[str, Values] = {}
    missing: dict[str, Missing] = {}
    event = sight.transaction.event
    for active in rules.rules.get(event, ()):
        measured = active.rule.measure(sight, active.parameters)
        # Nineteen times a transaction: asking whether it is `Missing` would take much longer, as
        # enumerations have a metaclass.
        if not isinstance(measured, dict):
            missing[active.rule.id] = measured
        elif measured:
            values[active.rule.id] = measured
    gaps: dict[str, Gap] = {}
    saturated: list[str] = []
    for name, view in zip(_VIEWS, _VIEWS_OF(sight), strict=True):
        if view is None:
            continue
        if view.gap is not None:
            gaps[name] = view.gap
        if view.saturated:
            saturated.append(name)
    return Inputs(event, values, missing, gaps, tuple(saturated))


def judge(inputs: Inputs, rules: RuleSet) -> Decision:
    """Judge what was measured; needs nothing but the inputs and the rule set of that version."""
    fired: dict[str, int] = {}
    not_evaluable: dict[str, str] = {}
    for active in rules.rules.get(inputs.event, ()):
        rule_id = active.rule.id
        if rule_id in inputs.missing:
            not_evaluable[rule_id] = _lack(active.rule, inputs)
        elif rule_id in inputs.values:
            points = active.rule.points(inputs.values[rule_id], active.parameters)
            gap = _hiding(active.rule, points, inputs.gaps) if inputs.gaps else None
            if gap is not None:
                not_evaluable[rule_id] = gap
            elif points:
                fired[rule_id] = points
    score = max(0, min(HIGHEST_SCORE, sum(fired.values())))
    degraded = any(map(_is_passing, not_evaluable.values()))
    return Decision(
        rule_set=rules.version,
        inputs=inputs,
        fired=fired,
        not_evaluable=not_evaluable,
        score=score,
        band=rules.bands.of(score),
        status=DEGRADED if degraded else FINAL,
    )


def undecided(event: str, rules: RuleSet) -> Decision:
    """The decision of a transaction on which a rule failed: none, to be made later."""
    missing = {active.rule.id: Missing.ERROR for active in rules.rules.get(event, ())}
    return judge(Inputs(event, missing=missing), rules)


def _is_passing(reason: str) -> bool:
    return type(reason) is Gap or reason is Missing.ERROR


def _lack(rule: Rule[Any], inputs: Inputs) -> Gap | Missing:
    """Why a rule had nothing to measure: what seems to be no past may be a gap."""
    missing = inputs.missing[rule.id]
    if missing is not Missing.NO_HISTORY:
        return missing
    return _gap(rule.views, inputs.gaps) or missing


def _hiding(rule: Rule[Any], points: int, gaps: Mapping[str, Gap]) -> Gap | None:
    """The gap that may hide what would have changed the points; None if they stand."""
    return _gap(rule.views, gaps) if points == 0 or rule.needs_complete else None


def _gap(views: tuple[str, ...], gaps: Mapping[str, Gap]) -> Gap | None:
    return next((gaps[view] for view in views if view in gaps), None)
