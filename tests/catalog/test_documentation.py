"""The document about the catalogue tells the counts that are true."""

from collections import Counter
from pathlib import Path

from policy.catalog.naming_table import name_rules
from policy.catalog.reviewed import reviews
from policy.surface.completeness import family_rows

DOCUMENT = Path(__file__).parents[2] / "docs" / "catalogue.md"
START, END = "<!-- counts -->\n", "<!-- /counts -->"


def counts() -> str:
    """The table of counts, as Markdown."""
    rows, rejected = family_rows(), Counter(review.family for review in reviews())
    lines = [
        "| family | rows | types | controls | reviewed without a row |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for family in dict.fromkeys(family for family, _ in rows):
        own = [row for name, row in rows if name == family]
        types, controls = {row.token for row in own}, {row.control for row in own}
        lines.append(
            f"| {family} | {len(own)} | {len(types)} | {len(controls)} | {rejected[family]} |"
        )
    types = {row.token for _, row in rows}
    controls = {row.control for _, row in rows}
    lines.append(
        f"| together | {len(rows)} | {len(types)} | {len(controls)} | {sum(rejected.values())} |"
    )
    return (
        "\n".join(lines)
        + f"\n\n{len(name_rules())} types are known and have a rule for their name.\n"
    )


def test_the_counts_are_true() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")

    assert text.partition(START)[2].partition(END)[0] == f"\n{counts()}\n"
