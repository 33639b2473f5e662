"""Reading the input surface out of the SDK's source files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from policy.surface.types import ValueType, read_type

Surface = Mapping[str, Mapping[str, str]]
"""Per type token the kind of every input path: `a.b` in objects, `a[]` in lists, `a{}` in maps."""

_CLASS: Final = re.compile(r"^class (\w+)(?:\((.*)\))?:$", re.MULTILINE)
_GETTER: Final = re.compile(
    r'^    @pulumi\.getter(?:\(name="(\w+)"\))?\n'
    r'(?:    @_utilities\.deprecated\("""(?:[^"]|"(?!""))*"""\)\n)?'
    r"    def (\w+)\(self\) -> (.+):$",
    re.MULTILINE,
)
_TOKEN: Final = re.compile(r'^@pulumi\.type_token\("([^"]+)"\)\nclass (\w+)\(', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    annotation: str

    @property
    def type(self) -> ValueType:
        return read_type(self.annotation)


_Classes = Mapping[str, tuple[_Field, ...]]


def installed_package() -> Path:
    """Where the installed pulumi_aws lies.

    Raises:
        ModuleNotFoundError: It is not installed.
    """
    spec = find_spec("pulumi_aws")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pulumi_aws is not installed")
    return Path(spec.origin).parent


def installed_version() -> str:
    """The installed version of pulumi-aws."""
    return version("pulumi-aws")


def read_surface(package: Path) -> Surface:
    """The whole input surface of an SDK package, by token; paths in alphabetical order."""
    return {token: dict(sorted(paths.items())) for token, paths in sorted(_read_resources(package))}


def _read_resources(package: Path) -> Iterator[tuple[str, dict[str, str]]]:
    modules = {path.name: _Module(path) for path in package.iterdir() if path.is_dir()}
    modules[""] = _Module(package)
    for module in modules.values():
        for file in module.resource_files():
            text = file.read_text(encoding="utf-8")
            for token, name in _TOKEN.findall(text):
                arguments = _arguments(_read_classes(text), name)
                yield token, dict(_expand(arguments, module, modules, ()))


def _arguments(classes: _Classes, name: str) -> tuple[_Field, ...]:
    # Where a nested type is called <Class>Args, the resource's own are <Class>InitArgs.
    return classes.get(f"{name}InitArgs") or classes.get(f"{name}Args") or ()


class _Module:
    """One folder of the SDK with the nested input classes that it defines."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def resource_files(self) -> Iterator[Path]:
        """Files that may define a resource."""
        for file in sorted(self.folder.glob("*.py")):
            if not file.name.startswith(("_", "get_", "outputs")):
                yield file

    @cached_property
    def inputs(self) -> _Classes:
        """The nested input classes, by name."""
        file = self.folder / "_inputs.py"
        return _read_classes(file.read_text(encoding="utf-8")) if file.exists() else {}


def _read_classes(text: str) -> _Classes:
    starts = list(_CLASS.finditer(text))
    ends = [match.start() for match in starts[1:]] + [len(text)]
    return {
        match[1]: tuple(
            _Field(wire or name, annotation)
            for wire, name, annotation in _GETTER.findall(text, match.end(), end)
        )
        for match, end in zip(starts, ends, strict=True)
        if match[1].endswith("Args")
    }


def _expand(
    fields: tuple[_Field, ...],
    module: _Module,
    modules: Mapping[str, _Module],
    above: tuple[str, ...],
) -> Iterator[tuple[str, str]]:
    for item in fields:
        value = item.type
        path = f"{item.name}{value.steps}"
        yield path, value.kind
        for nested in value.nested:
            home, name = _resolve(nested, module, modules)
            if f"{home.folder}/{name}" in above:
                continue  # web ACL statements nest without end
            inside = (*above, f"{home.folder}/{name}")
            for below, kind in _expand(home.inputs.get(name, ()), home, modules, inside):
                yield f"{path}.{below}", kind


def _resolve(
    reference: str, module: _Module, modules: Mapping[str, _Module]
) -> tuple[_Module, str]:
    *prefix, name = reference.split(".")
    if not prefix:
        return module, name
    return modules.get(prefix[-1].lstrip("_"), module), name
