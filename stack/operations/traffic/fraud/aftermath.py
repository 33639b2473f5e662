"""What comes after the sale: refunds that are the business, and fraud that was confirmed."""

from collections.abc import Iterator
from dataclasses import replace

from stack.operations.traffic.curve import spread
from stack.operations.traffic.event import ShopEvent
from stack.operations.traffic.fraud.scene import Scene
from stack.operations.traffic.people import some_card
from stack.operations.traffic.purchases import follow_up


def refund_abuse(scene: Scene) -> Iterator[ShopEvent]:
    """Buy, keep, claim the money back on another card."""
    thief = scene.victim()
    for at in spread(scene.source, scene.moment(36_000), 16_000, scene.between(2, 6)):
        order = scene.order(thief, at, "fashion", scene.between(6_000, 30_000))
        yield order
        refund = follow_up(scene.source, order, "refund", at + scene.between(3_000, 18_000))
        yield replace(refund, refund_to_other_instrument=True)


def confirmed_fraud(scene: Scene) -> Iterator[ShopEvent]:
    """Weeks after a chargeback its device and address come back with another card and name."""
    thief = scene.stranger()
    begin = scene.midnight - scene.between(15, 25) * 86_400
    first = scene.order(thief, begin, "fashion", scene.between(6_000, 25_000))
    yield first
    yield follow_up(scene.source, first, "chargeback", begin + scene.between(2, 5) * 86_400)
    for at in spread(scene.source, scene.moment(20_000), 19_000, scene.between(1, 3)):
        event = scene.order(scene.stranger(), at, "fashion", scene.between(6_000, 25_000))
        event = scene.paid_with(event, some_card(scene.source))
        yield replace(
            event,
            device=thief.devices[0],
            address=thief.address,
            connection=scene.elsewhere(),
        )
