"""L1: the card, device, address, network, issuer, mail or shop was part of confirmed fraud.

Why: chargebacks find what behaviour does not show; on the Fraud Detection Handbook's data they make
five times the precision. They come late, so risk counts only what is older than the delay; an
entity that a fraud chargeback names is refused at once. The others add points in proportion to
their share of fraud, so that the worst come first in an analyst's day. A share of few payments is
worth less than the same share of many: payments that never were are counted as honest, more of them
for what belongs to nobody (a shop, an issuer, a network), whose single fraud says little about the
next customer. What is fresh weighs more: compromised shops are mended, thieves move on.
Source: Handbook (risk over 1, 7 and 30 days, 7 days late); Stripe adds card and mail of a
fraudulent refund to the deny list. The points were chosen on the Handbook's weeks before its test
week (`benchmarks/processor/README.md`).
"""

from collections.abc import Mapping
from typing import Final, Literal

from .rule import NOTHING, Missing, Parameters, Rule, Value, Values, number
from .sight import Risk, Sight

DAYS: Final = (1, 7, 30)
_SHARED: Final = ("bin", "merchant", "network")


class Period(Parameters, frozen=True):
    """Points if all payments of an entity in these days, before the label delay, were fraud."""

    days: Literal[1, 7, 30]
    points: int


class Confirmed(Parameters, frozen=True):
    """Points for a named entity; periods of which the worst counts, from so many points.

    The payments that are assumed as honest are added to those of every period.
    """

    confirmed_points: int
    assumed_honest: int
    assumed_honest_shared: int
    points_at_least: int
    periods: tuple[Period, ...]


def _measure(sight: Sight, parameters: Confirmed) -> Values | Missing:
    if not sight.risks:
        return NOTHING
    values: Values = {"confirmed": any(risk.confirmed for risk in sight.risks.values())}
    entities = [counts_of(name, risk) for name, risk in sight.risks.items()]
    return values | max(entities, key=lambda seen: _by_share(seen, parameters))


def counts_of(name: str, risk: Risk) -> Values:
    """The kind of an entity, and its payments and frauds in each period."""
    seen: Values = {"entity": name.partition(":")[0]}
    for days, frauds, transactions in zip(DAYS, risk.frauds, risk.transactions, strict=True):
        seen[f"frauds_{days}d"] = frauds
        seen[f"transactions_{days}d"] = transactions
    return seen


def _by_share(values: Mapping[str, Value], parameters: Confirmed) -> int:
    """Points for the entity with these counts."""
    shared = values["entity"] in _SHARED
    honest = parameters.assumed_honest_shared if shared else parameters.assumed_honest
    shares = [
        period.points
        * number(values, f"frauds_{period.days}d")
        // (number(values, f"transactions_{period.days}d") + honest)
        for period in parameters.periods
    ]
    return max(shares, default=0)


def _points(values: Mapping[str, Value], parameters: Confirmed) -> int:
    if values["confirmed"]:
        return parameters.confirmed_points
    share = _by_share(values, parameters)
    return share if share >= parameters.points_at_least else 0


RULE = Rule(
    id="L1",
    version=2,
    title="part of confirmed fraud before",
    title_ja="確定不正に関与した属性",
    parameters=Confirmed,
    measure=_measure,
    points=_points,
)
