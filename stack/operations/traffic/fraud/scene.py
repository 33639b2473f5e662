"""What every pattern works with: chance, people to prey on, and a time."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from stack.operations.traffic.catalogue import shelf_named
from stack.operations.traffic.curve import moment_of_day
from stack.operations.traffic.event import ShopEvent
from stack.operations.traffic.people import (
    Card,
    Connection,
    Customer,
    connection_from,
    some_customer,
)
from stack.operations.traffic.prefectures import some_prefecture
from stack.operations.traffic.purchases import purchase
from stack.processor.schema import ThreeDSecure

# A thief seldom passes the card holder's check; most look for shops and devices that skip it.
_THREE_DS: Final[tuple[ThreeDSecure, ...]] = ("absent", "attempted", "authenticated")
_THREE_DS_SHARES: Final = (55, 35, 10)


@dataclass(frozen=True, slots=True)
class Scene:
    """One incident's surroundings; `midnight` is when the day begins, in epoch seconds."""

    source: random.Random
    people: Sequence[Customer]
    midnight: float

    def victim(self) -> Customer:
        """An existing customer with some history."""
        return self.source.choice(self.people)

    def past_orders(self, customer: Customer) -> Iterator[ShopEvent]:
        """What the customer bought in the weeks before, with the usual card and device."""
        for _ in range(self.between(3, 6)):
            at = self.midnight - self.source.random() * 25 * 86_400
            yield self.order(customer, at, "daily goods", self.between(900, 6_000))

    def stranger(self) -> Customer:
        """Somebody who opened an account today."""
        return replace(some_customer(self.source), account_age_days=self.source.random())

    def moment(self, room_seconds: float = 0) -> float:
        """A time of the day after which `room_seconds` of the day are left."""
        return self.midnight + min(moment_of_day(self.source), 86_300 - room_seconds)

    def elsewhere(self) -> Connection:
        """Another Japanese connection."""
        return connection_from(self.source, some_prefecture(self.source))

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self.source.randint(low, high)

    def order(self, customer: Customer, at: float, shelf: str, amount_yen: int) -> ShopEvent:
        """A card payment of a given amount for one thing, with the customer's own card."""
        event = purchase(self.source, customer, at, shelf_named(shelf))
        return self.paid_with(replace(event, amount_yen=amount_yen, quantity=1), customer.cards[0])

    def paid_with(self, event: ShopEvent, card: Card) -> ShopEvent:
        """The same event, paid by this card with success and without points."""
        return replace(
            event,
            method="card",
            card=card,
            status="approved",
            points_yen=0,
            three_ds=self.source.choices(_THREE_DS, _THREE_DS_SHARES)[0],
        )
