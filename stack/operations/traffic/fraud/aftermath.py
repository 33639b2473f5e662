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
    """Weeks after chargebacks their device and address come back with another card and name."""
    thief = scene.stranger()
    for _ in range(scene.between(1, 4)):
        at = scene.midnight - scene.between(10, 25) * 86_400
        theft = scene.order(thief, at, "fashion", scene.between(6_000, 25_000))
        yield theft
        yield follow_up(scene.source, theft, "chargeback", at + scene.between(2, 5) * 86_400)
    for at in spread(scene.source, scene.moment(20_000), 19_000, scene.between(1, 3)):
        event = scene.order(scene.stranger(), at, "fashion", scene.between(6_000, 25_000))
        event = scene.paid_with(event, some_card(scene.source))
        yield replace(
            event,
            device=thief.devices[0],
            address=thief.address,
            connection=scene.elsewhere(),
        )
