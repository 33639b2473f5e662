"""K1: konbini slips that nobody pays, or that somebody else is made to pay.

Why: orders left unpaid block stock; slips for vouchers are sent to victims of false claims
(架空請求), who pay them at the counter.
Source: 924 such cases, 830 million yen, in 2017 (National Police Agency); counts are this product's
own.
"""

from collections.abc import Mapping

from .goods import VOUCHERS, holds
from .rule import NOTHING, DaySeconds, Missing, Parameters, Rule, Value, Values, number
from .sight import Sight
from .vocabulary import is_captured_slip, is_slip


class Slips(Parameters, frozen=True):
    """Unpaid slips of one device or account; extra points for slips over vouchers."""

    seconds: DaySeconds
    unpaid_at_least: int
    issued_at_least: int
    unpaid_percent: int
    points: int
    voucher_points: int


def _measure(sight: Sight, parameters: Slips) -> Values | Missing:
    if sight.transaction.method != "konbini":
        return NOTHING
    views = (sight.account, sight.device)
    counts = []
    for view in views:
        members = [] if view is None else view.within(parameters.seconds)
        issued = sum(map(is_slip, members))
        counts.append((issued - sum(map(is_captured_slip, members)), issued))
    unpaid, issued = max(counts)
    voucher = holds(sight.transaction.basket, VOUCHERS)
    return {"unpaid": max(unpaid, 0), "issued": issued, "voucher": voucher}


def _points(values: Mapping[str, Value], parameters: Slips) -> int:
    unpaid, issued = number(values, "unpaid"), number(values, "issued")
    many = unpaid >= parameters.unpaid_at_least
    ratio = unpaid * 100 >= issued * parameters.unpaid_percent
    total = parameters.points if many or (ratio and issued >= parameters.issued_at_least) else 0
    return total + (parameters.voucher_points if values["voucher"] else 0)


RULE = Rule(
    id="K1",
    version=1,
    title="abuse of konbini slips",
    title_ja="コンビニ払込票の悪用",
    parameters=Slips,
    measure=_measure,
    points=_points,
    views=("account", "device"),
    needs_complete=True,
)
