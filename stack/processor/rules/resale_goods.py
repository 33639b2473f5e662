"""R1: goods that resell well, many of them or as a costly first order.

Why: goods are how card fraud is cashed in. Each sign alone is mostly an ordinary customer; both
together on an unauthenticated card are worth a look.
Source: next-engine, TCD and Cacco name the categories; amount and quantity are this product's own.
"""

from collections.abc import Mapping

from .acquaintance import payments_before
from .goods import RESALE, holds
from .rule import NOTHING, Missing, Parameters, Rule, Value, Values, number
from .sight import Sight


class Resale(Parameters, frozen=True):
    """Pieces, or yen of a first order; points for one of the signs, and for both."""

    quantity_at_least: int
    first_order_at_least: int
    points: int
    both_points: int


def _measure(sight: Sight, _parameters: Resale) -> Values | Missing:
    basket = sight.transaction.basket
    if basket is None:
        return Missing.NO_BASKET
    if not holds(basket, RESALE):
        return NOTHING
    return {
        "quantity": basket.quantity,
        "amount": sight.transaction.amount,
        "first_order": payments_before(sight) == 0,
    }


def _points(values: Mapping[str, Value], parameters: Resale) -> int:
    dear = number(values, "amount") >= parameters.first_order_at_least
    costly_first = bool(values["first_order"]) and dear
    many = number(values, "quantity") >= parameters.quantity_at_least
    if many and costly_first:
        return parameters.both_points
    return parameters.points if many or costly_first else 0


RULE = Rule(
    id="R1",
    version=2,
    title="goods that resell well",
    title_ja="換金性の高い商品",
    parameters=Resale,
    measure=_measure,
    points=_points,
    views=("account",),
    needs_complete=True,
)
