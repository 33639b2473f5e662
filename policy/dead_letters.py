"""Dead-letter queues: which queues are some, and which policies name one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from policy.graph import Graph, Resource, Unknown
from policy.logic import Claim, any_of
from policy.relations import is_named, link

QUEUE: Final = "aws:sqs/queue:Queue"
_PLACES: Final = {
    "aws:lambda/function:Function": "deadLetterConfig.targetArn",
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": (
        "destinationConfig.onFailure.destination"
    ),
    "aws:lambda/eventSourceMapping:EventSourceMapping": (
        "destinationConfig.onFailure.destinationArn"
    ),
    "aws:cloudwatch/eventTarget:EventTarget": "deadLetterConfig.arn",
    "aws:scheduler/schedule:Schedule": "target.deadLetterConfig.arn",
    "aws:sns/topicSubscription:TopicSubscription": "redrivePolicy",
    "aws:sqs/queue:Queue": "redrivePolicy",
    "aws:sqs/redrivePolicy:RedrivePolicy": "redrivePolicy",
}
_TARGET: Final = "deadLetterTargetArn"


def keeps_dead_letters(queue: Resource, graph: Graph) -> Claim:
    """Whether something moves what it could not do into this queue."""
    return any_of(
        _names(_target(reading.value), queue, graph)
        for token, path in _PLACES.items()
        for resource in graph.of_types(token)
        for reading in resource.read(path)
        if not reading.is_absent and resource.urn != queue.urn
    )


def names_target(policy: object) -> Claim:
    """Whether a redrive policy names a dead-letter queue."""
    # A policy that is built from another resource's output names that resource.
    return is_named(_target(policy))


def _names(target: object, queue: Resource, graph: Graph) -> Claim:
    return link(target, graph, QUEUE).mentions(queue) if target else False


def _target(policy: object) -> object:
    """The queue's ARN out of a redrive policy, or the value itself where it is no policy."""
    if isinstance(policy, Mapping):
        return policy.get(_TARGET)
    if isinstance(policy, Unknown):
        inner = _target(policy.text) if policy.text else policy.text
        return replace(policy, text=inner) if isinstance(inner, str) else policy
    if not isinstance(policy, str) or policy.startswith("arn:"):
        return policy
    try:
        content = json.loads(policy)
    except ValueError:
        return None
    return content.get(_TARGET) if isinstance(content, Mapping) else None
