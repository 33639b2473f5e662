"""The world that the simulator's tests act in."""

from pathlib import Path

import pytest

from tests.processor.simulation.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "bucket")
