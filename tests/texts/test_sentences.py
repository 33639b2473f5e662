"""Whatever evidence says in English only can be said in Japanese, by the sentences themselves."""

import re
from datetime import date
from pathlib import Path

import pytest

from policy import exemptions
from policy.offline import ProgramRun, run_program
from policy.texts.sentences import japanese_sentence

_ENGLISH = re.compile(r"\b(?:is|must|the|not|hides|expired|matches)\b")
_JAPANESE = re.compile(r"[\u3040-\u30ff]")
_GOOD = """
[[exemption]]
id = "EX-1"
control = "known"
resources = ["urn:pulumi:dev::p::aws:sqs/queue:Queue::queue-*"]
reason = "A queue that holds nothing and is removed next month."
owner = "a@example.jp"
approver = "b@example.jp"
approved_on = 2026-01-01
expires_on = 2026-06-01
ticket = "T-1"
"""


def _problems(tmp_path: Path, text: str, today: date = date(2026, 3, 1)) -> list[str]:
    path = tmp_path / "exemptions.toml"
    path.write_text(text, encoding="utf-8")
    file = exemptions.load(path)
    _, applied = exemptions.apply((), file.exemptions, {"known"}, today)
    return [*file.problems, *(item.problem for item in applied if item.problem)]


@pytest.mark.parametrize(
    ("text", "today"),
    [
        (_GOOD.replace('"T-1"', "1\ncolour = 1").replace("2026-06-01", '"soon"'), None),
        (_GOOD.replace("b@example.jp", "A@example.jp").replace("2026-06-01", "2025-06-01"), None),
        (_GOOD.replace("2026-06-01", "2028-06-01").replace("A queue that", "").split("holds")[0]
         + 'short"\nowner = "a"\napprover = "b"\napproved_on = 2026-01-01\n'
         'expires_on = 2028-01-01\nticket = "T"\n', None),
        (_GOOD.replace("aws:sqs/queue:Queue::queue-*", "*::*"), None),
        (_GOOD.replace('["urn', '"urn').replace('*"]', '*"'), None),
        ("exemption = [1]", None),
        (_GOOD + _GOOD, None),
        (_GOOD.replace('"known"', '"unknown"'), None),
        (_GOOD, date(2026, 7, 1)),
        (_GOOD, date(2025, 7, 1)),
        (_GOOD, None),
    ],
)  # fmt: skip
def test_every_problem_of_an_exemption_has_japanese(
    text: str, today: date | None, tmp_path: Path
) -> None:
    problems = _problems(tmp_path, text, today or date(2026, 3, 1))
    assert problems
    for problem in problems:
        told = japanese_sentence(problem)
        assert _JAPANESE.search(told), problem
        assert not _ENGLISH.search(told), told


def test_each_fault_in_a_list_is_told_by_itself() -> None:
    told = japanese_sentence("exemption EX-1 is malformed: unknown key a; ticket must be a text")
    faults = "未知のキー a がある; ticket は文字列でなければならない"
    assert told == f"例外承認 EX-1 の記載に不備がある: {faults}"


def test_a_note_on_the_run_has_japanese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    (tmp_path / "__main__.py").write_text("", encoding="utf-8")
    (note,) = run_program(ProgramRun(directory=tmp_path, stack="dev")).notes
    assert japanese_sentence(note) == "プログラムから見えないようにした環境変数: AWS_REGION"


def test_an_unknown_sentence_stays_as_it_is() -> None:
    assert japanese_sentence("nobody foresaw this") == "nobody foresaw this"
