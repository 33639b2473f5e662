"""Every phrase of a finding has a Japanese form."""

import re
from pathlib import Path

from policy import texts

ROOT = Path(texts.__file__).parent.parent
CALLS = r"\b(?:phrase|passed|failed|undecided|say|self\._report|self\._lose)"
LITERALS = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'


def test_every_finding_has_a_japanese_form() -> None:
    sources = [*(ROOT / "iam").glob("*.py"), *(ROOT / "controls/least_privilege").glob("*.py")]
    found = {
        template for path in sources for template in _templates(path.read_text(encoding="utf-8"))
    }

    assert len(found) > 100
    assert {template for template in found if not texts.is_translated(template)} == set()


def _templates(source: str) -> set[str]:
    calls = re.findall(rf"{CALLS}\(\s*(?:\w+, )?{LITERALS}", source)
    return {"".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literals)) for literals in calls}
