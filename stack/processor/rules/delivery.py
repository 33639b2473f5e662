"""R2: deliveries to a place that collects them.

Why: goods bought with stolen cards go to vacant flats, forwarders and hired receivers, under many
names. A family of three orders under three names, so that alone is no reason yet.
Source: the fraud services' delivery checks (配送先情報 in the Card Security Guidelines 6.0).
Producers hash names and addresses after normalising them (`pseudonym.py`), so that variant
spellings count once.
"""

from collections.abc import Mapping

from .rule import DaySeconds, Missing, Parameters, Rule, Value, Values, number
from .sight import Sight
from .vocabulary import RECIPIENT, distinct

_COLLECTING = ("forwarder", "vacant")


class NameTier(Parameters, frozen=True):
    """Fires at this many different names at one address."""

    names: int
    points: int


class Delivery(Parameters, frozen=True):
    """Tiers, of which the highest reached counts; points for the kind of place."""

    seconds: DaySeconds
    tiers: tuple[NameTier, ...]
    collecting_points: int


def _measure(sight: Sight, parameters: Delivery) -> Values | Missing:
    ship_to = sight.transaction.ship_to
    if ship_to is None:
        return Missing.NO_SHIP_TO
    members = () if sight.address is None else sight.address.within(parameters.seconds)
    return {"names": distinct(members, RECIPIENT), "kind": ship_to.kind or "unknown"}


def _points(values: Mapping[str, Value], parameters: Delivery) -> int:
    names = number(values, "names")
    reached = [tier.points for tier in parameters.tiers if names >= tier.names]
    collecting = parameters.collecting_points if values["kind"] in _COLLECTING else 0
    return max(reached, default=0) + collecting


RULE = Rule(
    id="R2",
    version=2,
    title="deliveries under many names or to a collecting address",
    title_ja="同一配送先への多数名義・転送先配送",
    parameters=Delivery,
    measure=_measure,
    points=_points,
    views=("address",),
)
