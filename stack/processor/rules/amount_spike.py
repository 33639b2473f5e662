"""V2: an amount far above what the account is used to.

Why: who takes over an account buys what it never bought.
Source: Tazama 018 (1.5 times the maximum) and 048 (3 times the mean), Marble's "large vs max of
past".
"""

from collections.abc import Mapping

from .acquaintance import spending
from .rule import Missing, Parameters, Rule, Value, Values, number
from .sight import Sight


class Spike(Parameters, frozen=True):
    """Percentages of the account's own mean and maximum; yen for the floor."""

    payments_at_least: int
    mean_percent: int
    largest_percent: int
    floor: int
    points: int


def _measure(sight: Sight, parameters: Spike) -> Values | Missing:
    values = spending(sight)
    if number(values, "payments") < parameters.payments_at_least:
        return Missing.NO_HISTORY
    return values


def _points(values: Mapping[str, Value], parameters: Spike) -> int:
    yen = number(values, "amount") * 100
    unusual = (
        yen >= number(values, "mean") * parameters.mean_percent
        or yen >= number(values, "largest") * parameters.largest_percent
    )
    return parameters.points if unusual and yen >= parameters.floor * 100 else 0


RULE = Rule(
    id="V2",
    version=1,
    title="amount far above the account's own",
    title_ja="過去の利用額を大きく上回る決済",
    parameters=Spike,
    measure=_measure,
    points=_points,
    views=("account",),
    needs_complete=True,
)
