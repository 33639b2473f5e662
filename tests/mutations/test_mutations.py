"""Each control that applies to the stack notices its own small change, and only that one does."""

from pathlib import Path

import pytest

from policy.control import Context
from policy.controls import CONTROLS
from policy.evaluation import Result, evaluate
from policy.graph import Graph
from policy.offline import ProgramRun, run_program
from policy.settings import Settings
from policy.verdict import Verdict
from tests.mutations.matrix import MUTATIONS, Mutation

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def stack() -> Graph:
    """The real stack, as the offline engine sees it."""
    return run_program(ProgramRun(directory=ROOT, stack="dev")).graph


def judged(graph: Graph) -> tuple[Result, ...]:
    return evaluate(Context(graph, Settings()), CONTROLS)


def complaints(graph: Graph) -> set[str]:
    ignored = {Verdict.PASS, Verdict.NOT_APPLICABLE}
    return {result.control for result in judged(graph) if result.verdict not in ignored}


def test_the_stack_as_it_is_satisfies_every_control(stack: Graph) -> None:
    assert complaints(stack) == set()


def test_every_control_that_applies_has_a_mutation(stack: Graph) -> None:
    applying = {item.control for item in judged(stack) if item.verdict is Verdict.PASS}

    assert applying - {mutation.control for mutation in MUTATIONS} == set()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[item.control for item in MUTATIONS])
def test_the_change_is_noticed_by_its_control_alone(mutation: Mutation, stack: Graph) -> None:
    assert complaints(mutation.change(stack)) == {mutation.control, *mutation.also}
