"""From the records of a run to a graph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from policy.graph import Graph, Provenance, Resource, Unknown
from policy.offline.records import Record
from policy.offline.request import Mode
from policy.offline.session import Session
from policy.offline.trees import leaves
from policy.sources import origins, wire
from policy.sources.providers import PROVIDER_PREFIX, decoded_provider

# What Python writes for the SDK's unknown values in a text.
_WRITTEN_UNKNOWN: Final = re.compile(
    r"<pulumi\.output\.Unknown object at|Calling __str__ on an Output"
)


def assemble(session: Session) -> Graph:
    """The graph of everything that a run registered."""
    project = session.project
    return Graph(
        resources=tuple(_resource(record, session) for record in session.records.values()),
        project=project.name,
        stack=project.stack,
        configuration={
            key: value
            for key, value in project.configuration.items()
            if key not in project.secret_keys
        },
        secret_keys=project.secret_keys,
        stand_ins=session.stand_ins.by_marker,
        invokes=tuple(session.invokes),
        root=str(project.root),
    )


def _resource(record: Record, session: Session) -> Resource:
    decoded = wire.decode(record.inputs)
    reader = _Reader(session)
    properties = {
        name: reader.settle(value)
        for name, value in _properties(record, decoded.tree).items()
        if value is not None and not name.startswith("__")
    }
    references = {
        name: tuple(sorted({*record.property_dependencies.get(name, ()), *_origins_in(value)}))
        for name, value in properties.items()
    }
    if record.transformed:
        # A transform's answer tells no more where single values come from.
        properties = {
            name: origins.fill(value, references[name]) for name, value in properties.items()
        }
    return Resource(
        urn=record.urn,
        type=record.type,
        name=record.name,
        properties=properties,
        options=record.options,
        references={name: urns for name, urns in references.items() if urns},
        secrets=decoded.secrets,
        source=record.source,
    )


def _properties(record: Record, tree: object) -> Mapping[str, object]:
    properties = tree if isinstance(tree, dict) else {}
    if record.type.startswith(PROVIDER_PREFIX):
        return decoded_provider(properties)
    return properties


def _origins_in(value: object) -> Iterator[str]:
    for leaf in leaves(value):
        if isinstance(leaf, Unknown):
            yield from (origin.urn for origin in leaf.origins)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Tells texts that contain stand-ins from known ones."""

    session: Session

    def settle(self, value: object) -> object:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list):
            return [self.settle(item) for item in value]
        if isinstance(value, dict):
            return {key: self.settle(item) for key, item in value.items()}
        return value

    def _text(self, text: str) -> object:
        if _WRITTEN_UNKNOWN.search(text):
            return Unknown()
        stand_ins = self.session.stand_ins
        if not stand_ins.found_in(text):
            return text
        shown = text if self.session.mode is Mode.SYMBOLIC else None
        known_origins = stand_ins.origins_in(text)
        if known_origins is None:
            return Unknown(text=shown)
        return Unknown(known_origins, Provenance.EXACT, shown)
