import pytest

from policy.surface.extraction import Surface
from tests.surface.installed import installed_surface


@pytest.fixture(scope="session")
def surface() -> Surface:
    return installed_surface()
