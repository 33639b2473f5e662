"""What a verdict on a name says of the names that would do."""

import pytest

from policy.control import Example
from tests.controls.verdicts import result


@pytest.mark.parametrize(
    ("control", "example"),
    [
        ("logical-name-follows-convention", Example(type="aws:sqs/queue:Queue", name="failed")),
        (
            "physical-name-follows-convention",
            Example({"name": "failed"}, type="aws:sqs/queue:Queue"),
        ),
    ],
)
def test_the_shapes_of_a_conforming_name_are_shown(control: str, example: Example) -> None:
    expected = result(control, example).observations[0].expected

    assert str(expected) == ("a name of the form sqs-queue[-qualifier]-dev | queue[-qualifier]-dev")
