"""What a second opinion costs: conversion, Checkov, and the judging of its verdicts.

    python -m benchmarks.checkov

Runs over this project's stack; Checkov's part needs its environment, see docs/checkov.md.
"""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from policy.checkov.conversion import convert
from policy.checkov.environment import checkov_python
from policy.checkov.mapping.names import load_names
from policy.checkov.opinions import opinions
from policy.checkov.running import run
from policy.errors import CheckovError
from policy.offline import ProgramRun, run_program

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5


def main() -> None:
    """Measure and print."""
    graph = run_program(ProgramRun(directory=ROOT)).graph
    names = load_names()
    taken = []
    for _ in range(ROUNDS):
        started = time.process_time()
        plan = convert(graph, names)
        taken.append(time.process_time() - started)
    size, first = len(plan.urns), taken[0]
    print(f"conversion of {size} resources: {median(taken):.3f} s, first {first:.3f} s")
    try:
        python = checkov_python(None)
    except CheckovError as error:
        print(error)
        return
    wall = time.perf_counter()
    found = run(plan, python)
    print(f"Checkov, with its start: {time.perf_counter() - wall:.1f} s")
    started = time.process_time()
    results = opinions(plan, found)
    print(f"judging {len(results)} verdicts: {time.process_time() - started:.3f} s")


if __name__ == "__main__":
    main()
