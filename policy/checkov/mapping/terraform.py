"""Terraform's resource types and attributes, read from an unpacked `@cdktf/provider-aws`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_TYPE: Final = re.compile(r'^\w+\.tfResourceType = "(aws_\w+)";', re.MULTILINE)
_FUNCTION: Final = re.compile(
    r"^function (\w+)ToTerraform\(struct\) \{.*?^    return \{\n(.*?)^    \};",
    re.MULTILINE | re.DOTALL,
)
_TOP: Final = re.compile(
    r"^    synthesizeAttributes\(\) \{\n        return \{\n(.*?)^        \};",
    re.MULTILINE | re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(r"^ +(\w+): (.*),$", re.MULTILINE)
_NESTED: Final = re.compile(r"(?<!\.)\b(\w+)ToTerraform\b")


@dataclass(frozen=True, slots=True)
class Block:
    """The attributes of a resource or of a nested block, by Terraform's name.

    An attribute that is a plain value, or a list or map of plain values, has no block.
    """

    attributes: Mapping[str, Block | None] = field(default_factory=dict)


def read_types(package: Path) -> Iterator[tuple[str, Block]]:
    """Every resource type of the package with its attributes.

    Args:
        package: The unpacked package; it has a folder `lib`.
    """
    for file in sorted(package.glob("lib/*/index.js")):
        text = file.read_text(encoding="utf-8")
        name, top = _TYPE.search(text), _TOP.search(text)
        if name and top and not file.parent.name.startswith("data-"):
            functions = {match[1]: match[2] for match in _functions(text, file.parent)}
            yield name[1], _block(top[1], functions, ())


def _functions(text: str, folder: Path) -> Iterator[re.Match[str]]:
    # Large resources keep their nested blocks in files of their own.
    texts = [text, *(f.read_text(encoding="utf-8") for f in sorted(folder.glob("index-*/*.js")))]
    for part in texts:
        yield from _FUNCTION.finditer(part)


def _block(body: str, functions: Mapping[str, str], above: tuple[str, ...]) -> Block:
    attributes: dict[str, Block | None] = {}
    for name, value in _ATTRIBUTE.findall(body):
        nested = _NESTED.search(value)
        known = nested is not None and nested[1] in functions and nested[1] not in above
        attributes[name] = (
            _block(functions[nested[1]], functions, (*above, nested[1]))
            if known and nested
            else None
        )
    return Block(attributes)
