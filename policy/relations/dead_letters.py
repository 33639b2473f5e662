"""Dead-letter queues: which queues are some, and which policies name one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from policy.graph import Graph, Resource, Unknown
from policy.logic import Claim, any_of
from policy.memo import remembered
from policy.relations.buckets import BUCKET_TYPES
from policy.relations.links import Links, is_named, link
from policy.verdict import Observation, Verdict

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
_OTHERS: Final = (
    "aws:sns/topic:Topic",
    "aws:lambda/function:Function",
    "aws:cloudwatch/eventBus:EventBus",
    *BUCKET_TYPES,
)
"""What else takes failed work."""
_TARGET: Final = "deadLetterTargetArn"


def keeps_dead_letters(queue: Resource, graph: Graph) -> Claim:
    """Whether something moves what it could not do into this queue."""
    named = remembered(graph, "dead-letter queues", lambda: tuple(_named(graph)))
    return any_of(item.mentions(queue) for urn, item in named if urn != queue.urn)


def _named(graph: Graph) -> Iterator[tuple[str, Links]]:
    """What each place for a dead-letter queue names, with the URN that it belongs to."""
    for token, path in _PLACES.items():
        for resource in graph.of_types(token):
            for reading in resource.read(path):
                target = None if reading.is_absent else _target(reading.value)
                if target:
                    yield resource.urn, link(target, graph, QUEUE, *_OTHERS)


def if_certain(observation: Observation, claim: Claim) -> Observation:
    """An observation that stands only if a claim is true: a failure is else not certain."""
    if claim is None and observation.verdict is Verdict.FAIL:
        return replace(observation, verdict=Verdict.UNDETERMINED)
    return observation


def names_target(policy: object) -> Claim:
    """Whether a redrive policy names a dead-letter queue."""
    # A policy that is built from another resource's output names that resource.
    return is_named(_target(policy))


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
