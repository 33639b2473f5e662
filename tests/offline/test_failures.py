"""A program that fails is told in one sentence that says where and what to do."""

from __future__ import annotations

import pytest

from policy.errors import SourceError
from policy.graph import Unknown
from policy.offline import Mode
from tests.offline.written import Programs, named

QUEUE = "import pulumi_aws as aws\nqueue = aws.sqs.Queue('q')\n"
CYCLE = """try:
    raise ValueError("first")
except ValueError as error:
    failure = RuntimeError("second")
    error.__context__ = failure
    failure.__context__ = error
    raise failure
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = (\n", "__main__.py:1: syntax error: '(' was never closed"),
        ("def f():\n    raise ValueError('no\\n way')\nf()\n", "__main__.py:2: ValueError: no way"),
        ("import nowhere\n", "__main__.py:1: No module named 'nowhere'; install what"),
        ("def f(): f()\nf()\n", "__main__.py:1: it recurses without end"),
        ("import sys\nsys.exit(3)\n", "__main__.py:2: it exited with status 3"),
        ("import sys\nsys.exit('no')\n", "__main__.py:2: it exited with status no"),
        ("import os\nos.fork()\n", "__main__.py:2: it calls os.fork"),
        ("import os\nos._exit(0)\n", "__main__.py:2: it calls os._exit"),
        ("import os\nos.execv('/bin/true', ['true'])\n", "__main__.py:2: it calls os.execv"),
        (QUEUE + "aws.sqs.Queue('q')\n", "__main__.py:3: duplicate resource urn:pulumi:dev::shop"),
        (QUEUE + "aws.sqs.Queue('r', nme='x')\n", "__main__.py:3: TypeError"),
        (QUEUE + "aws.sqs.Queue('r', name=object())\n", "unexpected input of type object for name"),
        (CYCLE, "__main__.py:7: RuntimeError: second"),
        (
            "import pulumi\npulumi.Config().require('size')\n",
            "__main__.py:2: configuration shop:size",
        ),
        (
            "import pulumi\nraise pulumi.RunError('stop here')\n",
            "__main__.py:2: RunError: stop here",
        ),
        (
            QUEUE + "aws.sqs.Queue('r', opts=aws.x)\n",
            "__main__.py:3: AttributeError: module 'pulumi_aws' has no attribute 'x'",
        ),
    ],
)
def test_failures_name_line_and_reason(programs: Programs, text: str, told: str) -> None:
    with pytest.raises(SourceError) as caught:
        programs.run(text)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("mode", Mode)
def test_an_exception_in_a_callback_that_every_run_makes(programs: Programs, mode: Mode) -> None:
    with pytest.raises(SourceError, match=r"__main__\.py:3: ZeroDivisionError"):
        programs.run(QUEUE + "queue.urn.apply(lambda _: 1 / 0)\n", mode=mode)


def test_missing_configuration_tells_how_to_give_it(programs: Programs) -> None:
    with pytest.raises(SourceError) as caught:
        programs.run("import pulumi\npulumi.Config('billing').require_secret('key')\n")
    assert caught.value.advice == ("give --config billing:key=VALUE or set it in Pulumi.dev.yaml")


def test_messages_do_not_give_secret_configuration_away(programs: Programs) -> None:
    programs.write("Pulumi.dev.yaml", "config:\n  shop:token: {secure: v1:abc}\n")
    with pytest.raises(SourceError) as caught:
        programs.run(
            "import pulumi\nraise ValueError(pulumi.Config().require('token'))\n",
            configuration={"token": "hunter2"},
        )
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "import pulumi\nf = lambda x: pulumi.Output.from_input(x).apply(f)\nf(1)\n",
        "import pulumi\nwaiting, _ = pulumi.deferred_output()\npulumi.export('x', waiting)\n",
    ],
)
def test_a_program_that_hangs_is_given_up(programs: Programs, text: str) -> None:
    with pytest.raises(SourceError, match=r"registered nothing for 0\.3 seconds"):
        programs.run(text, silence_seconds=0.3)


def test_time_that_a_program_works_is_no_silence(programs: Programs) -> None:
    programs.run("import time\ntime.sleep(1)\n" + QUEUE, silence_seconds=0.3)


def test_leaving_early_with_success_keeps_what_is_registered(programs: Programs) -> None:
    graph = programs.graph(QUEUE + "import sys\nsys.exit(0)\naws.sqs.Queue('never')\n")
    assert [item.name for item in graph.by_type["aws:sqs/queue:Queue"]] == ["q"]


def test_a_program_that_only_runs_in_preview_mode(programs: Programs) -> None:
    ran = programs.run(
        QUEUE
        + "import json\naws.sqs.Queue('r', name=queue.policy.apply(lambda t: json.loads(t)))\n"
    )
    assert ran.mode is Mode.PREVIEW
    assert isinstance(named(ran.graph, "r").get("name"), Unknown)
    (note,) = ran.notes
    assert note == (
        "checked in preview mode, since in symbolic mode the program failed at __main__.py:4:"
        " JSONDecodeError: Expecting value: line 1 column 1 (char 0)"
    )


def test_a_program_that_depends_on_invented_answers(programs: Programs) -> None:
    text = """
        import pulumi_aws as aws
        key = aws.kms.get_key(key_id="alias/orders")
        if not key.multi_region:
            raise ValueError("no replica")
        """
    with pytest.raises(SourceError) as caught:
        programs.run(text)
    assert caught.value.message.startswith("when aws:kms/getKey:getKey are answered otherwise")
    assert caught.value.advice == "give fixtures for these look-ups"


def test_there_is_no_program(programs: Programs) -> None:
    with pytest.raises(SourceError, match=r"there is no Pulumi program at .*__main__\.py"):
        programs.run()
