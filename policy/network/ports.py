"""Ports and protocols of rules, in all the forms that providers take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ANY_PROTOCOL: Final = "-1"
HIGHEST_PORT: Final = 65_535
_NAMES: Final = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", "all": ANY_PROTOCOL}
_WITH_PORTS: Final = frozenset({"tcp", "udp"})


@dataclass(frozen=True, slots=True)
class Ports:
    """A protocol and an inclusive range of its ports."""

    protocol: str
    first: int
    last: int

    @property
    def are_all(self) -> bool:
        """Whether nothing is left out: every protocol, or every port of one."""
        every_port = self.first <= 1 and self.last >= HIGHEST_PORT
        return self.protocol == ANY_PROTOCOL or (self.protocol in _WITH_PORTS and every_port)

    def overlap(self, other: Ports) -> bool:
        """Whether some packet fits both."""
        if ANY_PROTOCOL in {self.protocol, other.protocol}:
            return True
        return (
            self.protocol == other.protocol
            and self.first <= other.last
            and other.first <= self.last
        )

    def within(self, allowed: frozenset[tuple[str, int]]) -> bool:
        """Whether only these (protocol, port) pairs fit."""
        return all(
            (self.protocol, port) in allowed
            for port in range(self.first, min(self.last, self.first + len(allowed)) + 1)
        )

    def __str__(self) -> str:
        if self.protocol == ANY_PROTOCOL:
            return "all protocols"
        span = str(self.first) if self.first == self.last else f"{self.first}-{self.last}"
        return f"{self.protocol} {span}" if self.protocol in _WITH_PORTS else self.protocol


EVERYTHING: Final = Ports(ANY_PROTOCOL, 0, HIGHEST_PORT)


def read_ports(protocol: object, first: object, last: object) -> Ports | None:
    """Ports from property values; `None` where one of them is not known."""
    if not isinstance(protocol, str | int) or isinstance(protocol, bool):
        return None
    text = str(protocol).lower()
    name = _NAMES.get(text, text)
    if name == ANY_PROTOCOL:
        return EVERYTHING
    if name not in _WITH_PORTS:
        return Ports(name, 0, HIGHEST_PORT)
    low, high = _port(first), _port(last)
    return None if low is None or high is None else Ports(name, low, high)


def _port(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return int(value)
    except ValueError:
        return None
