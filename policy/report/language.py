"""The languages of a report."""

from __future__ import annotations

from enum import StrEnum

from policy.evidence import ControlRecord, ObservationRecord, ResultRecord, Text
from policy.texts.sentences import japanese_sentence


class Language(StrEnum):
    """A language by its ISO 639-1 code."""

    ENGLISH = "en"
    JAPANESE = "ja"

    def text(self, text: Text) -> str:
        """A text of both languages in this one."""
        return text.ja if self is Language.JAPANESE else text.en

    def sentence(self, text: str) -> str:
        """A note on the run or a problem, which evidence keeps in English."""
        return japanese_sentence(text) if self is Language.JAPANESE else text

    def title_of(self, control: ControlRecord) -> str:
        """The control's title."""
        return control.title_ja if self is Language.JAPANESE else control.title

    def reason_of(self, result: ResultRecord) -> str:
        """The result's reason."""
        return result.reason_ja if self is Language.JAPANESE else result.reason

    def expected_of(self, observation: ObservationRecord) -> str:
        """What the control demanded."""
        return observation.expected_ja if self is Language.JAPANESE else observation.expected

    def found_of(self, observation: ObservationRecord) -> str:
        """What was there."""
        return observation.found_ja if self is Language.JAPANESE else observation.found
