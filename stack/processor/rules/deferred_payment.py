"""K2: pay-later or cash-on-delivery orders that build on a cheap reputation.

Why: a small order is paid to be trusted; then larger ones go to many addresses and are never paid.
The larger ones of the last day are debts, so they add nothing to the reputation.
Source: the pattern and its amounts (about 900, then about 4,000 yen) as described by ecnomikata.
"""

from collections.abc import Mapping

from .rule import NOTHING, DaySeconds, Missing, Parameters, Rule, Value, Values, number
from .sight import Sight
from .vocabulary import ADDRESS, amount, distinct, method, paid

_DEFERRED = ("pay_later", "cash_on_delivery")


class Deferred(Parameters, frozen=True):
    """Yen of the largest payment so far and of this one; different addresses."""

    seconds: DaySeconds
    largest_so_far: int
    amount_at_least: int
    addresses: int
    points: int


def _measure(sight: Sight, parameters: Deferred) -> Values | Missing:
    if sight.transaction.method not in _DEFERRED:
        return NOTHING
    view = sight.account
    proven = [
        amount(member)
        for member in paid(view.before())
        if method(member) not in _DEFERRED or amount(member) <= parameters.largest_so_far
    ]
    if sight.profile.paid + len(proven) == 0:
        return Missing.NO_HISTORY
    return {
        "amount": sight.transaction.amount,
        "largest_before": max(sight.profile.largest, *proven, 0),
        "addresses": distinct(view.within(parameters.seconds), ADDRESS),
    }


def _points(values: Mapping[str, Value], parameters: Deferred) -> int:
    cheap = number(values, "largest_before") <= parameters.largest_so_far
    dear = number(values, "amount") >= parameters.amount_at_least
    spread = number(values, "addresses") >= parameters.addresses
    return parameters.points if cheap and dear and spread else 0


RULE = Rule(
    id="K2",
    version=2,
    title="deferred payment on a cheap reputation",
    title_ja="後払い・代引きの悪用",
    parameters=Deferred,
    measure=_measure,
    points=_points,
    views=("account",),
    needs_complete=True,
)
