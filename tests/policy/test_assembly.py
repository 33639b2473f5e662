"""A terminal shows the same of the outline as of the whole evidence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from policy.assembly import RunFacts, assemble, outline
from policy.controls import CONTROLS
from policy.exemptions import load
from policy.gate import judge_graph
from policy.pack_config import PackConfig
from policy.sinks import text
from tests.offline.written import Programs

NOW = datetime(2026, 11, 24, tzinfo=UTC)
PROGRAM = """
    import pulumi_aws as aws
    aws.sqs.Queue("sqs-queue-orders-dev")
    aws.sqs.Queue("sqs-queue-catalogue-dev", name="Wrong")
    aws.kms.get_key(key_id="alias/other")
"""
EXEMPTION = """
[[exemption]]
id = "EX-1"
control = "encryption-at-rest-customer-key"
resources = ["urn:pulumi:dev::shop::aws:sqs/queue:Queue::sqs-queue-catalogue-dev"]
reason = "The queue holds public catalogue data only."
owner = "orders@example.jp"
approver = "ciso@example.jp"
approved_on = 2026-11-01
expires_on = 2027-03-31
ticket = "RISK-7"
"""


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_outline_reads_as_the_evidence_does(tmp_path: Path, language: str) -> None:
    programs = Programs(tmp_path)
    programs.write("exemptions.toml", EXEMPTION)
    graph = programs.graph(PROGRAM)
    exempted = load(tmp_path / "exemptions.toml")
    judgement = judge_graph(graph, CONTROLS, PackConfig(), exempted, NOW.date())
    facts = RunFacts(started=NOW, source="offline", mode="symbolic", directory=tmp_path)
    page = text.render(outline(judgement, facts), language)
    assert page == text.render(assemble(judgement, facts), language)
    assert "encryption-at-rest-customer-key" in page
    assert ("EXEMPT" if language == "en" else "例外承認") in page
