"""The engine service that the SDK logs to."""

# ruff: noqa: N802  # the service's names

from __future__ import annotations

import sys

from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import engine_pb2


class EngineLog:
    """Implements Pulumi's `Engine` service as far as the SDK uses it; messages go to stderr."""

    def Log(self, request: engine_pb2.LogRequest) -> Empty:
        """Show what the program logs, except for the SDK's own debugging."""
        if request.severity != engine_pb2.DEBUG:
            print(request.message.rstrip(), file=sys.stderr)  # noqa: T201  # the program's output
        return Empty()

    def RequirePulumiVersion(
        self, _request: engine_pb2.RequirePulumiVersionRequest
    ) -> engine_pb2.RequirePulumiVersionResponse:
        """There is no CLI whose version could be wrong."""
        return engine_pb2.RequirePulumiVersionResponse()
