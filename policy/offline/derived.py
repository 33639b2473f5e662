"""Finding values that were made from stand-ins or invented answers and lost every trace of it.

`bucket.arn.apply(lambda arn: arn.startswith("x"))` is `False` in a symbolic run and says nothing
about any deployment. A second run, in preview mode and with contrary answers to look-ups, tells:
what is unknown or different there is not known here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from policy.graph import ABSENT, Graph, Resource, Unknown
from policy.offline.records import Record
from policy.offline.request import Mode
from policy.offline.session import Session
from policy.offline.trees import leaves
from policy.sources import wire

_TELLING_LENGTH: Final = 4
"""Shorter texts are too common to tell that one was copied from the other."""


def needs_comparison(session: Session) -> bool:
    """Whether anything that a run recorded may be made from what is not known."""
    if session.has_invented:
        return True
    return session.mode is Mode.SYMBOLIC and any(
        record.in_callback or _has_suspect(record, session) for record in session.records.values()
    )


def compared(graph: Graph, other: Graph) -> Graph:
    """The graph, in which only those values count as known that the other run shares.

    Resources that only the other run registered are added: which of them a deployment has depends
    on answers that nobody gave.
    """
    resources = [_compared(item, other.by_urn.get(item.urn)) for item in graph.resources]
    added = [item for item in other.resources if item.urn not in graph.by_urn]
    return replace(graph, resources=tuple(resources + added))


def _has_suspect(record: Record, session: Session) -> bool:
    return any(
        not _is_explained(leaf, urns, session)
        for value, urns in _known_outputs(record.inputs)
        for leaf in leaves(wire.decode(value).tree)
    )


def _known_outputs(value: object) -> Iterator[tuple[object, Sequence[str]]]:
    """Values of known outputs among wire values, with the resources they were made from."""
    if isinstance(value, list):
        for item in value:
            yield from _known_outputs(item)
    elif isinstance(value, Mapping):
        urns = value.get("dependencies")
        if value.get(wire.SIGNATURE_KEY) == wire.OUTPUT_VALUE:
            if "value" in value and isinstance(urns, list):
                yield value["value"], urns
        else:
            yield from _known_outputs(list(value.values()))


def _is_explained(leaf: object, urns: Sequence[str], session: Session) -> bool:
    """Whether a leaf is unknown anyway, has a stand-in, or is an input of where it comes from."""
    if isinstance(leaf, Unknown):
        return True
    if not isinstance(leaf, str):
        return False
    if session.stand_ins.found_in(leaf):
        return True
    return len(leaf) >= _TELLING_LENGTH and any(leaf in _inputs(urn, session) for urn in urns)


def _inputs(urn: str, session: Session) -> Iterator[object]:
    record = session.records.get(urn)
    return leaves(wire.decode(record.inputs).tree) if record else iter(())


def _compared(resource: Resource, other: Resource | None) -> Resource:
    if other is None:
        return resource
    names = sorted({*resource.properties, *other.properties})
    merged = {name: _settled(resource.get(name), other.get(name)) for name in names}
    return replace(resource, properties=merged)


def _settled(value: object, other: object) -> object:
    """The value where both runs agree on it; elsewhere it is unknown."""
    if isinstance(value, Unknown):
        return value
    if isinstance(value, dict) and isinstance(other, dict):
        keys = [*value, *(key for key in other if key not in value)]
        return {key: _settled(value.get(key, ABSENT), other.get(key, ABSENT)) for key in keys}
    if isinstance(value, list) and isinstance(other, list) and len(value) == len(other):
        return [_settled(item, twin) for item, twin in zip(value, other, strict=True)]
    if isinstance(other, Unknown):
        return _unknown_below(value)
    return value if _same(value, other) else _unknown(value)


def _same(value: object, other: object) -> bool:
    return type(value) is type(other) and value == other


def _unknown_below(value: object) -> object:
    """The same shape with unknown leaves: of a computed object at least its parts are readable."""
    if isinstance(value, list) and value:
        return [_unknown_below(item) for item in value]
    if isinstance(value, dict) and value:
        return {key: _unknown_below(item) for key, item in value.items()}
    return value if isinstance(value, Unknown) else _unknown(value)


def _unknown(value: object) -> Unknown:
    if value is ABSENT:
        return Unknown()
    return Unknown(text=value if isinstance(value, str) else json.dumps(_shown(value)))


def _shown(value: object) -> object:
    """A value with the texts of its unknown parts."""
    if isinstance(value, list):
        return [_shown(item) for item in value]
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    return value.text if isinstance(value, Unknown) else value
