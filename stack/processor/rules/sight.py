"""All that a rule may look at."""

from collections.abc import Mapping
from typing import Final

import msgspec

from .vocabulary import EMPTY, Transaction, View


class Profile(msgspec.Struct, frozen=True, gc=False):
    """The account's payments before the 24-hour window, the last 200 of them, from the ledger.

    Attributes:
        payments: Attempts.
        paid: Attempts that were not refused.
        paid_sum: Their yen.
        largest: The largest of them.
        last_ms: Event time of the last attempt.
        device_known: The device of the transaction at hand was used in one of them.
        card_known: Likewise its card.
    """

    payments: int = 0
    paid: int = 0
    paid_sum: int = 0
    largest: int = 0
    last_ms: int | None = None
    device_known: bool = False
    card_known: bool = False


class Refunds(msgspec.Struct, frozen=True):
    """The account's last 30 days, the refund at hand included."""

    refunds: int = 0
    payments: int = 0


class Risk(msgspec.Struct, frozen=True):
    """How often an entity was part of confirmed fraud (`feedback.py`).

    Attributes:
        confirmed: It was itself named in a fraud chargeback.
        transactions: Payments in the last 1, 7 and 30 days before the label delay.
        frauds: Those of them that were confirmed as fraud.
    """

    confirmed: bool
    transactions: tuple[int, int, int]
    frauds: tuple[int, int, int]


NO_PROFILE: Final = Profile()
NO_REFUNDS: Final = Refunds()


class Sight(msgspec.Struct, frozen=True, gc=False):
    """One transaction with its surroundings.

    Attributes:
        transaction: The transaction at hand.
        at_ms: Its event time.
        account: The window of its account; empty for what is no payment.
        card: The windows of the other entities, None for those that it does not name.
        profile: The account's older payments.
        refunds: The account's refunds; counted for refunds only.
        risks: Confirmed fraud by entity, those that have any.
    """

    transaction: Transaction
    at_ms: int
    account: View = EMPTY
    card: View | None = None
    device: View | None = None
    address: View | None = None
    ip: View | None = None
    bin: View | None = None
    profile: Profile = NO_PROFILE
    refunds: Refunds = NO_REFUNDS
    risks: Mapping[str, Risk] = {}
