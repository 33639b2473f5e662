"""The outputs that a registered resource is answered with."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from types import UnionType
from typing import Union, get_args, get_origin

from policy.offline import sdk
from policy.offline.request import Mode
from policy.offline.session import Session
from policy.sources import wire


def outputs(
    session: Session, urn: str, token: str, name: str, inputs: Mapping[str, object]
) -> dict[str, object]:
    """Inputs as outputs, as the CLI's preview has them, and stand-ins in symbolic mode.

    Every output that is left out is unknown to the program.
    """
    resource_class = session.classes.get((token, name))
    if resource_class is None:
        return {key: plain(value) for key, value in inputs.items()}
    known = {key: _fitted(plain(value), resource_class, key) for key, value in inputs.items()}
    if session.mode is Mode.SYMBOLIC:
        known |= {
            key: session.stand_ins.computed(urn, token, key)
            for key in sdk.text_outputs(resource_class)
            if key not in known
        }
    return known


def mark_secret(outputs: Mapping[str, object], names: Collection[str]) -> dict[str, object]:
    """The outputs, of which the named ones are secret."""
    return {
        key: _secret(value) if key in names and not _is_secret(value) else value
        for key, value in outputs.items()
    }


def plain(value: object) -> object:
    """A wire value without output values: known, reserved text, or secret envelope."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    if value.get(wire.SIGNATURE_KEY) == wire.OUTPUT_VALUE:
        inner = plain(value.get("value", wire.UNKNOWN_TEXT))
        return _secret(inner) if value.get("secret") is True else inner
    if value.get(wire.SIGNATURE_KEY) == wire.RESOURCE_REFERENCE and "id" in value:
        return value["id"] or wire.UNKNOWN_TEXT
    return {key: plain(item) for key, item in value.items()}


def revealed(value: object) -> object:
    """A plain wire value without secret envelopes."""
    if isinstance(value, list):
        return [revealed(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    if _is_secret(value):
        return revealed(value.get("value"))
    return {key: revealed(item) for key, item in value.items()}


def _fitted(value: object, resource_class: type, name: str) -> object:
    """The value in the type of the output: providers turn documents into JSON text."""
    shown = revealed(value)
    if not isinstance(shown, list | dict) or _is_asset(shown):
        return value
    wanted = sdk.output_type(resource_class, name)
    if wanted is None:
        return value
    if _without_none(wanted) is str:
        text = json.dumps(shown)
        fitted: object = wire.UNKNOWN_TEXT if wire.UNKNOWN_TEXT in text else text
    elif sdk.accepts(shown, wanted):
        return value
    else:
        fitted = wire.UNKNOWN_TEXT
    return fitted if shown == value else _secret(fitted)


def _without_none(wanted: object) -> object:
    if get_origin(wanted) not in {Union, UnionType}:
        return wanted
    members = [item for item in get_args(wanted) if item is not type(None)]
    return members[0] if len(members) == 1 else wanted


def _is_asset(value: object) -> bool:
    return isinstance(value, Mapping) and wire.SIGNATURE_KEY in value


def _is_secret(value: object) -> bool:
    return isinstance(value, Mapping) and value.get(wire.SIGNATURE_KEY) == wire.SECRET


def _secret(value: object) -> dict[str, object]:
    return {wire.SIGNATURE_KEY: wire.SECRET, "value": value}
