"""Each shortcut comes out where the SDK does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Optional

import pulumi
import pulumi_aws as aws
import pytest
from pulumi import _types
from pulumi.runtime import resource as registration
from pulumi.runtime import rpc

from policy.offline import shortcuts
from policy.offline.shortcuts import shortcuts_taken


def everything(_file: str) -> bool:
    return True


def here(file: str) -> bool:
    return file == __file__


class Base:
    def __init__(self, is_telling: Callable[[str], bool]) -> None:
        self.traces = traces(is_telling)


class Custom(Base):
    def __init__(self, is_telling: Callable[[str], bool]) -> None:
        super().__init__(is_telling)


class Own(Custom):
    def __init__(self, is_telling: Callable[[str], bool]) -> None:
        super().__init__(is_telling)


def traces(is_telling: Callable[[str], bool]) -> tuple[object, object]:
    ours = shortcuts.stack_trace(is_telling)
    return (ours, registration._get_stack_trace())  # noqa: SLF001


def lines(trace: object) -> list[tuple[str, int]]:
    return [(item.pc.uri, item.pc.line) for item in trace.frames]  # type: ignore[attr-defined]


def test_stack_traces_hold_the_telling_frames_of_the_sdk() -> None:
    ours, theirs = Own(here).traces
    (file, _), *_ = lines(ours)
    assert file.endswith("/test_shortcuts.py")
    assert lines(ours) == [item for item in lines(theirs) if item[0] == file]


def test_stack_traces_are_those_of_the_sdk_when_everything_tells() -> None:
    ours, theirs = Own(everything).traces
    assert lines(ours)[1:] == lines(theirs)[1:]
    assert lines(traces(everything)[0]) == lines(traces(everything)[1])


@pytest.mark.parametrize("parent", ["", "urn:pulumi:dev::shop::acme:shop:Orders::orders"])
def test_urns(parent: str) -> None:
    async def both() -> list[str | None]:
        parts = ("queue", "aws:sqs/queue:Queue", parent)
        quick = shortcuts.create_urn(registration.create_urn, *parts)
        return [await item.future() for item in (quick, registration.create_urn(*parts))]

    ours, theirs = asyncio.run(both())
    assert ours == theirs


def test_urns_of_parts_that_are_not_known_yet_are_those_of_the_sdk() -> None:
    async def both() -> list[str | None]:
        parts = ("queue", pulumi.Output.from_input("aws:sqs/queue:Queue"), "urn:pulumi:a::b::c::d")
        quick = shortcuts.create_urn(registration.create_urn, *parts)
        return [await item.future() for item in (quick, registration.create_urn(*parts))]

    ours, theirs = asyncio.run(both())
    assert ours == theirs


class Thing(pulumi.CustomResource):
    """A resource that nobody registers."""

    def __init__(self) -> None:
        """Has no parts."""


Transfer = Callable[..., Mapping[str, Callable[..., None]]]


async def transferred(transfer: Transfer, resolution: tuple[object, ...]) -> list[object]:
    thing = Thing()
    resolvers = transfer(thing, {"urn": 1, "id": 2, "size": 3}, True)  # noqa: FBT003
    resolvers["size"](*resolution)
    (size,) = [item for item in vars(thing).values() if isinstance(item, pulumi.Output)]
    try:
        value = await size.future()
    except ValueError as error:
        return [sorted(resolvers), str(error)]
    known, secret, origins = await size.is_known(), await size.is_secret(), await size.resources()
    return [sorted(resolvers), value, known, secret, len(origins), thing in origins]


@pytest.mark.parametrize(
    "resolution",
    [
        (3, True, False, None, None),
        ("text", True, True, frozenset(), None),
        (None, False, False, None, None),
        ([rpc.UNKNOWN], True, False, None, None),
        (None, True, False, None, ValueError("refused")),
    ],
)
def test_outputs_of_inputs(resolution: tuple[object, ...]) -> None:
    ours = asyncio.run(transferred(shortcuts.transfer_properties, resolution))
    assert ours == asyncio.run(transferred(rpc.transfer_properties, resolution))


def test_outputs_depend_on_what_they_were_resolved_with() -> None:
    resolution = (3, True, False, {Thing()}, None)
    ours = asyncio.run(transferred(shortcuts.transfer_properties, resolution))
    assert ours == [["size"], 3, True, False, 2, True]
    assert ours == asyncio.run(transferred(rpc.transfer_properties, resolution))


@pytest.mark.parametrize(
    "hint",
    [
        str, type(None), aws.kms.KeyArgs, pulumi.Output, list[str], str | None,
        pulumi.Output[str], pulumi.Input[str], pulumi.Input[str | None], str | int,
        Optional[pulumi.Input[str]], pulumi.Input[aws.kms.KeyArgs],  # noqa: UP045  # as generated pulumi.InputType[aws.kms.KeyArgs],
    ],
)  # fmt: skip
def test_what_is_inside_a_type(hint: type) -> None:
    for original in (_types.unwrap_type, _types.unwrap_optional_type):
        assert shortcuts.unwrap(original, hint) == original(hint)


def test_the_sdk_is_left_as_it_was() -> None:
    original = rpc.transfer_properties
    with shortcuts_taken(everything):
        assert rpc.transfer_properties is not original
    assert rpc.transfer_properties is original
