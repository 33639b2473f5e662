"""Deciding: pure, complete, and repeatable from what is stored.

All rules are evaluated, whatever the first ones say: the full set that fired is what an auditor and
a dispute need. A rule fires, does not fire, or cannot be evaluated, and then the reason is kept.
"""

import logging
from collections.abc import Mapping
from typing import Final

import msgspec

from .rules.rule import Missing, Values
from .rules.sight import Sight
from .ruleset import ActiveRule, RuleSet
from .windows import DIMENSIONS, Gap

_LOG: Final = logging.getLogger(__name__)

HIGHEST_SCORE: Final = 100
FINAL: Final = "final"
DEGRADED: Final = "degraded"
_VIEWS: Final = tuple(dimension.name for dimension in DIMENSIONS)


class Inputs(msgspec.Struct, frozen=True, omit_defaults=True):
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


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
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
        if isinstance(measured, Missing):
            missing[active.rule.id] = measured
        elif measured:
            values[active.rule.id] = measured
    gaps: dict[str, Gap] = {}
    saturated: list[str] = []
    for name in _VIEWS:
        view = getattr(sight, name)
        if view is not None and view.gap is not None:
            gaps[name] = view.gap
        if view is not None and view.saturated:
            saturated.append(name)
    return Inputs(event, values, missing, gaps, tuple(saturated))


def judge(inputs: Inputs, rules: RuleSet) -> Decision:
    """Judge what was measured; needs nothing but the inputs and the rule set of that version."""
    fired: dict[str, int] = {}
    not_evaluable: dict[str, str] = {}
    for active in rules.rules.get(inputs.event, ()):
        rule_id = active.rule.id
        if rule_id not in inputs.values and rule_id not in inputs.missing:
            continue
        outcome = _outcome(active, inputs)
        if isinstance(outcome, str):
            not_evaluable[rule_id] = outcome
        elif outcome:
            fired[rule_id] = outcome
    score = max(0, min(HIGHEST_SCORE, sum(fired.values())))
    degraded = any(_is_passing(reason) for reason in not_evaluable.values())
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
    return isinstance(reason, Gap) or reason is Missing.ERROR


def _outcome(active: ActiveRule, inputs: Inputs) -> int | Gap | Missing:
    """The points of a rule, 0 if it did not fire, or why it could not be evaluated."""
    rule = active.rule
    gap = _gap(rule.views, inputs.gaps) if inputs.gaps else None
    missing = inputs.missing.get(rule.id)
    if missing is not None:
        return gap if gap is not None and missing is Missing.NO_HISTORY else missing
    points = int(rule.points(inputs.values[rule.id], active.parameters))
    if gap is not None and (points == 0 or rule.needs_complete):
        return gap
    return points


def _gap(views: tuple[str, ...], gaps: Mapping[str, Gap]) -> Gap | None:
    return next((gaps[view] for view in views if view in gaps), None)
