"""From the SDK's arguments to resources and a graph.

Inputs come from the first moment (Analyze), references and parents from the second
(AnalyzeStack). The second moment's properties are provider outputs, in which one nested unknown
can blank a whole object, so they are not used.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import yaml
from pulumi_policy import PolicyResource, ResourceValidationArgs

from policy.graph import Graph, Options, Origin, Provenance, Resource, Unknown
from policy.sources.wire import decode_properties

_PLAIN_KEYS: Final = ("environmentSuffix", "region")
"""The only configuration kept: the pack is given secret configuration in plain text too."""
_PROVIDER_PREFIX: Final = "pulumi:providers:"


def resource_from(args: ResourceValidationArgs) -> Resource:
    """The resource of the first moment, without references."""
    properties, secrets = decode_properties(args.props)
    return Resource(
        urn=args.urn,
        type=args.resource_type,
        name=args.name,
        properties=properties,
        options=Options(
            custom=args.provider is not None or args.resource_type.startswith(_PROVIDER_PREFIX),
            protect=args.opts.protect,
            # The analyzer protocol has no field for it.
            retain_on_delete=None,
            ignore_changes=tuple(args.opts.ignore_changes),
            parent=args.opts.parent,
            provider=args.provider.urn if args.provider else None,
        ),
        secrets=secrets,
    )


def with_references(resource: Resource, seen: PolicyResource) -> Resource:
    """The resource with what the second moment knows of it."""
    references = {
        name: tuple(sorted(item.urn for item in origins))
        for name, origins in seen.property_dependencies.items()
        if origins
    }
    properties = {
        name: _with_origins(value, references.get(name, ()))
        for name, value in resource.properties.items()
    }
    options = replace(
        resource.options,
        dependencies=tuple(sorted(item.urn for item in seen.dependencies)),
        parent=seen.parent.urn if seen.parent else resource.options.parent,
    )
    return replace(resource, properties=properties, references=references, options=options)


def _with_origins(value: object, urns: Sequence[str]) -> object:
    origins = tuple(Origin(urn) for urn in urns)
    if isinstance(value, Unknown):
        return Unknown(origins, Provenance.EXACT)
    leaves = sum(1 for _ in _unknown_leaves(value))
    provenance = Provenance.ONE_EACH if leaves == len(origins) else Provenance.CANDIDATES
    return _replace_unknown(value, Unknown(origins, provenance)) if leaves else value


def _unknown_leaves(value: object) -> Iterator[Unknown]:
    if isinstance(value, Unknown):
        yield value
    for item in _children(value):
        yield from _unknown_leaves(item)


def _children(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _replace_unknown(value: object, known: Unknown) -> object:
    if isinstance(value, Unknown):
        # A resource reference already knows exactly where it comes from.
        return value if value.origins else known
    if isinstance(value, Mapping):
        return {key: _replace_unknown(item, known) for key, item in value.items()}
    if isinstance(value, list):
        return [_replace_unknown(item, known) for item in value]
    return value


def graph_of(
    resources: Sequence[Resource], environment: Mapping[str, str], directory: Path
) -> Graph:
    """A graph with the project, stack and configuration that the CLI tells its analyzers.

    The program's sources are at hand only where the pack lies in the program's own directory.
    """
    project = environment.get("PULUMI_PROJECT", "")
    return Graph(
        resources=tuple(resources),
        project=project,
        stack=environment.get("PULUMI_STACK", ""),
        configuration=_plain_configuration(environment.get("PULUMI_CONFIG", "{}")),
        root=str(directory) if project and _project_in(directory) == project else None,
    )


def _project_in(directory: Path) -> str:
    try:
        project = yaml.safe_load((directory / "Pulumi.yaml").read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return ""
    return str(project.get("name", "")) if isinstance(project, dict) else ""


def _plain_configuration(text: str) -> dict[str, str]:
    try:
        values = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(values, dict):
        return {}
    return {
        str(key): str(value)
        for key, value in values.items()
        if str(key).rpartition(":")[2] in _PLAIN_KEYS
    }
