"""Python type annotations of the SDK, read as kinds of property values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_WRAPPER: Final = re.compile(r"(pulumi\.Input|Optional)\[(.*)\]$")
_LIST: Final = re.compile(r"Sequence\[(.*)\]$")
_MAP: Final = re.compile(r"Mapping\[(?:_builtins\.)?str, (.*)\]$")
_UNION: Final = re.compile(r"Union\[([^,]+), (.*)\]$")
_CLASS: Final = re.compile(r"'([\w.]+)'")
_SCALARS: Final = {
    "_builtins.str": "string",
    "_builtins.bool": "boolean",
    "_builtins.int": "integer",
    "_builtins.float": "number",
}


@dataclass(frozen=True, slots=True)
class ValueType:
    """What a property holds.

    Attributes:
        kind: `string`, `boolean`, `integer`, `number`, `object`, or `any` for the rest.
        steps: What must be unpacked to reach the value: `[]` for each list, `{}` for each map.
        nested: Names of the nested input classes that describe an object.
    """

    kind: str
    steps: str = ""
    nested: tuple[str, ...] = ()


def read_type(annotation: str) -> ValueType:
    """The value type of an annotation such as `pulumi.Input[Optional[_builtins.str]]`.

    A text that may also be given as an object is a `string`: the pack reads both alike.
    """
    steps = ""
    while True:
        if match := _WRAPPER.match(annotation):
            annotation = match[2]
        elif match := _LIST.match(annotation):
            annotation, steps = match[1], steps + "[]"
        elif match := _MAP.match(annotation):
            annotation, steps = match[1], steps + "{}"
        elif (match := _UNION.match(annotation)) and match[1] in _SCALARS:
            return ValueType(_SCALARS[match[1]], steps)
        else:
            return _leaf(annotation, steps)


def _leaf(annotation: str, steps: str) -> ValueType:
    if annotation in _SCALARS:
        return ValueType(_SCALARS[annotation], steps)
    nested = tuple(name for name in _CLASS.findall(annotation) if name.endswith("Args"))
    if nested:
        return ValueType("object", steps, nested)
    # The remaining quoted names are enumerations of texts.
    return ValueType("string" if _CLASS.fullmatch(annotation) else "any", steps)
