"""The table of names, against the installed SDK and against names known for sure."""

from __future__ import annotations

from collections import Counter

import pytest

from policy.checkov.mapping.matching import match_names, match_types, properties_of
from policy.checkov.mapping.names import load_names, overrides
from policy.checkov.mapping.spelling import camel, plural, snake
from policy.checkov.mapping.terraform import Block
from policy.surface.extraction import installed_package, installed_version, read_surface

NAMES = load_names()
SURFACE = read_surface(installed_package())


def test_the_table_is_made_from_the_installed_sdk() -> None:
    assert installed_version() == NAMES.sdk, "run `python -m policy.checkov.mapping DIR`"


def test_the_table_has_only_types_and_properties_that_the_sdk_has() -> None:
    for table in (NAMES.types, NAMES.maps, NAMES.unmatched):
        assert set(table) <= set(SURFACE)
    for token, renamed in NAMES.renamed.items():
        known = {_schema_path(path) for path in SURFACE[token]}
        for path in renamed:
            assert path.startswith("**.") or any(
                item == path or item.startswith(f"{path}.") for item in known
            ), (token, path)


def test_the_table_says_what_it_does_not_cover() -> None:
    """What is newer than the schema, or Pulumi's own; Checkov has no check for any of it."""
    not_covered = set(SURFACE) - set(NAMES.types)

    assert len(not_covered) == 153
    assert len(NAMES.types) == 1596


def test_each_terraform_type_belongs_to_one_kind_of_resource() -> None:
    """Second tokens of one thing differ in a word or a version only."""
    shared = {kind for kind, count in Counter(NAMES.types.values()).items() if count > 1}
    for kind in shared:
        names = {
            token.rpartition(":")[2].removesuffix("V2")
            for token, own in NAMES.types.items()
            if own == kind
        }
        assert len(names) == 1, (kind, names)


def test_overrides_say_what_the_generated_table_does_not() -> None:
    assert set(overrides().types) | set(overrides().names) <= set(SURFACE)


@pytest.mark.parametrize(
    ("token", "path", "attribute"),
    [
        ("aws:rds/instance:Instance", "multiAz", "multi_az"),
        ("aws:rds/instance:Instance", "storageEncrypted", "storage_encrypted"),
        ("aws:ec2/instance:Instance", "ebsBlockDevices", "ebs_block_device"),
        ("aws:s3/bucket:Bucket", "forceDestroy", "force_destroy"),
        ("aws:lambda/function:Function", "name", "function_name"),
        ("aws:lambda/permission:Permission", "function", "function_name"),
        ("aws:apigateway/stage:Stage", "restApi", "rest_api_id"),
        ("aws:sns/topicSubscription:TopicSubscription", "topic", "topic_arn"),
        ("aws:dynamodb/table:Table", "localSecondaryIndexes", "local_secondary_index"),
        ("aws:autoscaling/group:Group", "tags", "tag"),
        ("aws:ecs/taskDefinition:TaskDefinition", "volumes", "volume"),
        ("aws:cloudfront/distribution:Distribution", "orderedCacheBehaviors",
         "ordered_cache_behavior"),
    ],
)  # fmt: skip
def test_properties_are_called_as_terraform_calls_them(
    token: str, path: str, attribute: str
) -> None:
    assert NAMES.attribute(token, path) == attribute


@pytest.mark.parametrize(
    ("token", "kind"),
    [
        ("aws:cfg/recorder:Recorder", "aws_config_configuration_recorder"),
        ("aws:ec2/securityGroup:SecurityGroup", "aws_security_group"),
        ("aws:lb/loadBalancer:LoadBalancer", "aws_lb"),
        ("aws:elb/loadBalancer:LoadBalancer", "aws_elb"),
        ("aws:s3/bucketV2:BucketV2", "aws_s3_bucket"),
        ("aws:amp/workspace:Workspace", "aws_prometheus_workspace"),
        ("aws:directconnect/connection:Connection", "aws_dx_connection"),
    ],
)
def test_types_are_called_as_terraform_calls_them(token: str, kind: str) -> None:
    assert NAMES.types[token] == kind


def test_a_property_without_attribute_is_a_guess() -> None:
    assert NAMES.is_guess("aws:rds/instance:Instance", "warningEventCategories")
    assert not NAMES.is_guess("aws:rds/instance:Instance", "multiAz")


@pytest.mark.parametrize(
    ("one", "many"),
    [("rule", "rules"), ("policy", "policies"), ("index", "indices"), ("address", "addresses")],
)
def test_plurals(one: str, many: str) -> None:
    assert plural(one) == many


@pytest.mark.parametrize("name", ["kms_key_id", "a", "vpc_config", "s3_bucket"])
def test_both_ways_of_spelling_lead_back(name: str) -> None:
    assert snake(camel(name)) == name


def test_the_nearest_type_is_matched_once() -> None:
    pulumi = {
        "aws:sqs/queue:Queue": properties_of(["name", "kmsMasterKeyId", "delaySeconds"]),
        "aws:sns/topic:Topic": properties_of(["name", "kmsMasterKeyId", "displayName"]),
    }
    terraform = {
        "aws_sns_topic": _block("name", "kms_master_key_id", "display_name"),
        "aws_sqs_queue": _block("name", "kms_master_key_id", "delay_seconds"),
    }

    assert match_types(pulumi, terraform) == {
        "aws:sqs/queue:Queue": "aws_sqs_queue",
        "aws:sns/topic:Topic": "aws_sns_topic",
    }


def test_lists_are_matched_with_blocks_in_the_singular() -> None:
    tree = properties_of(["rules[].fromPort", "names[]"])
    block = Block({"rule": _block("from_port"), "names": None})

    assert dict(match_names(tree, block)) == {
        "rules": "rule",
        "rules.fromPort": "from_port",
        "names": "names",
    }


def _block(*names: str) -> Block:
    return Block(dict.fromkeys(names))


def _schema_path(path: str) -> str:
    return path.replace("[]", "").replace("{}", "")
