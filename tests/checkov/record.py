"""Writes this folder's golden files: `python -m tests.checkov.record`; review the difference."""

from __future__ import annotations

import json

from policy.checkov.conversion import convert
from policy.checkov.mapping.names import load_names
from tests.checkov.graphs import fixture_graph
from tests.checkov.test_conversion import GOLDEN


def main() -> None:
    """Write the plans of both programs."""
    for name in ("weak", "strong"):
        document = convert(fixture_graph(name), load_names()).document
        text = json.dumps(document, indent=1, sort_keys=True) + "\n"
        (GOLDEN / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
