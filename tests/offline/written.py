"""Programs that tests write themselves and run in the engine."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from policy.graph import Graph, Resource
from policy.offline import Fixtures, Mode, ProgramGraph, ProgramRun, run_program

PROJECT = "name: shop\nruntime: python\nconfig:\n  aws:region: ap-northeast-1\n"


class Programs:
    """Writes programs into one directory and runs them."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        directory.mkdir(exist_ok=True)
        self.write("Pulumi.yaml", PROJECT)

    def write(self, name: str, text: str) -> None:
        file = self.directory / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8")

    def run(
        self,
        text: str = "",
        *,
        mode: Mode = Mode.SYMBOLIC,
        configuration: dict[str, str] | None = None,
        fixtures: Fixtures | None = None,
        silence_seconds: float = 30.0,
    ) -> ProgramGraph:
        if text:
            self.write("__main__.py", text)
        return run_program(
            ProgramRun(
                directory=self.directory,
                mode=mode,
                configuration=configuration or {},
                fixtures=fixtures or Fixtures(),
                silence_seconds=silence_seconds,
            )
        )

    def graph(self, text: str, *, mode: Mode = Mode.SYMBOLIC) -> Graph:
        return self.run(text, mode=mode).graph


def named(graph: Graph, name: str) -> Resource:
    """The one AWS resource with a logical name."""
    (found,) = [
        item for item in graph.resources if item.name == name and item.type.startswith("aws:")
    ]
    return found
