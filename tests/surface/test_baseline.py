"""What an SDK version adds is told line by line."""

from pathlib import Path

from policy.surface.baseline import Baseline, differences, read_baseline, write_baseline
from policy.surface.extraction import Surface, installed_version

BEFORE = {"aws:a/a:A": {"name": "string", "size": "integer"}, "aws:b/b:B": {"name": "string"}}
AFTER = {"aws:a/a:A": {"name": "string", "size": "string", "kmsKeyId": "string"}, "aws:c/c:C": {}}


def test_tells_what_came_went_and_changed() -> None:
    assert list(differences(BEFORE, AFTER)) == [
        "+ aws:a/a:A kmsKeyId (string)",
        "~ aws:a/a:A size (integer, now string)",
        "- aws:b/b:B",
        "+ aws:c/c:C",
    ]
    assert list(differences(AFTER, {"aws:a/a:A": AFTER["aws:a/a:A"]})) == ["- aws:c/c:C"]
    assert list(differences(AFTER, AFTER)) == []


def test_a_removed_property_is_told() -> None:
    assert list(differences({"t": {"a": "string"}}, {"t": {}})) == ["- t a"]


def test_recording_is_reproducible(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    write_baseline(Baseline("1.0.0", BEFORE), one)
    write_baseline(Baseline("1.0.0", dict(reversed(BEFORE.items()))), two)

    assert one.read_bytes() == two.read_bytes()
    assert read_baseline(one) == Baseline("1.0.0", BEFORE)


def test_the_recorded_surface_is_that_of_the_locked_sdk(surface: Surface) -> None:
    recorded = read_baseline()

    assert recorded.version == installed_version()
    assert list(differences(recorded.surface, surface)) == []
