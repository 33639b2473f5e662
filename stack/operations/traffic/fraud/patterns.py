"""The table of contents of planted fraud; `rule` is the one made for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from stack.operations.traffic.event import ShopEvent
from stack.operations.traffic.fraud import accounts, aftermath, cards, delivery, places, spending
from stack.operations.traffic.fraud.scene import Scene


@dataclass(frozen=True, slots=True)
class Pattern:
    """A way to defraud the shop; `plant` yields the events of one incident in any order."""

    name: str
    rule: str
    plant: Callable[[Scene], Iterator[ShopEvent]]


PATTERNS: Final = (
    Pattern("card testing", "C1", cards.card_testing),
    Pattern("BIN attack", "C2", cards.bin_attack),
    Pattern("many cards, one account", "C3", cards.many_cards),
    Pattern("one card, many accounts", "C4", cards.shared_card),
    Pattern("many accounts, one device", "C4", accounts.account_farm),
    Pattern("account takeover", "A1", accounts.account_takeover),
    Pattern("points theft", "P1", accounts.points_theft),
    Pattern("coupon farm", "P1", accounts.coupon_farm),
    Pattern("anonymous network", "G1", accounts.anonymous_network),
    Pattern("impossible travel", "G2", places.impossible_travel),
    Pattern("velocity burst", "V1", spending.velocity_burst),
    Pattern("amount spike", "V2", spending.amount_spike),
    Pattern("daily sum", "V3", spending.day_sum),
    Pattern("structuring", "S1", spending.structuring),
    Pattern("sleeping account", "D1", spending.sleeper),
    Pattern("resale goods", "R1", spending.resale_goods),
    Pattern("parcel drop", "R2", delivery.parcel_drop),
    Pattern("konbini abuse", "K1", delivery.konbini_abuse),
    Pattern("deferred payment abuse", "K2", delivery.deferred_abuse),
    Pattern("refund abuse", "F1", aftermath.refund_abuse),
    Pattern("confirmed fraud returns", "L1", aftermath.confirmed_fraud),
)
