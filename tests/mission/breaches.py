"""The seven rules of the mission, each broken by one changed line of the stack."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_PARTS = ("stack", "policy", "requirements")
_FILES = (
    "__main__.py",
    "Pulumi.yaml",
    "Pulumi.dev.yaml",
    "PulumiPolicy.yaml",
    "policy-config.json",
)


@dataclass(frozen=True)
class Breach:
    """A one-line change, and the finding that it must lead to."""

    rule: str
    file: str
    line: str
    replacement: str
    control: str
    resource: str
    registration: str


BREACHES = (
    Breach(
        "region",
        "stack/deployment.py",
        "        region=REGION,",
        '        region="us-east-1",',
        "provider-region-allowed",
        "providers-aws-dev",
        "aws.Provider(",
    ),
    Breach(
        "KMS encryption",
        "stack/ledger.py",
        "            kms_key_id=surroundings.key.arn,",
        '            kms_key_id="alias/aws/rds",',
        "encryption-at-rest-customer-key",
        "rds-instance-ledger-dev",
        "aws.rds.Instance(",
    ),
    Breach(
        "TLS",
        "stack/history.py",
        '            transit_encryption_mode="required",',
        '            transit_encryption_mode="preferred",',
        "elasticache-transit-encryption-required",
        "replication-group-dev",
        "aws.elasticache.ReplicationGroup(",
    ),
    Breach(
        "Multi-AZ",
        "stack/ledger.py",
        "            multi_az=True,",
        "            multi_az=False,",
        "rds-instance-multi-az",
        "rds-instance-ledger-dev",
        "aws.rds.Instance(",
    ),
    Breach(
        "naming",
        "stack/stream.py",
        "            name=names.stream,",
        '            name="transactions",',
        "physical-name-follows-convention",
        "kinesis-stream-transactions-dev",
        "aws.kinesis.Stream(",
    ),
    Breach(
        "no deletion protection",
        "stack/ledger.py",
        "            deletion_protection=False,",
        "            deletion_protection=True,",
        "deletion-protection-off",
        "rds-instance-ledger-dev",
        "aws.rds.Instance(",
    ),
    Breach(
        "least privilege",
        "stack/stream.py",
        '        allow("PutTransactions", ["kinesis:PutRecord", "kinesis:PutRecords"], [stream]),',
        '        allow("PutTransactions", ["kinesis:*"], [stream]),',
        "iam-action-not-service-wide",
        "iam-policy-producer-dev",
        "aws.iam.Policy(",
    ),
)


def copy_project(directory: Path) -> Path:
    """What a preview needs of the repository, in a directory of its own."""
    for part in _PARTS:
        shutil.copytree(ROOT / part, directory / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in _FILES:
        shutil.copy(ROOT / file, directory / file)
    return directory


def commit(breach: Breach, project: Path) -> None:
    """Change the one line."""
    file = project / breach.file
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines.count(breach.line) == 1, f"{breach.file} has not exactly one line {breach.line!r}"
    lines[lines.index(breach.line)] = breach.replacement
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
