import pytest

from policy.graph import Unknown
from policy.network.ports import EVERYTHING, Ports, read_ports

HTTPS = Ports("tcp", 443, 443)


@pytest.mark.parametrize("protocol", ["-1", -1, "all", "ALL"])
def test_every_form_of_all_protocols_is_everything(protocol: object) -> None:
    assert read_ports(protocol, 0, 0) == EVERYTHING
    assert EVERYTHING.are_all


@pytest.mark.parametrize(("protocol", "name"), [("6", "tcp"), (17, "udp"), ("TCP", "tcp")])
def test_protocol_numbers_are_names(protocol: object, name: str) -> None:
    assert read_ports(protocol, 1, 2) == Ports(name, 1, 2)


def test_ports_as_text_are_numbers() -> None:
    assert read_ports("tcp", "443", "443") == HTTPS


@pytest.mark.parametrize(
    ("protocol", "first", "last"),
    [(Unknown(), 1, 2), ("tcp", Unknown(), 2), ("tcp", 1, None), (None, 1, 2), ("tcp", "x", 2)],
)
def test_what_is_not_known_leaves_ports_open(protocol: object, first: object, last: object) -> None:
    assert read_ports(protocol, first, last) is None


def test_all_ports_of_one_protocol_are_all() -> None:
    assert Ports("tcp", 0, 65535).are_all
    assert Ports("tcp", 1, 65535).are_all
    assert not Ports("tcp", 1024, 65535).are_all


def test_protocols_without_ports_do_not_overlap_with_others() -> None:
    icmp = read_ports("icmp", 8, 0)
    assert icmp is not None

    assert not icmp.overlap(HTTPS)
    assert icmp.overlap(EVERYTHING)
    assert HTTPS.overlap(Ports("tcp", 400, 500))
    assert not HTTPS.overlap(Ports("udp", 443, 443))


def test_within_looks_at_every_port_of_a_range() -> None:
    allowed = frozenset({("tcp", 80), ("tcp", 443)})

    assert HTTPS.within(allowed)
    assert not Ports("tcp", 80, 443).within(allowed)
    assert not EVERYTHING.within(allowed)
    assert not Ports("tcp", 443, 444).within(allowed)
