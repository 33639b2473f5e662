import re

import pytest

from policy.evidence import Evidence
from policy.report.formats import github
from policy.report.language import Language
from tests.report.hostile import NAMES, hostile_evidence
from tests.report.sample import empty_evidence, make_evidence

_COMMAND = re.compile(r"::(?P<level>error|warning|notice) (?P<properties>[^:]*)::(?P<message>.*)")


def _read(evidence: Evidence, language: Language = Language.ENGLISH) -> list[dict[str, str]]:
    """Commands as the runner reads them: split, then unescape properties and message."""
    lines = github.render(evidence, language).decode().split("\n")
    assert lines.pop() == ""
    return [_command(line) for line in lines]


def _command(line: str) -> dict[str, str]:
    match = _COMMAND.fullmatch(line)
    assert match, line
    pairs = (item.split("=", 1) for item in match["properties"].split(","))
    properties = {name: _unescape(value) for name, value in pairs}
    return {"level": match["level"], "message": _unescape(match["message"]), **properties}


def _unescape(text: str) -> str:
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def test_problems_findings_notes_and_the_sum_in_this_order() -> None:
    assert [
        (item["level"], item["title"], item.get("line")) for item in _read(make_evidence())
    ] == [
        ("error", "Problem", None),
        ("error", "rds-instance-multi-az (high)", "12"),
        ("error", "sqs-queue-tls (high)", "13"),
        ("error", "rds-storage-customer-key (critical)", "12"),
        ("notice", "log-group-retention (medium)", "11"),
        ("notice", "Note", None),
        ("error", "Not satisfied: there are violations", None),
    ]


def test_a_satisfied_gate_ends_in_a_notice() -> None:
    last = _read(empty_evidence())[-1]
    assert last["level"] == "notice"
    assert last["message"].startswith("fail 0, error 0, undetermined 0")


def test_no_name_can_start_a_command_of_its_own() -> None:
    messages = [item["message"] for item in _read(hostile_evidence())]
    for name in NAMES:
        assert any(name in message for message in messages)


@pytest.mark.parametrize("level", ["error", "fail"])
def test_speaks_japanese(level: str) -> None:
    words = {"error": "エラー: queue-dead-letter-dev", "fail": "不適合: db-instance-dev"}
    messages = [item["message"] for item in _read(make_evidence(), Language.JAPANESE)]
    assert any(words[level] in message for message in messages)
