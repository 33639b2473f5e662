"""Stolen numbers: trying them out, guessing them, spending them."""

from collections.abc import Iterator
from dataclasses import replace

from stack.operations.traffic.chance import token
from stack.operations.traffic.curve import spread
from stack.operations.traffic.event import ShopEvent
from stack.operations.traffic.fraud.scene import Scene
from stack.operations.traffic.people import Card, some_card
from stack.processor.schema import Status


def card_testing(scene: Scene) -> Iterator[ShopEvent]:
    """クレジットマスター: one device tries many numbers with tiny amounts; most are declined."""
    tester = scene.stranger()
    for at in spread(scene.source, scene.moment(600), 540, scene.between(4, 24)):
        event = scene.order(tester, at, "books", scene.between(100, 480))
        event = scene.paid_with(event, some_card(scene.source))
        yield replace(event, status=_answer(scene, declined=0.9), three_ds="absent")


def bin_attack(scene: Scene) -> Iterator[ShopEvent]:
    """Numbers generated within one issuer's range, tried from many places at once."""
    bin8 = f"{scene.between(400_000, 559_999)}{scene.between(10, 99)}"
    for at in spread(scene.source, scene.moment(600), 500, scene.between(8, 60)):
        event = scene.order(scene.stranger(), at, "daily goods", scene.between(300, 3_000))
        event = scene.paid_with(event, Card(token(scene.source, "card"), bin8))
        yield replace(event, status=_answer(scene, declined=0.93), three_ds="absent")


def many_cards(scene: Scene) -> Iterator[ShopEvent]:
    """One account pays with card after card until one is accepted."""
    thief = scene.stranger()
    for at in spread(scene.source, scene.moment(7_200), 7_000, scene.between(3, 8)):
        event = scene.order(thief, at, "fashion", scene.between(4_000, 18_000))
        event = scene.paid_with(event, some_card(scene.source))
        yield replace(event, status=_answer(scene, declined=0.5))


def shared_card(scene: Scene) -> Iterator[ShopEvent]:
    """One stolen card in several accounts."""
    card = some_card(scene.source)
    for at in spread(scene.source, scene.moment(10_800), 10_000, scene.between(2, 6)):
        thief = scene.stranger()
        event = scene.order(thief, at, "cosmetics", scene.between(5_000, 20_000))
        yield replace(scene.paid_with(event, card), connection=scene.elsewhere())


def _answer(scene: Scene, declined: float) -> Status:
    return "declined" if scene.source.random() < declined else "approved"
