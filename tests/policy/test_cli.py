"""The command line as a user meets it: one sentence and an exit code for whatever goes wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
QUEUE = 'import pulumi_aws as aws\naws.sqs.Queue("sqs-queue-dev", name="sqs-queue-dev")\n'
ENDLESS = """
import pulumi
def again(n):
    if n > 300:
        raise RuntimeError("too deep")
    return pulumi.Output.from_input(n + 1).apply(again)
pulumi.export("n", pulumi.Output.from_input(0).apply(again))
"""


def policy(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        (sys.executable, "-m", "policy", *arguments),
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def program(directory: Path, text: str) -> str:
    (directory / "Pulumi.yaml").write_text("name: shop\nruntime: python\n", encoding="utf-8")
    (directory / "__main__.py").write_text(text, encoding="utf-8")
    return str(directory)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x = (\n", "__main__.py:1: syntax error"),
        (
            'import pulumi\npulumi.Config().require("owner")\n',
            "configuration shop:owner is missing",
        ),
        ('def f():\n    raise ValueError("boom")\nf()\n', "__main__.py:2: ValueError: boom"),
        ('raise ValueError("4111111111111111")\n', "ValueError: [hidden]"),
        ('import sys\nsys.exit("bye")\n', "it exited with status bye"),
        ("import os\nos.fork()\n", "it calls os.fork"),
        (ENDLESS, "RuntimeError: too deep"),
        (QUEUE + QUEUE.splitlines()[1], "sqs-queue-dev"),
    ],
)
def test_a_program_that_fails_is_told_in_one_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    done = policy("check", "--program", program(tmp_path, text))

    assert done.returncode == 2
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("check", "--program", "nowhere"), "nowhere is not a directory"),
        (("check", "--state", "nowhere.json"), "nowhere.json"),
        (("check", "--preview", "nowhere.json"), "nowhere.json"),
        (("check", "--policy-pack-config", "nowhere.json"), "cannot read the policy configuration"),
        (("check", "--exemptions", "nowhere.toml"), "cannot read exemptions"),
        (("check", "--fixtures", "nowhere.json"), "nowhere.json"),
        (("check", "--config", "region"), "--config region is no assignment"),
        (("report", "--evidence", "nowhere.json", "--output", "x"), "cannot read nowhere.json"),
        (("report", "--evidence", "Pulumi.yaml", "--output", "x"), "is not policy evidence"),
        (("explain", "rds-instance-mutli-az"), "did you mean rds-instance-multi-az?"),
    ],
)
def test_a_wrong_argument_is_told_in_one_sentence(
    arguments: tuple[str, ...], sentence: str
) -> None:
    done = policy(*arguments)

    assert done.returncode == 2
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_what_a_program_prints_never_mixes_with_the_result(tmp_path: Path) -> None:
    text = 'import os\nprint("from python")\nos.system("echo from a child")\n' + QUEUE

    done = policy("check", "--program", program(tmp_path, text), "--format", "json")

    assert json.loads(done.stdout)["run"]["project"] == "shop"
    assert "from python" in done.stderr
    assert "from a child" in done.stderr


def test_a_program_that_exits_with_success_is_judged_by_what_it_registered(tmp_path: Path) -> None:
    text = QUEUE + "import sys\nsys.exit(0)\n"

    done = policy("check", "--program", program(tmp_path, text), "--format", "json")

    assert "sqs-queue-dev" in [item["name"] for item in json.loads(done.stdout)["resources"]]
    assert "Traceback" not in done.stderr


def test_every_resource_and_every_control_appears_in_the_evidence(tmp_path: Path) -> None:
    done = policy("check", "--program", program(tmp_path, QUEUE), "--format", "json")

    evidence = json.loads(done.stdout)
    listed = json.loads(policy("controls", "--format", "json").stdout)
    assert [item["id"] for item in evidence["controls"]] == [item["id"] for item in listed]
    types = {item["type"] for item in evidence["resources"]}
    assert {"pulumi:pulumi:Stack", "pulumi:providers:aws", "aws:sqs/queue:Queue"} <= types
    assert all(len(item["families"]) == 10 for item in evidence["resources"])
    assert sum(evidence["summary"].values()) == len(evidence["results"])


def test_an_existing_program_can_adopt_the_pack(tmp_path: Path) -> None:
    source = program(tmp_path, QUEUE)
    failing = policy("check", "--program", source, "--config", "aws:region=ap-northeast-1")
    written = policy(
        "exempt",
        "--program",
        source,
        "--config",
        "aws:region=ap-northeast-1",
        "--output",
        str(tmp_path / "exemptions.toml"),
        *("--owner", "a@example.jp", "--approver", "b@example.jp", "--ticket", "RISK-1"),
        *("--reason", "Existing queue, to be mended this quarter."),
    )
    passing = policy("check", "--program", source, "--config", "aws:region=ap-northeast-1")

    assert failing.returncode in {1, 3}
    assert written.returncode == 0
    assert passing.returncode == 0
    assert "exempt until" in passing.stdout


def test_the_result_reads_the_same_in_both_languages(tmp_path: Path) -> None:
    source = program(tmp_path, QUEUE)
    english = policy("check", "--program", source)
    japanese = policy("check", "--program", source, "--lang", "ja")

    assert english.returncode == japanese.returncode
    assert "不適合" in japanese.stdout
    assert english.stdout.count("sqs-queue-dev") == japanese.stdout.count("sqs-queue-dev")


def test_a_problem_is_told_in_japanese(tmp_path: Path) -> None:
    exemptions = tmp_path / "exemptions.toml"
    exemptions.write_text('[[exemption]]\nid = "E-1"\ncolour = "red"\n', encoding="utf-8")
    shop = program(tmp_path, QUEUE)
    told = policy("check", "--lang", "ja", "--program", shop, "--exemptions", str(exemptions))
    assert told.returncode == 1
    assert "問題 例外承認 E-1 の記載に不備がある: 未知のキー colour がある" in told.stdout
