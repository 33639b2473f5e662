"""`checkov`: what the real Checkov says of the same resources, with the pack's words."""

from __future__ import annotations

import argparse

from policy import exemptions
from policy.assembly import assemble
from policy.checkov.telling import own_document
from policy.commands.judging import judge, opinion_on
from policy.commands.output import render, write
from policy.exemptions import ExemptionFile


def run(options: argparse.Namespace) -> int:
    """Ask Checkov and write what it said in the format asked for."""
    allowed = exemptions.load(options.exemptions) if options.exemptions else ExemptionFile()
    # The file is for Checkov's checks; the pack's own judgement only lends its words.
    judged = judge(argparse.Namespace(**{**vars(options), "exemptions": None}))
    ours = assemble(judged.judgement, judged.facts)
    context = judged.judgement.context
    opinion = opinion_on(context, options)
    evidence = own_document(opinion, ours, context, judged.facts, allowed)
    write(render(evidence, options), options.output)
    return evidence.exit_code
