"""C3: many cards of one account or device.

Why: a thief has a list of numbers and one computer.
Source: okashimi blocks at 4 different cards in 96 hours; here in the 24 hours of the history.
"""

from collections.abc import Mapping

from .rule import NOTHING, DaySeconds, Missing, Parameters, Rule, Value, Values, number
from .sight import Sight
from .vocabulary import CARD, distinct


class Cards(Parameters, frozen=True):
    """Different cards."""

    seconds: DaySeconds
    at_least: int
    points: int


def _measure(sight: Sight, parameters: Cards) -> Values | Missing:
    if sight.transaction.card is None:
        return NOTHING if sight.transaction.method != "card" else Missing.NO_CARD
    seconds = parameters.seconds
    values: Values = {"cards_of_account": distinct(sight.account.within(seconds), CARD)}
    if sight.device is not None:
        values["cards_of_device"] = distinct(sight.device.within(seconds), CARD)
    return values


def _points(values: Mapping[str, Value], parameters: Cards) -> int:
    cards = max(number(values, "cards_of_account"), number(values, "cards_of_device"))
    return parameters.points if cards >= parameters.at_least else 0


RULE = Rule(
    id="C3",
    version=1,
    title="many cards of one account or device",
    title_ja="同一アカウント・端末での多数カード利用",
    parameters=Cards,
    measure=_measure,
    points=_points,
    views=("account", "device"),
)
