"""M1: what the shop's own confirmed fraud has taught.

Why: thresholds are guesses until a shop's chargebacks have weighed them. Signs that are each too
weak for a rule add up, and their weights can be read, unlike a forest's. Without weights the rule
only keeps what it saw, so that there is something to learn from; `learn` fits them
(`docs/operations.md`). The points are then the probability of fraud in percent.
Source: logistic regression is the Fraud Detection Handbook's best baseline for card precision; the
signs are those of V2 and L1, and the amount. A ratio above 20 says no more than 20.
"""

from collections.abc import Mapping
from math import exp, log
from typing import Annotated, Final, Literal, get_args

from msgspec import Meta

from .acquaintance import spending
from .confirmed_fraud import DAYS, counts_of
from .rule import Missing, Parameters, Rule, Value, Values, number
from .sight import Sight

Sign = Literal[
    "fraud_share_1d", "fraud_share_7d", "fraud_share_30d",
    "times_mean", "log_times_mean", "times_largest", "log_times_largest",
    "ten_thousand_yen", "log_yen",
]  # fmt: skip
SIGNS: Final[tuple[Sign, ...]] = get_args(Sign)

_HABIT: Final = 3
"""Payments from which on an account's mean and largest amount say something."""

_LARGEST_RATIO: Final = 20.0
_SMALLEST_RATIO: Final = 0.05
_FIRST_YEN: Final = 100
_CERTAIN: Final = 50.0
"""Odds beyond e to this power are certainty; more would overflow."""


Weight = Annotated[float, Meta(ge=-1e6, le=1e6)]
"""Finite sums whatever is seen: an overflow would count as no risk."""


class Learned(Parameters, frozen=True):
    """The logarithm of the odds of fraud is the constant plus each sign times its weight."""

    constant: Weight
    weights: dict[Sign, Weight]


def _measure(sight: Sight, _parameters: Learned) -> Values | Missing:
    values = spending(sight)
    if sight.risks:
        seen = [counts_of(name, risk) for name, risk in sight.risks.items()]
        worst: Values = max(seen, key=_largest_share)
        values |= worst
    return values


def signs(values: Mapping[str, Value]) -> dict[Sign, float]:
    """What the weights apply to, from what was measured."""
    yen = number(values, "amount")
    known = number(values, "payments") >= _HABIT
    times_mean = _ratio(yen, number(values, "mean")) if known else 1.0
    times_largest = _ratio(yen, number(values, "largest")) if known else 1.0
    return {
        "fraud_share_1d": _share(values, 1),
        "fraud_share_7d": _share(values, 7),
        "fraud_share_30d": _share(values, 30),
        "times_mean": times_mean,
        "log_times_mean": log(times_mean),
        "times_largest": times_largest,
        "log_times_largest": log(times_largest),
        "ten_thousand_yen": yen / 10_000,
        "log_yen": log(yen + _FIRST_YEN),
    }


def _ratio(yen: int, usual: int) -> float:
    return min(max(yen / max(usual, 1), _SMALLEST_RATIO), _LARGEST_RATIO)


def _largest_share(values: Mapping[str, Value]) -> float:
    return max(_share(values, days) for days in DAYS)


def _share(values: Mapping[str, Value], days: int) -> float:
    """One payment that never was counts as honest: one fraud of one proves less than ten of ten."""
    return number(values, f"frauds_{days}d") / (number(values, f"transactions_{days}d") + 1)


def _points(values: Mapping[str, Value], parameters: Learned) -> int:
    if not parameters.weights:
        return 0
    seen = signs(values)
    odds = parameters.constant + sum(
        weight * seen[sign] for sign, weight in parameters.weights.items()
    )
    return round(100 / (1 + exp(-max(-_CERTAIN, min(odds, _CERTAIN)))))


RULE = Rule(
    id="M1",
    version=1,
    title="what confirmed fraud has taught",
    title_ja="確定不正から学習した不正確率",
    parameters=Learned,
    measure=_measure,
    points=_points,
    views=("account",),
    needs_complete=True,
)
