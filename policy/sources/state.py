"""Graphs from states: what `pulumi stack export` writes, with or without `--show-secrets`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from policy.errors import SourceError
from policy.graph import Graph
from policy.sources.deployment import is_managed, project_and_stack, readable, resource_of
from policy.sources.documents import items, mapping, parse, read_text, text

_VERSIONS: Final = (3, 4)
_ADVICE: Final = "write one with `pulumi stack export --file state.json`"
# An operation that was interrupted may have taken effect; a deletion leaves nothing to judge.
_JUDGED_OPERATIONS: Final = frozenset({"creating", "updating", "importing"})


def load(path: Path) -> Graph:
    """The resources that a state says are deployed, interrupted operations included.

    Raises:
        SourceError: The file is not a state, or of an unknown version.
    """
    deployment = _deployment(parse(read_text(path), path), path)
    entries = {text(entry.get("urn")): entry for entry in _entries(deployment, path)}
    resources = tuple(map(resource_of, entries.values()))
    project, stack = project_and_stack(resources)
    return Graph(resources=resources, project=project, stack=stack)


def _deployment(document: object, path: Path) -> Mapping[str, object]:
    state = mapping(document)
    deployment = state.get("deployment")
    if "version" not in state or not isinstance(deployment, dict):
        raise SourceError(f"{path} is not a state", advice=_ADVICE)
    if state["version"] not in _VERSIONS:
        raise SourceError(
            f"{path} is a state of version {state['version']}, not of {_VERSIONS[0]} or"
            f" {_VERSIONS[-1]}",
            advice=_ADVICE,
        )
    if not isinstance(deployment.get("resources", []), list):
        raise SourceError(f"{path} is not a state: its resources are no list", advice=_ADVICE)
    return deployment


def _entries(deployment: Mapping[str, object], path: Path) -> Iterator[Mapping[str, object]]:
    for item in items(deployment.get("resources")):
        entry = readable(item, path)
        if is_managed(entry):
            yield entry
    for item in items(deployment.get("pending_operations")):
        operation = mapping(item)
        if operation.get("type") in _JUDGED_OPERATIONS:
            yield readable(operation.get("resource"), path)
