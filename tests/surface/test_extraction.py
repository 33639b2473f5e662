"""The surface that is read as text is the one that the imported SDK has."""

import importlib
import inspect

import pytest

from policy.surface.extraction import Surface
from policy.surface.heuristics import plain

MODULES = ("sqs", "kms", "elasticache", "secretsmanager", "dynamodb", "rds")


def test_finds_every_resource_type_of_the_sdk(surface: Surface) -> None:
    assert len(surface) > 1700
    assert {token for token in surface if not token.startswith("aws:")} == {"pulumi:providers:aws"}


@pytest.mark.parametrize("module", MODULES)
def test_reads_the_properties_that_the_imported_classes_take(module: str, surface: Surface) -> None:
    package = importlib.import_module(f"pulumi_aws.{module}")
    tokens = [token for token in surface if token.startswith(f"aws:{module}/")]

    assert tokens
    for token in tokens:
        resource = getattr(package, token.rpartition(":")[2])
        assert {plain(path) for path in surface[token] if "." not in path} == _inputs(resource)


def _inputs(resource: type) -> set[str]:
    """Wire names of the parameters that the class itself takes."""
    parameters = inspect.signature(resource._internal_init).parameters  # noqa: SLF001
    names = {*parameters} - {"__self__", "resource_name", "opts", "__props__"}
    return {_camel(name) for name in names}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


@pytest.mark.parametrize(
    ("token", "path", "kind"),
    [
        ("aws:sqs/queue:Queue", "kmsMasterKeyId", "string"),
        ("aws:s3/bucket:Bucket", "acl", "string"),
        ("aws:s3/bucketVersioning:BucketVersioning", "versioningConfiguration.mfaDelete", "string"),
        ("aws:dynamodb/tableReplica:TableReplica", "globalTableArn", "string"),
        ("aws:lambda/function:Function", "environment.variables{}", "string"),
        ("aws:kinesis/stream:Stream", "shardLevelMetrics[]", "string"),
        ("aws:ec2/securityGroup:SecurityGroup", "ingress[].cidrBlocks[]", "string"),
        ("aws:rds/instance:Instance", "multiAz", "boolean"),
        ("aws:kinesis/stream:Stream", "retentionPeriod", "integer"),
        ("aws:dynamodb/table:Table", "serverSideEncryption", "object"),
    ],
)
def test_reads_kinds_of_nested_listed_and_deprecated_properties(
    token: str, path: str, kind: str, surface: Surface
) -> None:
    assert surface[token][path] == kind
