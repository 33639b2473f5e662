"""Loading the packages of generated Pulumi SDKs resource by resource.

A package such as `pulumi_aws.ec2` imports each of its hundreds of modules, of which a program uses
a handful; that is most of what importing an SDK costs. Here a package finds out what each module
exports, from its `__all__`, and imports it when a name is first asked for. Whoever looks at the
package sees the names that it always has. A package that is not written exactly as Pulumi's
generator writes them is loaded as ever.
"""

from __future__ import annotations

import re
import sys
from ast import literal_eval
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Final, cast

_PACKAGE: Final = re.compile(r"pulumi_\w+\.\w+")
_STAR: Final = re.compile(r"from \.(\w+) import \*")
_OTHER_LINE: Final = re.compile(
    r"from \.\. import _utilities|from \. import outputs|import builtins as _builtins"
    r"|import typing|#.*|"
)
_SHARED: Final = frozenset({"_enums", "_inputs"})
"""Modules that every other module of a package imports anyway."""
_EXPORTS: Final = re.compile(r"^__all__ = (\[[^\]]*\])", re.MULTILINE)
_HEAD: Final = 16_384
"""Characters of a module among which its `__all__` is looked for."""


@contextmanager
def loaded_lazily() -> Iterator[None]:
    """Let generated packages that are found in here load their modules when they are needed."""
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def load(name: str, prefix: str) -> None:
    """Import what exports a name, in every loaded package whose own name starts with the prefix."""
    for package in list(sys.modules.values()):
        if type(package) is _LazyPackage and package.__name__.startswith(prefix):
            getattr(package, name, None)


class _Finder(MetaPathFinder):
    """Finds generated packages as Python does, and gives them a loader that is lazy."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not _PACKAGE.fullmatch(fullname):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        loader = spec.loader if spec else None
        if spec and spec.submodule_search_locations and type(loader) is SourceFileLoader:
            spec.loader = _Loader(loader.name, loader.path)
        return spec


class _Loader(SourceFileLoader):
    """Runs what a package shares among its modules, and leaves the modules for later.

    Attributes:
        homes: For each name that a module exports, that module.
        modules: The modules that are left for later.
    """

    def __init__(self, name: str, path: str) -> None:
        super().__init__(name, path)
        self.homes: Mapping[str, str] = {}
        self.modules: frozenset[str] = frozenset()
        self._shared: CodeType | None = None

    def exec_module(self, module: ModuleType) -> None:
        lines = Path(self.path).read_text(encoding="utf-8").splitlines()
        modules = _modules_in(lines)
        homes = _homes_of(modules, Path(self.path).parent)
        if homes:
            self._run_shared(module, lines)
        if not homes or homes.keys() & vars(module).keys():
            # Which of two things of one name a package means depends on the order of loading.
            super().exec_module(module)
            return
        self.homes, self.modules = homes, frozenset(modules)
        module.__class__ = _LazyPackage

    def get_code(self, fullname: str) -> CodeType | None:
        return self._shared or super().get_code(fullname)

    def _run_shared(self, module: ModuleType, lines: Sequence[str]) -> None:
        text = "\n".join(line for line in lines if not _is_left_for_later(line))
        self._shared = compile(text, self.path, "exec", dont_inherit=True)
        try:
            super().exec_module(module)
        finally:
            self._shared = None


class _LazyPackage(ModuleType):
    """A package that knows where its names are before it has them."""

    def __getattr__(self, name: str) -> object:
        loader = _loader_of(self)
        if name == "__all__":
            return [item for item in dir(self) if not item.startswith("_")]
        if name in loader.homes:
            value = getattr(import_module(f"{self.__name__}.{loader.homes[name]}"), name)
            vars(self)[name] = value
            return value
        if name in loader.modules:
            return import_module(f"{self.__name__}.{name}")
        raise AttributeError(
            f"module {self.__name__!r} has no attribute {name!r}", name=name, obj=self
        )

    def __setattr__(self, name: str, value: object) -> None:
        # Importing the module `get_ami` must not hide the function of that name.
        if not (isinstance(value, ModuleType) and name in _loader_of(self).homes):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        loader = _loader_of(self)
        return sorted({*vars(self), *loader.homes, *loader.modules})


def _loader_of(package: ModuleType) -> _Loader:
    return cast("_Loader", cast("ModuleSpec", package.__spec__).loader)


def _is_left_for_later(line: str) -> bool:
    star = _STAR.fullmatch(line)
    return star is not None and star[1] not in _SHARED


def _modules_in(lines: Sequence[str]) -> list[str]:
    """The modules that a package imports and does not share; none if it is not as expected."""
    if not all(_STAR.fullmatch(line) or _OTHER_LINE.fullmatch(line) for line in lines):
        return []
    return [line.split()[1].removeprefix(".") for line in lines if _is_left_for_later(line)]


def _homes_of(modules: Sequence[str], directory: Path) -> dict[str, str]:
    """Names to the modules that export them; none if that is not plain."""
    homes: dict[str, str] = {}
    for module in modules:
        exports = _exports_of(directory / f"{module}.py")
        if not exports or homes.keys() & set(exports):
            return {}
        homes.update(dict.fromkeys(exports, module))
    return homes


def _exports_of(file: Path) -> list[str]:
    try:
        with file.open(encoding="utf-8") as text:
            found = _EXPORTS.search(text.read(_HEAD))
    except OSError:
        return []
    return cast("list[str]", literal_eval(found[1])) if found else []
