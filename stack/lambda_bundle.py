"""The deployable of the processor's functions, built reproducibly for Lambda's platform.

The bundle is the package `processor` beside the packages of `requirements/processor-lambda.txt`,
as wheels for arm64 and Lambda's Python, checked against their hashes. Same sources and same lock
give the same bytes on every machine: entries are sorted and stored as they are (compressors
differ), with one time and one mode.

When `pulumi preview` or `up` runs the program, the bundle is built on the way, once for each
digest of its inputs, into `build/lambda/`. When the program only has to be read, by the offline
check or by tests, the archive is the sources alone and nothing is downloaded: that is what the
environment variable `POLICY_OFFLINE_CHECK=1` says.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pulumi
import pulumi_aws as aws

RUNTIME: Final = aws.lambda_.Runtime.PYTHON3D14
ARCHITECTURE: Final = "arm64"
OFFLINE_VARIABLE: Final = "POLICY_OFFLINE_CHECK"
ROOT: Final = Path(__file__).resolve().parent.parent
SOURCES: Final = ROOT / "stack" / "processor"
LOCK: Final = ROOT / "requirements" / "processor-lambda.txt"
BUILD: Final = ROOT / "build" / "lambda"
PLATFORMS: Final = ("manylinux2014_aarch64", "manylinux_2_17_aarch64", "manylinux_2_28_aarch64")
"""Amazon Linux 2023, on which this runtime stands, has glibc 2.34."""
EARLIEST_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
FILE_MODE: Final = 0o100644
UNZIPPED_LIMIT_BYTES: Final = 250 * 2**20
"""Lambda's limit for a deployment package with its layers."""


class BundleError(pulumi.RunError):
    """The bundle cannot be built; the message says what to do."""


def code_archive() -> pulumi.Archive:
    """The functions' code: built for deployment, or only the sources where nothing is deployed."""
    if os.environ.get(OFFLINE_VARIABLE) == "1":
        return pulumi.AssetArchive({"processor": pulumi.FileArchive(str(SOURCES))})
    return pulumi.FileArchive(str(build()))


def schema_digest() -> str:
    """Changes whenever a migration of the ledger is added or edited."""
    return _digest(path for path in _source_files() if path.suffix == ".sql")


def build(directory: Path = BUILD) -> Path:
    """Build the bundle, or find the one built from the same inputs.

    Raises:
        BundleError: the packages cannot be had, or are too large for Lambda.
    """
    target = directory / f"processor-{_digest([*_source_files(), LOCK])[:16]}.zip"
    if not target.exists():
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=directory) as staging:
            stage(Path(staging) / "tree")
            unfinished = Path(staging) / "bundle.zip"
            pack(Path(staging) / "tree", unfinished)
            unfinished.replace(target)
    return target


def stage(tree: Path) -> None:
    """Lay out what the bundle contains: sources and unpacked wheels."""
    for source in _source_files():
        copy = tree / "processor" / source.relative_to(SOURCES)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
    _install_packages(tree)
    size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file())
    if size > UNZIPPED_LIMIT_BYTES:
        raise BundleError(
            f"The Lambda bundle is {size:,} bytes unzipped; Lambda takes {UNZIPPED_LIMIT_BYTES:,}."
        )


def pack(tree: Path, target: Path) -> None:
    """Zip a tree so that its content alone decides the bytes."""
    with zipfile.ZipFile(target, "w") as bundle:
        for path in sorted(tree.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(tree).as_posix(), EARLIEST_ZIP_TIME)
                entry.external_attr = FILE_MODE << 16
                bundle.writestr(entry, path.read_bytes())


def _install_packages(tree: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
    command += ["--disable-pip-version-check", "--require-hashes", "--only-binary=:all:"]
    command += ["--implementation", "cp", "--python-version", RUNTIME.removeprefix("python")]
    command += [f"--platform={platform}" for platform in PLATFORMS]
    command += ["--target", str(tree), "--requirement", str(LOCK)]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if outcome.returncode:
        reason = (outcome.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        raise BundleError(f"The Lambda bundle's packages cannot be installed: {reason}")
    _drop_traces(tree)


def _drop_traces(tree: Path) -> None:
    """Remove what pip writes about this installation rather than about the packages."""
    for pattern in (
        "*.dist-info/RECORD",
        "*.dist-info/INSTALLER",
        "*.dist-info/REQUESTED",
        "*.dist-info/direct_url.json",
    ):
        for trace in tree.glob(pattern):
            trace.unlink()
    shutil.rmtree(tree / "bin", ignore_errors=True)


def _source_files() -> Iterator[Path]:
    for path in sorted(SOURCES.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path


def _digest(paths: Iterator[Path] | list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
