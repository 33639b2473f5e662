"""How long a report of 1,000 results takes: `python -m benchmarks.report`.

Warm. The budget is 2 s for everything but PDF in both languages, and 8 s for the PDF. Its two
languages are two files; they are measured each by itself, and both at once as a report makes them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from policy.assembly import RunFacts, assemble
from policy.controls import CONTROLS
from policy.evidence import Evidence, ResultRecord
from policy.exemptions import ExemptionFile
from policy.families import Family
from policy.gate import judge_graph
from policy.offline import ProgramRun, run_program
from policy.pack_config import PackConfig
from policy.report.language import Language
from policy.report.page import Page, build_page
from policy.report.writing import FORMATS, render_files
from policy.verdict import Verdict
from tests.report.sample import control, make_evidence, many_failures, result, urn_of

_ROOT = Path(__file__).resolve().parent.parent
_RESULTS = 1_000
_CONTROLS = 40
_VERDICTS = (Verdict.PASS, Verdict.PASS, Verdict.FAIL, Verdict.UNDETERMINED)


def main() -> None:
    """Measure failures of one kind, results no two of which are alike, and results of the stack."""
    for name, evidence in (
        ("alike", many_failures(_RESULTS)),
        ("all different", _varied()),
        ("of the stack", _of_the_stack()),
    ):
        _report_on(name, build_page(evidence))


def _report_on(name: str, page: Page) -> None:
    languages = list(Language)
    quick = [item for item in FORMATS if item != "pdf"]
    render_files(page, list(FORMATS), languages)
    taken = _measure(lambda: render_files(page, quick, languages))
    print(f"{_RESULTS} results, {name}: {taken} for {', '.join(quick)}")
    for chosen in (*([language] for language in languages), languages):
        taken = _measure(lambda: render_files(page, ["pdf"], chosen))  # noqa: B023  # called here
        print(f"{_RESULTS} results, {name}: {taken} for the PDF in {' and '.join(chosen)}")


def _measure(work: Callable[[], object]) -> str:
    """Wall and processor time: they differ where others use the machine."""
    started, computed = time.perf_counter(), time.process_time()
    work()
    wall, computing = time.perf_counter() - started, time.process_time() - computed
    return f"{wall:.2f} s ({computing:.2f} s of this process)"


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


def _of_the_stack() -> Evidence:
    """All resources and controls of the stack, and every nth of the results that decide it."""
    started = datetime.now(UTC)
    graph = run_program(ProgramRun(directory=_ROOT, stack="dev")).graph
    judgement = judge_graph(graph, CONTROLS, PackConfig(), ExemptionFile(), started.date())
    evidence = assemble(
        judgement, RunFacts(started=started, source="offline", mode="symbolic", directory=_ROOT)
    )
    decided = [item for item in evidence.results if item.verdict != Verdict.NOT_APPLICABLE]
    chosen = [decided[number * len(decided) // _RESULTS] for number in range(_RESULTS)]
    return msgspec.structs.replace(evidence, results=chosen)


if __name__ == "__main__":
    main()
