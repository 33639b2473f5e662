"""Makes `names.json`: `python -m policy.checkov.mapping DIR`, DIR being the unpacked package."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from policy.checkov.mapping.generation import make_table
from policy.checkov.mapping.names import NAMES_FILE, load_names, overrides
from policy.checkov.mapping.terraform import read_types
from policy.surface.extraction import installed_package, installed_version, read_surface


def main(package: Path) -> None:
    """Read both sides, match them, and write what is not plain snake case."""
    surface = read_surface(installed_package())
    table = make_table(surface, dict(read_types(package)), overrides().types)
    document = {"sdk": installed_version(), **table}
    NAMES_FILE.write_text(json.dumps(document, indent=0) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(load_names().types)} of {len(surface)} types\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
