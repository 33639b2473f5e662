"""Which alarms watch a resource, read off the dimensions of their metrics."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from policy.expectations import as_boolean
from policy.graph import Graph, Resource, Unknown
from policy.logic import Claim, any_of
from policy.memo import remembered

ALARM: Final = "aws:cloudwatch/metricAlarm:MetricAlarm"
_NODE: Final = re.compile(r"(-\d{3,4}){1,2}$")
_ANYTHING: Final = ""


@dataclass(frozen=True, slots=True)
class Watching:
    """Whether alarms that tell somebody watch a resource, and their names."""

    claim: Claim
    alarms: tuple[str, ...] = ()


def watching(
    resource: Resource, name: object, dimensions: tuple[str, ...], graph: Graph
) -> Watching:
    """Alarms of which one of the dimensions carries the resource's name or comes from it.

    A cache's nodes count for their replication group. An alarm without actions does not count.
    """
    index = remembered(graph, "alarms by dimension", lambda: _index(graph))
    keys = [(dimension, resource.urn) for dimension in dimensions]
    keys += [(dimension, name) for dimension in dimensions if isinstance(name, str)]
    doubtful = [(dimension, _ANYTHING) for dimension in (*dimensions, _ANYTHING)]
    sure = [item for key in keys for item in index.get(key, ())]
    unsure = [None for key in doubtful if index.get(key)]
    if isinstance(name, Unknown) and any(key[0] in dimensions for key in index):
        unsure.append(None)
    names = tuple(alarm for alarm, claim in sure if claim)
    return Watching(any_of([*(claim for _, claim in sure), *unsure]), names)


def _index(graph: Graph) -> Mapping[tuple[str, str], list[tuple[str, Claim]]]:
    """Alarms with whether they tell somebody, by dimension and name, URN or neither."""
    index: defaultdict[tuple[str, str], list[tuple[str, Claim]]] = defaultdict(list)
    for alarm in graph.of_types(ALARM):
        acts = _acts(alarm)
        for key in dict.fromkeys(_keys(alarm)) if acts is not False else ():
            index[key].append((alarm.name, acts))
    return dict(index)


def _acts(alarm: Resource) -> Claim:
    actions, enabled = alarm.get("alarmActions"), alarm.get("actionsEnabled")
    if isinstance(actions, Unknown) or isinstance(enabled, Unknown):
        return None
    return isinstance(actions, list) and bool(actions) and as_boolean(enabled) is not False


def _keys(alarm: Resource) -> Iterator[tuple[str, str]]:
    for path in ("dimensions", "metricQueries[].metric.dimensions"):
        for reading in alarm.read(path):
            if isinstance(reading.value, Mapping):
                for dimension, value in reading.value.items():
                    yield from ((dimension, key) for key in _names(value))
            elif reading.is_unknown:
                yield (_ANYTHING, _ANYTHING)


def _names(value: object) -> Iterator[str]:
    if isinstance(value, Unknown):
        yield from (origin.urn for origin in value.origins)
        if not value.origins:
            yield _ANYTHING
    elif isinstance(value, str) and value:
        yield value
        yield _NODE.sub("", value)
