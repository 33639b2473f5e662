"""L1: the card, device, address, network, issuer, mail or shop was part of confirmed fraud.

Why: chargebacks find what behaviour does not show; on the Fraud Detection Handbook's data they make
four times the precision. They come late, so risk counts only what is older than the delay; an
entity that a fraud chargeback names is refused at once.
Source: Handbook (risk over 1, 7 and 30 days, 7 days late); Stripe adds card and mail of a
fraudulent refund to the deny list.
"""

from collections.abc import Mapping

from .rule import NOTHING, Missing, Parameters, Rule, Value, Values, number
from .sight import Risk, Sight

_DAYS = (1, 7, 30)


class RateTier(Parameters, frozen=True):
    """Fires at this share of confirmed fraud in these days."""

    days: int
    percent: int
    frauds_at_least: int
    points: int


class Confirmed(Parameters, frozen=True):
    """Points for a named entity, and tiers of which the highest reached counts."""

    confirmed_points: int
    tiers: tuple[RateTier, ...]


def _measure(sight: Sight, _parameters: Confirmed) -> Values | Missing:
    if not sight.risks:
        return NOTHING
    values: Values = {"confirmed": any(risk.confirmed for risk in sight.risks.values())}
    for index, days in enumerate(_DAYS):
        worst = max(sight.risks.values(), key=lambda risk: _rate(risk, index))
        values[f"frauds_{days}d"] = worst.frauds[index]
        values[f"transactions_{days}d"] = worst.transactions[index]
    return values


def _rate(risk: Risk, index: int) -> tuple[float, int]:
    return risk.frauds[index] / max(risk.transactions[index], 1), risk.frauds[index]


def _points(values: Mapping[str, Value], parameters: Confirmed) -> int:
    reached = [tier.points for tier in parameters.tiers if _reached(values, tier)]
    if values["confirmed"]:
        reached.append(parameters.confirmed_points)
    return max(reached, default=0)


def _reached(values: Mapping[str, Value], tier: RateTier) -> bool:
    frauds = number(values, f"frauds_{tier.days}d")
    transactions = number(values, f"transactions_{tier.days}d")
    return frauds >= tier.frauds_at_least and frauds * 100 >= transactions * tier.percent


RULE = Rule(
    id="L1",
    version=1,
    title="part of confirmed fraud before",
    title_ja="確定不正に関与した属性",
    parameters=Confirmed,
    measure=_measure,
    points=_points,
)
