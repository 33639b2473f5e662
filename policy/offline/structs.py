"""Between protobuf structs and plain Python values."""

from __future__ import annotations

from collections.abc import Mapping

from google.protobuf.struct_pb2 import ListValue, Struct, Value


def from_struct(struct: Struct) -> dict[str, object]:
    """The struct's members as plain values; numbers stay `float`, as on the wire."""
    return {name: _from_value(value) for name, value in struct.fields.items()}


def to_struct(members: Mapping[str, object]) -> Struct:
    """A struct of plain values; what JSON has no form for becomes its text."""
    return Struct(fields={str(name): _to_value(item) for name, item in members.items()})


def _from_value(value: Value) -> object:
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return from_struct(value.struct_value)
    if kind == "list_value":
        return [_from_value(item) for item in value.list_value.values]
    return None if kind in {None, "null_value"} else getattr(value, kind)


def _to_value(value: object) -> Value:
    match value:
        case None:
            return Value(null_value=0)  # type: ignore[arg-type]  # the enum's only member
        case bool():
            return Value(bool_value=value)
        case int() | float():
            return Value(number_value=value)
        case Mapping():
            return Value(struct_value=to_struct(value))
        case list() | tuple():
            return Value(list_value=ListValue(values=[_to_value(item) for item in value]))
    return Value(string_value=str(value))
