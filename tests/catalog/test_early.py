"""What fails before the other resources are known fails for good."""

import pytest

from policy.control import Context, Control, Example, Scope
from policy.controls import CONTROLS
from policy.evaluation import judge
from policy.examples import graph_of
from policy.graph import Graph
from policy.settings import Settings
from policy.verdict import Verdict

EARLY = [
    pytest.param(control, example, id=f"{control.id}-{index}")
    for control in CONTROLS
    if control.scope is Scope.RESOURCE
    for index, example in enumerate(control.passing)
    if example.others
]


@pytest.mark.parametrize(("control", "example"), EARLY)
def test_a_resource_that_passes_among_others_does_not_fail_alone(
    control: Control, example: Example
) -> None:
    graph, subject = graph_of(control, example)
    alone = Graph(resources=(subject,), stack=graph.stack, configuration=graph.configuration)

    result = judge(control, subject, Context(alone, Settings()))

    assert result.verdict is not Verdict.FAIL, result.reason
