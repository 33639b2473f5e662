"""Fraud that shows in slips and parcels."""

from collections.abc import Iterator
from dataclasses import replace

from stack.operations.traffic.chance import token
from stack.operations.traffic.curve import spread
from stack.operations.traffic.event import ShopEvent
from stack.operations.traffic.fraud.scene import Scene
from stack.operations.traffic.purchases import follow_up
from stack.processor.schema import Method, Status


def konbini_abuse(scene: Scene) -> Iterator[ShopEvent]:
    """Slips for gift cards from one device; a third party is talked into paying some of them."""
    thief = scene.stranger()
    for at in spread(scene.source, scene.moment(18_000), 10_000, scene.between(2, 8)):
        amount = scene.between(10_000, 50_000)
        order = _without_card(scene.order(thief, at, "gift cards", amount), "konbini", "pending")
        yield order
        if scene.source.random() < 0.2:
            yield follow_up(scene.source, order, "capture", at + 6_000)


def parcel_drop(scene: Scene) -> Iterator[ShopEvent]:
    """Many recipients at one address: a vacant flat, or a forwarding company."""
    address = token(scene.source, "addr")
    for at in spread(scene.source, scene.moment(30_000), 29_000, scene.between(2, 7)):
        event = scene.order(scene.stranger(), at, "cosmetics", scene.between(6_000, 25_000))
        yield replace(event, address=address)


def deferred_abuse(scene: Scene) -> Iterator[ShopEvent]:
    """後払い: a small order to look good, then many that nobody will pay, to many addresses."""
    thief = scene.stranger()
    moments = spread(scene.source, scene.moment(20_000), 19_000, scene.between(4, 9))
    for number, at in enumerate(moments):
        amount = scene.between(850, 990) if number == 0 else scene.between(3_800, 4_400)
        event = _without_card(
            scene.order(thief, at, "health food", amount), "pay_later", "approved"
        )
        yield replace(event, address=token(scene.source, "addr"))


def _without_card(event: ShopEvent, method: Method, status: Status) -> ShopEvent:
    return replace(event, method=method, status=status, card=None, three_ds=None)
