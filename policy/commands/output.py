"""Rendering what a command made, and writing it to a file or to standard output."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from policy import evidence as documents
from policy.errors import PolicyError
from policy.evidence import Evidence
from policy.report.language import Language
from policy.sinks import text


def render(evidence: Evidence, options: argparse.Namespace) -> bytes:
    """Evidence in the format that the options ask for."""
    if options.format == "json":
        return documents.to_json(evidence)
    if options.format == "text":
        colours = options.output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        return text.render(evidence, options.lang, colours=colours).encode()
    # Only the format asked for is imported: a check must start fast.
    module = import_module(f"policy.report.formats.{options.format}")
    renderer = cast("Callable[[Evidence, Language], bytes]", module.render)
    return renderer(evidence, Language(options.lang))


def write(data: bytes, path: Path | None) -> None:
    """Write bytes to a file, or to standard output where there is none.

    Raises:
        PolicyError: The file cannot be written.
    """
    if path is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise PolicyError(
            f"cannot write {path} ({error.strerror})", advice="choose another --output"
        ) from error
