"""Judging a resource by rows of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from policy.catalog.conditions import counts
from policy.catalog.paths import block_of, value_at
from policy.catalog.rows import Absence, Row
from policy.control import Context
from policy.demands.words import WORDS, Demand, settled
from policy.expectations import expect
from policy.graph import ABSENT, Reading, Resource
from policy.verdict import Observation, Verdict

_MEANING = {
    Absence.PASS: Verdict.PASS,
    Absence.FAIL: Verdict.FAIL,
    Absence.FAIL_IN_BLOCK: Verdict.FAIL,
    Absence.UNDETERMINED: Verdict.UNDETERMINED,
    Absence.NOT_APPLICABLE: Verdict.NOT_APPLICABLE,
}


def judge_rows(rows: Iterable[Row], resource: Resource, context: Context) -> Iterator[Observation]:
    """What every row that counts for the resource says."""
    for row in rows:
        yield from judge_row(row, resource, context)


def judge_row(row: Row, resource: Resource, context: Context) -> Iterator[Observation]:
    """What one row says about each value at its path."""
    word = WORDS[row.expectation]
    expectation = expect(resource, row.path, absent=_MEANING[row.absence])
    observations = word.judge(Demand(expectation, settled(row.argument, context), context))
    if word.of_all:
        yield from _weighed(row, resource, "", observations)
        return
    by_path = {observation.path: observation for observation in observations}
    for reading in resource.read(row.path):
        observation = by_path.get(reading.path)
        if observation is not None and _is_there(row, resource, reading):
            yield from _weighed(row, resource, reading.path, (observation,))


def _weighed(
    row: Row, resource: Resource, path: str, observations: Iterable[Observation]
) -> Iterator[Observation]:
    """The observations as far as the row's conditions let them count."""
    answer = counts(row, resource.properties, path)
    if answer is not False:
        yield from observations if answer else map(_unless_certain, observations)


def _is_there(row: Row, resource: Resource, reading: Reading) -> bool:
    """Whether there is something to judge where nothing is set."""
    if not reading.is_absent:
        return True
    if row.absence is Absence.NOT_APPLICABLE:
        return False
    if row.absence is not Absence.FAIL_IN_BLOCK:
        return True
    block = block_of(reading.path)
    return "[]" not in reading.path and value_at(resource.properties, block) is not ABSENT


def _unless_certain(observation: Observation) -> Observation:
    """An observation whose row may or may not count: a failure is then not certain."""
    if observation.verdict is Verdict.FAIL:
        return replace(observation, verdict=Verdict.UNDETERMINED)
    return observation
