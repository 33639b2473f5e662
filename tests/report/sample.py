"""Evidence as a run would leave it, small enough to reason about and varied enough to show all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from policy.evidence import (
    SCHEMA,
    ControlRecord,
    Evidence,
    ExemptionRecord,
    InvokeRecord,
    ObservationRecord,
    ResourceRecord,
    ResultRecord,
    Run,
    Source,
    Text,
)
from policy.families import Family
from policy.frameworks import mappings_for
from policy.verdict import Verdict, worst
from tests.report.sample_topology import TOPOLOGY

PREFIX = "urn:pulumi:dev::transaction-monitoring::"


def urn_of(token: str, name: str) -> str:
    return f"{PREFIX}{token}::{name}"


def control(
    name: str, family: Family, title: str, title_ja: str, severity: str = "high"
) -> ControlRecord:
    return ControlRecord(
        id=name,
        family=family,
        severity=severity,
        enforcement="mandatory",
        title=title,
        title_ja=title_ja,
        why=Text(
            "A zone outage must not stop fraud decisions.", "ゾーン障害時にも不正検知を止めない。"
        ),
        fix=Text(
            "State it.\n\n```python\nmulti_az=True\n```",
            "明示する。\n\n```python\nmulti_az=True\n```",
        ),
        severity_reason=Text("data is at stake", "データに影響するため"),
        not_covered=Text("Aurora clusters.", "Aurora クラスターは対象に含まない。"),
        frameworks=list(mappings_for(name, family)),
    )


CONTROLS = (
    control(
        "rds-instance-multi-az",
        Family.MULTI_AZ,
        "RDS instance is Multi-AZ",
        "RDS インスタンスはマルチ AZ 構成である",
    ),
    control(
        "rds-storage-customer-key",
        Family.ENCRYPTION_AT_REST,
        "RDS storage is encrypted with a customer key",
        "RDS のストレージを顧客管理キーで暗号化する",
        "critical",
    ),
    control(
        "log-group-retention",
        Family.OBSERVABILITY,
        "Log groups keep logs for a year",
        "ロググループはログを 1 年以上保存する",
        "medium",
    ),
    control(
        "resource-in-region",
        Family.REGION,
        "Resources live in Tokyo",
        "リソースは東京リージョンに置く",
        "critical",
    ),
    control(
        "rds-backups-kept",
        Family.MULTI_AZ,
        "Automated database backups are kept long enough",
        "データベースの自動バックアップを十分な期間保持する",
    ),
    control(
        "sqs-queue-tls",
        Family.ENCRYPTION_IN_TRANSIT,
        "Queues refuse plain text",
        "キューは平文の通信を拒否する",
    ),
    control(
        "efs-file-system-spans-zones",
        Family.MULTI_AZ,
        "EFS spans zones",
        "EFS はゾーンをまたぐ",
        "low",
    ),
)

_LEDGER = urn_of("aws:rds/instance:Instance", "db-instance-dev")
_LOGS = urn_of("aws:cloudwatch/logGroup:LogGroup", "log-group-debug-dev")
_QUEUE = urn_of("aws:sqs/queue:Queue", "queue-dead-letter-dev")
_STACK = urn_of("pulumi:pulumi:Stack", "transaction-monitoring-dev")

EXEMPTION = ExemptionRecord(
    id="EX-2026-001",
    control="log-group-retention",
    resources=[f"{PREFIX}aws:cloudwatch/logGroup:LogGroup::log-group-debug-*"],
    reason="Debug logs hold no transaction and are costly to keep for a year.",
    owner="payments-team@example.jp",
    approver="ciso@example.jp",
    approved_on="2026-11-01",
    expires_on="2027-04-30",
    ticket="RISK-142",
    status="active",
    matched=1,
    problem="",
)
EXPIRED = msgspec.structs.replace(
    EXEMPTION,
    id="EX-2025-007",
    control="sqs-queue-tls",
    expires_on="2026-10-31",
    status="expired",
    matched=0,
    problem="exemption EX-2025-007 expired on 2026-10-31",
)


def result(
    control_id: str,
    family: Family,
    urn: str,
    verdict: Verdict,
    *,
    found: str = "true",
    exemption: str | None = None,
) -> ResultRecord:
    seen = ObservationRecord(
        path="multiAz",
        verdict=Verdict.FAIL if exemption else verdict,
        expected="true",
        expected_ja="true(有効)",
        found=found,
        found_ja=found,
    )
    observed = verdict not in {Verdict.NOT_APPLICABLE, Verdict.ERROR}
    return ResultRecord(
        control=control_id,
        family=family,
        urn=urn,
        verdict=verdict,
        reason=f"multiAz: expected true, found {found}",
        reason_ja=f"multiAz: 期待値は「true」、実際は「{found}」",
        observations=[seen] if observed else [],
        exemption=exemption,
    )


RESULTS = (
    result("rds-instance-multi-az", Family.MULTI_AZ, _LEDGER, Verdict.FAIL, found="false"),
    result("rds-backups-kept", Family.MULTI_AZ, _LEDGER, Verdict.PASS),
    result(
        "rds-storage-customer-key",
        Family.ENCRYPTION_AT_REST,
        _LEDGER,
        Verdict.UNDETERMINED,
        found="not known before deployment",
    ),
    result(
        "log-group-retention",
        Family.OBSERVABILITY,
        _LOGS,
        Verdict.EXEMPT,
        found="30",
        exemption="EX-2026-001",
    ),
    result("resource-in-region", Family.REGION, _LEDGER, Verdict.PASS),
    result("resource-in-region", Family.REGION, _LOGS, Verdict.NOT_APPLICABLE),
    result("sqs-queue-tls", Family.ENCRYPTION_IN_TRANSIT, _QUEUE, Verdict.ERROR),
)

RUN = Run(
    started="2026-11-24T05:44:00Z",
    finished="2026-11-24T05:44:02Z",
    source="offline",
    mode="symbolic",
    project="transaction-monitoring",
    stack="dev",
    region="ap-northeast-1",
    account="123456789012",
    commit="9102728d0f0c4b7f8a5d2c1e0b9a8f7e6d5c4b3a",
    dirty=False,
    repository="https://example.com/japancart/transaction-monitoring.git",
    operator="release-bot",
    ci_url="https://example.com/japancart/transaction-monitoring/actions/runs/42",
    versions={"pack": "0.1.0", "python": "3.11.7", "pulumi": "3.272.0", "pulumi-aws": "7.51.1"},
    pack_digest="3f" * 32,
    settings={"allowedRegions": ["ap-northeast-1"], "minimumBackupRetentionDays": 7},
    settings_digest="4e" * 32,
    notes=["hidden from the program: AWS_REGION"],
)


def resources_for(
    results: Iterable[ResultRecord], extra: Sequence[str] = ()
) -> list[ResourceRecord]:
    own: dict[str, list[ResultRecord]] = {urn: [] for urn in extra}
    for item in results:
        own.setdefault(item.urn, []).append(item)
    return [_resource(number, urn, own[urn]) for number, urn in enumerate(sorted(own), start=1)]


def _resource(number: int, urn: str, own: Sequence[ResultRecord]) -> ResourceRecord:
    token, name = urn.removeprefix(PREFIX).split("::", 1)
    return ResourceRecord(
        urn=urn,
        type=token,
        name=name,
        source=None if token.startswith("pulumi:") else Source("stack/ledger.py", 10 + number),
        families={
            family.value: worst(Verdict(item.verdict) for item in own if item.family == family)
            for family in Family
        },
    )


def make_evidence(
    results: Sequence[ResultRecord] = RESULTS,
    *,
    controls: Sequence[ControlRecord] = CONTROLS,
    exemptions: Sequence[ExemptionRecord] = (EXEMPTION, EXPIRED),
    topology: dict[str, object] | None = None,
    run: Run = RUN,
) -> Evidence:
    counts = Counter(item.verdict for item in results)
    problems = [item.problem for item in exemptions if item.problem]
    undecided = counts[Verdict.UNDETERMINED] + counts[Verdict.ERROR]
    failed = counts[Verdict.FAIL] or problems
    return Evidence(
        schema=SCHEMA,
        run=run,
        controls=list(controls),
        resources=resources_for(results, extra=(_STACK,)),
        results=list(results),
        exemptions=list(exemptions),
        invokes=[
            InvokeRecord(
                token="aws:secretsmanager/getSecretVersion:getSecretVersion",
                arguments=["secretId"],
                answered="fixture",
                source=Source("stack/credentials.py", 40),
            ),
            InvokeRecord(
                token="aws:ec2/getAmi:getAmi",
                arguments=["filters"],
                answered="unknown",
                source=None,
            ),
        ],
        problems=problems,
        topology=TOPOLOGY if topology is None else topology,
        summary={verdict.value: counts.get(verdict, 0) for verdict in Verdict},
        exit_code=1 if failed else 3 if undecided else 0,
    )


def empty_evidence() -> Evidence:
    """A program without a resource."""
    bare = make_evidence((), exemptions=(), topology={})
    return msgspec.structs.replace(bare, resources=[], invokes=[], exit_code=0)


def many_failures(count: int = 1_000) -> Evidence:
    """As many failing results, each on a resource of its own."""
    failing = [
        result(
            "rds-instance-multi-az",
            Family.MULTI_AZ,
            urn_of("aws:rds/instance:Instance", f"db-instance-{number:04}-dev"),
            Verdict.FAIL,
            found="false",
        )
        for number in range(count)
    ]
    return make_evidence(failing, exemptions=())
