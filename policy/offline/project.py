"""A program's project: where it is, what it is called and how it is configured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from policy.errors import SourceError
from policy.offline.configuration import Values, read
from policy.offline.request import ProgramRun

_DEFAULT_STACK: Final = "dev"
_PROJECT_FILES: Final = ("Pulumi.yaml", "Pulumi.yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One project with the configuration of one stack.

    Attributes:
        root: Where Pulumi.yaml is, or the program's directory without one.
        program: The directory or file to run.
        configuration: Plain values by full key.
        secret_keys: Keys of secret values, the encrypted ones included.
        encrypted_keys: Keys of values that cannot be decrypted offline.
        environments: Pulumi ESC environments that the stack imports and nobody can open offline.
    """

    name: str
    stack: str
    root: Path
    program: Path
    configuration: Mapping[str, str] = field(default_factory=dict)
    secret_keys: frozenset[str] = frozenset()
    encrypted_keys: frozenset[str] = frozenset()
    environments: tuple[str, ...] = ()

    @property
    def working_directory(self) -> Path:
        """Where the program runs."""
        return self.program if self.program.is_dir() else self.program.parent


def load(run: ProgramRun) -> Project:
    """The project in a directory, configured for one stack.

    Raises:
        SourceError: There is no program, or a file is wrong.
    """
    root = run.directory.resolve()
    if not root.is_dir():
        raise SourceError(f"{run.directory} is not a directory", advice="name the program's one")
    settings = _project_settings(root)
    name = _project_name(settings, root)
    stacks = root / str(settings.get("stackConfigDir", "."))
    stack = run.stack or _only_stack(stacks)
    stack_settings = read(_existing(stacks, f"Pulumi.{stack}.yaml", f"Pulumi.{stack}.yml"))
    values = Values(name)
    values.add_defaults(settings.get("config"))
    values.add(stack_settings.get("config"))
    for key, value in run.configuration.items():
        values.override(key, value)
    return Project(
        name=name,
        stack=stack,
        root=root,
        program=_program(root, settings),
        configuration=values.plain,
        secret_keys=frozenset(values.secret_keys),
        encrypted_keys=frozenset(values.encrypted_keys),
        environments=_environments(stack_settings.get("environment")),
    )


def _project_settings(root: Path) -> Mapping[str, object]:
    settings = read(_existing(root, *_PROJECT_FILES))
    runtime = settings.get("runtime", "python")
    language = runtime.get("name") if isinstance(runtime, Mapping) else runtime
    if language != "python":
        raise SourceError(
            f"{root / 'Pulumi.yaml'} says runtime {language}",
            advice="only Python programs can be run offline; use a state or preview file",
        )
    return settings


def _project_name(settings: Mapping[str, object], root: Path) -> str:
    name = settings.get("name", root.name)
    if not isinstance(name, str) or not name:
        raise SourceError(f"{root / 'Pulumi.yaml'} has no project name")
    return name


def _program(root: Path, settings: Mapping[str, object]) -> Path:
    main = settings.get("main", ".")
    program = (root / str(main)).resolve()
    if not program.is_relative_to(root):
        raise SourceError(f"main: {main} in {root / 'Pulumi.yaml'} is outside of the project")
    entry = program / "__main__.py" if program.is_dir() else program
    if not entry.is_file():
        raise SourceError(
            f"there is no Pulumi program at {entry}",
            advice="name a directory with a Pulumi.yaml or a __main__.py",
        )
    return program


def _only_stack(directory: Path) -> str:
    stacks = {path.name.split(".")[1] for path in directory.glob("Pulumi.?*.y*ml")}
    return stacks.pop() if len(stacks) == 1 else _DEFAULT_STACK


def _existing(directory: Path, *names: str) -> Path | None:
    return next((directory / name for name in names if (directory / name).is_file()), None)


def _environments(section: object) -> tuple[str, ...]:
    imports = section.get("imports") if isinstance(section, Mapping) else section
    return tuple(map(str, imports)) if isinstance(imports, list) else ()
