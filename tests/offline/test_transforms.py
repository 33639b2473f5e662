"""Both kinds of transforms have the say in resources that they have under the CLI."""

from __future__ import annotations

import pytest

from policy.errors import SourceError
from policy.graph import Origin, Provenance, Unknown
from policy.offline import Mode
from tests.offline.written import Programs, named

KEY = "urn:pulumi:dev::shop::aws:kms/key:Key::orders"
HEADER = """
import pulumi
import pulumi_aws as aws
key = aws.kms.Key("orders", description="for orders")
"""


@pytest.mark.parametrize("mode", Mode)
def test_transforms_of_the_stack(programs: Programs, mode: Mode) -> None:
    graph = programs.graph(
        f"""{HEADER}
def encrypt(args):
    if args.type_ == "aws:sqs/queue:Queue":
        return pulumi.ResourceTransformResult(
            props={{**args.props, "kmsMasterKeyId": "alias/orders"}},
            opts=pulumi.ResourceOptions.merge(args.opts, pulumi.ResourceOptions(protect=True)),
        )

pulumi.runtime.register_resource_transform(encrypt)
aws.sqs.Queue("q", name=key.arn, tags={{"a": "b"}}, policy=pulumi.Output.secret("hidden"))
aws.sns.Topic("t")
""",
        mode=mode,
    )
    queue = named(graph, "q")
    assert queue.get("kmsMasterKeyId") == "alias/orders"
    assert queue.get("tags") == {"a": "b"}
    assert queue.options.protect is True
    assert queue.options.dependencies == (KEY,)
    assert queue.references["name"] == (KEY,)
    assert queue.secrets == {"policy"}
    name = queue.get("name")
    assert isinstance(name, Unknown)
    assert [origin.urn for origin in name.origins] == [KEY]
    assert named(graph, "t").options.protect is False


def test_transforms_of_a_resource_and_of_its_parent(programs: Programs) -> None:
    graph = programs.graph(
        f"""{HEADER}
def adding(name):
    def transform(args):
        return pulumi.ResourceTransformResult(
            props={{**args.props, "tags": {{**args.props.get("tags", {{}}), name: "x"}}}},
            opts=args.opts,
        )
    return transform

parent = pulumi.ComponentResource(
    "acme:x:Parent", "parent", opts=pulumi.ResourceOptions(transforms=[adding("parent")])
)
aws.sqs.Queue(
    "q", opts=pulumi.ResourceOptions(parent=parent, transforms=[adding("own")])
)
"""
    )
    assert named(graph, "q").get("tags") == {"own": "x", "parent": "x"}


def test_old_transformations_run_too(programs: Programs) -> None:
    graph = programs.graph(
        f"""{HEADER}
def tag(args):
    return pulumi.ResourceTransformationResult(
        props={{**args.props, "tags": {{"old": "x"}}}}, opts=args.opts
    )

pulumi.runtime.register_stack_transformation(tag)
aws.sqs.Queue("q")
"""
    )
    assert named(graph, "q").get("tags") == {"old": "x"}


def test_transforms_of_look_ups(programs: Programs) -> None:
    graph = programs.graph(
        f"""{HEADER}
def elsewhere(args):
    return pulumi.InvokeTransformResult(args={{**args.args, "region": "eu-west-1"}}, opts=args.opts)

pulumi.runtime.register_invoke_transform(elsewhere)
aws.sqs.Queue("q", name=aws.get_region().region)
"""
    )
    assert named(graph, "q").get("name") == "eu-west-1"


def test_unknown_values_of_transformed_resources_keep_their_candidates(programs: Programs) -> None:
    graph = programs.graph(
        f"""{HEADER}
pulumi.runtime.register_resource_transform(
    lambda args: pulumi.ResourceTransformResult(props=args.props, opts=args.opts)
)
aws.sqs.Queue("q", fifo_queue=key.enable_key_rotation)
"""
    )
    value = named(graph, "q").get("fifoQueue")
    assert value == Unknown((Origin(KEY),), Provenance.ONE_EACH)


def test_a_transform_that_fails_is_told(programs: Programs) -> None:
    with pytest.raises(SourceError, match=r"a transform failed: .*no luck"):
        programs.run(
            f"""{HEADER}
def refuse(args):
    raise ValueError("no luck")

pulumi.runtime.register_resource_transform(refuse)
aws.sqs.Queue("q")
"""
        )
