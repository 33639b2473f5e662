"""A stack in small: two subnets, functions between a stream and its stores, and who may do what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from policy.graph import Graph, Origin, Provenance, Resource, StandIn, Unknown

_REGION = "ap-northeast-1"
_ACCOUNT = "123456789012"


def urn_of(token: str, name: str) -> str:
    return f"urn:pulumi:dev::sample::{token}::{name}"


def resource(
    token: str,
    name: str,
    properties: Mapping[str, object] | None = None,
    references: Mapping[str, Iterable[Resource]] | None = None,
) -> Resource:
    """A resource whose references make their properties unknown unless they are given."""
    referred = {key: tuple(item.urn for item in items) for key, items in (references or {}).items()}
    unknown = {
        key: Unknown(tuple(map(Origin, urns)), Provenance.EXACT) for key, urns in referred.items()
    }
    return Resource(
        urn=urn_of(token, name),
        type=token,
        name=name,
        properties={**unknown, **(properties or {})},
        references=referred,
    )


def document(effect: str, action: object, target: object, **more: object) -> str:
    statement = {"Effect": effect, "Action": action, "Resource": target, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def sample_graph(*extra: Resource, left_out: Iterable[str] = ()) -> Graph:
    """The sample; `extra` adds resources, `left_out` removes some by name."""
    gone = set(left_out)
    resources = [
        item for item in (*_network(), *_stores(), *_processing()) if item.name not in gone
    ]
    return Graph(
        resources=(*resources, *extra),
        project="sample",
        stack="dev",
        configuration={"aws:region": _REGION},
        stand_ins={"~queue~": StandIn("~queue~", Origin(QUEUE.urn, "arn"))},
    )


VPC = resource("aws:ec2/vpc:Vpc", "vpc-dev", {"cidrBlock": "10.0.0.0/24"})
SUBNETS = {
    f"{role}-{zone}": resource(
        "aws:ec2/subnet:Subnet",
        f"subnet-{role}-{zone}-dev",
        {"availabilityZone": f"{_REGION}{zone}", "cidrBlock": f"10.0.0.{number * 32}/27"},
        {"vpcId": [VPC]},
    )
    for number, (role, zone) in enumerate(
        (role, zone) for role in ("processor", "data") for zone in ("a", "c", "d")
    )
}
GROUPS = {
    role: resource(
        "aws:ec2/securityGroup:SecurityGroup", f"security-group-{role}-dev", {}, {"vpcId": [VPC]}
    )
    for role in ("stream", "endpoints", "ledger", "history")
}
_CONNECTIONS = (
    ("stream", "endpoints", 443),
    ("stream", "ledger", 5433),
    ("stream", "history", 6380),
)


def _network() -> list[Resource]:
    rules = [
        resource(
            f"aws:vpc/securityGroup{kind}Rule:SecurityGroup{kind}Rule",
            f"{kind.lower()}-{client}-{server}-dev",
            {"ipProtocol": "tcp", "fromPort": port, "toPort": port},
            {
                "securityGroupId": [GROUPS[server if kind == "Ingress" else client]],
                "referencedSecurityGroupId": [GROUPS[client if kind == "Ingress" else server]],
            },
        )
        for client, server, port in _CONNECTIONS
        for kind in ("Ingress", "Egress")
    ]
    endpoint = resource(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "vpc-endpoint-sns-dev",
        {"serviceName": f"com.amazonaws.{_REGION}.sns"},
        {"subnetIds": _of("processor"), "securityGroupIds": [GROUPS["endpoints"]], "vpcId": [VPC]},
    )
    return [VPC, *SUBNETS.values(), *GROUPS.values(), *rules, endpoint]


def _of(role: str) -> list[Resource]:
    return [subnet for name, subnet in SUBNETS.items() if name.startswith(role)]


KEY = resource("aws:kms/key:Key", "kms-key-data-dev")
STREAM = resource(
    "aws:kinesis/stream:Stream",
    "kinesis-stream-dev",
    {"name": "stream-dev"},
    {"kmsKeyId": [KEY]},
)
QUEUE = resource("aws:sqs/queue:Queue", "sqs-queue-failed-dev", {"name": "failed-dev"})
TOPIC = resource(
    "aws:sns/topic:Topic", "sns-topic-alerts-dev", {"name": "alerts-dev"}, {"kmsMasterKeyId": [KEY]}
)
PARAMETERS = resource(
    "aws:rds/parameterGroup:ParameterGroup",
    "parameter-group-dev",
    {"parameters": [{"name": "rds.force_ssl", "value": "1"}]},
)
DATABASE_SUBNETS = resource(
    "aws:rds/subnetGroup:SubnetGroup", "rds-subnet-group-dev", {}, {"subnetIds": _of("data")}
)
CACHE_SUBNETS = resource(
    "aws:elasticache/subnetGroup:SubnetGroup", "cache-subnets-dev", {}, {"subnetIds": _of("data")}
)
LEDGER = resource(
    "aws:rds/instance:Instance",
    "rds-instance-ledger-dev",
    {"storageEncrypted": True},
    {
        "kmsKeyId": [KEY],
        "dbSubnetGroupName": [DATABASE_SUBNETS],
        "vpcSecurityGroupIds": [GROUPS["ledger"]],
        "parameterGroupName": [PARAMETERS],
    },
)
HISTORY = resource(
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "cache-history-dev",
    {"atRestEncryptionEnabled": True, "transitEncryptionEnabled": True},
    {
        "kmsKeyId": [KEY],
        "subnetGroupName": [CACHE_SUBNETS],
        "securityGroupIds": [GROUPS["history"]],
    },
)


def _stores() -> list[Resource]:
    refusal = document(
        "Deny",
        "sns:*",
        "*",
        Principal="*",
        Condition={"Bool": {"aws:SecureTransport": "false"}},
    )
    policy = resource(
        "aws:sns/topicPolicy:TopicPolicy", "topic-policy-dev", {"policy": refusal}, {"arn": [TOPIC]}
    )
    return [
        KEY, STREAM, QUEUE, TOPIC, policy, PARAMETERS,
        DATABASE_SUBNETS, CACHE_SUBNETS, LEDGER, HISTORY,
    ]  # fmt: skip


ROLE = resource("aws:iam/role:Role", "iam-role-stream-dev")
FUNCTION = resource(
    "aws:lambda/function:Function",
    "lambda-function-stream-dev",
    {"name": "function-stream-dev"},
    {"role": [ROLE], "vpcConfig": [*_of("processor"), GROUPS["stream"]]},
)


def _processing() -> list[Resource]:
    mapping = resource(
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        "event-source-mapping-dev",
        {"eventSourceArn": f"arn:aws:kinesis:{_REGION}:{_ACCOUNT}:stream/stream-dev"},
        {"functionName": [FUNCTION], "destinationConfig": [QUEUE]},
    )
    publish = resource(
        "aws:iam/rolePolicy:RolePolicy",
        "role-policy-stream-dev",
        {
            "policy": document(
                "Allow", "sns:Publish", f"arn:aws:sns:{_REGION}:{_ACCOUNT}:alerts-dev"
            )
        },
        {"role": [ROLE]},
    )
    produce = resource(
        "aws:iam/policy:Policy",
        "iam-policy-producer-dev",
        {
            "policy": document(
                "Allow",
                ["kinesis:PutRecord", "kinesis:PutRecords"],
                [f"arn:aws:kinesis:{_REGION}:{_ACCOUNT}:stream/stream-dev"],
            )
        },
    )
    alarm = resource(
        "aws:cloudwatch/metricAlarm:MetricAlarm", "alarm-lag-dev", {}, {"alarmActions": [TOPIC]}
    )
    subscription = resource(
        "aws:sns/topicSubscription:TopicSubscription",
        "subscription-dev",
        {"redrivePolicy": Unknown((), Provenance.EXACT, '{"deadLetterTargetArn": "~queue~"}')},
        {"topic": [TOPIC]},
    )
    return [ROLE, FUNCTION, mapping, publish, produce, alarm, subscription]
