"""Reading a registration request."""

from __future__ import annotations

from typing import Final

from pulumi.runtime.proto import resource_pb2

from policy.graph import Options, SourcePosition
from policy.offline.records import Record
from policy.sources.positions import Positions

_OUTPUT_FILE: Final = "/pulumi/output.py"
"""The SDK's file in which outputs call their callbacks."""


def inherit(request: resource_pb2.RegisterResourceRequest, parent: Record | None) -> None:
    """Take over what the program did not say from the parent, as the CLI's engine does."""
    if parent is None:
        return
    options = parent.options
    request.deletedWith = request.deletedWith or options.deleted_with or ""
    if not request.HasField("protect") and options.protect:
        request.protect = True
    if not request.HasField("retainOnDelete") and options.retain_on_delete:
        request.retainOnDelete = True


def options_of(request: resource_pb2.RegisterResourceRequest, provider: str | None) -> Options:
    """The options of a request; `provider` is the URN of the one that serves it."""
    return Options(
        custom=request.custom,
        protect=request.protect,
        retain_on_delete=request.retainOnDelete,
        deleted_with=request.deletedWith or None,
        ignore_changes=tuple(request.ignoreChanges),
        parent=request.parent or None,
        provider=provider,
        dependencies=tuple(sorted(request.dependencies)),
        remote=request.remote,
    )


def is_in_callback(request: resource_pb2.RegisterResourceRequest) -> bool:
    """Whether a callback of `Output.apply` led to the request."""
    return any(frame.pc.uri.endswith(_OUTPUT_FILE) for frame in request.stackTrace.frames)


def is_telling(file: str, positions: Positions) -> bool:
    """Whether the functions above and below can learn anything from a frame of the file."""
    return file.endswith(_OUTPUT_FILE) or positions.of(file, 0) is not None


def position_of(
    request: resource_pb2.RegisterResourceRequest, positions: Positions
) -> SourcePosition | None:
    """The innermost line of the program that led to the request."""
    frames = ((frame.pc.uri, frame.pc.line) for frame in request.stackTrace.frames)
    return positions.first_uri(frames)
