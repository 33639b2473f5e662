import base64
import io
import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import msgspec
import pytest
from fontTools.ttLib import TTFont

from policy.report.diagrams.dataflow import draw_dataflow
from policy.report.diagrams.links import links
from policy.report.diagrams.network import draw_network
from policy.report.diagrams.svg import Canvas, fitted, standalone
from policy.report.language import Language
from policy.report.words import Words, words
from policy.topology import describe_topology, read_topology
from policy.topology.model import Access, Flow, Node, Subnet, Topology
from tests.topology.sample_graph import resource, sample_graph

_SVG = "{http://www.w3.org/2000/svg}"
_TOPOLOGY = read_topology(describe_topology(sample_graph()))


def _texts(drawing: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(drawing).iter(f"{_SVG}text")]  # noqa: S314  # our own drawing


def _inside(drawing: str) -> bool:
    """Whether every rectangle lies within the picture."""
    root = ET.fromstring(drawing)  # noqa: S314  # our own drawing
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    boxes = [
        [float(item.attrib[name]) for name in ("x", "y", "width", "height")]
        for item in root.iter(f"{_SVG}rect")
    ]
    return all(x >= 0 and y >= 0 and x + w <= width and y + h <= height for x, y, w, h in boxes)


@pytest.mark.parametrize("language", Language)
def test_the_network_shows_zones_addresses_stores_ports_and_keys(language: Language) -> None:
    texts = _texts(draw_network(_TOPOLOGY, words(language)))
    for expected in (
        "rds-instance-ledger-dev",
        "subnet-data-a-dev",
        ":5433",
        ":6380",
        words(language)("at-rest-customer-key").format("kms-key-data-dev"),
    ):
        assert expected in texts
    assert any("10.0.0.96/27" in text for text in texts)
    assert any(words(language)("internet-no") in text for text in texts)


@pytest.mark.parametrize("language", Language)
def test_the_data_flow_shows_every_node_that_takes_part(language: Language) -> None:
    texts = _texts(draw_dataflow(_TOPOLOGY, words(language)))
    names = {node.id: node.name for node in _TOPOLOGY.nodes}
    for flow in _TOPOLOGY.flows:
        for end in (flow.source, flow.target):
            assert names.get(end) or words(language)(f"name-{end}") in texts
    numbers = {text for text in texts if text.isdecimal()}
    assert numbers == {str(link.number) for link in links(_TOPOLOGY)}


def test_nothing_lies_outside_the_picture() -> None:
    say = words(Language.ENGLISH)
    assert _inside(draw_network(_TOPOLOGY, say))
    assert _inside(draw_dataflow(_TOPOLOGY, say))


def test_an_empty_topology_says_so() -> None:
    say = words(Language.JAPANESE)
    assert say("no-network") in _texts(draw_network(Topology(), say))
    assert say("no-flows") in _texts(draw_dataflow(Topology(), say))


def test_a_public_subnet_and_an_open_rule_stand_out() -> None:
    open_door = Access(
        source="0.0.0.0/0",
        target=next(iter(_TOPOLOGY.groups)),
        direction="ingress",
        protocol="tcp",
        ports="22",
    )
    subnets = [msgspec.structs.replace(item, public=True) for item in _TOPOLOGY.subnets]
    exposed = msgspec.structs.replace(
        _TOPOLOGY, subnets=subnets, accesses=[*_TOPOLOGY.accesses, open_door]
    )
    drawing = draw_network(exposed, words(Language.ENGLISH))
    assert "0.0.0.0/0" in _texts(drawing)
    assert any(text.endswith("public") for text in _texts(drawing))
    assert drawing.count("#c0262d") > draw_network(_TOPOLOGY, words(Language.ENGLISH)).count(
        "#c0262d"
    )


def test_an_unencrypted_store_is_named_as_such() -> None:
    bare = resource("aws:elasticache/replicationGroup:ReplicationGroup", "bare-cache")
    drawing = draw_network(
        read_topology(describe_topology(sample_graph(bare))), words(Language.ENGLISH)
    )
    assert "NOT ENCRYPTED AT REST" in _texts(drawing)


def test_flows_between_the_same_ends_are_one_link_with_the_weakest_protection() -> None:
    def flow(purpose: str, transit: str) -> Flow:
        return Flow(
            source="a", target="b", purpose=purpose, transit=transit, ports="1", proof=purpose
        )

    (link,) = links(Topology(flows=[flow("writes", "tls"), flow("publishes", "none")]))
    assert (link.purposes, link.transit, link.proofs) == (
        ["writes", "publishes"],
        "none",
        ["publishes", "writes"],
    )


def test_flows_in_a_circle_are_drawn_all_the_same() -> None:
    names = ("a", "b", "c")
    nodes = [
        Node(
            id=name,
            kind="queue",
            name=name,
            subnets=[],
            groups=[],
            at_rest="",
            key="",
            transit="tls",
        )
        for name in names
    ]
    flows = [
        Flow(source=one, target=two, purpose="sends", transit="tls", ports="", proof="p")
        for one, two in zip(names, names[1:] + names[:1], strict=True)
    ]
    drawing = draw_dataflow(Topology(nodes=nodes, flows=flows), words(Language.ENGLISH))
    assert set(names) <= set(_texts(drawing))


def test_many_subnets_and_nodes_still_fit() -> None:
    subnets = [
        Subnet(id=f"s{number}", name=f"subnet-{number}", vpc="v", zone="z", cidr="c", public=False)
        for number in range(30)
    ]
    nodes = [
        Node(
            id=f"n{number}",
            kind="function",
            name=f"function-with-a-rather-long-name-{number}",
            subnets=[item.id for item in subnets],
            groups=[],
            at_rest="",
            key="",
            transit="tls",
        )
        for number in range(25)
    ]
    crowded = msgspec.structs.replace(
        _TOPOLOGY,
        vpcs=[msgspec.structs.replace(_TOPOLOGY.vpcs[0], id="v")],
        subnets=subnets,
        nodes=nodes,
    )
    assert _inside(draw_network(crowded, words(Language.ENGLISH)))


def test_a_long_name_keeps_both_ends() -> None:
    shown = fitted("lambda-function-transaction-monitoring-stream-dev", 100, 11)
    assert re.fullmatch(r"lambda.*….*dev", shown)
    assert len(shown) < 30


@pytest.mark.parametrize("draw", [draw_network, draw_dataflow])
def test_a_picture_by_itself_holds_a_glyph_for_each_of_its_characters(
    draw: Callable[[Topology, Words], str],
) -> None:
    picture = standalone(draw(_TOPOLOGY, words(Language.JAPANESE)))
    texts = _texts(picture.decode())
    fonts = re.findall(r"url\(data:font/otf;base64,([^)]+)\)", picture.decode())
    assert len(fonts) == 2
    for font in fonts:
        shown = TTFont(io.BytesIO(base64.b64decode(font))).getBestCmap()
        assert {ord(character) for text in texts for character in text} <= set(shown)
    assert len(picture) < 100_000


def test_a_character_without_a_glyph_is_told_by_its_code_point() -> None:
    canvas = Canvas("title")
    canvas.text(0, 0, "a\N{GRINNING FACE}")
    canvas.text(0, 0, fitted("b\N{GRINNING FACE}", 200, 11))
    assert _texts(canvas.draw(10, 10)) == ["a[U+1F600]", "b[U+1F600]"]
