"""Loading the packages of generated Pulumi SDKs resource by resource.

A package such as `pulumi_aws.ec2` imports each of its hundreds of modules, of which a program uses
a handful; that is most of what importing an SDK costs. Here a package finds out what each module
exports, from its `__all__`, and imports it when a name is first asked for. Whoever looks at the
package sees the names that it always has. A package that is not written exactly as Pulumi's
generator writes them is loaded as ever. `policy.offline.lazy_classes` does the same to modules.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Final, cast

from policy.offline import lazy_classes

_PACKAGE: Final = re.compile(r"pulumi_\w+\.\w+")
_STAR: Final = re.compile(r"from \.(\w+) import \*")
_OTHER_LINE: Final = re.compile(
    r"from \.\. import _utilities|from \. import outputs|import builtins as _builtins"
    r"|import typing|#.*|"
)
_BOUND: Final = frozenset({"_utilities", "outputs", "_builtins", "typing"})
"""What the other lines bind."""
_EXPORTS: Final = re.compile(rb"^__all__ = \[([\w\s',]*)\]", re.MULTILINE)
_NAME: Final = re.compile(r"\w+")
_HEAD: Final = 2_048
"""Bytes of a module among which its `__all__` nearly always is."""


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
    """Finds generated packages and their modules as Python does, and gives them lazy loaders."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        package, _, name = fullname.rpartition(".")
        is_module = type(sys.modules.get(package)) is _LazyPackage
        if not is_module and not _PACKAGE.fullmatch(fullname):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        loader = spec.loader if spec else None
        if spec and type(loader) is SourceFileLoader:
            if is_module:
                spec.loader = lazy_classes.loader_for(name)(loader.name, loader.path)
            elif spec.submodule_search_locations:
                spec.loader = _Loader(loader.name, loader.path)
        return spec


class _Loader(SourceFileLoader):
    """Runs what a package has besides its modules, and leaves the modules for later.

    Attributes:
        homes: For each name that a module exports, that module.
        modules: The modules that are left for later.
    """

    def __init__(self, name: str, path: str) -> None:
        super().__init__(name, path)
        self.homes: Mapping[str, str] = {}
        self.modules: frozenset[str] = frozenset()
        self._rest: CodeType | None = None

    def exec_module(self, module: ModuleType) -> None:
        lines = Path(self.path).read_text(encoding="utf-8").splitlines()
        modules = _modules_in(lines)
        self.homes = _homes_of(modules, Path(self.path).parent)
        if self.homes:
            self.modules = frozenset(modules)
            module.__class__ = _LazyPackage
            rest = "\n".join(line for line in lines if not _STAR.fullmatch(line))
            self._rest = compile(rest, self.path, "exec", dont_inherit=True)
        super().exec_module(module)

    def get_code(self, fullname: str) -> CodeType | None:
        return self._rest or super().get_code(fullname)


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


def _modules_in(lines: Sequence[str]) -> list[str]:
    """The modules that a package imports; none if it is not as expected."""
    if not all(_STAR.fullmatch(line) or _OTHER_LINE.fullmatch(line) for line in lines):
        return []
    return [star[1] for line in lines if (star := _STAR.fullmatch(line))]


def _homes_of(modules: Sequence[str], directory: Path) -> dict[str, str]:
    """Names to the modules that export them; none if that is not plain."""
    homes: dict[str, str] = {}
    for module in modules:
        exports = _exports_of(f"{directory}/{module}.py")
        # Which of two things of one name a package means depends on the order of loading.
        if not exports or homes.keys() & exports or not _BOUND.isdisjoint(exports):
            return {}
        homes.update(dict.fromkeys(exports, module))
    return homes


def _exports_of(file: str) -> set[str]:
    # A package has hundreds of modules: unbuffered bytes take a fifth of the time of texts.
    try:
        with open(file, "rb", buffering=0) as content:  # noqa: PTH123  # likewise
            head = content.read(_HEAD)
            found = _EXPORTS.search(head) or _EXPORTS.search(head + content.readall())
    except OSError:
        return set()
    return set(_NAME.findall(found[1].decode())) if found else set()
