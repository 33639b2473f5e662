"""The pages that repeat the code are as the code is; `make docs` writes them anew."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from docs import generate

PAGES = [*generate.ROOT.glob("*.md"), *sorted(generate.ROOT.glob("docs/*.md"))]
README = (generate.ROOT / "README.md").read_text(encoding="utf-8")


def test_the_list_of_controls_is_fresh() -> None:
    page = (generate.ROOT / "docs" / "controls.md").read_text(encoding="utf-8")

    assert page == "\n".join(generate.controls_page())


def test_the_table_of_settings_is_fresh() -> None:
    page = (generate.ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")

    assert "\n".join(generate.settings_table()) in page


@pytest.mark.parametrize("output", [lambda: generate.check(generate.ROOT), generate.check_broken])
def test_the_readme_shows_what_check_prints(output: Callable[[], str]) -> None:
    assert output().strip() in README


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []
