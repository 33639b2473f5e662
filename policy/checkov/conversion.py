"""The graph as the JSON of a Terraform plan.

Checkov reads `planned_values` for attributes and `configuration` for the references between
resources, which decide half of its graph checks. It looks only at resources that have `address`,
`mode`, `type`, `name` and `values`, in a file that has `terraform_version`; where one of these is
missing it checks nothing and reports success.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from policy.checkov.addresses import give_addresses
from policy.checkov.mapping.names import Names
from policy.checkov.readability import Readability, reader_for
from policy.checkov.values import Translator
from policy.graph import Graph

_INLINE_POLICIES: Final = {
    "aws_sqs_queue": ("aws_sqs_queue_policy", "queue_url"),
    "aws_sns_topic": ("aws_sns_topic_policy", "arn"),
}
"""Checkov reads the policies of queues and topics only from resources of their own."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan, and what is needed to understand what Checkov says of it.

    Attributes:
        document: The plan's JSON.
        urns: The URN behind each address.
        unreadable: Per address, the attributes that nobody can read in full before deployment.
        not_covered: URNs of AWS resources that Terraform has no type for.
        guessed: Properties whose attribute is only guessed, as `name.path`.
    """

    document: Mapping[str, object]
    urns: Mapping[str, str]
    unreadable: Mapping[str, Mapping[str, Readability]]
    not_covered: tuple[str, ...]
    guessed: tuple[str, ...] = ()


def convert(graph: Graph, names: Names) -> Plan:
    """Every resource with a Terraform type, with its known values and its references."""
    addresses = give_addresses(graph, names)
    urns = dict(addresses.by_address)
    planned: list[dict[str, object]] = []
    configured: list[dict[str, object]] = []
    unreadable: dict[str, Mapping[str, Readability]] = {}
    guessed: list[str] = []
    reader = reader_for(graph)
    for urn, address in addresses.by_urn.items():
        resource = graph.by_urn[urn]
        translator = Translator(resource, names, addresses.by_urn, reader)
        guessed += (f"{resource.name}.{path}" for path in translator.guessed())
        hidden = {
            names.attribute(resource.type, name): how
            for name, how in reader.unreadable(resource).items()
        }
        for place, values, expressions in _resources(address, translator):
            planned.append({**_identity(place), "values": values})
            configured.append({**_identity(place), "expressions": expressions})
            urns[place], unreadable[place] = urn, hidden
    document = _document(planned, configured)
    return Plan(document, urns, unreadable, addresses.not_covered, tuple(guessed))


def _resources(
    address: str, translator: Translator
) -> Iterator[tuple[str, dict[str, object], dict[str, object]]]:
    values, expressions = translator.values(), translator.expressions()
    kind, _, name = address.partition(".")
    if kind in _INLINE_POLICIES and {"policy"} & (set(values) | set(expressions)):
        policy_kind, owner = _INLINE_POLICIES[kind]
        own = {"policy": values.pop("policy")} if "policy" in values else {}
        refers: dict[str, object] = {owner: {"references": [f"{address}.id", address]}}
        if "policy" in expressions:
            refers["policy"] = expressions.pop("policy")
        yield f"{policy_kind}.{name}", own, refers
    yield address, values, expressions


def _identity(address: str) -> dict[str, object]:
    kind, _, name = address.partition(".")
    return {"address": address, "mode": "managed", "type": kind, "name": name}


def _document(
    planned: list[dict[str, object]], configured: list[dict[str, object]]
) -> dict[str, object]:
    changes = [
        {
            **{key: value for key, value in item.items() if key != "values"},
            "change": {
                "actions": ["create"],
                "before": None,
                "after": item["values"],
                "after_unknown": {},
            },
        }
        for item in planned
    ]
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": planned}},
        "resource_changes": changes,
        "configuration": {"root_module": {"resources": configured}},
    }
