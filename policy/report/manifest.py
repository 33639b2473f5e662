"""The manifest: what a report consists of, so that any changed byte can be named.

It is canonical JSON (sorted keys, two-space indent) and carries a digest of itself, so that a
change to it shows as well. Who wrote it is for a detached signature to prove: see docs/report.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

import msgspec
from msgspec import Struct

from policy.errors import ReportError
from policy.report.page import Page

NAME: Final = "manifest.json"
SIGNATURES: Final = (".sig", ".asc", ".tsr", ".sigstore.json")
"""Endings of files that may stand beside the manifest and sign it."""
_SCHEMA: Final = "transaction-monitoring/report-manifest/1"


class Entry(Struct, frozen=True, kw_only=True):
    """One file: SHA-256 in hexadecimal, and its size in bytes."""

    sha256: str
    size: int


class Manifest(Struct, frozen=True, kw_only=True):
    """What was written, from which evidence, and with which versions of what renders."""

    schema: str
    project: str
    stack: str
    finished: str
    commit: str
    pack_digest: str
    evidence_sha256: str
    renderers: dict[str, str]
    formats: list[str]
    languages: list[str]
    files: dict[str, Entry]
    digest: str = ""


def make_manifest(
    page: Page,
    files: Mapping[str, bytes],
    *,
    formats: list[str],
    languages: list[str],
    renderers: dict[str, str],
) -> Manifest:
    """The manifest of a report's files."""
    run = page.evidence.run
    unsealed = Manifest(
        schema=_SCHEMA,
        project=run.project,
        stack=run.stack,
        finished=run.finished,
        commit=run.commit,
        pack_digest=run.pack_digest,
        evidence_sha256=page.digest,
        renderers=renderers,
        formats=formats,
        languages=languages,
        files={name: entry_of(data) for name, data in files.items()},
    )
    return msgspec.structs.replace(unsealed, digest=digest_of(unsealed))


def entry_of(data: bytes) -> Entry:
    """How the manifest knows a file."""
    return Entry(sha256=hashlib.sha256(data).hexdigest(), size=len(data))


def digest_of(manifest: Manifest) -> str:
    """The digest over everything but the digest itself."""
    return hashlib.sha256(to_json(msgspec.structs.replace(manifest, digest=""))).hexdigest()


def to_json(manifest: Manifest) -> bytes:
    """Canonical JSON."""
    return msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=2) + b"\n"


def from_json(data: bytes) -> Manifest:
    """Read a manifest.

    Raises:
        ReportError: It is no manifest of this version.
    """
    try:
        manifest = msgspec.json.decode(data, type=Manifest, strict=True)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ReportError(f"{NAME} is not a manifest ({error})") from error
    if manifest.schema != _SCHEMA:
        raise ReportError(f"{NAME} has schema {manifest.schema!r}, this version reads {_SCHEMA!r}")
    return manifest
