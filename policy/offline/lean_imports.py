"""Importing Pulumi's SDK without running the parts that a check has no use for.

`import pulumi` also imports the automation API, the pickler of dynamic providers, gRPC's
asynchronous half and OpenTelemetry's SDK, for 0.06 of its 0.13 s. They are found as ever, and run
when somebody asks for a name in them.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Final

_TRACING: Final = "pulumi.runtime._instrumentation"
"""Has an effect where this variable of the environment asks for traces, and only there."""
_TRACING_VARIABLE: Final = "TRACEPARENT"
_MODULES: Final = frozenset({"dill", "grpc.aio", "pulumi.automation", _TRACING})


@contextmanager
def lean_imports() -> Iterator[None]:
    """Leave modules that are imported in here, and never used, for later."""
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _Finder(MetaPathFinder):
    """Finds the modules as Python does, and gives them a loader that waits."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        is_traced = fullname == _TRACING and _TRACING_VARIABLE in os.environ
        if fullname not in _MODULES or is_traced:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec and spec.loader:
            spec.loader = _Loader(spec.loader)
        return spec


class _Loader(Loader):
    """Has a module loaded by another loader once a name in it is asked for."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader
        self._lock = threading.RLock()
        self._is_waiting = True

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """What the other loader makes."""
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        """Leave the module for later."""
        if module.__spec__:
            module.__spec__.loader = module.__loader__ = self._loader
        # Python asks this function of a module for what is not there (PEP 562).
        vars(module)["__getattr__"] = partial(self._get, module)

    def _get(self, module: ModuleType, name: str) -> object:
        # Python's own question whether a module is a package.
        if name == "__path__":
            raise AttributeError(name)
        with self._lock:
            if self._is_waiting:
                self._is_waiting = False
                del vars(module)["__getattr__"]
                self._loader.exec_module(module)
        return getattr(module, name)
