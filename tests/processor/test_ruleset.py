"""The rule configuration, and how it may be wrong."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stack.processor.ruleset import DEFAULT_RULES, RuleSetError, load_rules, parse_rules

TEXT = DEFAULT_RULES.read_text(encoding="utf-8")


def edited(edit: Callable[[dict[str, Any]], object]) -> str:
    configuration = json.loads(TEXT)
    edit(configuration)
    return json.dumps(configuration)


def test_the_version_follows_the_content_and_nothing_else() -> None:
    same = parse_rules(json.dumps(json.loads(TEXT), indent=8, sort_keys=True))
    other = parse_rules(edited(lambda c: c["bands"].update(review=41)))
    assert same.version == load_rules().version != other.version


def test_the_stored_document_is_the_configuration() -> None:
    assert parse_rules(load_rules().document) == load_rules()


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda c: c["rules"].pop("V1"), "lacks V1"),
        (lambda c: c["rules"].update(Z9=c["rules"]["V1"]), "no rule Z9"),
        (lambda c: c["rules"]["V1"].update(version=2), "version 2 of V1"),
        (lambda c: c["rules"]["V3"]["parameters"].pop("points"), "parameters of V3"),
        (lambda c: c["rules"]["V3"]["parameters"].update(extra=1), "parameters of V3"),
        (lambda c: c["rules"]["V3"]["parameters"].update(more_than="1"), "parameters of V3"),
        (lambda c: c["rules"]["V3"]["parameters"].update(seconds=86_401), "parameters of V3"),
        (lambda c: c["rules"]["C2"]["parameters"].update(seconds=601), "parameters of C2"),
        (lambda c: c["bands"].update(review=80), "review < block"),
        (lambda c: c.update(extra=1), "not valid"),
    ],
)
def test_a_wrong_configuration_is_refused_with_a_sentence(
    edit: Callable[[dict[str, Any]], object], words: str
) -> None:
    with pytest.raises(RuleSetError, match=words):
        parse_rules(edited(edit))


def test_what_is_no_json_or_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleSetError, match="not valid"):
        parse_rules("{")
    with pytest.raises(RuleSetError, match=r"cannot read none\.json"):
        load_rules(tmp_path / "none.json")
