"""`check`: judge, say what was found, and answer with an exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import cast

from policy import evidence as documents
from policy.assembly import assemble
from policy.commands.judging import judge
from policy.commands.output import write
from policy.evidence import Evidence
from policy.sinks import text


def run(options: argparse.Namespace) -> int:
    """Judge the source and write the result in the format asked for."""
    judged = judge(options)
    evidence = assemble(judged.judgement, judged.facts)
    write(_render(evidence, options), options.output)
    return evidence.exit_code


def _render(evidence: Evidence, options: argparse.Namespace) -> bytes:
    if options.format == "json":
        return documents.to_json(evidence)
    if options.format == "text":
        colours = options.output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        return text.render(evidence, options.lang, colours=colours).encode()
    # Only the format asked for is imported: a check must start fast.
    module = import_module(f"policy.report.formats.{options.format}")
    return cast("Callable[[Evidence], bytes]", module.render)(evidence)
