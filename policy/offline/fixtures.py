"""Fixtures: what a program is told about the world outside of it.

A fixtures file is YAML or JSON:

    invokes:
      - token: aws:ec2/getVpc:getVpc
        arguments: {default: true}        # optional; each one must be equal
        result: {id: vpc-1, cidrBlock: 10.0.0.0/16}
    stackReferences:
      acme/network/dev: {vpcId: vpc-1}
    reads:
      - type: aws:s3/bucket:Bucket
        id: audit-logs                    # optional; any id without it
        properties: {arn: "arn:aws:s3:::audit-logs"}

Names inside are Pulumi's wire names (camelCase). The first entry that matches counts. What a
result leaves out stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import yaml

from policy.errors import SourceError

_SECTIONS: Final = ("invokes", "stackReferences", "reads")


@dataclass(frozen=True, slots=True)
class InvokeFixture:
    """The result of a look-up with the given arguments."""

    token: str
    result: Mapping[str, object]
    arguments: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadFixture:
    """The properties of an existing resource."""

    type: str
    properties: Mapping[str, object]
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Fixtures:
    """All answers of one fixtures file."""

    invokes: tuple[InvokeFixture, ...] = ()
    stack_references: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    reads: tuple[ReadFixture, ...] = ()

    def invoke(self, token: str, arguments: Mapping[str, object]) -> Mapping[str, object] | None:
        """The result for a look-up, if one is given."""
        for fixture in self.invokes:
            wanted = fixture.arguments.items()
            if fixture.token == token and all(arguments.get(key) == item for key, item in wanted):
                return fixture.result
        return None

    def read(self, token: str, identity: str) -> Mapping[str, object] | None:
        """The properties of an existing resource, if they are given."""
        for fixture in self.reads:
            if fixture.type == token and fixture.id in {None, identity}:
                return fixture.properties
        return None


def load(path: Path) -> Fixtures:
    """The fixtures in a file.

    Raises:
        SourceError: The file cannot be read or is not a fixtures file.
    """
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())
        raise SourceError(f"{path} is neither YAML nor JSON: {reason}") from error
    return _Reader(path).fixtures({} if document is None else document)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns the parsed document into fixtures and says where it is not one."""

    path: Path

    def fixtures(self, document: object) -> Fixtures:
        sections = self._mapping(document, "the file")
        unknown = sorted(set(sections) - set(_SECTIONS))
        if unknown:
            raise self._wrong(f"unknown section {unknown[0]}")
        references = self._mapping(sections.get("stackReferences", {}), "stackReferences")
        return Fixtures(
            invokes=tuple(map(self._invoke, self._list(sections.get("invokes", []), "invokes"))),
            stack_references={
                name: self._mapping(outputs, f"stackReferences.{name}")
                for name, outputs in references.items()
            },
            reads=tuple(map(self._read, self._list(sections.get("reads", []), "reads"))),
        )

    def _invoke(self, entry: object) -> InvokeFixture:
        fields = self._mapping(entry, "each entry of invokes")
        return InvokeFixture(
            token=self._text(fields.get("token"), "token of an invoke"),
            result=self._mapping(fields.get("result"), "result of an invoke"),
            arguments=self._mapping(fields.get("arguments", {}), "arguments of an invoke"),
        )

    def _read(self, entry: object) -> ReadFixture:
        fields = self._mapping(entry, "each entry of reads")
        identity = fields.get("id")
        return ReadFixture(
            type=self._text(fields.get("type"), "type of a read"),
            properties=self._mapping(fields.get("properties"), "properties of a read"),
            id=None if identity is None else self._text(identity, "id of a read"),
        )

    def _mapping(self, value: object, what: str) -> Mapping[str, object]:
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            raise self._wrong(f"{what} is not an object")
        return value

    def _list(self, value: object, what: str) -> list[object]:
        if not isinstance(value, list):
            raise self._wrong(f"{what} is not a list")
        return value

    def _text(self, value: object, what: str) -> str:
        if not isinstance(value, str) or not value:
            raise self._wrong(f"{what} is not a text")
        return value

    def _wrong(self, reason: str) -> SourceError:
        return SourceError(
            f"{self.path} is not a fixtures file: {reason}",
            advice="docs/offline-engine.md describes the format",
        )
