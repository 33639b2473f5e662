"""Ordinary shopping, and what ordinarily follows it. All shares are assumptions."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from stack.operations.traffic.catalogue import Shelf, price_yen, some_shelf
from stack.operations.traffic.chance import token
from stack.operations.traffic.event import ShopEvent
from stack.operations.traffic.people import Customer
from stack.processor.schema import Event, Method, ThreeDSecure

_METHODS: Final[tuple[Method, ...]] = (
    "card",
    "konbini",
    "pay_later",
    "cash_on_delivery",
    "points",
)
_METHOD_SHARES: Final = (66, 80, 88, 94, 100)
_DECLINED: Final = 0.035
_SLIPS_LEFT_UNPAID: Final = 0.08
_RETURNED: Final = 0.015
_NEW_DEVICE: Final = 0.01
_SECOND_CONNECTION: Final = 0.3
_SELLERS: Final = 200
_THREE_DS: Final[tuple[ThreeDSecure, ...]] = ("authenticated", "attempted", "absent")
_THREE_DS_SHARES: Final = (90, 95, 100)


def purchase(
    source: random.Random, customer: Customer, at: float, shelf: Shelf | None = None
) -> ShopEvent:
    """One payment of an ordinary basket, as this customer would make it."""
    shelf = shelf or some_shelf(source)
    quantity = 1 if source.random() < 0.88 else source.choice((2, 2, 3))
    elsewhere = source.random() < _SECOND_CONNECTION
    event = ShopEvent(
        event_id=token(source, "evt"),
        order_id=token(source, "ord"),
        kind="payment",
        at=at,
        account=customer.account,
        account_age_days=customer.account_age_days,
        amount_yen=max(100, int(price_yen(source, shelf) * customer.spending)) * quantity,
        method=source.choices(_METHODS, cum_weights=_METHOD_SHARES)[0],
        status="approved",
        seller=f"seller-{source.randrange(_SELLERS):03d}",
        category=shelf.category,
        quantity=quantity,
        device=source.choice(customer.devices),
        connection=customer.connections[-1 if elsewhere else 0],
        email=customer.email,
        phone=customer.phone,
        address=customer.address,
        recipient=customer.recipient,
    )
    return _paid(source, customer, event)


def _paid(source: random.Random, customer: Customer, event: ShopEvent) -> ShopEvent:
    match event.method:
        case "points":
            return replace(event, points_yen=event.amount_yen)
        case "konbini":
            return replace(event, status="pending")
        case "card":
            return replace(
                event,
                # People keep using their first card and reach for another one now and then.
                card=customer.cards[-1 if source.random() < 0.1 else 0],
                three_ds=source.choices(_THREE_DS, cum_weights=_THREE_DS_SHARES)[0],
                status="declined" if source.random() < _DECLINED else "approved",
            )
        case _:
            return event


def ordinary(source: random.Random, customer: Customer, at: float) -> Iterator[ShopEvent]:
    """A purchase with what follows: a second try, a slip that is paid, a return."""
    event = purchase(source, customer, at)
    if source.random() < _NEW_DEVICE:
        event = replace(event, device=token(source, "dev"))
    yield event
    if event.status == "declined":
        yield again(source, event, at + 20 + source.random() * 90)
    elif event.status == "pending":
        if source.random() > _SLIPS_LEFT_UNPAID:
            yield follow_up(source, event, "capture", at + 900 + source.expovariate(1 / 14_400))
    elif source.random() < _RETURNED:
        yield follow_up(source, event, "refund", at + 3600 * (1 + source.random() * 8))


def again(source: random.Random, event: ShopEvent, at: float) -> ShopEvent:
    """The same order tried once more, this time with success."""
    return replace(event, event_id=token(source, "evt"), at=at, status="approved")


def follow_up(source: random.Random, event: ShopEvent, kind: Event, at: float) -> ShopEvent:
    """What later became of a payment."""
    return replace(
        event,
        event_id=token(source, "evt"),
        kind=kind,
        at=at,
        status="approved",
        original_id=event.event_id,
    )
