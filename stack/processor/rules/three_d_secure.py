"""N1: the outcome of EMV 3-D Secure.

Why: an authenticated payment is the issuer's risk; a failed or missing authentication on a card the
account never used is a reason to look closer.
Source: Card Security Guidelines 6.0 (mandatory in e-commerce since March 2025); Marble's minus 20.
"""

from collections.abc import Mapping

from .acquaintance import card_is_new
from .rule import NOTHING, Missing, Parameters, Rule, Value, Values
from .sight import Sight


class Authentication(Parameters, frozen=True):
    """Points for each outcome; negative ones lower the score."""

    authenticated: int
    failed_on_new_card: int


def _measure(sight: Sight, _parameters: Authentication) -> Values | Missing:
    transaction = sight.transaction
    if transaction.method != "card":
        return NOTHING
    if transaction.card is None:
        return Missing.NO_CARD
    if transaction.three_d_secure is None:
        return Missing.NO_THREE_D_SECURE
    return {
        "outcome": transaction.three_d_secure,
        "new_card": card_is_new(sight, transaction.card.token),
    }


def _points(values: Mapping[str, Value], parameters: Authentication) -> int:
    if values["outcome"] == "authenticated":
        return parameters.authenticated
    failed = values["outcome"] in ("failed", "absent")
    return parameters.failed_on_new_card if failed and values["new_card"] else 0


RULE = Rule(
    id="N1",
    version=1,
    title="outcome of 3-D Secure",
    title_ja="3Dセキュアの認証結果",
    parameters=Authentication,
    measure=_measure,
    points=_points,
    views=("account",),
    needs_complete=True,
)
