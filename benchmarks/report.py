"""How long a report of 1,000 results takes: `python -m benchmarks.report`.

Warm, in one process, both languages at once. The budget is 2 s for everything but PDF, and 8 s
for one PDF.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from policy.evidence import Evidence, ResultRecord
from policy.families import Family
from policy.report.language import Language
from policy.report.page import build_page
from policy.report.writing import FORMATS, render_files
from policy.verdict import Verdict
from tests.report.sample import control, make_evidence, many_failures, result, urn_of

_RESULTS = 1_000
_CONTROLS = 40
_VERDICTS = (Verdict.PASS, Verdict.PASS, Verdict.FAIL, Verdict.UNDETERMINED)


def main() -> None:
    """Measure evidence of one kind of failure, and evidence in which no two results are alike."""
    for name, evidence in (("alike", many_failures(_RESULTS)), ("all different", _varied())):
        page = build_page(evidence)
        languages = list(Language)
        quick = [item for item in FORMATS if item != "pdf"]
        render_files(page, FORMATS, languages)
        taken = _measure(lambda: render_files(page, quick, languages))  # noqa: B023  # called here
        print(f"{_RESULTS} results, {name}: {taken} for {', '.join(quick)}")
        for language in languages:
            taken = _measure(lambda: render_files(page, ["pdf"], [language]))  # noqa: B023  # called here
            print(f"{_RESULTS} results, {name}: {taken} for the PDF in {language}")


def _measure(work: Callable[[], object]) -> str:
    """Wall and processor time: they differ where others use the machine."""
    started, computed = time.perf_counter(), time.process_time()
    work()
    wall, computing = time.perf_counter() - started, time.process_time() - computed
    return f"{wall:.2f} s ({computing:.2f} s of processor)"


def _varied() -> Evidence:
    families = list(Family)
    controls = [
        control(f"control-{number}", families[number % 10], f"Title {number}", f"題名 {number}")
        for number in range(_CONTROLS)
    ]
    return make_evidence(
        [_result(number, families) for number in range(_RESULTS)],
        controls=controls,
        exemptions=(),
    )


def _result(number: int, families: list[Family]) -> ResultRecord:
    return result(
        f"control-{number % _CONTROLS}",
        families[number % _CONTROLS % 10],
        urn_of("aws:sqs/queue:Queue", f"queue-{number // _CONTROLS}-dev"),
        _VERDICTS[number % len(_VERDICTS)],
        found=f"value {number}",
    )


if __name__ == "__main__":
    main()
