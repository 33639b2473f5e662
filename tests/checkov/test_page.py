"""The page on Checkov repeats the table of checks as it is."""

from __future__ import annotations

from docs import checkov_tables

PAGE = (checkov_tables.ROOT / "docs" / "checkov.md").read_text(encoding="utf-8")


def test_the_table_of_relations_is_fresh() -> None:
    assert "\n".join(checkov_tables.relations()) in PAGE


def test_every_program_has_its_comparison() -> None:
    for name in checkov_tables.PROGRAMS:
        _, _, rest = PAGE.partition(f"<!-- {name}: begin, made by `make docs` -->")
        assert rest.partition(f"<!-- {name}: end -->")[0].count("| both pass |") == 1
