"""Graphs from previews: what `pulumi preview --json` prints.

By default that is one document (`PreviewDigest` in Pulumi's `pkg/display/json.go`); with
`PULUMI_ENABLE_STREAMING_JSON_PREVIEW` it is one engine event a line (`EngineEvent` in
`sdk/go/common/apitype/events.go`). Events tell neither which resources a value comes from nor
where a resource is declared, so fewer unknown values can be decided.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from policy.errors import SourceError
from policy.graph import Graph, Resource
from policy.sources.deployment import is_managed, project_and_stack, readable, resource_of, type_in
from policy.sources.documents import items, mapping, parse, read_text, text
from policy.sources.providers import PROVIDER_PREFIX, configured
from policy.sources.wire import MASK

_ADVICE: Final = "write one with `pulumi preview --json --show-sames > preview.json`"
# These leave nothing that the stack manages, or are followed by a step that does.
_SKIPPED_STEPS: Final = frozenset(
    {
        "delete",
        "delete-replaced",
        "discard",
        "discard-replaced",
        "read",
        "read-discard",
        "read-replacement",
        "refresh",
        "remove-pending-replace",
    }
)


def load(path: Path) -> Graph:
    """The resources that the stack will have after the previewed update.

    Raises:
        SourceError: The file is not a preview, the preview failed, or it leaves resources out.
    """
    content = read_text(path)
    preview = _events(content, path) or _digest(content, path)
    if preview.error:
        raise SourceError(f"{path} is a preview that failed: {preview.error}")
    preview.refuse_gaps(path)
    resources = tuple(preview.resources(path))
    project, stack = project_and_stack(resources)
    graph = Graph(
        resources=resources,
        project=project,
        stack=stack,
        configuration={key: item for key, item in preview.config.items() if item != MASK},
        secret_keys=frozenset(key for key, item in preview.config.items() if item == MASK),
    )
    return replace(graph, resources=resources + tuple(_default_providers(graph)))


def _default_providers(graph: Graph) -> Iterator[Resource]:
    """The default providers, which previews do not show; their inputs are configuration."""
    used = {resource.options.provider for resource in graph.resources} - {None}
    for urn in sorted(filter(None, used - graph.by_urn.keys())):
        token = type_in(urn)
        package = token.removeprefix(PROVIDER_PREFIX)
        inputs = configured(package, graph.configuration, graph.secret_keys)
        yield resource_of({"urn": urn, "type": token, "custom": True, "inputs": inputs})


@dataclass(frozen=True, slots=True)
class _Step:
    operation: str
    state: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Preview:
    """What both forms of a preview say.

    Attributes:
        is_complete: Whether states have all options.
        summary: How many resources have each operation, the steps that are not shown included.
        error: The first error that the preview reported.
    """

    steps: tuple[_Step, ...]
    config: Mapping[str, str]
    is_complete: bool
    summary: Mapping[str, object]
    error: str

    def resources(self, path: Path) -> Iterator[Resource]:
        """The last state of each resource that a step leaves."""
        states = {
            text(step.state.get("urn")): readable(step.state, path)
            for step in self.steps
            if step.operation not in _SKIPPED_STEPS and is_managed(step.state)
        }
        for state in states.values():
            yield resource_of(state, is_complete=self.is_complete)

    def refuse_gaps(self, path: Path) -> None:
        """Refuse a preview that counts unchanged resources which it does not show."""
        shown = sum(step.operation == "same" for step in self.steps)
        counted = self.summary.get("same", 0)
        if isinstance(counted, int) and counted > shown:
            raise SourceError(
                f"{path} leaves out {counted - shown} unchanged resources", advice=_ADVICE
            )


def _digest(content: str, path: Path) -> _Preview:
    digest = mapping(parse(content, path))
    if not isinstance(digest.get("steps"), list):
        raise SourceError(f"{path} is not a preview", advice=_ADVICE)
    steps = map(mapping, items(digest["steps"]))
    diagnostics = map(mapping, items(digest.get("diagnostics")))
    errors = (text(item.get("message")) for item in diagnostics if item.get("severity") == "error")
    return _Preview(
        steps=tuple(_Step(text(step.get("op")), mapping(step.get("newState"))) for step in steps),
        config=_config(digest.get("config")),
        is_complete=True,
        summary=mapping(digest.get("changeSummary")),
        error=_one_line(next(errors, "")),
    )


def _events(content: str, path: Path) -> _Preview | None:
    """The preview in a stream of events; `None` if the content is not one."""
    lines = [line for line in content.splitlines() if line.strip()]
    if not lines or not _is_event(lines[0]):
        return None
    events = [mapping(parse(line, path)) for line in lines]
    steps = _payloads(events, "resourcePreEvent")
    errors = (
        text(item.get("message"))
        for item in _payloads(events, "diagnosticEvent")
        if item.get("severity") == "error"
    )
    summaries = [mapping(item.get("resourceChanges")) for item in _payloads(events, "summaryEvent")]
    if not summaries:
        raise SourceError(f"{path} is a preview that did not end", advice=_ADVICE)
    return _Preview(
        steps=tuple(_event_step(mapping(step.get("metadata"))) for step in steps),
        config=_config(
            next((item.get("config") for item in _payloads(events, "preludeEvent")), {})
        ),
        is_complete=False,
        summary=summaries[-1],
        error=_one_line(next(errors, "")),
    )


def _is_event(line: str) -> bool:
    try:
        event = json.loads(line)
    except ValueError:
        return False
    return isinstance(event, dict) and "sequence" in event and "timestamp" in event


def _payloads(events: list[Mapping[str, object]], name: str) -> list[Mapping[str, object]]:
    return [mapping(event[name]) for event in events if name in event]


def _event_step(metadata: Mapping[str, object]) -> _Step:
    return _Step(text(metadata.get("op")), mapping(metadata.get("new")))


def _config(value: object) -> dict[str, str]:
    return {key: item for key, item in mapping(value).items() if isinstance(item, str)}


def _one_line(message: str) -> str:
    return " ".join(message.split())
