"""The types of the properties of the SDK's classes, each resolved when it is asked for.

Before it reads the first, the SDK resolves the annotations of all properties of a resource and of
its arguments, and each may name classes that must be made for it. A resource has dozens of
properties, of which a program sets a handful; to resolve only these saves 0.1 s of a check.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Final, ForwardRef, cast, get_type_hints

from pulumi import Output, _types

_LOCALS: Final = {"Output": Output, "T": type(None)}
"""Names in annotations that the SDK's own `Input` brings along."""


class PropertyTypes(Mapping[str, object]):
    """Wire name to type: `T` for a property that is `Input[T]`, `Output[T]` or `Optional[T]`."""

    def __init__(self, owner: type) -> None:
        self._owner = owner
        self._getters = {wire: item.fget for _, wire, item in _types._py_properties(owner)}  # noqa: SLF001
        self._hints: dict[str, object] = {}
        self._types: dict[str, object] = {}

    def __getitem__(self, name: str) -> object:
        if name not in self._types:
            # A bare `Output` tells no type.
            unwrapped = _types.unwrap_type(cast("type", self.hint(name)))
            self._types[name] = None if unwrapped is Output else unwrapped
        if self._types[name] is None:
            raise KeyError(name)
        return self._types[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._getters if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def hint(self, name: str) -> object:
        """The resolved annotation of a property; `None` if there is no such property."""
        if name not in self._getters:
            return None
        if name not in self._hints:
            written = self._written(name)
            plain = isinstance(inside_output(written), type)
            self._hints[name] = written if plain else self._resolved(name)
        return self._hints[name]

    @functools.cached_property
    def texts(self) -> tuple[str, ...]:
        """The properties that are `Output[str]`."""
        return tuple(name for name in self._getters if self._is_text(name))

    def _is_text(self, name: str) -> bool:
        inside = inside_output(self._written(name))
        if isinstance(inside, str | ForwardRef):
            inside = inside_output(self.hint(name))
        return inside is str

    def _written(self, name: str) -> object:
        """The annotation as it stands there, in which names of classes may be texts."""
        return getattr(self._getters[name], "__annotations__", {}).get("return")

    def _resolved(self, name: str) -> object:
        return get_type_hints(self._getters[name], self._names, _LOCALS).get("return")

    @functools.cached_property
    def _names(self) -> dict[str, object]:
        return _types._globals_for_cls(self._owner) or {}  # noqa: SLF001


@functools.cache
def types_of(owner: type) -> PropertyTypes:
    """The types of a class's properties."""
    return PropertyTypes(owner)


@functools.cache
def types_of_resource(resource_class: type) -> Mapping[str, object]:
    """The types of a resource's outputs, be they properties or, as in old SDKs, annotations."""
    types = types_of(resource_class)
    annotated = _types._types_from_annotations(resource_class)  # noqa: SLF001
    return {**annotated, **types} if annotated else types


def inside_output(hint: object) -> object:
    """`T` for `Output[T]`, everything else as it is."""
    arguments = getattr(hint, "__args__", ())
    return arguments[0] if getattr(hint, "__origin__", None) is Output and arguments else hint
