"""Runs inside Checkov's own environment: judges one plan file and prints what was found.

    python in_checkov.py PLAN [EXTERNAL_CHECKS_DIR ...]

It imports nothing of this package, which that environment does not have. Checkov has no
documented library interface; the environment pins the version that this was written for. Only
verdicts and names leave it: a record's `check_result` can hold whole resources, secrets included.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

os.environ.setdefault("LOG_LEVEL", "ERROR")


def main(plan: str, external_checks: list[str]) -> None:
    """Print one JSON document: Checkov's version, how many resources it saw, every verdict."""
    from checkov.runner_filter import RunnerFilter  # noqa: PLC0415  # after the log level is set
    from checkov.terraform.plan_runner import Runner  # noqa: PLC0415
    from checkov.version import version  # noqa: PLC0415

    report = Runner().run(
        files=[plan],
        runner_filter=RunnerFilter(framework=["terraform_plan"]),
        external_checks_dir=external_checks or None,
    )
    records = [
        *(_record(item, "pass") for item in report.passed_checks),
        *(_record(item, "fail") for item in report.failed_checks),
    ]
    resources = sorted(address.rpartition(":")[2] for address in report.resources)
    found = {"version": version, "resources": resources, "records": records}
    sys.stdout.write(json.dumps(found))


def _record(record: Any, verdict: str) -> dict[str, Any]:  # noqa: ANN401  # Checkov's own type
    return {
        "check": record.check_id,
        "title": record.check_name,
        "address": record.resource,
        "verdict": verdict,
        "evaluated": list(record.check_result.get("evaluated_keys") or ()),
        "guideline": record.guideline,
        "severity": record.severity and record.severity.name,
    }


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
