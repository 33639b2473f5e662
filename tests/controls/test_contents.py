"""The table of contents is whole, ordered, and every control has all its words."""

import re
from collections import Counter
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest

import policy.controls
from policy import texts
from policy.control import ANY, ANY_AWS, Control
from policy.controls import CONTROLS
from policy.families import Family
from policy.verdict import phrase

IDS = [control.id for control in CONTROLS]
ROOT = Path(policy.controls.__file__).parent
SDK = (resources.files("pulumi_aws") / "__init__.py").read_text(encoding="utf-8")
TOKENS = frozenset(re.findall(r'"(aws:[^"]+:[^"]+)":', SDK))
ENGINE_TOKENS = frozenset({ANY, ANY_AWS, "pulumi:providers:aws", "pulumi:pulumi:Stack"})


def test_ids_are_unique() -> None:
    assert [id_ for id_, count in Counter(IDS).items() if count > 1] == []


@pytest.mark.parametrize("control", CONTROLS, ids=IDS)
def test_id_is_kebab_case(control: Control) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", control.id)


def test_families_follow_each_other_in_their_own_order() -> None:
    families = list(dict.fromkeys(control.family for control in CONTROLS))

    assert families == [family for family in Family if family in families]
    changes = sum(before.family is not after.family for before, after in pairwise(CONTROLS))
    assert changes == len(families) - 1


def test_every_control_file_is_in_the_contents() -> None:
    files = {path for path in ROOT.glob("*/*.py") if "CONTROL = Control(" in path.read_text()}
    listed = {control.check.__module__ for control in CONTROLS}

    missing = {
        ".".join(path.relative_to(ROOT.parent.parent).with_suffix("").parts) for path in files
    }
    assert missing - listed == set()


@pytest.mark.parametrize("control", CONTROLS, ids=IDS)
def test_control_stands_in_the_folder_of_its_family(control: Control) -> None:
    folder = control.check.__module__.split(".")[-2]

    assert folder in {control.family.value.replace("-", "_"), "demands"}


@pytest.mark.parametrize("control", CONTROLS, ids=IDS)
def test_words_are_complete_in_english(control: Control) -> None:
    words = control.words

    assert words.invariant.endswith(".")
    assert words.why.endswith(".")
    assert "```python\n" in words.fix
    assert words.fix.count("```") == 2
    assert re.match(rf"{control.severity.value}\b", words.severity_reason, re.IGNORECASE)


@pytest.mark.parametrize("control", CONTROLS, ids=IDS)
def test_snippet_of_the_fix_is_python(control: Control) -> None:
    snippet = control.words.fix.split("```python\n")[1].split("```")[0]

    compile(snippet.replace("...)", ")").replace("...\n", "\n"), control.id, "exec")


@pytest.mark.parametrize("control", CONTROLS, ids=IDS)
def test_words_are_complete_in_japanese(control: Control) -> None:
    words = texts.control_words(control.family.value, control.id)

    assert set(words) == {"title", "why", "fix", "severity"}
    assert all(re.search(r"[぀-ヿ一-鿿]", text) for text in words.values())


def test_japanese_texts_belong_to_controls() -> None:
    known = {family: {c.id for c in CONTROLS if c.family is family} for family in Family}

    for family in Family:
        assert set(texts._controls(family.value)) - known[family] == set()  # noqa: SLF001


@pytest.mark.parametrize("control", CONTROLS, ids=IDS)
def test_types_exist_in_the_sdk(control: Control) -> None:
    of_aws = {token for token in control.applies_to if token.startswith(("aws:", "pulumi:"))}

    assert of_aws <= TOKENS | ENGINE_TOKENS


@pytest.mark.parametrize("control", CONTROLS, ids=IDS)
def test_control_has_one_to_three_examples_of_each_side(control: Control) -> None:
    assert 1 <= len(control.passing) <= 3
    assert 1 <= len(control.failing) <= 3


def test_every_phrase_has_a_japanese_form() -> None:
    templates = {
        template
        for path in ROOT.parent.rglob("*.py")
        for template in _templates(path.read_text(encoding="utf-8"))
    }

    assert {item for item in templates if not texts.is_translated(item)} == set()


def _templates(source: str) -> set[str]:
    found = re.findall(r'\bphrase\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)', source)
    return {"".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literal)) for literal in found}


def test_phrases_are_found_in_sources() -> None:
    assert _templates('phrase("a {0} b", x)\nphrase(\n    "long "\n    "one")') == {
        "a {0} b",
        "long one",
    }
    assert texts.japanese(phrase("true")) != "true"
