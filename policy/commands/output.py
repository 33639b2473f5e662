"""Writing what a command made, to a file or to standard output."""

from __future__ import annotations

import sys
from pathlib import Path

from policy.errors import PolicyError


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
