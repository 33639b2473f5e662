"""G1: the request comes from where it should not.

Why: fraud from abroad hides behind anonymisers; a card, a delivery and a connection from three
countries rarely belong to one buyer. Travellers and expatriates exist, so these are weights and
never a verdict.
Source: Amavel's published hold criteria, tirreno I01 to I06.
"""

from collections.abc import Mapping

from .rule import Missing, Parameters, Rule, Value, Values
from .sight import Sight

_ANONYMISERS = ("vpn", "proxy", "hosting", "tor")


class Origin(Parameters, frozen=True):
    """Points for each sign; they add up."""

    home: str
    away: int
    other_than_delivery: int
    other_than_card: int
    vpn: int
    proxy: int
    hosting: int
    tor: int


def _measure(sight: Sight, _parameters: Origin) -> Values | Missing:
    transaction = sight.transaction
    if transaction.ip is None or transaction.ip.country is None:
        return Missing.NO_IP
    values: Values = {"country": transaction.ip.country, "kind": transaction.ip.kind or "unknown"}
    if transaction.ship_to is not None and transaction.ship_to.country is not None:
        values["delivery"] = transaction.ship_to.country
    if transaction.card is not None and transaction.card.country is not None:
        values["card"] = transaction.card.country
    return values


def _points(values: Mapping[str, Value], parameters: Origin) -> int:
    country, kind = values["country"], str(values["kind"])
    total = parameters.away if country != parameters.home else 0
    total += parameters.other_than_delivery if values.get("delivery", country) != country else 0
    total += parameters.other_than_card if values.get("card", country) != country else 0
    return total + (int(getattr(parameters, kind)) if kind in _ANONYMISERS else 0)


RULE = Rule(
    id="G1",
    version=1,
    title="unusual country or anonymised connection",
    title_ja="海外・匿名化された接続元",
    parameters=Origin,
    measure=_measure,
    points=_points,
)
