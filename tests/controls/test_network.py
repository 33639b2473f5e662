"""Ways from the internet, whole and broken at each step."""

from collections.abc import Mapping

import pytest

from policy.control import Example, Other, Ref
from policy.graph import Unknown
from policy.verdict import Verdict
from tests.controls.verdicts import result, verdict

GROUP = "aws:ec2/securityGroup:SecurityGroup"
OPEN = "security-group-ingress-not-open"
REACHABLE = "workload-not-reachable-from-internet"
SSH = {"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": ["0.0.0.0/0"]}


def ingress(**changes: object) -> Example:
    return Example({"ingress": [{**SSH, **changes}]})


@pytest.mark.parametrize(
    "example",
    [
        ingress(),
        ingress(protocol="-1", fromPort=0, toPort=0),
        ingress(cidrBlocks=["10.0.0.0/8", "0.0.0.0/0"]),
        ingress(cidrBlocks=[], ipv6CidrBlocks=["::/0"]),
        ingress(self=True),
        ingress(fromPort=443, toPort=443),
        ingress(fromPort=Unknown()),
        ingress(protocol=Unknown()),
    ],
)
def test_open_inline_rules_fail(example: Example) -> None:
    assert verdict(OPEN, example) is Verdict.FAIL


@pytest.mark.parametrize(
    "example",
    [
        ingress(cidrBlocks=["10.0.0.0/8"]),
        ingress(cidrBlocks=["203.0.113.0/24"]),
        ingress(cidrBlocks=[], self=True),
        ingress(cidrBlocks=[], securityGroups=["sg-1"]),
    ],
)
def test_narrow_inline_rules_pass(example: Example) -> None:
    assert verdict(OPEN, example) is Verdict.PASS


@pytest.mark.parametrize(
    "example",
    [
        ingress(cidrBlocks=[Unknown()]),
        ingress(cidrBlocks=Unknown()),
        ingress(cidrBlocks=[], prefixListIds=["pl-0123456789abcdef0"]),
        ingress(cidrBlocks=["somewhere"]),
        Example({"ingress": Unknown()}),
        Example({"ingress": [Unknown()]}),
    ],
)
def test_unknown_sources_stay_open_questions(example: Example) -> None:
    assert verdict(OPEN, example) is Verdict.UNDETERMINED


def test_a_group_without_rules_has_nothing_to_judge() -> None:
    assert verdict(OPEN, Example({})) is Verdict.NOT_APPLICABLE


def test_pieces_in_different_forms_add_up() -> None:
    rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    half = {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22}
    others = (
        Other("group", GROUP),
        Other(
            "low", rule, {"securityGroupId": Ref("group", "id"), "cidrIpv4": "64.0.0.0/16", **half}
        ),
    )
    piece = {"securityGroupId": Ref("group", "id"), "cidrIpv4": "65.0.0.0/16", **half}

    alone = Example(piece, rule, others=others[:1])
    together = Example(piece, rule, others=others)
    assert verdict(OPEN, alone) is Verdict.PASS
    assert verdict(OPEN, together) is Verdict.FAIL


def test_narrow_rules_beside_an_open_one_are_not_blamed() -> None:
    rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    half = {
        "ipProtocol": "tcp",
        "fromPort": 22,
        "toPort": 22,
        "securityGroupId": Ref("group", "id"),
    }
    others = (Other("group", GROUP), Other("open", rule, {"cidrIpv4": "0.0.0.0/0", **half}))

    narrow = Example({"cidrIpv4": "203.0.113.7/32", **half}, rule, others=others)
    assert verdict(OPEN, narrow) is Verdict.PASS


def test_prefix_lists_are_opened_up() -> None:
    prefixes = "aws:ec2/managedPrefixList:ManagedPrefixList"
    rule = ingress(cidrBlocks=[], prefixListIds=[Ref("list", "id")])

    def with_entries(*cidrs: object) -> Example:
        entries = [{"cidr": cidr} for cidr in cidrs]
        other = Other("list", prefixes, {"entries": entries})
        return Example(rule.properties, others=(other,))

    assert verdict(OPEN, with_entries("203.0.113.0/24")) is Verdict.PASS
    assert verdict(OPEN, with_entries("203.0.113.0/24", "0.0.0.0/0")) is Verdict.FAIL
    assert verdict(OPEN, with_entries(Unknown())) is Verdict.UNDETERMINED


def test_entries_of_prefix_lists_may_be_resources_of_their_own() -> None:
    others = (
        Other("list", "aws:ec2/managedPrefixList:ManagedPrefixList"),
        Other(
            "entry",
            "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",
            {"prefixListId": Ref("list", "id"), "cidr": "::/0"},
        ),
    )
    rule = ingress(cidrBlocks=[], prefixListIds=[Ref("list", "id")])

    assert verdict(OPEN, Example(rule.properties, others=others)) is Verdict.FAIL


@pytest.mark.parametrize(
    ("balancer", "ports", "expected"),
    [
        ({}, (443, 443), Verdict.PASS),
        ({"internal": False}, (80, 80), Verdict.PASS),
        ({"internal": True}, (443, 443), Verdict.FAIL),
        ({"internal": Unknown()}, (443, 443), Verdict.FAIL),
        ({}, (8080, 8080), Verdict.FAIL),
        ({}, (80, 443), Verdict.FAIL),
    ],
)
def test_only_public_load_balancers_may_serve_the_web(
    balancer: Mapping[str, object], ports: tuple[int, int], expected: Verdict
) -> None:
    example = Example(
        ingress(fromPort=ports[0], toPort=ports[1]).properties,
        others=(
            Other(
                "balancer",
                "aws:lb/loadBalancer:LoadBalancer",
                {"securityGroups": [Ref("example-dev", "id")], **balancer},
            ),
        ),
    )

    assert verdict(OPEN, example) is expected


def test_a_group_shared_with_a_database_is_no_web_group() -> None:
    shared = {"securityGroups": [Ref("example-dev", "id")]}
    example = Example(
        ingress(fromPort=443, toPort=443).properties,
        others=(
            Other("balancer", "aws:lb/loadBalancer:LoadBalancer", shared),
            Other(
                "database",
                "aws:rds/instance:Instance",
                {"vpcSecurityGroupIds": [Ref("example-dev", "id")]},
            ),
        ),
    )

    assert verdict(OPEN, example) is Verdict.FAIL


VPC = Other("vpc", "aws:ec2/vpc:Vpc")
GATEWAY = Other("gateway", "aws:ec2/internetGateway:InternetGateway", {"vpcId": Ref("vpc", "id")})
SUBNET = Other("subnet", "aws:ec2/subnet:Subnet", {"vpcId": Ref("vpc", "id")})
TABLE = Other("table", "aws:ec2/routeTable:RouteTable", {"vpcId": Ref("vpc", "id")})
ASSOCIATION = Other(
    "association",
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    {"subnetId": Ref("subnet", "id"), "routeTableId": Ref("table", "id")},
)
ROUTE = Other(
    "route",
    "aws:ec2/route:Route",
    {
        "routeTableId": Ref("table", "id"),
        "destinationCidrBlock": "0.0.0.0/0",
        "gatewayId": Ref("gateway", "id"),
    },
)
OPEN_GROUP = Other("group", GROUP, {"ingress": [SSH]})
WAY = (VPC, GATEWAY, SUBNET, TABLE, ASSOCIATION, ROUTE, OPEN_GROUP)
INSTANCE = {
    "subnetId": Ref("subnet", "id"),
    "vpcSecurityGroupIds": [Ref("group", "id")],
    "associatePublicIpAddress": True,
}


def without(*names: str) -> tuple[Other, ...]:
    return tuple(other for other in WAY if other.name not in names)


def test_the_whole_way_is_found_and_told() -> None:
    found = result(REACHABLE, Example(INSTANCE, others=WAY))

    assert found.verdict is Verdict.FAIL
    told = str(found.observations[0].found)
    assert "route sends 0.0.0.0/0 to an internet gateway" in told
    assert "group admits 0.0.0.0/0 (tcp 22)" in told


@pytest.mark.parametrize(
    "example",
    [
        Example({**INSTANCE, "associatePublicIpAddress": False}, others=WAY),
        Example(INSTANCE, others=without("route")),
        Example(INSTANCE, others=without("association")),
        Example(INSTANCE, others=(*without("group"), Other("group", GROUP))),
        Example({**INSTANCE, "vpcSecurityGroupIds": []}, others=WAY),
    ],
)
def test_one_missing_step_breaks_the_way(example: Example) -> None:
    assert verdict(REACHABLE, example) is Verdict.PASS


@pytest.mark.parametrize(
    "example",
    [
        Example({**INSTANCE, "associatePublicIpAddress": Unknown()}, others=WAY),
        Example({**INSTANCE, "subnetId": "subnet-1"}, others=WAY),
        Example({**INSTANCE, "vpcSecurityGroupIds": ["sg-1"]}, others=WAY),
        Example({**INSTANCE, "vpcSecurityGroupIds": Unknown()}, others=WAY),
        Example(
            INSTANCE,
            others=(*without("subnet"), Other("subnet", SUBNET.type, {"vpcId": "vpc-1"})),
        ),
    ],
)
def test_one_unknown_step_leaves_the_way_open(example: Example) -> None:
    expected = {Verdict.UNDETERMINED, Verdict.FAIL}

    assert verdict(REACHABLE, example) in expected


def acl(*entries: Mapping[str, object]) -> Other:
    return Other(
        "acl",
        "aws:ec2/networkAcl:NetworkAcl",
        {"subnetIds": [Ref("subnet", "id")], "ingress": list(entries)},
    )


def entry(number: int, action: str, **changes: object) -> Mapping[str, object]:
    everything = {"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlock": "0.0.0.0/0"}
    return {"ruleNo": number, "action": action, **everything, **changes}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((entry(100, "allow"),), Verdict.FAIL),
        ((), Verdict.PASS),
        ((entry(90, "deny"), entry(100, "allow")), Verdict.PASS),
        ((entry(110, "deny"), entry(100, "allow")), Verdict.FAIL),
        (
            (entry(90, "deny", protocol="tcp", fromPort=80, toPort=90), entry(100, "allow")),
            Verdict.FAIL,
        ),
        ((entry(90, "deny", cidrBlock="203.0.113.0/24"), entry(100, "allow")), Verdict.FAIL),
        ((entry(100, "allow", cidrBlock="10.0.0.0/8"),), Verdict.PASS),
        ((entry(90, Unknown()), entry(100, "allow")), Verdict.UNDETERMINED),
        ((entry(Unknown(), "deny"), entry(100, "allow")), Verdict.UNDETERMINED),
    ],
)
def test_network_acls_are_read_in_the_order_of_their_numbers(
    entries: tuple[Mapping[str, object], ...], expected: Verdict
) -> None:
    assert verdict(REACHABLE, Example(INSTANCE, others=(*WAY, acl(*entries)))) is expected


def test_an_elastic_address_is_a_public_address() -> None:
    private = {**INSTANCE, "associatePublicIpAddress": False}
    eip = Other("eip", "aws:ec2/eip:Eip", {"instance": Ref("example-dev", "id")})

    assert verdict(REACHABLE, Example(private, others=(*WAY, eip))) is Verdict.FAIL


def test_a_subnet_may_give_the_address() -> None:
    silent = {name: value for name, value in INSTANCE.items() if name != "associatePublicIpAddress"}
    generous = Other("subnet", SUBNET.type, {**SUBNET.properties, "mapPublicIpOnLaunch": True})

    assert verdict(REACHABLE, Example(silent, others=WAY)) is Verdict.PASS
    shared = (*without("subnet"), generous)
    assert verdict(REACHABLE, Example(silent, others=shared)) is Verdict.FAIL


def test_ipv6_is_public_where_the_route_is() -> None:
    six = {**INSTANCE, "associatePublicIpAddress": False, "ipv6AddressCount": 1}

    assert verdict(REACHABLE, Example(six, others=WAY)) is Verdict.FAIL


def test_an_egress_only_gateway_lets_nobody_in() -> None:
    gateway = Other("only", "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway")
    route = Other(
        "route",
        ROUTE.type,
        {
            "routeTableId": Ref("table", "id"),
            "destinationIpv6CidrBlock": "::/0",
            "egressOnlyGatewayId": Ref("only", "id"),
        },
    )

    example = Example(INSTANCE, others=(*without("route"), gateway, route))
    assert verdict(REACHABLE, example) is Verdict.PASS


def test_an_instance_in_the_default_vpc_is_public() -> None:
    bare = {"vpcSecurityGroupIds": [Ref("group", "id")]}

    assert verdict(REACHABLE, Example(bare, others=(OPEN_GROUP,))) is Verdict.FAIL


def test_the_main_table_serves_subnets_without_one_of_their_own() -> None:
    main = Other(
        "main",
        "aws:ec2/defaultRouteTable:DefaultRouteTable",
        {
            "defaultRouteTableId": Ref("vpc", "defaultRouteTableId"),
            "routes": [{"cidrBlock": "0.0.0.0/0", "gatewayId": Ref("gateway", "id")}],
        },
    )
    direct = Other(
        "route",
        ROUTE.type,
        {**ROUTE.properties, "routeTableId": Ref("vpc", "mainRouteTableId")},
    )
    private = without("association", "table", "route")

    assert verdict(REACHABLE, Example(INSTANCE, others=private)) is Verdict.PASS
    assert verdict(REACHABLE, Example(INSTANCE, others=(*private, main))) is Verdict.FAIL
    assert verdict(REACHABLE, Example(INSTANCE, others=(*private, direct))) is Verdict.FAIL


def test_a_public_database_is_reached_through_its_subnet_group() -> None:
    database = {
        "publiclyAccessible": True,
        "dbSubnetGroupName": Ref("subnets", "name"),
        "vpcSecurityGroupIds": [Ref("group", "id")],
    }
    subnets = Other(
        "subnets", "aws:rds/subnetGroup:SubnetGroup", {"subnetIds": [Ref("subnet", "id")]}
    )
    example = Example(database, "aws:rds/instance:Instance", others=(*WAY, subnets))

    assert verdict(REACHABLE, example) is Verdict.FAIL
    private = Example(
        {**database, "publiclyAccessible": False}, example.type, others=example.others
    )
    assert verdict(REACHABLE, private) is Verdict.PASS


def test_stores_in_a_public_subnet_fail_though_nothing_admits_anybody() -> None:
    example = Example({"subnetIds": [Ref("subnet", "id")]}, others=without("group"))

    assert verdict("data-stores-in-private-subnets", example) is Verdict.FAIL


def test_a_rule_added_to_the_default_group_from_outside_counts() -> None:
    rule = Other(
        "rule",
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        {
            "securityGroupId": Ref("example-dev", "id"),
            "type": "egress",
            "protocol": "-1",
            "fromPort": 0,
            "toPort": 0,
            "cidrBlocks": ["0.0.0.0/0"],
        },
    )
    example = Example({}, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", others=(rule,))

    assert verdict("default-security-group-closed", example) is Verdict.FAIL


def test_a_rule_for_its_own_group_may_name_all_ports() -> None:
    own = {
        "securityGroupId": Ref("group", "id"),
        "referencedSecurityGroupId": Ref("group", "id"),
        "ipProtocol": "-1",
    }
    rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
    foreign = {**own, "referencedSecurityGroupId": Ref("other", "id")}
    others = (Other("group", GROUP), Other("other", GROUP))

    control = "security-group-rules-name-ports"
    assert verdict(control, Example(own, rule, others=others)) is Verdict.NOT_APPLICABLE
    assert verdict(control, Example(foreign, rule, others=others)) is Verdict.FAIL


def test_a_subnet_group_of_the_program_is_one_though_its_name_is_not_known() -> None:
    group = Other("group", "aws:rds/subnetGroup:SubnetGroup")
    control = "store-in-own-subnet-group"

    own = Example({"dbSubnetGroupName": Ref("group", "name")}, others=(group,))
    assert verdict(control, own) is Verdict.PASS
    assert verdict(control, Example({"dbSubnetGroupName": Unknown()})) is Verdict.UNDETERMINED


def test_a_private_way_is_not_told_as_a_public_one() -> None:
    private = {"routes": [{"cidrBlock": "0.0.0.0/0", "natGatewayId": "nat-0123456789abcdef0"}]}
    table = Other("table", TABLE.type, {**TABLE.properties, **private})
    example = Example(
        {"subnetIds": [Ref("subnet", "id")]}, others=(*without("table", "route"), table)
    )

    found = result("data-stores-in-private-subnets", example)
    assert found.verdict is Verdict.PASS
    assert "internet gateway" not in str(found.observations[0].found)


ACL_RULE = {
    "networkAclId": "acl-0123456789abcdef0",
    "ruleNumber": 100,
    "ruleAction": "allow",
    "protocol": "tcp",
    "cidrBlock": "0.0.0.0/0",
    "fromPort": 22,
    "toPort": 22,
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.FAIL),
        ({"networkAclId": Unknown()}, Verdict.FAIL),
        ({"protocol": "-1", "fromPort": 0, "toPort": 0}, Verdict.FAIL),
        ({"cidrBlock": Unknown()}, Verdict.UNDETERMINED),
        ({"ruleAction": "deny"}, Verdict.PASS),
        ({"cidrBlock": "10.0.0.0/8"}, Verdict.PASS),
        ({"fromPort": 443, "toPort": 443}, Verdict.PASS),
        ({"egress": True}, Verdict.NOT_APPLICABLE),
    ],
)
def test_a_rule_of_a_network_acl_outside_the_program_is_judged_alone(
    changes: Mapping[str, object], expected: Verdict
) -> None:
    rule = Example({**ACL_RULE, **changes}, type="aws:ec2/networkAclRule:NetworkAclRule")

    assert verdict("network-acl-not-open", rule) is expected


def test_a_rule_of_a_network_acl_of_the_program_is_judged_with_it() -> None:
    denied = {"ruleNo": 1, "action": "deny", "protocol": "-1", "cidrBlock": "0.0.0.0/0"}
    own = Other("acl", "aws:ec2/networkAcl:NetworkAcl", {"ingress": [denied]})
    rule = Example(
        {**ACL_RULE, "networkAclId": Ref("acl", "id")},
        type="aws:ec2/networkAclRule:NetworkAclRule",
        others=(own,),
    )

    assert verdict("network-acl-not-open", rule) is Verdict.NOT_APPLICABLE


BALANCER = "aws:lb/loadBalancer:LoadBalancer"
STAGE = "aws:apigateway/stage:Stage"
REST_API = "aws:apigateway/restApi:RestApi"
ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"


def stage_of(types: object) -> Example:
    api = Other("api", REST_API, {"endpointConfiguration": {"types": types}})
    return Example({"restApi": Ref("api", "id")}, type=STAGE, others=(api,))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (Example({"internal": True}, type=BALANCER), Verdict.NOT_APPLICABLE),
        (Example({"loadBalancerType": "network"}, type=BALANCER), Verdict.NOT_APPLICABLE),
        (Example({"internal": Unknown()}, type=BALANCER), Verdict.UNDETERMINED),
        (
            Example(
                {}, type=BALANCER, others=(Other("a", ASSOCIATION, {"resourceArn": Unknown()}),)
            ),
            Verdict.UNDETERMINED,
        ),
        (
            Example({}, type=BALANCER, others=(Other("a", ASSOCIATION, {"resourceArn": "x"}),)),
            Verdict.FAIL,
        ),
        (stage_of("PRIVATE"), Verdict.NOT_APPLICABLE),
        (stage_of(["PRIVATE"]), Verdict.NOT_APPLICABLE),
        (stage_of("REGIONAL"), Verdict.FAIL),
        (Example({"restApi": "elsewhere"}, type=STAGE), Verdict.FAIL),
    ],
)
def test_only_public_web_entry_points_need_a_web_acl(entry: Example, expected: Verdict) -> None:
    assert verdict("web-entry-behind-firewall", entry) is expected


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ({"rules": Unknown()}, Verdict.UNDETERMINED),
        ({"ruleJson": "[]"}, Verdict.UNDETERMINED),
        ({"rules": []}, Verdict.FAIL),
        (
            {"rules": [{"action": {"block": {}}, "statement": {"geoMatchStatement": {}}}]},
            Verdict.FAIL,
        ),
    ],
)
def test_rules_of_a_web_acl_are_read(properties: Mapping[str, object], expected: Verdict) -> None:
    example = Example(properties, type="aws:wafv2/webAcl:WebAcl")

    assert verdict("web-acl-blocks-attacks", example) is expected
