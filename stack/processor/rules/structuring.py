"""S1: payments kept below a reporting threshold.

Why: who splits a payment to stay below a threshold knows of it.
Source: the Act on Prevention of Transfer of Criminal Proceeds and METI's guidance treat a
transaction that is evidently split as one; 2,000,000 yen in cash for jewels and precious metals.
"""

from collections.abc import Mapping

from .rule import NOTHING, DaySeconds, Missing, Parameters, Rule, Value, Values, number
from .sight import Sight
from .vocabulary import Method, amount, method, paid


class Structuring(Parameters, frozen=True):
    """Payments by the given methods, just below or together above the threshold."""

    seconds: DaySeconds
    methods: tuple[Method, ...]
    threshold: int
    near_percent: int
    near_at_least: int
    split_at_least: int
    points: int


def _measure(sight: Sight, parameters: Structuring) -> Values | Missing:
    if sight.transaction.method not in parameters.methods:
        return NOTHING
    below = [
        amount(member)
        for member in paid(sight.account.within(parameters.seconds))
        if method(member) in parameters.methods and amount(member) < parameters.threshold
    ]
    near = sum(yen * 100 >= parameters.threshold * parameters.near_percent for yen in below)
    return {"payments": len(below), "near_threshold": near, "sum": sum(below)}


def _points(values: Mapping[str, Value], parameters: Structuring) -> int:
    near = number(values, "near_threshold") >= parameters.near_at_least
    split = (
        number(values, "payments") >= parameters.split_at_least
        and number(values, "sum") >= parameters.threshold
    )
    return parameters.points if near or split else 0


RULE = Rule(
    id="S1",
    version=1,
    title="payments kept below a threshold",
    title_ja="閾値を下回る分割取引の疑い",
    parameters=Structuring,
    measure=_measure,
    points=_points,
    views=("account",),
)
