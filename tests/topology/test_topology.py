import msgspec
import pytest

from policy.graph import Graph, Origin, Provenance, Unknown
from policy.topology import describe_topology, read_topology
from policy.topology.model import Topology
from tests.topology.sample_graph import (
    FUNCTION,
    GROUPS,
    HISTORY,
    LEDGER,
    QUEUE,
    STREAM,
    SUBNETS,
    TOPIC,
    VPC,
    resource,
    sample_graph,
)


def _topology(graph: Graph | None = None) -> Topology:
    return read_topology(describe_topology(graph or sample_graph()))


def _flows(topology: Topology) -> set[tuple[str, str, str, str]]:
    return {
        (
            flow.source.rpartition("::")[2],
            flow.target.rpartition("::")[2],
            flow.purpose,
            flow.transit,
        )
        for flow in topology.flows
    }


def test_an_empty_program_has_an_empty_topology() -> None:
    assert _topology(Graph(resources=())) == Topology()


def test_networks_with_their_subnets_by_zone() -> None:
    topology = _topology()
    assert [(vpc.name, vpc.cidr, vpc.internet) for vpc in topology.vpcs] == [
        ("vpc-dev", "10.0.0.0/24", False)
    ]
    assert {(item.zone, item.public) for item in topology.subnets} == {
        (f"ap-northeast-1{zone}", False) for zone in "acd"
    }


def test_a_route_to_an_internet_gateway_makes_a_subnet_public() -> None:
    gateway = resource("aws:ec2/internetGateway:InternetGateway", "gateway", {}, {"vpcId": [VPC]})
    table = resource("aws:ec2/routeTable:RouteTable", "table", {}, {"vpcId": [VPC]})
    route = resource(
        "aws:ec2/route:Route", "route", {}, {"routeTableId": [table], "gatewayId": [gateway]}
    )
    tie = resource(
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        "tie",
        {},
        {"routeTableId": [table], "subnetId": [SUBNETS["data-a"]]},
    )
    topology = _topology(sample_graph(gateway, table, route, tie))
    assert topology.vpcs[0].internet
    assert [item.name for item in topology.subnets if item.public] == ["subnet-data-a-dev"]


def test_rules_say_who_reaches_whom_on_which_port() -> None:
    names = {urn: role for role, group in GROUPS.items() for urn in (group.urn,)}
    assert {
        (names[item.source], names[item.target], item.direction, item.protocol, item.ports)
        for item in _topology().accesses
    } == {
        (client, server, direction, "tcp", port)
        for client, server, port in (
            ("stream", "endpoints", "443"),
            ("stream", "ledger", "5433"),
            ("stream", "history", "6380"),
        )
        for direction in ("ingress", "egress")
    }


def test_rules_inside_a_group_and_of_the_old_kind_count_too() -> None:
    inline = resource(
        "aws:ec2/securityGroup:SecurityGroup",
        "inline",
        {
            "ingress": [
                {"protocol": "tcp", "fromPort": 80, "toPort": 81, "cidrBlocks": ["0.0.0.0/0"]}
            ]
        },
    )
    old = resource(
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        "old",
        {
            "type": "egress",
            "protocol": "-1",
            "fromPort": 0,
            "toPort": 0,
            "cidrBlocks": ["10.9.0.0/16"],
        },
        {"securityGroupId": [GROUPS["stream"]]},
    )
    found = {
        (item.source, item.target, item.ports)
        for item in _topology(sample_graph(inline, old)).accesses
    }
    assert ("0.0.0.0/0", inline.urn, "80-81") in found
    assert (GROUPS["stream"].urn, "10.9.0.0/16", "0") in found


def test_a_rule_whose_peer_is_not_known_is_shown_all_the_same() -> None:
    open_ended = resource(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "unknown-peer",
        {"ipProtocol": "tcp", "fromPort": 1, "toPort": 1, "cidrIpv4": Unknown()},
        {"securityGroupId": [GROUPS["ledger"]]},
    )
    assert ("?", GROUPS["ledger"].urn) in {
        (item.source, item.target) for item in _topology(sample_graph(open_ended)).accesses
    }


def test_nodes_stand_in_subnets_and_name_their_key() -> None:
    nodes = {node.id: node for node in _topology().nodes}
    ledger = nodes[LEDGER.urn]
    assert ledger.subnets == sorted(SUBNETS[f"data-{zone}"].urn for zone in "acd")
    assert ledger.groups == [GROUPS["ledger"].urn]
    assert (ledger.at_rest, ledger.key, ledger.transit) == (
        "customer-key",
        "kms-key-data-dev",
        "tls",
    )
    assert nodes[HISTORY.urn].transit == "tls"
    assert nodes[TOPIC.urn].transit == "tls"
    assert (nodes[QUEUE.urn].at_rest, nodes[QUEUE.urn].transit) == ("provider-key", "aws-api")


@pytest.mark.parametrize(
    ("switch", "at_rest", "transit"),
    [(False, "none", "none"), (Unknown(), "unknown", "unknown"), (True, "provider-key", "tls")],
)
def test_a_cache_is_only_called_encrypted_when_it_is(
    switch: object, at_rest: str, transit: str
) -> None:
    cache = resource(
        HISTORY.type,
        "other-cache",
        {"atRestEncryptionEnabled": switch, "transitEncryptionEnabled": switch},
    )
    node = next(item for item in _topology(sample_graph(cache)).nodes if item.id == cache.urn)
    assert (node.at_rest, node.transit) == (at_rest, transit)


def test_a_database_without_the_parameter_is_not_called_tls_only() -> None:
    graph = sample_graph(left_out=["parameter-group-dev"])
    node = next(item for item in _topology(graph).nodes if item.id == LEDGER.urn)
    assert node.transit == "unknown"


def test_flows_from_producer_to_alert() -> None:
    function, topic = "lambda-function-stream-dev", "sns-topic-alerts-dev"
    assert _flows(_topology()) == {
        ("producers", "kinesis-stream-dev", "writes", "tls"),
        ("kinesis-stream-dev", function, "polls", "tls"),
        (function, "rds-instance-ledger-dev", "reads-writes", "tls"),
        (function, "cache-history-dev", "reads-writes", "tls"),
        (function, topic, "publishes", "tls"),
        (function, "sqs-queue-failed-dev", "failed-records", "aws-api"),
        (topic, "sqs-queue-failed-dev", "failed-records", "aws-api"),
        ("alarms", topic, "alerts", "tls"),
    }


def test_a_flow_names_what_proves_it() -> None:
    proofs = {(flow.purpose, flow.source): flow.proof for flow in _topology().flows}
    assert proofs["polls", STREAM.urn] == "event-source-mapping-dev"
    assert proofs["publishes", FUNCTION.urn] == "role-policy-stream-dev"


def test_an_unreadable_policy_proves_no_flow() -> None:
    hidden = resource(
        "aws:iam/rolePolicy:RolePolicy",
        "role-policy-stream-dev",
        {"policy": Unknown((Origin(TOPIC.urn),), Provenance.EXACT)},
    )
    graph = sample_graph(hidden, left_out=["role-policy-stream-dev"])
    assert "publishes" not in {flow.purpose for flow in _topology(graph).flows}


def test_registration_order_does_not_matter() -> None:
    graph = sample_graph()
    turned = Graph(
        resources=tuple(reversed(graph.resources)),
        configuration=graph.configuration,
        stand_ins=graph.stand_ins,
    )
    assert msgspec.json.encode(describe_topology(graph)) == msgspec.json.encode(
        describe_topology(turned)
    )


def test_rules_between_the_same_ends_stand_in_the_order_of_their_ports() -> None:
    rules = [
        {"protocol": "tcp", "fromPort": port, "toPort": port, "cidrBlocks": ["10.0.0.0/8"]}
        for port in (26, 23, 28, 21, 25, 22, 27, 24)
    ]
    group = resource("aws:ec2/securityGroup:SecurityGroup", "many-dev", {"ingress": rules})

    accesses = _topology(Graph(resources=(group,))).accesses

    assert [item.ports for item in accesses] == [str(port) for port in range(21, 29)]
