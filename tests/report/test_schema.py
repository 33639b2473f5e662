import json
from pathlib import Path

import jsonschema
import pytest

from policy.errors import EvidenceError
from policy.evidence import Evidence, from_json, json_schema, to_json
from tests.report.hostile import hostile_evidence
from tests.report.sample import empty_evidence, make_evidence

_PUBLISHED = Path(__file__).parents[2] / "docs" / "schema" / "evidence-1.schema.json"


def test_the_published_schema_is_in_step_with_the_types() -> None:
    assert _PUBLISHED.read_bytes() == json_schema()


@pytest.mark.parametrize(
    "evidence",
    [make_evidence(), empty_evidence(), hostile_evidence()],
    ids=["sample", "empty", "hostile"],
)
def test_evidence_is_valid_against_the_published_schema(evidence: Evidence) -> None:
    schema = json.loads(_PUBLISHED.read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(to_json(evidence)), schema)


def test_the_schema_refuses_what_is_no_evidence() -> None:
    document = json.loads(to_json(make_evidence()))
    document["results"][0]["verdict"] = 7
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, json.loads(_PUBLISHED.read_bytes()))


def test_evidence_survives_writing_and_reading() -> None:
    evidence = make_evidence()
    assert from_json(to_json(evidence), "sample") == evidence
    assert to_json(from_json(to_json(evidence), "sample")) == to_json(evidence)


@pytest.mark.parametrize("data", [b"", b"[]", b"\xb1", b'{"schema": 1}'])
def test_what_is_no_evidence_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(EvidenceError, match="file is not policy evidence"):
        from_json(data, "file")
