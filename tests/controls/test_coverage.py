"""`docs/coverage.md` answers every question, by controls that exist."""

import re
from pathlib import Path

from policy.controls import CONTROLS

DOCUMENT = Path(__file__).parents[2] / "docs" / "coverage.md"
ROWS = re.findall(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", DOCUMENT.read_text("utf-8"), re.MULTILINE)
QUESTIONS = 167
MOST_DECLINED = 10


def test_every_question_is_answered_once() -> None:
    assert [int(number) for number, _, _ in ROWS] == list(range(1, QUESTIONS + 1))


def test_every_named_control_exists() -> None:
    named = {name for _, _, answer in ROWS for name in re.findall(r"`([a-z-]+)`", answer)}

    assert named - {control.id for control in CONTROLS} == set()


def test_a_question_is_answered_by_controls_or_declined_with_a_reason() -> None:
    declined = [answer for _, _, answer in ROWS if answer.startswith("declined: ")]
    answered = [answer for _, _, answer in ROWS if re.fullmatch(r"`[a-z-]+`(, `[a-z-]+`)*", answer)]

    assert len(declined) + len(answered) == QUESTIONS
    assert len(declined) <= MOST_DECLINED
    assert all(len(answer.split()) > 10 for answer in declined)


def test_the_summary_counts_what_the_tables_say() -> None:
    text = DOCUMENT.read_text("utf-8")
    declined = sum(answer.startswith("declined: ") for _, _, answer in ROWS)

    assert f"{QUESTIONS} questions; {QUESTIONS - declined} are answered" in text
    assert f"{declined} are declined" in text
