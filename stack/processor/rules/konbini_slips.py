"""K1: konbini slips that nobody pays, or that somebody else is made to pay.

Why: orders left unpaid block stock; slips for vouchers are sent to victims of false claims
(架空請求), who pay them at the counter. Customers pay when they pass a shop, so a few unpaid slips
for ordinary goods are no reason yet.
Source: 924 such cases, 830 million yen, in 2017 (National Police Agency); counts are this product's
own.
"""

from collections.abc import Mapping

from .goods import VOUCHERS, holds
from .rule import NOTHING, DaySeconds, Missing, Parameters, Rule, Value, Values, number
from .sight import Sight
from .vocabulary import captured_slips, slips


class SlipTier(Parameters, frozen=True):
    """Fires at this many unpaid slips of one device or account."""

    unpaid_at_least: int
    points: int


class Slips(Parameters, frozen=True):
    """Tiers, of which the highest reached counts; extra points for slips over vouchers."""

    seconds: DaySeconds
    tiers: tuple[SlipTier, ...]
    voucher_points: int


def _measure(sight: Sight, parameters: Slips) -> Values | Missing:
    if sight.transaction.method != "konbini":
        return NOTHING
    views = (sight.account, sight.device)
    counts = []
    for view in views:
        members = [] if view is None else view.within(parameters.seconds)
        issued = slips(members)
        counts.append((issued - captured_slips(members), issued))
    unpaid, issued = max(counts)
    voucher = holds(sight.transaction.basket, VOUCHERS)
    return {"unpaid": max(unpaid, 0), "issued": issued, "voucher": voucher}


def _points(values: Mapping[str, Value], parameters: Slips) -> int:
    unpaid = number(values, "unpaid")
    reached = [tier.points for tier in parameters.tiers if unpaid >= tier.unpaid_at_least]
    return max(reached, default=0) + (parameters.voucher_points if values["voucher"] else 0)


RULE = Rule(
    id="K1",
    version=2,
    title="abuse of konbini slips",
    title_ja="コンビニ払込票の悪用",
    parameters=Slips,
    measure=_measure,
    points=_points,
    views=("account", "device"),
    needs_complete=True,
)
