"""Reading the JSON documents that Pulumi writes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from policy.errors import SourceError


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        SourceError: It cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not a text file in UTF-8") from error


def parse(text: str, path: Path) -> object:
    """A JSON document.

    Raises:
        SourceError: The text is not JSON, or nested too deeply.
    """
    try:
        return json.loads(text)
    except ValueError as error:
        raise SourceError(f"{path} is not JSON: {error}") from error
    except RecursionError as error:
        raise SourceError(f"{path} is nested too deeply") from error


def mapping(value: object) -> Mapping[str, object]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[object]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def texts(value: object) -> tuple[str, ...]:
    """The texts in a value that should be a list of texts."""
    return tuple(item for item in items(value) if isinstance(item, str))


def text(value: object) -> str:
    """The value if it is a text, else an empty one."""
    return value if isinstance(value, str) else ""
