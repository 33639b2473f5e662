"""Programs in fresh interpreters, where no SDK is loaded yet."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

LAZILY = """
    from policy.offline.lazy_packages import loaded_lazily
    keep = loaded_lazily()
    keep.__enter__()
"""


def told_by(program: str, *, lazily: bool = True) -> object:
    """What a program prints as JSON."""
    text = dedent(LAZILY if lazily else "") + dedent(program)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", text], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def write_package(root: Path, **modules: str) -> str:
    """A package `pulumi_own.part` as Pulumi generates them; the program's line that finds it."""
    package = root / "pulumi_own" / "part"
    package.mkdir(parents=True)
    package.parent.joinpath("__init__.py").touch()
    lines = [f"from .{name} import *\n" for name in modules]
    package.joinpath("__init__.py").write_text("".join(lines), encoding="utf-8")
    for name, text in modules.items():
        package.joinpath(f"{name}.py").write_text(dedent(text), encoding="utf-8")
    return f"import json, sys; sys.path.insert(0, {str(root)!r})\n"
