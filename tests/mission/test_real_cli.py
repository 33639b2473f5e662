"""The same under the real Pulumi CLI, with a stand-in for the AWS provider plugin.

Skipped where there is no `pulumi` with its Python language host on the PATH.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mission.breaches import BREACHES, ROOT, Breach, commit, copy_project

pytestmark = pytest.mark.skipif(
    not (shutil.which("pulumi") and shutil.which("pulumi-language-python")),
    reason="no `pulumi` and `pulumi-language-python` on the PATH",
)

ACCOUNT = "123456789012"
REGION = "ap-northeast-1"
PASSWORD = "kaifuku-9f3e-himitsu"
LOOKUPS = {
    "aws:index/getCallerIdentity:getCallerIdentity": {
        "accountId": ACCOUNT,
        "arn": f"arn:aws:iam::{ACCOUNT}:role/ci",
        "id": ACCOUNT,
        "userId": "AROAEXAMPLE",
    },
    "aws:secretsmanager/getSecretVersion:getSecretVersion": {
        "arn": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:ledger-AbCdEf",
        "createdDate": "2026-01-01T00:00:00Z",
        "id": "ledger|AWSCURRENT",
        "secretBinary": "",
        "secretId": "ledger",
        "secretString": json.dumps(
            {"username": "ledger_owner", "password": "kaifuku-9f3e-himitsu"}
        ),
        "versionId": "1",
        "versionStage": "AWSCURRENT",
        "versionStages": ["AWSCURRENT"],
    },
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    directory = copy_project(tmp_path / "project")
    (directory / ".venv").symlink_to(sys.prefix)
    return directory


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    binaries, state, home = tmp_path / "bin", tmp_path / "state", tmp_path / "home"
    for folder in (binaries, state, home):
        folder.mkdir()
    plugin = binaries / "pulumi-resource-aws"
    fake = ROOT / "tests" / "fakes" / "aws_provider.py"
    plugin.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{fake}" "$@"\n', encoding="utf-8")
    plugin.chmod(plugin.stat().st_mode | stat.S_IXUSR)
    lookups = tmp_path / "lookups.json"
    lookups.write_text(json.dumps(LOOKUPS), encoding="utf-8")
    return {
        **os.environ,
        "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
        "FAKE_AWS_LOOKUPS": str(lookups),
        "PULUMI_BACKEND_URL": f"file://{state}",
        "PULUMI_CONFIG_PASSPHRASE": "test",
        "PULUMI_HOME": str(home),
        "PULUMI_SKIP_UPDATE_CHECK": "1",
        # Building the bundle asks the package index; what is deployed is not judged here.
        "POLICY_OFFLINE_CHECK": "1",
    }


def preview(
    project: Path, environment: dict[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    for command in (
        ("stack", "init", "dev"),
        ("preview", "--stack", "dev", "--policy-pack", ".", *arguments),
    ):
        done = subprocess.run(
            ("pulumi", "--non-interactive", *command),
            cwd=project,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
    return done


def test_a_preview_of_the_stack_passes_and_leaves_its_evidence(
    project: Path, environment: dict[str, str]
) -> None:
    evidence = project / "evidence.json"

    done = preview(project, {**environment, "POLICY_EVIDENCE_FILE": str(evidence)})

    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "✅ japancart-compliance" in done.stdout
    document = json.loads(evidence.read_text(encoding="utf-8"))
    assert document["run"]["source"] == "crossguard"
    assert document["exit_code"] == 0
    assert PASSWORD not in done.stdout + evidence.read_text(encoding="utf-8")


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: breach.rule)
def test_a_preview_with_a_broken_rule_fails(
    project: Path, environment: dict[str, str], breach: Breach
) -> None:
    commit(breach, project)

    done = preview(project, environment)

    assert done.returncode != 0
    assert "[mandatory]" in done.stdout
    assert breach.control in done.stdout
    assert breach.resource in done.stdout
    assert "can't run policy" not in done.stdout
