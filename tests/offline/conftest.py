"""Programs written in the tests themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from policy.graph import Graph
from tests.offline.written import Programs


@pytest.fixture
def programs(tmp_path: Path) -> Programs:
    return Programs(tmp_path)


@pytest.fixture
def graph_of(programs: Programs) -> Callable[..., Graph]:
    return programs.graph
