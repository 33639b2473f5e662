"""Nodes: what computes, stores or passes data on, where it stands and what encrypts it."""

from __future__ import annotations

from collections.abc import Mapping

from policy.graph import ABSENT, Graph, Resource, Unknown
from policy.topology.kinds import KINDS, SECURITY_GROUP, SUBNET, SUBNET_GROUPS, Kind
from policy.topology.model import Node
from policy.topology.relations import Relations, document_of

_ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
)
_POLICIES: Mapping[str, str] = {
    "aws:sns/topicPolicy:TopicPolicy": "arn",
    "aws:sqs/queuePolicy:QueuePolicy": "queueUrl",
    "aws:s3/bucketPolicy:BucketPolicy": "bucket",
}
_PLAIN_TEXT = tuple(
    {"Bool": {"aws:SecureTransport": value}} for value in ("false", False, ["false"])
)
_FORCE_TLS = frozenset({("rds.force_ssl", "1"), ("require_secure_transport", "ON")})


def describe_nodes(graph: Graph, relations: Relations) -> list[Node]:
    """Every node of the program, by kind and name."""
    found = [
        _node(graph, relations, resource, kind)
        for token, kind in KINDS.items()
        for resource in graph.of_types(token)
    ]
    return sorted(found, key=lambda node: (node.kind, node.name))


def _node(graph: Graph, relations: Relations, resource: Resource, kind: Kind) -> Node:
    at_rest, key = _at_rest(graph, resource, kind)
    return Node(
        id=resource.urn,
        kind=kind.id,
        name=_name(resource, kind),
        subnets=_places(graph, resource, kind.subnets) or _routed(graph, resource),
        groups=[
            item.urn
            for item in graph.origins_of(resource, kind.groups)
            if item.type == SECURITY_GROUP
        ],
        at_rest=at_rest,
        key=key,
        transit=_transit(graph, relations, resource, kind),
    )


def _name(resource: Resource, kind: Kind) -> str:
    """Endpoints are told by the service they lead to: the last part of its dotted name."""
    service = resource.get("serviceName")
    if kind.id == "endpoint" and isinstance(service, str):
        return service.rpartition(".")[2]
    return resource.name


def _places(graph: Graph, resource: Resource, name: str) -> list[str]:
    found: list[str] = []
    for origin in graph.origins_of(resource, name):
        if origin.type in SUBNET_GROUPS:
            found += [item.urn for item in graph.origins_of(origin, "subnetIds")]
        elif origin.type == SUBNET:
            found.append(origin.urn)
    return sorted(set(found))


def _routed(graph: Graph, endpoint: Resource) -> list[str]:
    """The subnets whose route tables a gateway endpoint is entered into."""
    tables = {table.urn for table in graph.origins_of(endpoint, "routeTableIds")}
    return sorted(
        subnet.urn
        for tie in graph.of_types("aws:ec2/routeTableAssociation:RouteTableAssociation")
        if any(table.urn in tables for table in graph.origins_of(tie, "routeTableId"))
        for subnet in graph.origins_of(tie, "subnetId")
    )


def _at_rest(graph: Graph, resource: Resource, kind: Kind) -> tuple[str, str]:
    if kind.id == "bucket":
        return _bucket_key(graph, resource)
    if not (kind.key or kind.provider_switch):
        return "", ""
    key = resource.read(kind.key)[0].value if kind.key else ABSENT
    if key is not ABSENT:
        return "customer-key", _key_name(graph, resource, kind.key)
    return _provider_key(resource, kind), ""


def _provider_key(resource: Resource, kind: Kind) -> str:
    value = resource.read(kind.provider_switch)[0].value if kind.provider_switch else ABSENT
    if isinstance(value, Unknown):
        return "unknown"
    switched_on = kind.always_encrypted if value is ABSENT else value is True
    return "provider-key" if switched_on else "none"


def _bucket_key(graph: Graph, bucket: Resource) -> tuple[str, str]:
    for setting in graph.of_types(*_ENCRYPTION):
        if bucket in graph.origins_of(setting, "bucket"):
            key = _key_name(graph, setting, "rules")
            return ("customer-key", key) if key else ("provider-key", "")
    return "provider-key", ""


def _key_name(graph: Graph, resource: Resource, path: str) -> str:
    origins = graph.origins_of(resource, path.partition(".")[0])
    keys = [origin.name for origin in origins if origin.type.startswith("aws:kms/")]
    value = resource.read(path)[0].value
    return keys[0] if keys else value if isinstance(value, str) else ""


def _transit(graph: Graph, relations: Relations, resource: Resource, kind: Kind) -> str:
    if kind.https_only:
        return "tls"
    if kind.tls_switch:
        return _declared_tls(resource, kind.tls_switch)
    if kind.id == "database":
        return _database_tls(graph, resource)
    if kind.id in {"topic", "queue", "bucket"}:
        return "tls" if _refuses_plain_text(graph, relations, resource) else "aws-api"
    return "unknown"


def _declared_tls(resource: Resource, switch: str) -> str:
    value = resource.read(switch)[0].value
    if isinstance(value, Unknown):
        return "unknown"
    return "tls" if value is True else "none"


def _database_tls(graph: Graph, database: Resource) -> str:
    groups = graph.origins_of(database, "parameterGroupName")
    set_parameters = {
        (str(parameter.get("name")), str(parameter.get("value")))
        for group in groups
        for reading in group.read("parameters[]")
        if isinstance(parameter := reading.value, Mapping)
    }
    return "tls" if set_parameters & _FORCE_TLS else "unknown"


def _refuses_plain_text(graph: Graph, relations: Relations, resource: Resource) -> bool:
    documents = [resource.get("policy")]
    documents += [
        policy.get("policy")
        for token, target in _POLICIES.items()
        for policy in graph.of_types(token)
        if resource in relations.meant_by(policy, target)
    ]
    return any(_denies_plain_text(document_of(document)) for document in documents)


def _denies_plain_text(document: Mapping[str, object]) -> bool:
    statements = document.get("Statement")
    listed = statements if isinstance(statements, list) else [statements]
    return any(
        isinstance(item, Mapping)
        and item.get("Effect") == "Deny"
        and item.get("Principal") in ("*", {"AWS": "*"})
        and item.get("Condition") in _PLAIN_TEXT
        for item in listed
    )
