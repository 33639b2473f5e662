import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.graph import Origin, Provenance, Unknown
from policy.network.addresses import are_open, is_open_text, parse


def opens(*texts: str) -> bool:
    return are_open(network for text in texts if (network := parse(text)))


@pytest.mark.parametrize(
    "ranges",
    [
        ("0.0.0.0/0",),
        ("::/0",),
        ("0.0.0.0/1", "128.0.0.0/1"),
        ("52.0.0.0/8",),
        ("2000::/3",),
        ("8.8.8.8/1",),
        tuple(f"{first}.0.0.0/8" for first in range(60, 70)),
        tuple(f"203.{second}.0.0/17" for second in range(4)),
    ],
)
def test_the_internet_is_open_however_it_is_cut(ranges: tuple[str, ...]) -> None:
    assert opens(*ranges)


@pytest.mark.parametrize(
    "ranges",
    [
        (),
        ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"),
        ("fc00::/7",),
        ("203.0.113.7/32",),
        ("203.0.113.0/24", "198.51.100.0/24"),
        ("203.0.0.0/16",),
        ("2001:db8::/32",),
        ("2001:db8:1::/48", "203.0.113.0/24"),
    ],
)
def test_own_networks_are_not_open(ranges: tuple[str, ...]) -> None:
    assert not opens(*ranges)


@given(st.integers(0, 2**32 - 1), st.integers(0, 16), st.integers(1, 16))
def test_cutting_a_range_to_pieces_changes_nothing(base: int, length: int, bits: int) -> None:
    network = parse(f"{base >> 24}.{base >> 16 & 255}.{base >> 8 & 255}.{base & 255}/{length}")
    assert network is not None

    pieces = list(network.subnets(prefixlen_diff=min(bits, 8)))
    assert are_open(pieces) == are_open([network])


@pytest.mark.parametrize("text", ["", "anywhere", "10.0.0.0/33", "1.2.3", "::/129"])
def test_what_is_no_range_decides_nothing(text: str) -> None:
    assert is_open_text(text) is None


def test_the_range_of_an_own_network_is_not_open_even_if_unknown() -> None:
    vpc = Origin("urn:pulumi:dev::p::aws:ec2/vpc:Vpc::vpc", "cidrBlock")

    assert is_open_text(Unknown((vpc,), Provenance.EXACT)) is False
    assert is_open_text(Unknown((vpc,))) is None
    assert is_open_text(Unknown()) is None


def test_a_readable_prefix_length_bounds_what_is_unknown() -> None:
    assert is_open_text(Unknown(text="stand-in/32")) is False
    assert is_open_text(Unknown(text="stand-in/0")) is None
