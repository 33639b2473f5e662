"""`exempt`: expiring exemptions for all that fails today, so that a program can adopt the pack."""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from policy import provenance
from policy.commands.judging import judge
from policy.commands.output import write
from policy.errors import ExemptionError
from policy.exemptions import LONGEST
from policy.gate import Judgement
from policy.verdict import Verdict


def run(options: argparse.Namespace) -> int:
    """Judge the source and write one exemption for each control that is open today."""
    if not 0 < options.days <= LONGEST.days:
        raise ExemptionError(
            f"--days {options.days} is not between 1 and {LONGEST.days}", advice="choose fewer"
        )
    if options.owner.strip().casefold() == options.approver.strip().casefold():
        raise ExemptionError("owner and approver are the same", advice="name somebody else")
    today = provenance.now().date()
    covered = _open_results(judge(options).judgement)
    tables = [
        _table(number, control, urns, options, today)
        for number, (control, urns) in enumerate(sorted(covered.items()), start=1)
    ]
    write("\n".join(tables).encode(), options.output)
    sys.stderr.write(f"{len(tables)} exemptions for {sum(map(len, covered.values()))} results\n")
    return 0


def _open_results(judgement: Judgement) -> Mapping[str, list[str]]:
    covered: defaultdict[str, list[str]] = defaultdict(list)
    for result in judgement.results:
        if result.verdict in {Verdict.FAIL, Verdict.UNDETERMINED}:
            covered[result.control].append(result.urn)
    return covered


def _table(
    number: int, control: str, urns: list[str], options: argparse.Namespace, today: date
) -> str:
    texts = {
        "id": f"ADOPT-{today:%Y%m%d}-{number:03}",
        "control": control,
        "reason": options.reason,
        "owner": options.owner,
        "approver": options.approver,
        "ticket": options.ticket,
    }
    lines = ["[[exemption]]"]
    # A JSON string is a TOML basic string, and URNs hold no pattern characters by themselves.
    lines += [f"{name} = {json.dumps(text, ensure_ascii=False)}" for name, text in texts.items()]
    lines += [f"approved_on = {today}", f"expires_on = {today + timedelta(days=options.days)}"]
    lines += ["resources = [", *(f"  {json.dumps(urn)}," for urn in sorted(urns)), "]"]
    return "\n".join(lines) + "\n"
