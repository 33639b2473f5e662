"""The locks install tomorrow what they install today."""

from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCK = Path(__file__).parent.parent.parent / "requirements" / "dev.txt"


def locked() -> dict[str, set[str]]:
    """The extras that the lock names, by package."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    pins = [Requirement(line.rstrip(" \\")) for line in lines if line[:1].isalpha()]
    found: dict[str, set[str]] = {}
    for pin in pins:
        found.setdefault(canonicalize_name(pin.name), set()).update(pin.extras)
    return found


def wanted(extras_of: dict[str, set[str]]) -> dict[str, set[str]]:
    """The extras that the locked packages ask for, by package."""
    found: dict[str, set[str]] = {}
    for distribution in distributions():
        name = canonicalize_name(distribution.metadata["Name"])
        if name not in extras_of:
            continue
        for line in distribution.requires or ():
            need = Requirement(line)
            chosen = ("", *extras_of[name])
            if need.marker is None or any(need.marker.evaluate({"extra": one}) for one in chosen):
                found.setdefault(canonicalize_name(need.name), set()).update(need.extras)
    return found


def test_a_lock_names_the_extras_that_its_packages_ask_for() -> None:
    """Without them pip takes the newest release in their place, and refuses it without a hash."""
    extras = locked()
    asked = {name: own for name, own in wanted(extras).items() if own}
    assert asked
    assert {name for name, own in asked.items() if not own <= extras[name]} == set()
