"""Names that a program may give its resources and that no format may take literally."""

from __future__ import annotations

from policy.evidence import Evidence
from policy.families import Family
from policy.verdict import Verdict
from tests.report.sample import make_evidence, result, urn_of

NAMES = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://example.com","x")',
    "+1+1",
    "@SUM(A1)",
    "-2+3",
    "\ttab",
    "a\x00b\x0bc\ud7ff",
    "]]>&amp;<!--",
    "line\nbreak,::error::x",
    "100%0A",
    "日本語の名前",
    "\N{GRINNING FACE}",
)


def hostile_evidence() -> Evidence:
    """A failing result on a resource of each name."""
    results = [
        result(
            "rds-instance-multi-az",
            Family.MULTI_AZ,
            urn_of("aws:rds/instance:Instance", name),
            Verdict.FAIL,
            found=name,
        )
        for name in NAMES
    ]
    return make_evidence(results)
