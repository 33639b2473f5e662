"""`python -m policy.surface`: what the installed SDK adds to the recorded one.

Prints one line for each difference, then what the catalogue has not decided on. `--record` makes
the installed SDK the recorded one. Exit codes: 0 nothing to do, 1 something to classify.
"""

from __future__ import annotations

import argparse
import sys

from policy.surface.baseline import Baseline, differences, read_baseline, write_baseline
from policy.surface.completeness import open_questions
from policy.surface.extraction import installed_package, installed_version, read_surface


def main() -> int:
    """Compare, or record."""
    parser = argparse.ArgumentParser(prog="python -m policy.surface", description=__doc__)
    parser.add_argument("--record", action="store_true", help="make the installed SDK the recorded")
    options = parser.parse_args()
    installed = Baseline(installed_version(), read_surface(installed_package()))
    if options.record:
        write_baseline(installed)
        return 0
    recorded = read_baseline()
    print(f"recorded {recorded.version}, installed {installed.version}")  # noqa: T201
    for line in differences(recorded.surface, installed.surface):
        print(line)  # noqa: T201
    questions = open_questions(installed.surface)
    for question in questions:
        print(f"? {question}")  # noqa: T201
    return 1 if questions else 0


if __name__ == "__main__":
    sys.exit(main())
