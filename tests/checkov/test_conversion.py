"""What a Terraform plan is made to say of a graph."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from policy.checkov.conversion import Plan, convert
from policy.checkov.mapping.names import load_names
from policy.graph import Graph, Origin, Provenance, Resource, StandIn, Unknown
from tests.checkov.graphs import KEY, fixture_graph, graph, output, resource

GOLDEN = Path(__file__).parent / "golden"
QUEUE = "aws:sqs/queue:Queue"


def planned(found: Graph) -> Mapping[str, dict[str, Any]]:
    return {item["address"]: item["values"] for item in _resources(found, "planned_values")}


def expressions(found: Graph) -> Mapping[str, dict[str, Any]]:
    return {item["address"]: item["expressions"] for item in _resources(found, "configuration")}


def _resources(found: Graph, part: str) -> list[Any]:
    document: Any = _plan(found).document
    return list(document[part]["root_module"]["resources"])


def _plan(found: Graph) -> Plan:
    return convert(found, load_names())


@pytest.mark.parametrize("name", ["weak", "strong"])
def test_every_type_is_written_as_terraform_writes_it(name: str) -> None:
    """Golden files: one plan a program, as Checkov gets it."""
    found = json.dumps(_plan(fixture_graph(name)).document, indent=1, sort_keys=True) + "\n"

    assert found == (GOLDEN / f"{name}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("token", "properties", "values"),
    [
        (KEY, {"enableKeyRotation": True}, {"enable_key_rotation": True}),
        (
            "aws:ec2/securityGroup:SecurityGroup",
            {"ingress": [{"fromPort": 22, "cidrBlocks": ["0.0.0.0/0"]}]},
            {"ingress": [{"from_port": 22, "cidr_blocks": ["0.0.0.0/0"]}]},
        ),
        (
            "aws:dynamodb/table:Table",
            {"attributes": [{"name": "id", "type": "S"}], "globalSecondaryIndexes": [{}]},
            {"attribute": [{"name": "id", "type": "S"}], "global_secondary_index": [{}]},
        ),
        (
            "aws:lambda/function:Function",
            {"name": "one", "environment": {"variables": {"camelCase": "kept"}}},
            {"function_name": "one", "environment": {"variables": {"camelCase": "kept"}}},
        ),
        (
            "aws:lambda/function:Function",
            {"code": {"path": "bundle.zip"}},
            {"filename": "bundle.zip"},
        ),
        (QUEUE, {"tags": {"CostCenter": "one"}}, {"tags": {"CostCenter": "one"}}),
        (
            "aws:iam/rolePolicy:RolePolicy",
            {"policy": {"Version": "2012-10-17", "Statement": []}},
            {"policy": '{"Version": "2012-10-17", "Statement": []}'},
        ),
        (
            "aws:wafv2/webAcl:WebAcl",
            {"rules": [{"statement": {"andStatement": {"statements": [{}]}}}]},
            {"rule": [{"statement": {"and_statement": {"statement": [{}]}}}]},
        ),
    ],
)
def test_names_blocks_maps_assets_and_documents(
    token: str, properties: dict[str, object], values: dict[str, object]
) -> None:
    assert list(planned(graph(resource(token, "one", properties))).values()) == [values]


def test_a_reference_is_told_in_terraforms_words() -> None:
    found = graph(
        resource(KEY, "key"), resource(QUEUE, "one", {"kmsMasterKeyId": output(KEY, "key")})
    )

    assert planned(found)["aws_sqs_queue.one"]["kms_master_key_id"] == "aws_kms_key.key.arn"
    assert expressions(found)["aws_sqs_queue.one"]["kms_master_key_id"] == {
        "references": ["aws_kms_key.key.arn", "aws_kms_key.key"]
    }


def test_references_within_blocks_stay_in_their_blocks() -> None:
    token = "aws:lambda/function:Function"
    group = "aws:ec2/securityGroup:SecurityGroup"
    found = graph(
        resource(group, "group"),
        resource(token, "one", {"vpcConfig": {"securityGroupIds": [output(group, "group", "id")]}}),
    )

    assert expressions(found)["aws_lambda_function.one"]["vpc_config"] == [
        {
            "security_group_ids": {
                "references": ["aws_security_group.group.id", "aws_security_group.group"]
            }
        }
    ]


def test_a_text_with_a_name_in_it_stays_readable() -> None:
    text = '{"Statement": [{"Resource": "sym-1/*"}]}'
    policy = output(KEY, "key", text=text)
    found = graph(
        resource(KEY, "key"),
        resource("aws:iam/policy:Policy", "one", {"policy": policy}),
        stand_ins={"sym-1": StandIn("sym-1", policy.origins[0])},
    )

    assert planned(found)["aws_iam_policy.one"] == {"policy": text}
    assert not _plan(found).unreadable["aws_iam_policy.one"]


@pytest.mark.parametrize("value", [Unknown(), [Unknown()], {"inner": Unknown()}])
def test_what_nobody_can_read_is_left_out_and_told(value: object) -> None:
    plan = _plan(graph(resource(QUEUE, "one", {"redrivePolicy": value})))

    assert "Unknown" not in json.dumps(plan.document)
    assert set(plan.unreadable["aws_sqs_queue.one"]) == {"redrive_policy"}


def test_the_policy_of_a_queue_is_judged_as_one() -> None:
    found = graph(resource(QUEUE, "one", {"name": "one", "policy": "{}"}))

    assert planned(found) == {
        "aws_sqs_queue_policy.one": {"policy": "{}"},
        "aws_sqs_queue.one": {"name": "one"},
    }
    assert set(_plan(found).urns.values()) == {found.resources[0].urn}


def test_addresses_are_legal_and_each_resource_has_its_own() -> None:
    found = graph(
        resource(QUEUE, "a b"), resource(QUEUE, "a_b"), resource("aws:sqs/queue:Queue", "日")
    )

    assert sorted(_plan(found).urns) == [
        "aws_sqs_queue._",
        "aws_sqs_queue.a_b",
        "aws_sqs_queue.a_b_2",
    ]


def test_secrets_are_hidden_wherever_they_stand() -> None:
    user = "aws:elasticache/user:User"
    found = graph(
        resource(
            user,
            "one",
            {"authenticationMode": {"passwords": ["canary-1", "canary-2"]}, "userName": "one"},
            secrets=frozenset(
                {"authenticationMode.passwords[0]", "authenticationMode.passwords[1]"}
            ),
        )
    )

    assert "canary" not in json.dumps(_plan(found).document)
    assert set(_plan(found).unreadable["aws_elasticache_user.one"]) == {"authentication_mode"}


def test_types_without_a_terraform_type_are_told() -> None:
    strange = resource("aws:nothing/known:Known", "one")
    foreign = resource("random:index/randomId:RandomId", "two")

    assert _plan(graph(strange, foreign)).not_covered == (strange.urn,)


def test_nothing_that_is_null_is_said_to_be_set() -> None:
    """A null in a plan counts as set to some checks, and a real plan passes them for it."""
    found: Resource = resource(QUEUE, "one", {"kmsMasterKeyId": None})

    assert planned(graph(found)) == {"aws_sqs_queue.one": {}}


def test_list_items_with_several_possible_origins_keep_every_connection() -> None:
    subnet = resource("aws:ec2/subnet:Subnet", "subnet", {})
    group = resource("aws:ec2/securityGroup:SecurityGroup", "group", {})
    unknown = Unknown((Origin(subnet.urn), Origin(group.urn)), Provenance.ONE_EACH)
    function = resource(
        "aws:lambda/function:Function",
        "function",
        {"vpcConfig": {"securityGroupIds": [unknown], "subnetIds": [unknown]}},
    )

    plan = convert(graph(subnet, group, function), load_names())

    text = json.dumps(plan.document)
    assert text.count('"aws_security_group.group.id"') >= 2
    assert text.count('"aws_subnet.subnet.id"') >= 2
