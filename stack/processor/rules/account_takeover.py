"""A1: signs that somebody else uses the account.

Why: after taking over an account, a thief changes where mail and goods go and orders from a device
of his own.
Source: tirreno A01 to A08; Japanese cases of stolen points. The amount is this product's own.
"""

from collections.abc import Mapping
from datetime import timedelta

from .acquaintance import device_is_new, payments_before
from .goods import RESALE, holds
from .rule import Missing, Parameters, Rule, Value, Values, number
from .sight import Sight


class Takeover(Parameters, frozen=True):
    """Hours since mail, phone, address or password changed; yen unless the goods resell well."""

    changed_within_hours: int
    amount_at_least: int
    points: int


def _measure(sight: Sight, _parameters: Takeover) -> Values | Missing:
    transaction = sight.transaction
    if transaction.device is None:
        return Missing.NO_DEVICE
    if transaction.account.changed_at is None:
        return Missing.NO_CHANGE_TIME
    if payments_before(sight) == 0:
        return Missing.NO_HISTORY
    since_change = transaction.occurred_at - transaction.account.changed_at
    return {
        "new_device": device_is_new(sight, transaction.device.token),
        "hours_since_change": since_change // timedelta(hours=1),
        "amount": transaction.amount,
        "resale_goods": holds(transaction.basket, RESALE),
    }


def _points(values: Mapping[str, Value], parameters: Takeover) -> int:
    worth_it = values["resale_goods"] or number(values, "amount") >= parameters.amount_at_least
    changed = 0 <= number(values, "hours_since_change") < parameters.changed_within_hours
    return parameters.points if values["new_device"] and changed and worth_it else 0


RULE = Rule(
    id="A1",
    version=1,
    title="signs of a taken-over account",
    title_ja="アカウント乗っ取りの疑い",
    parameters=Takeover,
    measure=_measure,
    points=_points,
    views=("account",),
    needs_complete=True,
)
