"""Spending that does not look like shopping."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from stack.operations.traffic.curve import spread
from stack.operations.traffic.event import ShopEvent
from stack.operations.traffic.fraud.scene import Scene
from stack.operations.traffic.people import some_card
from stack.processor.schema import IpKind

_KINDS: Final[tuple[IpKind, ...]] = ("vpn", "residential")


def velocity_burst(scene: Scene) -> Iterator[ShopEvent]:
    """A script that buys faster than a hand can."""
    thief = scene.victim()
    for at in spread(scene.source, scene.moment(1_200), 900, scene.between(5, 22)):
        yield scene.order(thief, at, "books", scene.between(800, 3_000))


def amount_spike(scene: Scene) -> Iterator[ShopEvent]:
    """Small orders as always, then one that is many times larger, on another card."""
    victim, begin = scene.victim(), scene.moment(20_000)
    for at in spread(scene.source, begin, 14_000, scene.between(3, 5)):
        yield scene.order(victim, at, "grocery", scene.between(1_200, 3_200))
    event = scene.order(victim, begin + 15_000, "appliances", scene.between(16_000, 60_000))
    event = scene.paid_with(event, some_card(scene.source))
    yield replace(event, quantity=scene.between(1, 5))


def day_sum(scene: Scene) -> Iterator[ShopEvent]:
    """A card emptied in a day, order by order."""
    thief = scene.stranger()
    for at in spread(scene.source, scene.moment(20_000), 19_000, scene.between(4, 8)):
        event = scene.order(thief, at, "brand goods", scene.between(45_000, 95_000))
        yield replace(event, quantity=scene.between(1, 4))


def structuring(scene: Scene) -> Iterator[ShopEvent]:
    """One purchase split so that each part stays just below the reporting threshold."""
    buyer = scene.stranger()
    for at in spread(scene.source, scene.moment(30_000), 28_000, scene.between(2, 5)):
        event = scene.order(buyer, at, "jewellery", scene.between(1_780_000, 1_995_000))
        yield replace(event, method="bank_transfer", card=None, three_ds=None)


def resale_goods(scene: Scene) -> Iterator[ShopEvent]:
    """A first order of what sells again at once, several of it, on an unproven card."""
    event = scene.order(
        scene.stranger(), scene.moment(), "consoles", scene.between(90_000, 250_000)
    )
    connection = replace(event.connection, kind=scene.source.choice(_KINDS))
    yield replace(event, quantity=scene.between(3, 6), connection=connection)


def sleeper(scene: Scene) -> Iterator[ShopEvent]:
    """An account that nobody used for months wakes up with an expensive order on a new card."""
    days = scene.between(95, 200)
    victim = replace(scene.stranger(), account_age_days=days + 200)
    yield scene.order(victim, scene.midnight - days * 86_400, "books", scene.between(900, 3_000))
    event = scene.order(victim, scene.moment(), "brand goods", scene.between(28_000, 90_000))
    yield scene.paid_with(event, some_card(scene.source))
