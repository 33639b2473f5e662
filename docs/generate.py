"""Writes what the documentation says about the code: `make docs`; CI fails if it is not fresh."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from docs import checkov_findings, checkov_tables, processor_pages
from policy.catalog.naming_table import name_rules
from policy.catalog.reviewed import reviews
from policy.catalog.rows import Row
from policy.commands.controls import title_in
from policy.commands.explain import explanation
from policy.controls import CONTROLS
from policy.evidence import json_schema
from policy.families import Family
from policy.settings import settings_schema
from policy.surface.completeness import family_rows
from tests.checkov.findings import compare

ROOT: Final = Path(__file__).resolve().parent.parent
_BROKEN_LINE: Final = ("            multi_az=True,", "            multi_az=False,")


def main() -> None:
    """Write all of it."""
    _write(ROOT / "docs" / "controls.md", "\n".join(controls_page()))
    _write(ROOT / "docs" / "schema" / "evidence-1.schema.json", json_schema().decode())
    for name, text in processor_pages.pages().items():
        _write(ROOT / name, text)
    _fill(ROOT / "docs" / "configuration.md", "settings", "\n".join(settings_table()))
    _fill(ROOT / "docs" / "catalogue.md", "counts", "\n".join(catalogue_counts()))
    _fill(ROOT / "README.md", "output", _fenced(check(ROOT)))
    _fill(ROOT / "README.md", "failure", _fenced(check_broken()))
    _fill_checkov(ROOT / "docs" / "checkov.md")


def _fill_checkov(page: Path) -> None:
    _fill(page, "relations", "\n".join(checkov_tables.relations()))
    if not checkov_tables.is_at_hand():
        return
    for name in checkov_tables.PROGRAMS:
        _fill(page, name, "\n".join(checkov_tables.comparison(name)))
    _write(page.with_name("checkov-findings.md"), "\n".join(checkov_findings.page(compare())))


def controls_page() -> Iterator[str]:
    """Every control in both languages, by family."""
    yield "# Controls\n"
    yield f"{len(CONTROLS)} controls in {len(Family)} families. Made by `make docs`.\n"
    for family in Family:
        members = [control for control in CONTROLS if control.family is family]
        yield f"- [{family.value}](#{family.value}): {len(members)}"
    for family in Family:
        yield f"\n## {family.value}"
        for control in (item for item in CONTROLS if item.family is family):
            yield "\n" + _deeper(explanation(control, "en"))
            yield f"<details><summary>{title_in(control, 'ja')}</summary>\n"
            yield _deeper(_reasons(explanation(control, "ja")))
            yield "</details>"
    yield ""


def _reasons(markdown: str) -> str:
    """Why, fix and severity; what follows them is the same in every language."""
    return "\n\n## ".join(markdown.split("\n\n## ")[1:4]).join(("## ", ""))


def _deeper(markdown: str) -> str:
    lines = markdown.strip().splitlines()
    return "\n".join(f"##{line}" if line.startswith("#") else line for line in lines) + "\n"


def settings_table() -> Iterator[str]:
    """The settings as a Markdown table."""
    yield "| setting | default | meaning |"
    yield "| --- | --- | --- |"
    for name, schema in settings_schema().items():
        yield f"| `{name}` | `{schema['default']!r}` | {schema['description']} |"


def catalogue_counts() -> Iterator[str]:
    """How many rows, types and controls each table of the catalogue has."""
    rows, rejected = family_rows(), Counter(review.family for review in reviews())
    yield "| family | rows | types | controls | reviewed without a row |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for family in dict.fromkeys(family for family, _ in rows):
        own = [row for name, row in rows if name == family]
        yield f"| {family} | {_counts(own)} | {rejected[family]} |"
    yield f"| together | {_counts([row for _, row in rows])} | {rejected.total()} |"
    yield f"\n{len(name_rules())} types are known and have a rule for their names."


def _counts(rows: Collection[Row]) -> str:
    types, controls = {row.token for row in rows}, {row.control for row in rows}
    return f"{len(rows)} | {len(types)} | {len(controls)}"


def check(directory: Path) -> str:
    """What `check` prints of a program, without its exit code."""
    command = (sys.executable, "-m", "policy", "check", "--stack", "dev", "--program")
    done = subprocess.run(  # noqa: S603  # fixed arguments
        (*command, str(directory)), cwd=ROOT, capture_output=True, text=True, check=False
    )
    return f"$ make check\n{done.stdout}"


def check_broken() -> str:
    """The same after one changed line."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "project")
        kept = shutil.ignore_patterns(".*", "build", "tests", "__pycache__")
        shutil.copytree(ROOT, copy, ignore=kept)
        ledger = copy / "stack" / "ledger.py"
        ledger.write_text(ledger.read_text("utf-8").replace(*_BROKEN_LINE), encoding="utf-8")
        return check(copy)


def _fenced(text: str) -> str:
    return f"```\n{text.strip()}\n```"


def _fill(file: Path, name: str, content: str) -> None:
    text = file.read_text(encoding="utf-8")
    begin, end = f"<!-- {name}: begin, made by `make docs` -->", f"<!-- {name}: end -->"
    head, _, rest = text.partition(begin)
    _, _, tail = rest.partition(end)
    _write(file, f"{head}{begin}\n{content}\n{end}{tail}")


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
