"""Verifying a report: which file was changed, removed or added since it was written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from policy import evidence as documents
from policy.errors import ReportError
from policy.report import manifest as manifests
from policy.report.language import Language
from policy.report.manifest import Manifest
from policy.report.page import build_page
from policy.report.writing import EARLIER, EVIDENCE, render_files, renderers


def verify(directory: Path, *, again: bool = False) -> list[str]:
    """A sentence for each file that is not as it was written; none means that all are.

    Args:
        directory: Where the report is.
        again: Render the report once more from its evidence and compare, too.

    Raises:
        ReportError: There is no report to verify.
    """
    path = directory / manifests.NAME
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReportError(
            f"cannot read {path} ({error.strerror})", advice="name the folder of a report"
        ) from error
    try:
        manifest = manifests.from_json(data)
    except ReportError as error:
        return [error.message]
    if not _is_sealed(manifest, data):
        return [f"{manifests.NAME} was changed: its digest is not that of its content"]
    problems = [*_changed(directory, manifest), *_added(directory, manifest)]
    return problems or (list(_differing(directory, manifest)) if again else [])


def _is_sealed(manifest: Manifest, data: bytes) -> bool:
    return manifests.to_json(manifest) == data and manifests.digest_of(manifest) == manifest.digest


def _changed(directory: Path, manifest: Manifest) -> Iterator[str]:
    for name, entry in sorted(manifest.files.items()):
        path = directory / name
        if Path(name).name != name:
            yield f"{manifests.NAME} names {name!r}, which is not a file of the report"
        elif path.is_symlink() or not path.is_file():
            yield f"{name} is missing"
        elif manifests.entry_of(path.read_bytes()) != entry:
            yield f"{name} was changed"


def _added(directory: Path, manifest: Manifest) -> Iterator[str]:
    known = {manifests.NAME, *manifest.files}
    known |= {f"{manifests.NAME}{ending}" for ending in manifests.SIGNATURES}
    for path in sorted(directory.iterdir()):
        if path.name not in known:
            yield f"{path.name} was added"


def _differing(directory: Path, manifest: Manifest) -> Iterator[str]:
    """What a new rendering of the same evidence says otherwise."""
    if manifest.renderers != renderers():
        yield "cannot render again: other versions of the renderers are installed"
        return
    page = build_page(_evidence(directory, EVIDENCE), _earlier(directory, manifest))
    languages = [Language(language) for language in manifest.languages]
    for name, data in render_files(page, manifest.formats, languages).items():
        if manifests.entry_of(data) != manifest.files.get(name):
            yield f"{name} differs from what its evidence renders to"


def _earlier(directory: Path, manifest: Manifest) -> documents.Evidence | None:
    return _evidence(directory, EARLIER) if EARLIER in manifest.files else None


def _evidence(directory: Path, name: str) -> documents.Evidence:
    return documents.from_json((directory / name).read_bytes(), name)
