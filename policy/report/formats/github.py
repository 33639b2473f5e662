"""GitHub annotations: workflow commands that put findings on the lines of a pull request.

GitHub shows ten of each level a step, so the worst come first and the last line counts all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from policy.evidence import Evidence
from policy.report.formats.sarif import message_of
from policy.report.index import OPEN, Finding, index
from policy.report.language import Language
from policy.report.words import words
from policy.verdict import Verdict

_LEVELS: Final[Mapping[Verdict, str]] = {
    Verdict.ERROR: "error",
    Verdict.FAIL: "error",
    Verdict.UNDETERMINED: "error",
    Verdict.EXEMPT: "notice",
}


def render(evidence: Evidence, language: Language = Language.ENGLISH) -> bytes:
    """One workflow command a line."""
    return "".join(f"{line}\n" for line in _lines(evidence, language)).encode()


def _lines(evidence: Evidence, language: Language) -> Iterator[str]:
    say = words(language)
    for problem in evidence.problems:
        yield f"::error title={_property(say('problem'))}::{_data(language.sentence(problem))}"
    for finding in index(evidence).of(*OPEN, Verdict.EXEMPT):
        yield _annotation(finding, language)
    for note in evidence.run.notes:
        yield f"::notice title={_property(say('note'))}::{_data(language.sentence(note))}"
    level = "notice" if evidence.exit_code == 0 else "error"
    title = _property(say(f"gate-{evidence.exit_code}"))
    yield f"::{level} title={title}::{_data(say.counts(evidence.summary))}"


def _annotation(finding: Finding, language: Language) -> str:
    advisory = finding.control.enforcement == "advisory"
    level = "warning" if advisory and finding.verdict in OPEN else _LEVELS[finding.verdict]
    title = f"{finding.control.id} ({finding.control.severity})"
    message = f"{language.title_of(finding.control)} — {message_of(finding, language)}"
    place = f"file={_property(finding.file)},line={finding.line}"
    return f"::{level} {place},title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
