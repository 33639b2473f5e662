"""The engine in preview mode records what the real CLI previews.

Skipped where there is no `pulumi` with its Python language host on the PATH.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from policy.graph import Graph, Resource, Unknown
from policy.offline import Mode, ProgramRun, run_program
from policy.sources import preview

pytestmark = pytest.mark.skipif(
    not (shutil.which("pulumi") and shutil.which("pulumi-language-python")),
    reason="no `pulumi` and `pulumi-language-python` on the PATH",
)

TESTS = Path(__file__).parents[1]
ACCOUNT = "123456789012"
LOOKUPS = {
    "aws:index/getCallerIdentity:getCallerIdentity": {
        "accountId": ACCOUNT,
        "arn": f"arn:aws:iam::{ACCOUNT}:role/ci",
        "id": ACCOUNT,
        "userId": "AROAEXAMPLE",
    },
    "aws:index/getAvailabilityZones:getAvailabilityZones": {
        "names": ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"],
        "zoneIds": ["apne1-az4", "apne1-az1", "apne1-az2"],
        "groupNames": ["ap-northeast-1"],
        "id": "ap-northeast-1",
    },
}


@pytest.mark.parametrize("name", ["references", "options", "changes"])
def test_the_cli_previews_the_same(tmp_path: Path, name: str) -> None:
    program = tmp_path / "program"
    shutil.copytree(TESTS / "programs" / name, program, ignore=shutil.ignore_patterns("__pyc*"))
    use_this_interpreter(program)
    environment = cli_environment(tmp_path)

    cli = preview_of_cli(program, environment)
    offline = run_program(
        ProgramRun(directory=program, stack="dev", mode=Mode.PREVIEW, account=ACCOUNT)
    ).graph

    assert set(cli.by_urn) == set(offline.by_urn)
    for urn, resource in cli.by_urn.items():
        ours = offline.by_urn[urn]
        assert comparable(resource) == comparable(ours), urn
        # The CLI forgets the references of a resource that has transforms of its own.
        assert resource.references in ({}, ours.references), urn


def comparable(resource: Resource) -> Resource:
    """A resource without what only one side can tell.

    The CLI's preview tells neither the version of default providers, nor the values of secrets,
    nor which of several resources an unknown leaf comes from.
    """
    properties = {
        name: blurred(value, name, resource)
        for name, value in sorted(resource.properties.items())
        if not (name == "version" and resource.name.startswith("default_"))
    }
    return replace(resource, properties=properties, references={})


def blurred(value: object, path: str, resource: Resource) -> object:
    if isinstance(value, Unknown) or path in resource.secrets:
        return Unknown()
    if isinstance(value, list):
        return [blurred(item, f"{path}[{index}]", resource) for index, item in enumerate(value)]
    if isinstance(value, dict):
        return {key: blurred(item, f"{path}.{key}", resource) for key, item in value.items()}
    return value


def use_this_interpreter(program: Path) -> None:
    file = program / "Pulumi.yaml"
    settings = yaml.safe_load(file.read_text(encoding="utf-8"))
    settings["runtime"] = {"name": "python", "options": {"virtualenv": sys.prefix}}
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")


def cli_environment(directory: Path) -> dict[str, str]:
    binaries, state = directory / "bin", directory / "state"
    binaries.mkdir()
    state.mkdir()
    plugin = binaries / "pulumi-resource-aws"
    fake = TESTS / "fakes" / "aws_provider.py"
    plugin.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{fake}" "$@"\n', encoding="utf-8")
    plugin.chmod(0o755)
    lookups = directory / "lookups.json"
    lookups.write_text(json.dumps(LOOKUPS), encoding="utf-8")
    shell = {key: item for key, item in os.environ.items() if not key.startswith("AWS_")}
    return {
        **shell,
        "PATH": f"{binaries}{os.pathsep}{shell['PATH']}",
        "FAKE_AWS_LOOKUPS": str(lookups),
        "PULUMI_BACKEND_URL": f"file://{state}",
        "PULUMI_CONFIG_PASSPHRASE": "test",
        "PULUMI_HOME": str(directory / "home"),
        "PULUMI_SKIP_UPDATE_CHECK": "1",
    }


def preview_of_cli(program: Path, environment: Mapping[str, str]) -> Graph:
    for command in (
        ("stack", "init", "dev"),
        ("config", "set", "--secret", "token", "hunter2", "--stack", "dev"),
        ("preview", "--json", "--stack", "dev"),
    ):
        done = subprocess.run(
            ("pulumi", "--non-interactive", *command),
            cwd=program,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
    written = program.parent / "preview.json"
    written.write_text(done.stdout, encoding="utf-8")
    return preview.load(written)
