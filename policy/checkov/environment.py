"""Where Checkov is: in an environment of its own, never in the pack's."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from policy.errors import CheckovError

VERSION: Final = "3.3.30"
"""The version that `requirements/checkov.in` pins and that `in_checkov.py` is written for."""
VARIABLE: Final = "POLICY_CHECKOV_PYTHON"
_ROOT: Final = Path(__file__).resolve().parent.parent.parent
_BUILT: Final = _ROOT / ".venv-checkov" / "bin" / "python"


def checkov_python(given: Path | None) -> Path:
    """The interpreter of Checkov's environment: as given, else by the variable, else as built.

    Raises:
        CheckovError: There is no such interpreter.
    """
    variable = os.environ.get(VARIABLE, "")
    python = given or (Path(variable) if variable else _BUILT)
    if not os.access(python, os.X_OK) or python.is_dir():
        raise CheckovError(
            f"Checkov's environment is missing: no interpreter at {python}",
            advice=f"build it with `make checkov`, or name one by --checkov or {VARIABLE}",
        )
    # Checkov runs in a folder of its own. A link is kept: it is what makes the environment.
    return python.absolute()
