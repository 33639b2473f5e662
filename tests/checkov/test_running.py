"""Asking Checkov: what goes out is private, and no silence is taken for a pass."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest

from policy.checkov.conversion import Plan, convert
from policy.checkov.environment import VARIABLE, VERSION, checkov_python
from policy.checkov.mapping.names import load_names
from policy.checkov.running import run
from policy.errors import CheckovError
from tests.checkov.graphs import graph, resource

ROOT = Path(__file__).resolve().parents[2]
CHECKS = {
    f"CKV_AWS_{number}": {
        "title": "one",
        "types": ["aws_sqs_queue"],
        "existence": False,
        "attributes": [],
    }
    for number in range(442)
}
RECORD = {
    "check": "CKV_AWS_27", "title": "one", "address": "aws_sqs_queue.one", "verdict": "pass",
    "evaluated": [],
}  # fmt: skip
ANSWER = {
    "version": VERSION, "resources": ["aws_sqs_queue.one"], "records": [RECORD],
    "checks": CHECKS, "not_loaded": [],
}  # fmt: skip


@pytest.fixture
def plan() -> Plan:
    queue = resource("aws:sqs/queue:Queue", "one", {"name": "canary-name"})
    return convert(graph(queue), load_names())


class Fake:
    """An interpreter that answers as told and remembers what it was given."""

    def __init__(self, folder: Path) -> None:
        self.python = folder / "python"
        self._seen = folder / "seen.json"

    def answering(self, text: str, code: int = 0, stderr: str = "") -> Path:
        self.python.write_text(
            f"#!{sys.executable}\n"
            "import json, os, sys\n"
            "file = sys.argv[3]\n"
            "seen = {'arguments': sys.argv[1:], 'file': os.stat(file).st_mode,\n"
            "        'folder': os.stat(os.path.dirname(file)).st_mode,\n"
            "        'environment': dict(os.environ), 'plan': json.load(open(file))}\n"
            f"json.dump(seen, open({str(self._seen)!r}, 'w'))\n"
            f"sys.stdout.write({text!r})\n"
            f"sys.stderr.write({stderr!r})\n"
            f"sys.exit({code})\n",
            encoding="utf-8",
        )
        self.python.chmod(0o700)
        return self.python

    @property
    def seen(self) -> dict[str, object]:
        told: dict[str, object] = json.loads(self._seen.read_text(encoding="utf-8"))
        return told


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    return Fake(tmp_path)


def test_the_plan_is_private_and_gone_afterwards(
    fake: Fake, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary-credential")
    found = run(plan, fake.answering(json.dumps(ANSWER)))
    seen = fake.seen

    assert found.records[0].verdict == "pass"
    assert stat.S_IMODE(int(str(seen["file"]))) == 0o600
    assert stat.S_IMODE(int(str(seen["folder"]))) == 0o700
    assert seen["plan"] == plan.document
    assert "canary-credential" not in str(seen["environment"])
    arguments = seen["arguments"]
    assert isinstance(arguments, list)
    assert not Path(arguments[2]).parent.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"version": "3.1.47"}, "Checkov 3.1.47 is not"),
        ({"resources": []}, "did not see 1 resources, such as aws_sqs_queue.one"),
        ({"records": []}, "judged nothing"),
        ({"checks": {}}, "loaded 0 checks only"),
        ({"not_loaded": ["mine.yaml"]}, "cannot use mine.yaml"),
    ],
)
def test_no_silence_is_taken_for_a_pass(
    change: dict[str, object], sentence: str, fake: Fake, plan: Plan
) -> None:
    with pytest.raises(CheckovError, match=sentence):
        run(plan, fake.answering(json.dumps({**ANSWER, **change})))


def test_an_answer_that_is_none_is_an_error(fake: Fake, plan: Plan) -> None:
    with pytest.raises(CheckovError, match="cannot be read"):
        run(plan, fake.answering("Checkov says hello"))


def test_a_crash_is_told_by_its_kind_and_not_by_its_text(fake: Fake, plan: Plan) -> None:
    python = fake.answering("", 1, "Traceback\nyaml.scanner.ScannerError: canary-secret")
    with pytest.raises(CheckovError) as caught:
        run(plan, python)

    assert str(caught.value).startswith("Checkov crashed (ScannerError)")
    assert "canary" not in str(caught.value)


def test_an_environment_without_checkov_is_told(plan: Plan) -> None:
    with pytest.raises(CheckovError, match="has no Checkov; build its environment"):
        run(plan, Path(sys.executable))


def test_a_folder_of_checks_must_exist(fake: Fake, plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(CheckovError, match=r"no folder .*/nothing"):
        run(plan, fake.answering(json.dumps(ANSWER)), [tmp_path / "nothing"])


def test_the_interpreter_is_the_given_one_else_the_variables(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = fake.answering("")
    monkeypatch.setenv(VARIABLE, str(python))

    assert checkov_python(None) == python
    assert checkov_python(Path(sys.executable)) == Path(sys.executable)


def test_the_interpreter_is_found_from_whichever_folder_checkov_runs_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "python").symlink_to(sys.executable)
    monkeypatch.chdir(tmp_path)

    assert checkov_python(Path("python")) == tmp_path / "python"


@pytest.mark.parametrize("name", ["nothing", ""])
def test_a_missing_interpreter_is_told_with_the_way_to_get_it(name: str, tmp_path: Path) -> None:
    with pytest.raises(CheckovError, match="build it with `make checkov`"):
        checkov_python(tmp_path / name)


def test_the_pinned_version_is_the_one_this_is_written_for() -> None:
    pinned = (ROOT / "requirements" / "checkov.txt").read_text(encoding="utf-8")

    assert f"\ncheckov=={VERSION} " in pinned
