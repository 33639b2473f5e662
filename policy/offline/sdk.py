"""Places where the engine reaches below the documented surface of the Pulumi SDK.

The others are `shortcuts`, `property_types` and `lazy_classes`.

`tests/offline/test_sdk.py` fails when a release of the SDK changes what is used here.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import cast

from pulumi import Resource, _types
from pulumi.runtime import rpc

from policy.offline import lazy_packages, property_types

Observer = Callable[[Resource], None]


@contextmanager
def output_values_kept(saw: Observer) -> Iterator[None]:
    """Make the SDK send inputs of every resource as output values, as it does for remote ones.

    An output value tells for each single leaf which resources it comes from and whether it is
    secret; otherwise the SDK tells the former only for whole top-level properties.

    Inputs that are `None`, nine in ten, are left out before the SDK looks at them: it would find
    out the type of each, and leave it out in the end.

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
            inputs = bound.arguments["inputs"]
            bound.arguments["inputs"] = {
                name: inputs[name] for name in inputs if inputs[name] is not None
            }
            bound.arguments["keep_output_values"] = True
        return await original(*bound.args, **bound.kwargs)

    rpc.serialize_properties = serialize  # type: ignore[assignment]  # it binds the same arguments
    try:
        yield
    finally:
        rpc.serialize_properties = original


def output_type(resource_class: type, name: str) -> object:
    """The type of an output by its wire name; an optional one as `Optional[T]`."""
    return property_types.inside_output(property_types.types_of(resource_class).hint(name))


def text_outputs(resource_class: type) -> Iterable[str]:
    """The wire names of the outputs that are texts and never absent."""
    return property_types.types_of(resource_class).texts


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
