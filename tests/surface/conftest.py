import pytest

from policy.surface.extraction import Surface, installed_package, read_surface


@pytest.fixture(scope="session")
def surface() -> Surface:
    return read_surface(installed_package())
