"""Checkov on our plan and on Terraform's own, of the same program written twice.

Skipped where Terraform, its AWS provider or Checkov is not at hand. `TF_PLUGIN_DIR` names a folder
with provider 5.100.0, as `terraform providers mirror` makes it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from policy.checkov import in_checkov
from policy.checkov.asking import Asking, ask
from tests.checkov.graphs import FIXTURES, fixture_graph

PLUGINS = Path(os.environ.get("TF_PLUGIN_DIR", "/opt/tf-plugins"))
Verdicts = dict[tuple[str, str], str]

# Each difference with its reason; the page on Checkov tells them at length.
DEFAULTS = {
    "CKV_AWS_23": "Terraform fills in a description that says nothing",
    "CKV_AWS_66": "Terraform fills in 0, for ever, which counts as a retention",
    "CKV_AWS_338": "likewise",
    "CKV_AWS_115": "Terraform fills in -1, no reservation, which counts as one",
    "CKV_AWS_173": "Terraform fills in null, which counts as a key",
    "CKV_AWS_84": "Terraform fills in an empty list, which counts as logging",
    "CKV_AWS_85": "Terraform fills in null, on which the check says nothing",
    "CKV_AWS_261": "Terraform leaves the unknown defaults to AWS, which counts as a health check",
    "CKV_AWS_41": "judges the provider's block, which is no resource",
}
UNREADABLE = {
    "CKV2_AWS_40", "CKV_AWS_286", "CKV_AWS_287", "CKV_AWS_288", "CKV_AWS_289", "CKV_AWS_290",
    "CKV_AWS_355",
}  # fmt: skip
"""Terraform does not know the document before deployment; ours is readable with stand-ins."""


@pytest.mark.parametrize("name", ["weak", "strong"])
def test_both_plans_get_the_same_verdicts(name: str, checkov: Path, tmp_path: Path) -> None:
    theirs = _judge(_terraform_plan(name, tmp_path), checkov)
    opinion = ask(fixture_graph(name), Asking(checkov))
    ours = {(item.check, item.address): item.verdict for item in opinion.found.records}

    differing = {key for key in {*ours, *theirs} if ours.get(key) != theirs.get(key)}
    assert {check for check, _ in differing} <= {*DEFAULTS, *UNREADABLE}
    for check, address in differing:
        if check in UNREADABLE:
            assert (check, address) not in theirs
        else:
            assert ours.get((check, address), "none") != "pass"
    assert len(ours) > 100


def _terraform_plan(name: str, folder: Path) -> Path:
    terraform = shutil.which("terraform")
    if terraform is None or not PLUGINS.is_dir():
        pytest.skip("needs terraform and a folder with provider 5.100.0, see TF_PLUGIN_DIR")
    shutil.copytree(FIXTURES / name, folder, dirs_exist_ok=True)
    shutil.copy(FIXTURES / "provider.tf", folder)
    plan = ("plan", "-refresh=false", "-input=false", "-out=plan.bin")
    for arguments in (("init", f"-plugin-dir={PLUGINS}", "-input=false"), plan):
        done = subprocess.run((terraform, *arguments), cwd=folder, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
    shown = subprocess.run(
        (terraform, "show", "-json", "plan.bin"), cwd=folder, capture_output=True, check=True
    )
    file = folder / "plan.json"
    file.write_bytes(shown.stdout)
    return file


def _judge(plan: Path, checkov: Path) -> Verdicts:
    done = subprocess.run(
        (checkov, "-I", in_checkov.__file__, plan), capture_output=True, check=True
    )
    records = json.loads(done.stdout)["records"]
    return {(item["check"], item["address"]): item["verdict"] for item in records}
