"""Data flows: who reads from, writes to or calls whom, and which resource says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policy.graph import Graph, Resource
from policy.topology.model import Access, Flow, Node
from policy.topology.relations import Relations, document_of

PRODUCERS: Final = "producers"
ALARMS: Final = "alarms"
"""Ids of what stands in a diagram for something that is no single resource."""

_MAPPING: Final = "aws:lambda/eventSourceMapping:EventSourceMapping"
_ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
_SUBSCRIPTION: Final = "aws:sns/topicSubscription:TopicSubscription"
_FUNCTION: Final = "aws:lambda/function:Function"
_PURPOSES: Final[Mapping[str, str]] = {
    "sns:Publish": "publishes",
    "sqs:SendMessage": "sends",
    "s3:PutObject": "writes",
    "dynamodb:PutItem": "writes",
    "kinesis:PutRecords": "writes",
    "secretsmanager:GetSecretValue": "reads-credentials",
}
_UNDELIVERED: Final[Mapping[str, tuple[str, ...]]] = {
    _FUNCTION: ("deadLetterConfig",),
    _SUBSCRIPTION: ("redrivePolicy",),
    "aws:sqs/queue:Queue": ("redrivePolicy",),
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": ("destinationConfig",),
}


@dataclass(frozen=True, slots=True)
class _Setting:
    graph: Graph
    relations: Relations
    nodes: Mapping[str, Node]

    def flow(self, source: str, target: str, purpose: str, proof: Resource) -> Iterator[Flow]:
        """A flow, if both ends are in the picture and differ."""
        known = {*self.nodes, PRODUCERS, ALARMS}
        if source != target and source in known and target in self.nodes:
            end = self.nodes[source if purpose == "polls" else target]
            yield Flow(
                source=source,
                target=target,
                purpose=purpose,
                transit=end.transit,
                ports="",
                proof=proof.name,
            )


def describe_flows(
    graph: Graph, relations: Relations, nodes: Sequence[Node], accesses: Sequence[Access]
) -> list[Flow]:
    """Every flow that the program proves, each once."""
    setting = _Setting(graph, relations, {node.id: node for node in nodes})
    flows = [
        *_polled(setting),
        *_granted(setting),
        *_delivered(setting),
        *_undelivered(setting),
        *_alarmed(setting),
        *_connected(setting, accesses),
    ]
    unique = {(flow.source, flow.target, flow.purpose): flow for flow in reversed(flows)}
    return [unique[key] for key in sorted(unique)]


def _polled(setting: _Setting) -> Iterator[Flow]:
    """Event source mappings, and where they put what could not be processed."""
    for mapping in setting.graph.of_types(_MAPPING):
        sources = setting.relations.meant_by(mapping, "eventSourceArn")
        for function in _functions(setting, mapping, "functionName"):
            for source in sources:
                yield from setting.flow(source.urn, function.urn, "polls", mapping)
            for target in setting.relations.meant_by(mapping, "destinationConfig"):
                yield from setting.flow(function.urn, target.urn, "failed-records", mapping)


def _functions(setting: _Setting, resource: Resource, name: str) -> list[Resource]:
    """Functions are also meant by a bare name, or by one of their aliases."""
    direct = [
        step
        for origin in setting.relations.meant_by(resource, name)
        for step in (origin, *setting.graph.origins_of(origin, "functionName"))
    ]
    text = resource.get(name)
    named = [
        function
        for function in setting.graph.of_types(_FUNCTION)
        if isinstance(text, str) and text in {function.get("name"), function.name}
    ]
    return [item for item in (*direct, *named) if item.type == _FUNCTION]


def _granted(setting: _Setting) -> Iterator[Flow]:
    """What functions may call, read from the policies of their roles; who may feed a stream."""
    for policy in setting.graph.of_types("aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy"):
        callers = _callers(setting, policy)
        for purpose, target in _permitted(setting, policy):
            sources = callers or ([PRODUCERS] if target.type.startswith("aws:kinesis/") else [])
            for source in sources:
                yield from setting.flow(source, target.urn, purpose, policy)


def _callers(setting: _Setting, policy: Resource) -> list[str]:
    attachments = [
        item
        for item in setting.graph.referrers.get(policy.urn, ())
        if item.type == "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    ]
    roles = {
        role.urn
        for holder in (policy, *attachments)
        for role in setting.graph.origins_of(holder, "role")
    }
    return [
        function.urn
        for function in setting.graph.of_types(_FUNCTION)
        if roles & {role.urn for role in setting.graph.origins_of(function, "role")}
    ]


def _permitted(setting: _Setting, policy: Resource) -> Iterator[tuple[str, Resource]]:
    statements = document_of(policy.get("policy")).get("Statement")
    for statement in statements if isinstance(statements, list) else [statements]:
        if isinstance(statement, Mapping) and statement.get("Effect") == "Allow":
            actions = statement.get("Action")
            for action in actions if isinstance(actions, list) else [actions]:
                purpose = _PURPOSES.get(str(action))
                for target in setting.relations.named_in(statement.get("Resource")):
                    if purpose:
                        yield purpose, target


def _delivered(setting: _Setting) -> Iterator[Flow]:
    for subscription in setting.graph.of_types(_SUBSCRIPTION):
        for topic in setting.relations.meant_by(subscription, "topic"):
            for target in setting.relations.meant_by(subscription, "endpoint"):
                yield from setting.flow(topic.urn, target.urn, "delivers", subscription)


def _undelivered(setting: _Setting) -> Iterator[Flow]:
    for token, properties in _UNDELIVERED.items():
        for resource in setting.graph.of_types(token):
            for source in _senders(setting, resource):
                for target in setting.relations.meant_by(resource, *properties):
                    yield from setting.flow(source.urn, target.urn, "failed-records", resource)


def _senders(setting: _Setting, resource: Resource) -> Sequence[Resource]:
    if resource.type == _SUBSCRIPTION:
        return setting.relations.meant_by(resource, "topic")
    functions = _functions(setting, resource, "functionName")
    return functions or (resource,)


def _alarmed(setting: _Setting) -> Iterator[Flow]:
    for alarm in setting.graph.of_types(_ALARM):
        for target in setting.relations.meant_by(alarm, "alarmActions"):
            yield from setting.flow(ALARMS, target.urn, "alerts", alarm)


def _connected(setting: _Setting, accesses: Sequence[Access]) -> Iterator[Flow]:
    """Connections that security groups let through, from what computes to what stores."""
    for access in accesses:
        if access.direction == "ingress":
            for client in _members(setting, access.source):
                for server in _members(setting, access.target):
                    if server.kind in {"cache", "database"} and client.id != server.id:
                        yield Flow(
                            source=client.id,
                            target=server.id,
                            purpose="reads-writes",
                            transit=server.transit,
                            ports=access.ports,
                            proof=setting.graph.by_urn[access.target].name,
                        )


def _members(setting: _Setting, group: str) -> list[Node]:
    return [node for node in setting.nodes.values() if group in node.groups]
