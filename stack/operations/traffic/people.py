"""Customers: what they own, where they live, how they connect."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from stack.operations.traffic.chance import token
from stack.operations.traffic.prefectures import PREFECTURES, Prefecture, some_prefecture
from stack.processor.schema import IpKind

# Eight digits are the most that PCI DSS lets a merchant keep beside a token.
_BINS: Final = tuple(
    f"{issuer}{product:02d}"
    for issuer in ("453211", "524178", "356612")
    for product in (3, 17, 28, 44, 56, 71)
)
_HOUSEHOLDS_SHARING_A_DEVICE: Final = 0.03
_CARRIER_ADDRESSES: Final = 400
# Carriers route the country's mobile traffic through two cities, where GeoIP then places it.
_GATEWAYS: Final = (PREFECTURES[12], PREFECTURES[26])


@dataclass(frozen=True, slots=True)
class Card:
    """A payment card as the shop knows it."""

    token: str
    bin8: str


@dataclass(frozen=True, slots=True)
class Connection:
    """An address as the shop's GeoIP describes it; all of it is pseudonymous."""

    ip: str
    network: str
    country: str
    kind: IpKind
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Customer:
    """An account with everything that it usually comes with."""

    account: str
    cards: Sequence[Card]
    devices: Sequence[str]
    connections: Sequence[Connection]
    email: str
    phone: str
    address: str
    recipient: str
    account_age_days: float
    spending: float
    """Multiplies prices: some people buy the better one."""


def some_card(source: random.Random) -> Card:
    """A card with a random token."""
    return Card(token(source, "card"), source.choice(_BINS))


def connection_from(
    source: random.Random, place: Prefecture, kind: IpKind = "residential"
) -> Connection:
    """A Japanese connection that GeoIP places at `place`."""
    return Connection(
        token(source, "ip"), token(source, "net"), "JP", kind, place.latitude, place.longitude
    )


def some_customer(source: random.Random) -> Customer:
    """A person with a household of their own and a connection at home."""
    return Customer(
        account=token(source, "acct"),
        cards=tuple(some_card(source) for _ in range(_few(source, 0.2))),
        devices=tuple(token(source, "dev") for _ in range(_few(source, 0.3))),
        connections=(connection_from(source, some_prefecture(source)),),
        email=token(source, "mail"),
        phone=token(source, "tel"),
        address=token(source, "addr"),
        recipient=token(source, "name"),
        account_age_days=source.expovariate(1 / 700) + 1,
        spending=source.lognormvariate(0, 0.35),
    )


def population(source: random.Random, count: int) -> Sequence[Customer]:
    """`count` customers; some share a household, and many also order from a mobile network."""
    carrier = [
        connection_from(source, source.choice(_GATEWAYS), "mobile")
        for _ in range(_CARRIER_ADDRESSES)
    ]
    people: list[Customer] = []
    for _ in range(count):
        person = some_customer(source)
        if people and source.random() < _HOUSEHOLDS_SHARING_A_DEVICE:
            person = _moved_in_with(person, people[-1])
        elif source.random() < 0.3:
            mobile = source.choice(carrier)
            person = replace(person, connections=(*person.connections, mobile))
        people.append(person)
    return people


def _few(source: random.Random, more: float) -> int:
    """One; two with probability `more`."""
    return 2 if source.random() < more else 1


def _moved_in_with(person: Customer, other: Customer) -> Customer:
    return replace(
        person, devices=other.devices, connections=other.connections, address=other.address
    )
