"""P1: points spent by somebody else, or sign-up coupons collected with made-up accounts.

Why: points are money without a chargeback.
Source: Japanese cases of stolen points; 95 false identities and 93 million yen in one case. Shares
and counts are this product's own.
"""

from collections.abc import Mapping
from datetime import timedelta

from .acquaintance import device_is_new, payments_before
from .rule import NOTHING, DaySeconds, Missing, Parameters, Rule, Value, Values, number
from .sight import Sight
from .vocabulary import ACCOUNT, has_sign_up_coupon


class Points(Parameters, frozen=True):
    """Share of the amount paid with points, soon after signing in; accounts with a coupon."""

    points_percent: int
    signed_in_within_seconds: int
    coupon_seconds: DaySeconds
    coupon_accounts: int
    points: int


def _measure(sight: Sight, parameters: Points) -> Values | Missing:
    transaction = sight.transaction
    basket = transaction.basket
    if basket is None or (basket.points_used == 0 and basket.coupon != "sign_up"):
        return NOTHING
    if transaction.device is None:
        return Missing.NO_DEVICE
    if basket.points_used and transaction.account.signed_in_at is None:
        return Missing.NO_SIGN_IN_TIME
    return {
        "points_used": basket.points_used,
        "amount": transaction.amount,
        "seconds_since_sign_in": _seconds_since_sign_in(sight),
        "new_device": payments_before(sight) > 0 and device_is_new(sight, transaction.device.token),
        "coupon_accounts": _coupon_accounts(sight, parameters.coupon_seconds),
    }


def _seconds_since_sign_in(sight: Sight) -> int:
    signed_in_at = sight.transaction.account.signed_in_at
    if signed_in_at is None:
        return -1
    return (sight.transaction.occurred_at - signed_in_at) // timedelta(seconds=1)


def _coupon_accounts(sight: Sight, seconds: int) -> int:
    members = () if sight.device is None else sight.device.within(seconds)
    return len({ACCOUNT(member) for member in members if has_sign_up_coupon(member)})


def _points(values: Mapping[str, Value], parameters: Points) -> int:
    used, amount = number(values, "points_used"), number(values, "amount")
    soon = 0 <= number(values, "seconds_since_sign_in") < parameters.signed_in_within_seconds
    mostly = used > 0 and used * 100 >= amount * parameters.points_percent
    spent = mostly and soon and bool(values["new_device"])
    collected = number(values, "coupon_accounts") >= parameters.coupon_accounts
    return parameters.points if spent or collected else 0


RULE = Rule(
    id="P1",
    version=1,
    title="abuse of points or sign-up coupons",
    title_ja="ポイント・新規登録クーポンの悪用",
    parameters=Points,
    measure=_measure,
    points=_points,
    views=("account", "device"),
    needs_complete=True,
)
