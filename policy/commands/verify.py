"""`verify`: whether a report is, byte for byte, what was written."""

from __future__ import annotations

import argparse
import sys

from policy.gate import ExitCode


def run(options: argparse.Namespace) -> int:
    """Name every file that was changed, removed or added since the report was written.

    `--again` renders the report once more from its evidence, which also finds a change whose
    author put new digests into the manifest.
    """
    from policy.report import verify  # noqa: PLC0415  # only this command needs it

    problems = verify(options.directory, again=options.again)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    if problems:
        return ExitCode.VIOLATION
    sys.stdout.write(f"{options.directory}: every file is as it was written\n")
    return ExitCode.SATISFIED
