"""How much of the public internet a set of address ranges covers."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from typing import Final

from policy.graph import Provenance, Unknown
from policy.logic import Claim

Network = IPv4Network | IPv6Network

_INTERNAL: Final = tuple(
    ip_network(text)
    for text in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "100.64.0.0/10",
        "169.254.0.0/16",
        "127.0.0.0/8",
        "fc00::/7",
        "fe80::/10",
        "::1/128",
    )
)
WIDEST_IPV4_PREFIX: Final = 16
"""Together more public addresses than one /16 are nobody's own network any more."""
WIDEST_IPV6_PREFIX: Final = 32
"""A /32 is what a whole internet provider gets."""
_OWN_RANGE_TYPES: Final = ("aws:ec2/vpc:Vpc::", "aws:ec2/subnet:Subnet::")


def parse(value: object) -> Network | None:
    """A range from its text; `None` if it is none."""
    try:
        return ip_network(value, strict=False) if isinstance(value, str) else None
    except ValueError:
        return None


def are_open(ranges: Iterable[Network]) -> bool:
    """Whether the ranges together cover more public addresses than an organisation owns.

    Counting the union sees through `0.0.0.0/1` beside `128.0.0.0/1`.
    """
    public = [item for item in ranges if not _is_internal(item)]
    ipv4 = collapse_addresses(item for item in public if isinstance(item, IPv4Network))
    ipv6 = collapse_addresses(item for item in public if isinstance(item, IPv6Network))
    widest_ipv4: int = 2 ** (32 - WIDEST_IPV4_PREFIX)
    widest_ipv6: int = 2 ** (128 - WIDEST_IPV6_PREFIX)
    return (
        sum(item.num_addresses for item in ipv4) > widest_ipv4
        or sum(item.num_addresses for item in ipv6) > widest_ipv6
    )


def is_open_text(value: object) -> Claim:
    """Whether one range, known or not, is open by itself."""
    if isinstance(value, Unknown):
        return False if _is_small_or_own(value) else None
    network = parse(value)
    return None if network is None else are_open([network])


def _is_small_or_own(value: Unknown) -> bool:
    # The range of a network of the stack itself, or one whose prefix length is readable.
    origins = [origin.urn for origin in value.origins]
    own = value.provenance is Provenance.EXACT and bool(origins)
    if own and all(any(kind in urn for kind in _OWN_RANGE_TYPES) for urn in origins):
        return True
    _, slash, length = (value.text or "").rpartition("/")
    return bool(slash) and length.isdigit() and int(length) >= WIDEST_IPV6_PREFIX


def _is_internal(network: Network) -> bool:
    for known in _INTERNAL:
        if isinstance(network, IPv4Network) and isinstance(known, IPv4Network):
            if network.subnet_of(known):
                return True
        elif (
            isinstance(network, IPv6Network)
            and isinstance(known, IPv6Network)
            and network.subnet_of(known)
        ):
            return True
    return False
