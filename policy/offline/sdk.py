"""Every place where the engine reaches below the documented surface of the Pulumi SDK.

`tests/offline/test_sdk.py` fails when a release of the SDK changes what is used here.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePath
from types import FrameType
from typing import Final, cast

from pulumi import Output, Resource, _types
from pulumi.runtime import resource as registration
from pulumi.runtime import rpc
from pulumi.runtime.proto import source_pb2

from policy.offline import lazy_packages

Observer = Callable[[Resource], None]
_CONSTRUCTORS: Final = 3


@contextmanager
def output_values_kept(saw: Observer) -> Iterator[None]:
    """Make the SDK send inputs of every resource as output values, as it does for remote ones.

    An output value tells for each single leaf which resources it comes from and whether it is
    secret; otherwise the SDK tells the former only for whole top-level properties.

    Args:
        saw: Told of each resource whose inputs are sent.
    """
    original = rpc.serialize_properties
    signature = inspect.signature(original)

    async def serialize(*arguments: object, **options: object) -> object:
        bound = signature.bind(*arguments, **options)
        resource = bound.arguments.get("resource_obj")
        if isinstance(resource, Resource):
            saw(resource)
            bound.arguments["keep_output_values"] = True
        return await original(*bound.args, **bound.kwargs)

    rpc.serialize_properties = serialize  # type: ignore[assignment]  # it binds the same arguments
    try:
        yield
    finally:
        rpc.serialize_properties = original


@contextmanager
def quick_stack_traces() -> Iterator[None]:
    """Give the SDK's own stack traces faster: it reads the sources of all frames, for nothing."""
    original = registration._get_stack_trace  # noqa: SLF001
    registration._get_stack_trace = stack_trace  # noqa: SLF001
    try:
        yield
    finally:
        registration._get_stack_trace = original  # noqa: SLF001


def stack_trace() -> source_pb2.StackTrace:
    """The frames outside of the third constructor, seen from here, as the SDK has them.

    The three are those of `Resource`, of `CustomResource` or `ComponentResource`, and of the
    resource's own class.
    """
    frame: FrameType | None = sys._getframe()  # noqa: SLF001  # no other way is as fast
    constructors = 0
    while frame and constructors < _CONSTRUCTORS:
        constructors += frame.f_code.co_name == "__init__"
        frame = frame.f_back
    frames = []
    while frame:
        frames.append(source_pb2.StackFrame(pc=_position(frame)))
        frame = frame.f_back
    return source_pb2.StackTrace(frames=frames)


def _position(frame: FrameType) -> source_pb2.SourcePosition | None:
    uri = _uri(frame.f_code.co_filename)
    return source_pb2.SourcePosition(uri=uri, line=frame.f_lineno) if uri else None


@functools.cache
def _uri(file: str) -> str:
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else ""


@functools.cache
def output_types(resource_class: type) -> Mapping[str, object]:
    """Wire name to type of each output of a resource class; optional ones as `Optional[T]`."""
    types: dict[str, object] = {}
    for name, hint in _types._raw_return_hints(resource_class).items():  # noqa: SLF001
        arguments = getattr(hint, "__args__", ())
        is_output = getattr(hint, "__origin__", None) is Output
        types[name] = arguments[0] if is_output and arguments else hint
    return types


@functools.cache
def result_type(token: str) -> type | None:
    """The class of a look-up's result, if the program's SDK has loaded one for the token."""
    package, _, rest = token.partition(":")
    function = rest.rpartition(":")[2]
    wanted = f"{function[:1].upper()}{function[1:]}Result"
    prefix = f"pulumi_{package.replace('-', '_')}"
    lazy_packages.load(wanted, prefix)
    group = rest.partition("/")[0].partition(":")[0].lower()
    found = [
        candidate
        for name, module in sorted(sys.modules.items())
        if name.startswith(prefix)
        and isinstance(candidate := vars(module).get(wanted), type)
        and candidate.__module__ == name
    ]
    in_group = [item for item in found if f".{group}." in f".{item.__module__}."]
    return next(iter(in_group or found), None)


def fields_of(result_class: type) -> Mapping[str, object]:
    """Wire name to type of each field of a look-up's result, or of an object inside."""
    if not _types.is_output_type(result_class):
        return {}
    return cast("Mapping[str, object]", _types._raw_return_hints(result_class))  # noqa: SLF001


def accepts(value: object, wanted: object) -> bool:
    """Whether the SDK can turn a plain value into an output of the type."""
    try:
        rpc.translate_output_properties(
            value,
            lambda name: name,
            cast("type | None", wanted),
            transform_using_type_metadata=True,
        )
    except (AssertionError, TypeError, ValueError):
        return False
    return True
