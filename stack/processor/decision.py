"""Deciding: pure, complete, and repeatable from what is stored.

All rules are evaluated, whatever the first ones say: the full set that fired is what an auditor and
a dispute need. A rule fires, does not fire, or cannot be evaluated, and then the reason is kept.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
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
_ERROR: Final = Missing.ERROR
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
    return decide_all([sight], rules)[0]


def decide_all(sights: Sequence[Sight], rules: RuleSet) -> list[Decision]:
    """Decide on several transactions; none of them influences another's decision.

    Rule by rule rather than transaction by transaction, which takes two thirds of the time: one
    function called many times over is much cheaper than twenty in turn.
    """
    return _judge_all(_observe_all(sights, rules), rules)


def decide_all_or_defer(sights: Sequence[Sight], rules: RuleSet) -> list[Decision]:
    """As `decide_all`; where a rule fails, a decision to be made again: no fault costs a record."""
    try:
        return decide_all(sights, rules)
    except Exception:  # noqa: BLE001  # whatever a rule may raise; only one of them may do so
        return [_decide_or_defer(sight, rules) for sight in sights]


def _decide_or_defer(sight: Sight, rules: RuleSet) -> Decision:
    try:
        return decide(sight, rules)
    except Exception as error:  # noqa: BLE001  # as above
        _LOG.error("rule failed", extra={"error": type(error).__name__})  # its text may hold data
        return undecided(sight.transaction.event, rules)


def judge(inputs: Inputs, rules: RuleSet) -> Decision:
    """Judge what was measured; needs nothing but the inputs and the rule set of that version."""
    return _judge_all([inputs], rules)[0]


def _observe_all(sights: Sequence[Sight], rules: RuleSet) -> list[Inputs]:
    """Let every rule measure."""
    observed = [_nothing_measured(sight) for sight in sights]
    for event, own in _by_event(observed).items():
        blanks = [(sights[index], one.values, one.missing) for index, one in own]
        for active in rules.rules.get(event, ()):
            rule_id, measure, parameters = active.rule.id, active.rule.measure, active.parameters
            for sight, values, missing in blanks:
                measured = measure(sight, parameters)
                # Asking whether it is `Missing` would take longer: enumerations have a metaclass.
                if not isinstance(measured, dict):
                    missing[rule_id] = measured
                elif measured:
                    values[rule_id] = measured
    return observed


def _nothing_measured(sight: Sight) -> Inputs:
    gaps: dict[str, Gap] = {}
    saturated: list[str] = []
    for name, view in zip(_VIEWS, _VIEWS_OF(sight), strict=True):
        if view is None:
            continue
        if view.gap is not None:
            gaps[name] = view.gap
        if view.saturated:
            saturated.append(name)
    return Inputs(sight.transaction.event, {}, {}, gaps, tuple(saturated))


def _judge_all(observed: Sequence[Inputs], rules: RuleSet) -> list[Decision]:
    verdicts: list[tuple[dict[str, int], dict[str, str]]] = [({}, {}) for _ in observed]
    for event, own in _by_event(observed).items():
        judged = [(one, one.values, one.missing, *verdicts[index]) for index, one in own]
        for active in rules.rules.get(event, ()):
            rule, rule_id, parameters = active.rule, active.rule.id, active.parameters
            for inputs, values, missing, fired, not_evaluable in judged:
                if rule_id in values:
                    points = rule.points(values[rule_id], parameters)
                    gap = _hiding(rule, points, inputs.gaps) if inputs.gaps else None
                    if gap is not None:
                        not_evaluable[rule_id] = gap
                    elif points:
                        fired[rule_id] = points
                elif rule_id in missing:
                    lack = _lack(rule, inputs) if inputs.gaps else missing[rule_id]
                    not_evaluable[rule_id] = lack
    return [
        _decision(inputs, fired, not_evaluable, rules)
        for inputs, (fired, not_evaluable) in zip(observed, verdicts, strict=True)
    ]


def _by_event(observed: Sequence[Inputs]) -> dict[str, list[tuple[int, Inputs]]]:
    """Inputs with their places, by what selects the rules."""
    found: dict[str, list[tuple[int, Inputs]]] = {}
    for index, inputs in enumerate(observed):
        found.setdefault(inputs.event, []).append((index, inputs))
    return found


def _decision(
    inputs: Inputs, fired: dict[str, int], not_evaluable: dict[str, str], rules: RuleSet
) -> Decision:
    score = max(0, min(HIGHEST_SCORE, sum(fired.values())))
    passing = [why for why in not_evaluable.values() if why is _ERROR or type(why) is Gap]
    return Decision(
        rule_set=rules.version,
        inputs=inputs,
        fired=fired,
        not_evaluable=not_evaluable,
        score=score,
        band=rules.bands.of(score),
        status=DEGRADED if passing else FINAL,
    )


def undecided(event: str, rules: RuleSet) -> Decision:
    """The decision of a transaction on which a rule failed: none, to be made later."""
    missing = {active.rule.id: Missing.ERROR for active in rules.rules.get(event, ())}
    return judge(Inputs(event, missing=missing), rules)


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
