"""Accounts that are stolen, and accounts that are made up."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from stack.operations.traffic.chance import token
from stack.operations.traffic.curve import spread
from stack.operations.traffic.event import ShopEvent
from stack.operations.traffic.fraud.scene import Scene
from stack.processor.schema import IpKind

_ANONYMISERS: Final[tuple[IpKind, ...]] = ("tor", "hosting", "vpn")


def account_takeover(scene: Scene) -> Iterator[ShopEvent]:
    """A stranger's device, details changed hours ago, and goods that sell again at once."""
    victim, at = scene.victim(), scene.moment(1_800)
    yield from scene.past_orders(victim)
    shelf = scene.source.choice(("consoles", "computers", "brand goods", "gift cards"))
    event = scene.order(victim, at, shelf, scene.between(32_000, 140_000))
    stolen = replace(
        event,
        device=token(scene.source, "dev"),
        connection=scene.elsewhere(),
        address=token(scene.source, "addr"),
        recipient=token(scene.source, "name"),
        details_changed_hours_ago=scene.between(1, 20),
        signed_in_seconds_ago=scene.between(40, 300),
    )
    for number in range(scene.between(1, 3)):
        yield replace(
            stolen,
            event_id=token(scene.source, "evt"),
            order_id=token(scene.source, "ord"),
            at=at + number * 400,
        )


def points_theft(scene: Scene) -> Iterator[ShopEvent]:
    """A new device logs in and empties the points within minutes."""
    victim, at = scene.victim(), scene.moment()
    yield from scene.past_orders(victim)
    amount = scene.between(8_000, 30_000)
    event = scene.order(victim, at, "gift cards", amount)
    yield replace(
        event,
        method="points",
        card=None,
        three_ds=None,
        points_yen=amount,
        device=token(scene.source, "dev"),
        connection=scene.elsewhere(),
        signed_in_seconds_ago=scene.between(20, 240),
    )


def account_farm(scene: Scene) -> Iterator[ShopEvent]:
    """Many fresh accounts on one device."""
    yield from _farm(scene, count=scene.between(4, 12), coupon=False)


def coupon_farm(scene: Scene) -> Iterator[ShopEvent]:
    """Fresh accounts on one device, each with the sign-up coupon."""
    yield from _farm(scene, count=scene.between(2, 9), coupon=True)


def anonymous_network(scene: Scene) -> Iterator[ShopEvent]:
    """A first order through an anonymising network from abroad, to a Japanese address."""
    event = scene.order(
        scene.stranger(), scene.moment(), "appliances", scene.between(20_000, 90_000)
    )
    connection = replace(
        event.connection,
        kind=scene.source.choice(_ANONYMISERS),
        country=scene.source.choice(("NL", "RO", "VN", "US")),
    )
    yield replace(event, connection=connection)


def _farm(scene: Scene, count: int, *, coupon: bool) -> Iterator[ShopEvent]:
    device, connection = token(scene.source, "dev"), scene.elsewhere()
    for at in spread(scene.source, scene.moment(14_400), 14_000, count):
        event = scene.order(scene.stranger(), at, "health food", scene.between(900, 4_000))
        yield replace(event, device=device, connection=connection, signup_coupon=coupon)
