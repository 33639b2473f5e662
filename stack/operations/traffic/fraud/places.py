"""One account, two places, and no aeroplane fast enough."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from stack.operations.traffic.chance import token
from stack.operations.traffic.event import ShopEvent
from stack.operations.traffic.fraud.scene import Scene
from stack.operations.traffic.people import Connection

_ABROAD: Final = (
    ("BR", -23.55, -46.63),
    ("NG", 6.52, 3.38),
    ("RO", 44.43, 26.10),
    ("US", 40.71, -74.01),
)


def impossible_travel(scene: Scene) -> Iterator[ShopEvent]:
    """At home, and within the hour on another continent."""
    victim, at = scene.victim(), scene.moment(4_000)
    yield scene.order(victim, at, "grocery", scene.between(1_000, 4_000))
    country, latitude, longitude = scene.source.choice(_ABROAD)
    event = scene.order(
        victim, at + scene.between(600, 3_400), "fashion", scene.between(5_000, 28_000)
    )
    connection = Connection(
        ip=token(scene.source, "ip"),
        network=token(scene.source, "net"),
        country=country,
        kind="residential",
        latitude=latitude,
        longitude=longitude,
    )
    yield replace(event, connection=connection, device=token(scene.source, "dev"))
