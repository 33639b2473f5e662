"""The surface of the installed SDK, read once a test run."""

from functools import cache

from policy.surface.extraction import Surface, installed_package, read_surface


@cache
def installed_surface() -> Surface:
    return read_surface(installed_package())
