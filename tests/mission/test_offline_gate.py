"""What the customer asked for: the stack satisfies every control, and each broken rule is found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.mission.breaches import BREACHES, ROOT, Breach, commit, copy_project


def check(project: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        (
            *(sys.executable, "-m", "policy", "check", "--program", str(project)),
            *("--stack", "dev", "--format", "json", *arguments),
        ),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize("mode", ["symbolic", "preview"])
def test_the_stack_satisfies_every_control_without_exemption(mode: str) -> None:
    code, evidence = check(ROOT, "--mode", mode)

    assert code == 0
    assert evidence["run"]["mode"] == mode
    open_verdicts = ("fail", "undetermined", "error", "exempt")
    assert {name: evidence["summary"][name] for name in open_verdicts} == dict.fromkeys(
        open_verdicts, 0
    )
    assert evidence["exemptions"] == []
    assert len(evidence["resources"]) > 200


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: breach.rule)
def test_one_changed_line_fails_the_gate_and_is_named(tmp_path: Path, breach: Breach) -> None:
    project = copy_project(tmp_path)
    commit(breach, project)

    code, evidence = check(project)

    assert code == 1
    failing = [item for item in evidence["results"] if item["verdict"] == "fail"]
    resources = {item["urn"]: item for item in evidence["resources"]}
    found = [
        resources[item["urn"]]
        for item in failing
        if item["control"] == breach.control and item["urn"].endswith(f"::{breach.resource}")
    ]
    assert len(found) == 1
    source = found[0]["source"]
    assert source["file"] == breach.file
    lines = (project / breach.file).read_text(encoding="utf-8").splitlines()
    assert breach.registration in lines[source["line"] - 1]
