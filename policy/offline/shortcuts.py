"""Functions of the SDK that a run replaces by quicker ones with the same outcome.

`tests/offline/test_shortcuts.py` compares each with the SDK's own.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from functools import cache, partial
from pathlib import PurePath
from types import FrameType
from typing import Final, cast

from pulumi import Output, Resource, _types
from pulumi.output import _OutputData
from pulumi.runtime import resource as registration
from pulumi.runtime import rpc
from pulumi.runtime.proto import source_pb2

from policy.offline.property_types import types_of, types_of_resource
from policy.offline.replacing import replaced

IsTelling = Callable[[str], bool]
"""Whether anybody cares that a frame of a file led to a registration."""
_CONSTRUCTORS: Final = 3


def shortcuts_taken(is_telling: IsTelling) -> AbstractContextManager[None]:
    """Let the SDK use what is quicker."""
    return replaced(
        {
            (registration, "_get_stack_trace"): partial(stack_trace, is_telling),
            (registration, "create_urn"): partial(create_urn, registration.create_urn),
            (rpc, "transfer_properties"): transfer_properties,
            (_types, "_types_from_py_properties"): types_of,
            (_types, "resource_types"): types_of_resource,
            (_types, "unwrap_type"): partial(unwrap, _types.unwrap_type),
            (_types, "unwrap_optional_type"): partial(unwrap, _types.unwrap_optional_type),
        }
    )


def stack_trace(is_telling: IsTelling) -> source_pb2.StackTrace:
    """The telling frames outside of the third constructor, seen from here.

    The SDK tells all frames, and reads the source of each. The three constructors are those of
    `Resource`, of `CustomResource` or `ComponentResource`, and of the resource's own class.
    """
    frame: FrameType | None = sys._getframe()  # noqa: SLF001  # no other way is as fast
    constructors = 0
    while frame and constructors < _CONSTRUCTORS:
        constructors += frame.f_code.co_name == "__init__"
        frame = frame.f_back
    frames = []
    while frame:
        if is_telling(frame.f_code.co_filename):
            frames.append(source_pb2.StackFrame(pc=_position(frame)))
        frame = frame.f_back
    return source_pb2.StackTrace(frames=frames)


def _position(frame: FrameType) -> source_pb2.SourcePosition | None:
    uri = _uri(frame.f_code.co_filename)
    return source_pb2.SourcePosition(uri=uri, line=frame.f_lineno) if uri else None


@cache
def _uri(file: str) -> str:
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else ""


def unwrap(original: Callable[[type], type], hint: object) -> object:
    """What is inside `Input`, `Output` or `Optional`; a class, most often, is inside of nothing."""
    return hint if isinstance(hint, type) else original(cast("type", hint))


def create_urn(
    original: Callable[..., Output[str]], name: object, kind: object, parent: object, *rest: object
) -> Output[str]:
    """A URN, at once where all parts are known.

    The SDK works one out for each registration, through eight outputs, and needs it only where it
    has no monitor to ask.
    """
    if isinstance(name, str) and isinstance(kind, str) and isinstance(parent, str) and not rest:
        return Output.from_input(f"{parent[: parent.rfind('::')]}${kind}::{name}")
    return original(name, kind, parent, *rest)


def transfer_properties(
    resource: Resource,
    properties: Iterable[str],
    custom: bool,  # noqa: FBT001  # the SDK's signature
) -> Mapping[str, Callable[..., None]]:
    """Give a resource an output for each of its inputs; what resolves each, by name.

    The SDK makes four futures and a task for each, seventeen times a resource. One future holds
    the same, as the SDK itself has it for URNs and ids.
    """
    resolvers = {}
    for name in properties:
        if name == "urn" or (name == "id" and custom):
            continue
        data: asyncio.Future[_OutputData[object]] = asyncio.Future()
        resolvers[name] = partial(_resolve, data, resource)
        vars(resource)[name] = Output._from_data(data)  # noqa: SLF001
    return resolvers


def _resolve(  # noqa: PLR0913, PLR0917  # the SDK's signature
    data: asyncio.Future[_OutputData[object]],
    resource: Resource,
    value: object,
    is_known: bool,  # noqa: FBT001
    is_secret: bool,  # noqa: FBT001
    dependencies: Iterable[Resource] | None,
    failure: Exception | None,
) -> None:
    if failure:
        data.set_exception(failure)
    else:
        origins = {*(dependencies or ()), resource}
        data.set_result(_OutputData(origins, value, is_known, is_secret))
