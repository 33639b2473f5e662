"""A program's project: where it is, what it is called and how it is configured."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import yaml

from policy.errors import SourceError
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
    stack = run.stack or _only_stack(root)
    name = _project_name(settings, root)
    stack_settings = _yaml_mapping(_existing(root, f"Pulumi.{stack}.yaml", f"Pulumi.{stack}.yml"))
    values = _Values(name)
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


class _Values:
    """Gathers configuration: defaults of the project, then the stack's, then overrides."""

    def __init__(self, project: str) -> None:
        self._project = project
        self.plain: dict[str, str] = {}
        self.secret_keys: set[str] = set()
        self.encrypted_keys: set[str] = set()

    def add_defaults(self, section: object) -> None:
        """Values of Pulumi.yaml, which may be declarations `{type, default, secret}`."""
        for key, declared in _mapping(section).items():
            value = declared
            if isinstance(declared, Mapping) and {"type", "default"} & set(declared):
                value = declared.get("default")
                if declared.get("secret"):
                    self.secret_keys.add(self._full(key))
            elif isinstance(declared, Mapping) and set(declared) <= {"value", "secret"}:
                value = declared.get("value")
            if value is not None:
                self._set(key, value)

    def add(self, section: object) -> None:
        for key, value in _mapping(section).items():
            self._set(key, value)

    def override(self, key: str, value: str) -> None:
        self.encrypted_keys.discard(self._full(key))
        self.plain[self._full(key)] = value

    def _set(self, key: str, value: object) -> None:
        full = self._full(key)
        self.plain.pop(full, None)
        if _is_encrypted(value):
            self.secret_keys.add(full)
            self.encrypted_keys.add(full)
        else:
            self.encrypted_keys.discard(full)
            self.plain[full] = _text(value)

    def _full(self, key: str) -> str:
        return key if ":" in key else f"{self._project}:{key}"


def _is_encrypted(value: object) -> bool:
    """Whether a value is, or has inside, a ciphertext."""
    if isinstance(value, Mapping):
        return "secure" in value or any(map(_is_encrypted, value.values()))
    return isinstance(value, list) and any(map(_is_encrypted, value))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, default=str)


def _project_settings(root: Path) -> Mapping[str, object]:
    settings = _yaml_mapping(_existing(root, *_PROJECT_FILES))
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


def _only_stack(root: Path) -> str:
    stacks = {path.name.split(".")[1] for path in root.glob("Pulumi.?*.y*ml")}
    return stacks.pop() if len(stacks) == 1 else _DEFAULT_STACK


def _existing(root: Path, *names: str) -> Path | None:
    return next((root / name for name in names if (root / name).is_file()), None)


def _yaml_mapping(path: Path | None) -> Mapping[str, object]:
    if path is None:
        return {}
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        reason = " ".join(str(error).split())
        raise SourceError(f"cannot read {path}: {reason}") from error
    if document is not None and not isinstance(document, Mapping):
        raise SourceError(f"{path} is not a mapping", advice="see Pulumi's project file reference")
    return document or {}


def _mapping(section: object) -> Mapping[str, object]:
    if not isinstance(section, Mapping):
        return {}
    return {str(key): value for key, value in section.items()}


def _environments(section: object) -> tuple[str, ...]:
    imports = section.get("imports") if isinstance(section, Mapping) else section
    return tuple(map(str, imports)) if isinstance(imports, list) else ()
