"""C2: an attack on the numbers of one issuer.

Why: generated numbers share their first digits; many different cards of one issuer, nearly all
refused, are a machine at work, whatever accounts and devices it hides behind.
Source: the 80 % of ebisumart's site-wide rule; count and time are this product's own.
"""

from collections.abc import Mapping

from .rule import NOTHING, Missing, Parameters, Rule, ShortSeconds, Value, Values, number
from .sight import Sight
from .vocabulary import CARD, declined, distinct


class Attack(Parameters, frozen=True):
    """Different cards of one BIN, and the share of refused attempts."""

    seconds: ShortSeconds
    cards: int
    declined_percent: int
    points: int


def _measure(sight: Sight, parameters: Attack) -> Values | Missing:
    if sight.transaction.method != "card":
        return NOTHING
    view = sight.bin
    if view is None:
        return Missing.NO_CARD
    attempts = view.within(parameters.seconds)
    return {
        "attempts": len(attempts),
        "declined": declined(attempts),
        "cards": distinct(attempts, CARD),
    }


def _points(values: Mapping[str, Value], parameters: Attack) -> int:
    refused = (
        number(values, "declined") * 100 >= number(values, "attempts") * parameters.declined_percent
    )
    return parameters.points if refused and number(values, "cards") >= parameters.cards else 0


RULE = Rule(
    id="C2",
    version=1,
    title="attack on one issuer's card numbers",
    title_ja="特定BINへの大量アタック",
    parameters=Attack,
    measure=_measure,
    points=_points,
    views=("bin",),
)
