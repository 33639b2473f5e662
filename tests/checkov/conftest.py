"""Where Checkov is; tests that need it are skipped, with a sentence, where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy.checkov.environment import checkov_python
from policy.errors import CheckovError


@pytest.fixture(scope="session")
def checkov() -> Path:
    try:
        return checkov_python(None)
    except CheckovError as error:
        pytest.skip(str(error))
