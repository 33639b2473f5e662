"""What two other linters find on documents of our own is found here too, or declined with reason.

`oracle/record.py` writes their findings down, so that they need not be installed here.
"""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from policy.control import Context
from policy.controls.least_privilege import CONTROLS
from policy.evaluation import evaluate
from policy.graph import Graph, Resource
from policy.settings import Settings
from policy.verdict import Verdict
from tests.iam.judged import resource
from tests.iam.oracle.documents import SAMPLES, Sample

FOLDER = Path(__file__).parent / "oracle"
RECORD = json.loads((FOLDER / "findings.json").read_text(encoding="utf-8"))
DECISIONS = tomllib.loads((FOLDER / "decisions.toml").read_text(encoding="utf-8"))
THEIRS: dict[str, list[str]] = {
    name: [f"{linter}: {issue}" for linter, issues in found.items() for issue in issues]
    for name, found in RECORD["findings"].items()
}
PLACES = {
    "identity": ("aws:iam/policy:Policy", "policy"),
    "trust": ("aws:iam/role:Role", "assumeRolePolicy"),
    "queue": ("aws:sqs/queuePolicy:QueuePolicy", "policy"),
    "bucket": ("aws:s3/bucketPolicy:BucketPolicy", "policy"),
    "key": ("aws:kms/key:Key", "policy"),
}


def subject(sample: Sample) -> Resource:
    token, path = PLACES[sample.place]
    return resource(token, "sample", **{path: sample.document})


def failing(name: str) -> set[str]:
    graph = Graph(resources=(subject(SAMPLES[name]),))
    results = evaluate(Context(graph, Settings()), CONTROLS)
    assert not [result for result in results if result.verdict is Verdict.ERROR]
    return {result.control for result in results if result.verdict is Verdict.FAIL}


def declined(name: str) -> dict[str, str]:
    return {**DECISIONS["everywhere"], **DECISIONS["declined"].get(name, {})}


def test_record_is_of_these_documents() -> None:
    assert set(THEIRS) == set(SAMPLES)
    assert len(SAMPLES) >= 40
    assert RECORD["versions"]["parliament"]


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_their_findings_are_ours_or_declined(name: str) -> None:
    ours = failing(name)
    open_findings = [
        finding
        for finding in THEIRS[name]
        if finding not in declined(name) and not ours & set(DECISIONS["same"].get(finding, ()))
    ]

    assert open_findings == []


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_what_only_we_find_is_written_down(name: str) -> None:
    explained = {
        control for finding in THEIRS[name] for control in DECISIONS["same"].get(finding, ())
    }

    assert failing(name) - explained == set(DECISIONS["ours"].get(name, ()))


def test_no_decision_is_stale() -> None:
    assert set(DECISIONS["ours"]) <= set(SAMPLES)
    assert list(_stale()) == []


def _stale() -> Iterator[str]:
    everything = {finding for findings in THEIRS.values() for finding in findings}
    yield from set(DECISIONS["same"]) - everything
    yield from set(DECISIONS["everywhere"]) - everything
    for name, findings in DECISIONS["declined"].items():
        ours = failing(name)
        for finding in findings:
            shared = ours & set(DECISIONS["same"].get(finding, ()))
            if finding not in THEIRS[name] or shared:
                yield f"{name}: {finding}"
