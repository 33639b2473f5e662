"""`check`: judge, say what was found, and answer with an exit code."""

from __future__ import annotations

import argparse

from policy.commands.judging import evidence_of
from policy.commands.output import render, write


def run(options: argparse.Namespace) -> int:
    """Judge the source and write the result in the format asked for."""
    evidence = evidence_of(options)
    write(render(evidence, options), options.output)
    return evidence.exit_code
