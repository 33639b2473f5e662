"""`report`: the auditor's folder, from evidence or from a fresh judgement."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from policy import evidence as documents
from policy.commands.judging import evidence_of
from policy.errors import EvidenceError
from policy.evidence import Evidence


def run(options: argparse.Namespace) -> int:
    """Write the report; its exit code tells whether it was written, not what it says."""
    from policy.report import write_report  # noqa: PLC0415  # brings the heavy renderers along

    evidence = read(options.evidence) if options.evidence else evidence_of(options)
    written = write_report(
        evidence,
        options.output,
        formats=_list(options.format),
        languages=_list(options.lang),
        earlier=read(options.compare) if options.compare else None,
    )
    sys.stderr.write(f"wrote {len(written)} files to {options.output}\n")
    return 0


def read(path: Path) -> Evidence:
    """Evidence from a file.

    Raises:
        EvidenceError: It cannot be read or is not evidence.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EvidenceError(
            f"cannot read {path} ({error.strerror})", advice="name an evidence file"
        ) from error
    return documents.from_json(data, str(path))


def _list(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split(",") if item.strip())
