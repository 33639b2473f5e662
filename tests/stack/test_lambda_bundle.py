"""The bundle. Building it needs a Python package index; those tests say so in their names."""

import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pulumi
import pytest

from stack.lambda_bundle import (
    LOCK,
    OFFLINE_VARIABLE,
    RUNTIME,
    SOURCES,
    UNZIPPED_LIMIT_BYTES,
    build,
    code_archive,
    pack,
    schema_digest,
)
from stack.processor.interface import Handler

ELF = b"\x7fELF"
AARCH64 = 183


@pytest.fixture(scope="module")
def built_over_an_index(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return build(tmp_path_factory.mktemp("first")), build(tmp_path_factory.mktemp("second"))


def entries(bundle: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(bundle) as opened:
        for entry in opened.infolist():
            yield entry.filename, opened.read(entry)


def test_two_builds_over_an_index_are_the_same_bytes(
    built_over_an_index: tuple[Path, Path],
) -> None:
    first, second = built_over_an_index

    assert first.name == second.name
    assert first.read_bytes() == second.read_bytes()


def test_a_build_over_an_index_fits_lambda(built_over_an_index: tuple[Path, Path]) -> None:
    size = sum(len(content) for _, content in entries(built_over_an_index[0]))

    assert size < UNZIPPED_LIMIT_BYTES / 5


def test_a_build_over_an_index_carries_every_handler_and_package(
    built_over_an_index: tuple[Path, Path],
) -> None:
    names = {name for name, _ in entries(built_over_an_index[0])}
    modules = {handler.rpartition(".")[0].replace(".", "/") + ".py" for handler in Handler}
    tops = {name.partition("/")[0] for name in names}

    assert modules <= names
    assert {"aws_lambda_powertools", "msgspec", "psycopg", "psycopg_binary", "valkey"} <= tops
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def test_a_build_over_an_index_has_machine_code_for_lambda_only(
    built_over_an_index: tuple[Path, Path],
) -> None:
    code = {name: data for name, data in entries(built_over_an_index[0]) if data[:4] == ELF}
    machines = {struct.unpack_from("<H", data, 18)[0] for data in code.values()}
    abi = RUNTIME.removeprefix("python").replace(".", "")

    assert machines == {AARCH64}
    assert [name for name in code if f"cpython-{abi}" in name]


def test_the_second_build_finds_the_first(
    built_over_an_index: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = built_over_an_index
    monkeypatch.setenv("PIP_NO_INDEX", "1")

    assert build(first.parent) == first


def test_the_same_tree_packs_to_the_same_bytes_whenever(tmp_path: Path) -> None:
    for number, name in enumerate(("one", "two")):
        tree = tmp_path / name
        (tree / "package").mkdir(parents=True)
        for file in ("b.py", "a.py") if number else ("a.py", "b.py"):
            (tree / "package" / file).write_text(file)
            (tree / "package" / file).chmod(0o600 if number else 0o755)
        pack(tree, tmp_path / f"{name}.zip")

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_changed_file_changes_the_bundle(tmp_path: Path) -> None:
    packed = []
    for content in ("a = 1", "a = 2"):
        (tmp_path / "tree").mkdir(exist_ok=True)
        (tmp_path / "tree" / "a.py").write_text(content)
        pack(tmp_path / "tree", tmp_path / "bundle.zip")
        packed.append((tmp_path / "bundle.zip").read_bytes())

    assert packed[0] != packed[1]


def test_where_nothing_is_deployed_the_code_is_its_sources(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(OFFLINE_VARIABLE, "1")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    archive = code_archive()

    assert isinstance(archive, pulumi.AssetArchive)
    assert set(archive.assets) == {"processor"}
    (sources,) = archive.assets.values()
    assert isinstance(sources, pulumi.FileArchive)
    assert Path(sources.path) == SOURCES


def test_packages_that_cannot_be_had_are_one_clear_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")

    with pytest.raises(pulumi.RunError, match=r"^The Lambda bundle's packages cannot be installed"):
        build(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_every_package_is_pinned_with_hashes_and_no_registry_address() -> None:
    text = LOCK.read_text("utf-8")
    requirements = [line for line in text.splitlines() if line[:1].isalpha()]

    assert requirements
    assert all("==" in line and line.endswith("\\") for line in requirements)
    assert "://" not in text


@pytest.mark.parametrize("handler", Handler)
def test_handlers_are_found_at_the_root_of_the_bundle(handler: Handler, tmp_path: Path) -> None:
    shutil.copytree(SOURCES, tmp_path / "processor")
    module, _, name = handler.rpartition(".")
    statements = f"import sys, {module} as found; assert callable(found.{name});"
    statements += "assert not [name for name in sys.modules if name.startswith('stack')]"

    ran = subprocess.run(
        [sys.executable, "-c", statements],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr


def test_the_schema_s_digest_is_that_of_its_migrations() -> None:
    assert list(SOURCES.rglob("*.sql"))
    assert len(schema_digest()) == 64
    assert schema_digest() == schema_digest()
