"""Asking the real Checkov, with a guard against every way in which it silently sees nothing."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from policy.checkov.conversion import Plan
from policy.checkov.environment import VERSION
from policy.errors import CheckovError

_SCRIPT: Final = Path(__file__).with_name("in_checkov.py")
_LONGEST_SECONDS: Final = 600
_FEWEST_CHECKS: Final = 442
"""As many AWS checks as the pinned version has."""


class Check(msgspec.Struct, frozen=True):
    """One of Checkov's checks.

    Attributes:
        title: Checkov's own words.
        types: Terraform types that it judges.
        existence: Whether any value at all satisfies it.
        attributes: Top-level attributes that it may look at, and other words of its code.
        connected: Types of the resources that it looks at besides the one it judges.
    """

    title: str
    types: tuple[str, ...]
    existence: bool
    attributes: frozenset[str]
    connected: tuple[str, ...] = ()


class Record(msgspec.Struct, frozen=True):
    """What one check said of one resource; `evaluated` names attributes."""

    check: str
    title: str
    address: str
    verdict: str
    evaluated: tuple[str, ...]


class Found(msgspec.Struct, frozen=True):
    """All that Checkov said of a plan; `not_loaded` are external checks that it skipped."""

    version: str
    resources: frozenset[str]
    records: tuple[Record, ...]
    checks: Mapping[str, Check]
    not_loaded: tuple[str, ...]


def run(plan: Plan, python: Path, external_checks: Sequence[Path] = ()) -> Found:
    """Let Checkov judge a plan.

    The plan may hold secrets of the program, so it lies in a folder and a file that nobody else
    can open, and goes when Checkov has read it.

    Raises:
        CheckovError: Checkov is of another version, crashed, or did not look at everything.
    """
    for folder in external_checks:
        if not folder.is_dir():
            raise CheckovError(
                f"there is no folder {folder} of external checks",
                advice="name an existing one by --external-checks-dir",
            )
    with tempfile.TemporaryDirectory(prefix="policy-") as private:
        file = Path(private, "plan.json")
        _write_private(file, plan.document)
        found = _ask([str(python), "-I", str(_SCRIPT), str(file)], external_checks, Path(private))
    _guard(plan, found)
    return found


def _write_private(file: Path, document: Mapping[str, object]) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(document, stream)


def _ask(command: Sequence[str], external_checks: Iterable[Path], home: Path) -> Found:
    arguments = [*command, *(str(folder.resolve()) for folder in external_checks)]
    try:
        done = subprocess.run(  # noqa: S603  # the interpreter that the user names
            arguments,
            capture_output=True,
            check=False,
            timeout=_LONGEST_SECONDS,
            cwd=home,
            # No credentials, no proxies, no configuration of the user's: it needs none.
            env={"PATH": os.defpath, "HOME": str(home), "TMPDIR": str(home)},
        )
    except subprocess.TimeoutExpired as error:
        raise CheckovError(f"Checkov did not finish within {_LONGEST_SECONDS} seconds") from error
    except OSError as error:
        raise CheckovError(f"{command[0]} cannot be run ({error.strerror})") from error
    if done.returncode != 0:
        raise _crash(command[0], done.stderr.decode(errors="replace"))
    try:
        return msgspec.json.decode(done.stdout, type=Found)
    except msgspec.DecodeError as error:
        raise CheckovError("Checkov's answer cannot be read", advice=_REBUILD) from error


_REBUILD: Final = "build its environment again with `make checkov`"


def _crash(python: str, stderr: str) -> CheckovError:
    if "No module named 'checkov'" in stderr:
        return CheckovError(f"{python} has no Checkov", advice=_REBUILD)
    # The rest of the message may quote a property value, so only the error's type is told.
    lines = stderr.strip().splitlines() or [""]
    kind = lines[-1].partition(":")[0].rpartition(".")[2]
    return CheckovError(f"Checkov crashed ({kind or 'without a word'})", advice=_REBUILD)


def _guard(plan: Plan, found: Found) -> None:
    """Refuse an answer that does not cover everything that was asked.

    Raises:
        CheckovError: Something was not looked at.
    """
    if found.version != VERSION:
        raise CheckovError(f"Checkov {found.version} is not {VERSION}", advice=_REBUILD)
    if found.not_loaded:
        files = ", ".join(found.not_loaded)
        raise CheckovError(f"Checkov cannot use {files}", advice="mend or remove these checks")
    if len(found.checks) < _FEWEST_CHECKS:
        raise CheckovError(f"Checkov loaded {len(found.checks)} checks only", advice=_REBUILD)
    unseen = sorted(set(plan.urns) - found.resources)
    if unseen:
        names = ", ".join(unseen[:3])
        raise CheckovError(f"Checkov did not see {len(unseen)} resources, such as {names}")
    if not found.records and _any_check_for(plan, found):
        raise CheckovError("Checkov judged nothing, though it has checks for these resources")


def _any_check_for(plan: Plan, found: Found) -> bool:
    kinds = {address.partition(".")[0] for address in plan.urns}
    return any(kinds & set(check.types) for check in found.checks.values())
