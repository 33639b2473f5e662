"""Making the classes of a generated module one by one, when their names are asked for.

`_inputs`, `outputs` and `_enums` of a package such as `pulumi_aws.ec2` hold hundreds of classes, of
which a program needs a handful. To make them all took 0.35 s of the 1.8 s that a check took.

A `class` statement calls `__build_class__`, which Python looks for among the builtins of the
module, as it does for every name that the module itself does not have. A module that is loaded
here has builtins of its own: in them a class statement is only noted, and a name that is missing is
looked for in the package's `_inputs` and `_enums`, from where the other modules import all names
with a star. A module that needs one of its classes at once is loaded as ever.
"""

from __future__ import annotations

import builtins
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.machinery import SourceFileLoader
from types import ModuleType
from typing import Final

import pulumi

from policy.offline.replacing import replaced

_STARRED: Final = ("_inputs", "_enums")
_lock: Final = threading.RLock()
_Decorator = Callable[..., object]


def loader_for(name: str) -> type[SourceFileLoader]:
    """The loader of a package's module of this name."""
    return ClassesLoader if name in {*_STARRED, "outputs"} else SiblingLoader


class SiblingLoader(SourceFileLoader):
    """Loads a module that may name classes which its package has yet to make."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module."""
        vars(module)["__builtins__"] = _Builtins(module)
        super().exec_module(module)


class ClassesLoader(SourceFileLoader):
    """Loads a module of classes, which runs when it is first asked for a name."""

    def __init__(self, name: str, path: str) -> None:
        super().__init__(name, path)
        self._exports: Sequence[str] = ()
        self._statements: dict[str, _Statement] = {}
        self._has_run = False

    def exec_module(self, module: ModuleType) -> None:
        """Leave the module for later."""
        # Python asks these functions of a module for what is not there (PEP 562).
        vars(module).update(
            __getattr__=partial(self._get, module), __dir__=partial(self._dir, module)
        )

    def exports_of(self, module: ModuleType) -> Sequence[str]:
        """The module's `__all__`."""
        self._run(module)
        return self._exports

    def find(self, module: ModuleType, name: str) -> object:
        """What the module holds under a name; `None` if nothing."""
        self._run(module)
        with _lock:
            if name in self._statements:
                vars(module)[name] = self._statements.pop(name).made()
        return vars(module).get(name)

    def _get(self, module: ModuleType, name: str) -> object:
        if name == "__all__":
            asking = sys._getframe(1).f_builtins  # noqa: SLF001  # nothing else tells who asks
            # A module of the same package finds each name in its builtins when it needs it.
            is_sibling = isinstance(asking, _Builtins) and asking.package == module.__package__
            return () if is_sibling else self.exports_of(module)
        found = None
        if not name.startswith("__"):
            found = self.find(module, name) or _class_in(f"{module.__package__}._enums", name)
        if found is None:
            raise AttributeError(
                f"module {module.__name__!r} has no attribute {name!r}", name=name, obj=module
            )
        return found

    def _dir(self, module: ModuleType) -> list[str]:
        return sorted({*self.exports_of(module), *vars(module)})

    def _run(self, module: ModuleType) -> None:
        """Run the module without making its classes, unless it has run."""
        with _lock:
            if self._has_run:
                return
            self._has_run = True
            names = vars(module)
            names["__builtins__"] = own = _Builtins(module)
            try:
                with _noting(own):
                    super().exec_module(module)
            except (AttributeError, TypeError):
                # Something was done with a class that cannot be done with a statement.
                super().exec_module(module)
            self._exports = names.pop("__all__", ())
            self._statements = {name: it for name, it in names.items() if type(it) is _Statement}
            for name in self._statements:
                del names[name]


class _Builtins(dict[str, object]):
    """Python's builtins, behind them the classes of a module's package."""

    def __init__(self, module: ModuleType) -> None:
        super().__init__(vars(builtins))
        self.package = module.__name__.rpartition(".")[0]

    def __missing__(self, name: str) -> object:
        for last in _STARRED:
            if found := _class_in(f"{self.package}.{last}", name):
                return found
        raise KeyError(name)


def _class_in(module_name: str, name: str) -> object:
    """The class that a loaded module exports under a name; `None` if it does not."""
    module = sys.modules.get(module_name)
    loader = module.__loader__ if module else None
    if module and isinstance(loader, ClassesLoader) and name in loader.exports_of(module):
        return loader.find(module, name)
    return None


class _Statement:
    """A class statement that has not run, or has and keeps what it made."""

    def __init__(self, *arguments: object, **options: object) -> None:
        if any(type(item) is _Statement for item in arguments):
            raise TypeError("a statement is no class that another could inherit from")
        self._make: Callable[[], object] = partial(builtins.__build_class__, *arguments, **options)  # type: ignore[arg-type]  # as Python passes them
        self._decorators: list[_Decorator] = []
        self._made: object = None

    def with_(self, decorator: _Decorator) -> _Statement:
        """Note a decorator."""
        self._decorators.append(decorator)
        return self

    def made(self) -> object:
        """What the statement makes."""
        if self._made is None:
            self._made = self._make()
            for decorator in self._decorators:
                self._made = decorator(self._made)
        return self._made


@contextmanager
def _noting(own: _Builtins) -> Iterator[None]:
    """Note class statements, and the SDK's decorators on them, instead of running them."""
    own["__build_class__"] = _Statement
    decorators: dict[tuple[object, str], object] = {
        (pulumi, "input_type"): _noted(pulumi.input_type),
        (pulumi, "output_type"): _noted(pulumi.output_type),
        (pulumi, "type_token"): _noted_with_token(pulumi.type_token),
    }
    try:
        with replaced(decorators):
            yield
    finally:
        own["__build_class__"] = builtins.__build_class__


def _noted(decorator: _Decorator) -> _Decorator:
    return lambda item: item.with_(decorator) if type(item) is _Statement else decorator(item)


def _noted_with_token(make_decorator: Callable[[str], _Decorator]) -> Callable[[str], _Decorator]:
    return lambda token: _noted(make_decorator(token))
