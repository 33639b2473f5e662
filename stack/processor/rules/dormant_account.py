"""D1: a long silent account spends much.

Why: stolen credentials are often years old.
Source: Tazama 003/004 (dormancy of three months); the amount is this product's own.
"""

from collections.abc import Mapping

from .rule import Missing, Parameters, Rule, Value, Values, number
from .sight import Sight
from .vocabulary import DAY_MS


class Dormancy(Parameters, frozen=True):
    """Days without a payment attempt; yen."""

    idle_days_more_than: int
    amount_at_least: int
    points: int


def _measure(sight: Sight, _parameters: Dormancy) -> Values | Missing:
    times = sight.account.times
    last_ms = times[-2] if len(times) > 1 else sight.profile.last_ms
    if last_ms is None:
        return Missing.NO_HISTORY
    return {"idle_days": (sight.at_ms - last_ms) // DAY_MS, "amount": sight.transaction.amount}


def _points(values: Mapping[str, Value], parameters: Dormancy) -> int:
    idle = number(values, "idle_days") > parameters.idle_days_more_than
    dear = number(values, "amount") >= parameters.amount_at_least
    return parameters.points if idle and dear else 0


RULE = Rule(
    id="D1",
    version=1,
    title="dormant account spends much",
    title_ja="休眠アカウントの高額利用",
    parameters=Dormancy,
    measure=_measure,
    points=_points,
    views=("account",),
    needs_complete=True,
)
