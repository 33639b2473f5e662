"""V3: a high sum in 24 hours.

Why: many medium payments are one large one.
Source: this product's own default; tune it to a percentile of the shop's accounts.
"""

from collections.abc import Mapping

from .rule import DaySeconds, Missing, Parameters, Rule, Value, Values, number
from .sight import Sight
from .vocabulary import amounts, paid


class Sum(Parameters, frozen=True):
    """Yen."""

    seconds: DaySeconds
    more_than: int
    points: int


def _measure(sight: Sight, parameters: Sum) -> Values | Missing:
    return {"sum": sum(amounts(paid(sight.account.within(parameters.seconds))))}


def _points(values: Mapping[str, Value], parameters: Sum) -> int:
    return parameters.points if number(values, "sum") > parameters.more_than else 0


RULE = Rule(
    id="V3",
    version=1,
    title="high sum of one account in a day",
    title_ja="1日の利用総額が高額",
    parameters=Sum,
    measure=_measure,
    points=_points,
    views=("account",),
)
