"""A stand-in for the AWS provider plugin, which cannot be had without AWS.

It serves Pulumi's real provider protocol, so that the real CLI and engine can preview a program:
inputs become outputs, whatever AWS would compute stays unknown in a preview, and look-ups answer
from the table that `FAKE_AWS_LOOKUPS` names. Run as a program it prints its port, as plugins do.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Mapping
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

VERSION = "7.51.1"


class FakeAwsProvider(provider_pb2_grpc.ResourceProviderServicer):
    """Accepts every resource type and changes nothing anywhere."""

    def __init__(self, lookups: Mapping[str, Mapping[str, Any]]) -> None:
        self._lookups = lookups

    def GetPluginInfo(self, request: Any, context: Any) -> Any:
        return plugin_pb2.PluginInfo(version=VERSION)

    def CheckConfig(self, request: Any, context: Any) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: Any) -> Any:
        return provider_pb2.DiffResponse()

    def Configure(self, request: Any, context: Any) -> Any:
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, acceptResources=False, acceptOutputs=False
        )

    def Check(self, request: Any, context: Any) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    def Diff(self, request: Any, context: Any) -> Any:
        return provider_pb2.DiffResponse()

    def Create(self, request: Any, context: Any) -> Any:
        identity = "" if request.preview else f"id-{abs(hash(request.urn)):x}"
        return provider_pb2.CreateResponse(id=identity, properties=request.properties)

    def Read(self, request: Any, context: Any) -> Any:
        return provider_pb2.ReadResponse(id=request.id, properties=request.properties)

    def Delete(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()

    def Invoke(self, request: Any, context: Any) -> Any:
        answer = self._lookups.get(request.tok)
        if answer is None:
            context.abort(grpc.StatusCode.NOT_FOUND, f"the fake has no answer for {request.tok}")
        return provider_pb2.InvokeResponse(
            **{"return": json_format.ParseDict(dict(answer), struct_pb2.Struct())}
        )

    def Cancel(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()


def main() -> None:
    lookups = json.loads(Path(os.environ["FAKE_AWS_LOOKUPS"]).read_text(encoding="utf-8"))
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(FakeAwsProvider(lookups), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    main()
