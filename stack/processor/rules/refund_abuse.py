"""F1: refunds too many, or to another instrument than was paid with.

Why: refunds move money from a stolen card to a clean account.
Source: this product's own defaults; the 30 days are Visa's usual observation period.
"""

from collections.abc import Mapping

from .rule import Missing, Parameters, Rule, Value, Values, number
from .sight import Sight


class Refunding(Parameters, frozen=True):
    """Refunds of one account in 30 days, and their share of its payments."""

    refunds_at_least: int
    percent_of_payments: int
    payments_at_least: int
    points: int
    other_instrument_points: int


def _measure(sight: Sight, _parameters: Refunding) -> Values | Missing:
    return {
        "refunds_30d": sight.refunds.refunds,
        "payments_30d": sight.refunds.payments,
        "other_instrument": sight.transaction.refund_to_other_instrument,
    }


def _points(values: Mapping[str, Value], parameters: Refunding) -> int:
    refunds, payments = number(values, "refunds_30d"), number(values, "payments_30d")
    many = refunds >= parameters.refunds_at_least
    share = refunds * 100 > payments * parameters.percent_of_payments
    total = parameters.points if many or (share and payments >= parameters.payments_at_least) else 0
    return total + (parameters.other_instrument_points if values["other_instrument"] else 0)


RULE = Rule(
    id="F1",
    version=1,
    title="refund abuse",
    title_ja="返金の悪用",
    parameters=Refunding,
    measure=_measure,
    points=_points,
    events=("refund",),
)
