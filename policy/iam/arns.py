"""ARNs in documents, with gaps read by what they come from.

A stand-in for the ARN of a queue looks like an ARN, but its characters prove nothing: what it can
match is told by the type of the resource that it is an output of.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from policy.iam.actions import Action, ResourceType, resource_types
from policy.iam.patterns import without_variables
from policy.iam.text import Gap, Text

SPECIFIC: Final = "zz-one"
"""What stands for the name of one certain thing when an ARN's breadth is judged."""

_SERVICES: Final = {
    # Provider modules whose ARNs name another service; one class of a module may differ again.
    "alb": "elasticloadbalancing",
    "apigatewayv2": "apigateway",
    "appautoscaling": "application-autoscaling",
    "cfg": "config",
    "cloudwatch": "cloudwatch",
    "cloudwatch/logGroup": "logs",
    "cloudwatch/logStream": "logs",
    "cloudwatch/logDestination": "logs",
    "cloudwatch/eventRule": "events",
    "cloudwatch/eventBus": "events",
    "cloudwatch/eventArchive": "events",
    "cloudwatch/eventApiDestination": "events",
    "cloudwatch/eventConnection": "events",
    "kinesis/firehoseDeliveryStream": "firehose",
    "cognito": "cognito-idp",
    "ec2transitgateway": "ec2",
    "ecrpublic": "ecr-public",
    "efs": "elasticfilesystem",
    "elb": "elasticloadbalancing",
    "emr": "elasticmapreduce",
    "lb": "elasticloadbalancing",
    "msk": "kafka",
    "mskconnect": "kafkaconnect",
    "opensearch": "es",
    "opensearchserverless": "aoss",
    "sfn": "states",
    "vpc": "ec2",
}
_TYPES: Final = {
    # Classes whose resource type has another name.
    "rds/instance": "db",
    "rds/subnetGroup": "subgrp",
    "rds/parameterGroup": "pg",
    "s3/bucketV2": "bucket",
    "sfn/stateMachine": "statemachine",
    "cloudwatch/metricAlarm": "alarm",
    "cloudwatch/eventRule": "rule-on-default-event-bus",
    "kinesis/firehoseDeliveryStream": "deliverystream",
    "kinesis/streamConsumer": "consumer",
}
_PLACE_SEGMENTS: Final = 5
_TOKEN: Final = re.compile(r"aws:(?P<module>\w+)/(?:get)?(?P<class>\w+):")


def fits(action: Action, resource: Text) -> bool | None:
    """Whether an action can act on what a resource of a statement names.

    `None` where that depends on a value which is not known before deployment.
    """
    pattern = _pattern(resource)
    if pattern is None:
        return None
    possible = action.fits(pattern)
    return None if possible and resource.is_vague else possible


def is_all_of(kind: ResourceType, resource: Text) -> bool | None:
    """Whether a resource of a statement stands for everything of a type in a region or account."""
    if resource.is_vague:
        return None
    return kind.is_all_of(without_variables(resource.render(_specific)))


def _specific(gap: Gap) -> str:
    return gap.stand_in if gap.stand_in.startswith("arn:") else SPECIFIC


def _pattern(resource: Text) -> str | None:
    """The ARN pattern of a text, gaps taken for what they can be."""
    first = resource.parts[0] if resource.parts else ""
    if isinstance(first, str):
        return resource.render(_name)
    kind = type_of_gap(first)
    if kind is None:
        return None
    *place, name = kind.pattern.split(":", _PLACE_SEGMENTS)
    own = ":".join((*place, name.replace("?*", SPECIFIC)))
    return own.replace("?*", "*") + Text(resource.parts[1:]).render(_name)


def _name(gap: Gap) -> str:
    return SPECIFIC if gap.is_computed else "*"


def type_of_gap(gap: Gap) -> ResourceType | None:
    """The type of resource whose ARN a gap is; `None` if it is no ARN, or that of an unlisted type.

    The origin's URN holds the type token; for a look-up the token itself stands there.
    """
    if not gap.is_computed or len(gap.origins) != 1:
        return None
    origin = gap.origins[0]
    if origin.output != "arn":
        # Others, such as `executionArn`, are ARNs of something else than the resource.
        return None
    token = origin.urn.split("::")[-2] if "::" in origin.urn else origin.urn
    return type_behind(token.rpartition("$")[2])


@cache
def type_behind(token: str) -> ResourceType | None:
    """The resource type that resources of a provider type are, if the action table has it."""
    found = _TOKEN.match(token)
    if found is None:
        return None
    module, name = found["module"], found["class"]
    spelled = f"{module}/{name[:1].lower()}{name[1:]}"
    types = resource_types(_SERVICES.get(spelled) or _SERVICES.get(module, module))
    wanted = _TYPES.get(spelled, name)
    return next((kind for key, kind in types.items() if _plain(key) == _plain(wanted)), None)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
