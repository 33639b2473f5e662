"""C4: one card, device or delivery address behind many accounts.

Why: accounts are cheap to make, cards, devices and places to receive goods are not.
Source: this product's own defaults, after tirreno I03/P03 and Cybersource VEL-CC.
"""

from collections.abc import Mapping

from .rule import DaySeconds, Missing, Parameters, Rule, Value, Values, number
from .sight import Sight
from .vocabulary import ACCOUNT, distinct


class Accounts(Parameters, frozen=True):
    """Different accounts."""

    seconds: DaySeconds
    per_card: int
    per_device: int
    per_address: int
    points: int


def _measure(sight: Sight, parameters: Accounts) -> Values | Missing:
    values: Values = {}
    seconds = parameters.seconds
    if sight.card is not None:
        values["accounts_of_card"] = distinct(sight.card.within(seconds), ACCOUNT)
    if sight.device is not None:
        values["accounts_of_device"] = distinct(sight.device.within(seconds), ACCOUNT)
    if sight.address is not None:
        values["accounts_of_address"] = distinct(sight.address.within(seconds), ACCOUNT)
    return values


def _points(values: Mapping[str, Value], parameters: Accounts) -> int:
    many = (
        number(values, "accounts_of_card") >= parameters.per_card
        or number(values, "accounts_of_device") >= parameters.per_device
        or number(values, "accounts_of_address") >= parameters.per_address
    )
    return parameters.points if many else 0


RULE = Rule(
    id="C4",
    version=1,
    title="one card, device or address behind many accounts",
    title_ja="同一カード・端末・配送先の多数アカウント利用",
    parameters=Accounts,
    measure=_measure,
    points=_points,
    views=("card", "device", "address"),
)
