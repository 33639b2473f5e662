"""Drives the pack as the CLI does: its own process, the SDK's own server, Pulumi's own protocol."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc

from policy.graph import Graph, Resource, Unknown
from policy.sources import wire

ROOT = Path(__file__).resolve().parents[2]
MANDATORY, ADVISORY, DISABLED = 1, 0, 2


@dataclass(frozen=True)
class Violation:
    """One diagnostic of the pack."""

    policy: str
    urn: str
    level: int
    message: str


class Analyzer:
    """A running pack."""

    def __init__(self, stub: Any) -> None:
        self._stub = stub

    def info(self) -> Any:
        return self._stub.GetAnalyzerInfo(empty_pb2.Empty())

    def configure(self, entries: Mapping[str, Mapping[str, Any]], default: int = MANDATORY) -> None:
        """Every policy gets a level, as the CLI merges them."""
        names = {policy.name for policy in self.info().policies}
        request = analyzer_pb2.ConfigureAnalyzerRequest()
        for name in names:
            entry = entries.get(name, {})
            config = request.policyConfig[name]
            config.enforcementLevel = entry.get("level", default)
            config.properties.update(entry.get("properties", {}))
        self._stub.Configure(request)

    def analyze(self, resource: Resource) -> list[Violation]:
        request = analyzer_pb2.AnalyzeRequest(
            type=resource.type,
            urn=resource.urn,
            name=resource.name,
            options=_options(resource),
        )
        request.properties.update(_properties(resource))
        if resource.options.provider:
            request.provider.urn = resource.options.provider
            request.provider.type = "pulumi:providers:aws"
        return _violations(self._stub.Analyze(request))

    def analyze_stack(self, resources: Sequence[Resource]) -> list[Violation]:
        request = analyzer_pb2.AnalyzeStackRequest()
        for resource in resources:
            entry = request.resources.add(
                type=resource.type,
                urn=resource.urn,
                name=resource.name,
                options=_options(resource),
                parent=resource.options.parent or "",
                dependencies=resource.options.dependencies,
            )
            for name, urns in resource.references.items():
                entry.propertyDependencies[name].urns.extend(urns)
        return _violations(self._stub.AnalyzeStack(request))

    def judge(self, graph: Graph) -> list[Violation]:
        """Both moments, in the CLI's order."""
        early = [item for resource in graph.resources for item in self.analyze(resource)]
        return early + self.analyze_stack(graph.resources)


@contextmanager
def running_pack(
    graph: Graph, *, errors: IO[bytes] | None = None, **environment: str
) -> Iterator[Analyzer]:
    """The repository's pack in a process of its own, told about the graph's stack.

    What it writes for the CLI's diagnostics goes to `errors`.
    """
    command = (sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:0", str(ROOT))
    told = {
        **os.environ,
        "PULUMI_PROJECT": graph.project,
        "PULUMI_STACK": graph.stack,
        "PULUMI_DRY_RUN": "true",
        "PULUMI_CONFIG": json.dumps(dict(graph.configuration)),
        **environment,
    }
    process = subprocess.Popen(
        command, cwd=ROOT, env=told, stdout=subprocess.PIPE, stderr=errors, text=True
    )
    try:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield Analyzer(analyzer_pb2_grpc.AnalyzerStub(channel))
    finally:
        process.kill()
        process.communicate()


def _options(resource: Resource) -> Any:
    return analyzer_pb2.AnalyzerResourceOptions(
        protect=bool(resource.options.protect),
        ignoreChanges=resource.options.ignore_changes,
        parent=resource.options.parent or "",
    )


def _properties(resource: Resource) -> dict[str, Any]:
    return {
        name: _encode(value, name, resource.secrets) for name, value in resource.properties.items()
    }


def _encode(value: object, path: str, secrets: frozenset[str]) -> Any:
    if isinstance(value, Unknown):
        plain: Any = wire.UNKNOWN_TEXT
    elif isinstance(value, Mapping):
        plain = {key: _encode(item, f"{path}.{key}", secrets) for key, item in value.items()}
    elif isinstance(value, list):
        plain = [_encode(item, f"{path}[{i}]", secrets) for i, item in enumerate(value)]
    else:
        plain = value
    return {wire.SIGNATURE_KEY: wire.SECRET, "value": plain} if path in secrets else plain


def _violations(response: Any) -> list[Violation]:
    return [
        Violation(item.policyName, item.urn, item.enforcementLevel, item.message)
        for item in response.diagnostics
    ]
