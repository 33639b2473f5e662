"""A secret planted in every text of a program shows in no byte of any output."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from policy.assembly import RunFacts, assemble
from policy.controls import CONTROLS
from policy.evidence import Evidence, to_json
from policy.examples import graph_of
from policy.exemptions import ExemptionFile
from policy.families import Family
from policy.gate import judge_graph
from policy.graph import Graph, Resource
from policy.pack_config import PackConfig
from policy.report.formats.html import PRINTED, compose
from policy.report.formats.pdf import render
from policy.report.language import Language
from policy.report.page import build_page
from policy.report.writing import FORMATS, render_files
from policy.verdict import Verdict
from tests.report.sample import make_evidence, result, urn_of

CANARY = "canary7Q2secretZx9"


def _planted(value: object) -> object:
    if isinstance(value, str):
        return CANARY
    if isinstance(value, Mapping):
        return {key: _planted(item) for key, item in value.items()}
    return [_planted(item) for item in value] if isinstance(value, list) else value


def _poisoned(resource: Resource, urn: str) -> Resource:
    properties = {name: _planted(value) for name, value in resource.properties.items()}
    return replace(resource, urn=urn, properties=properties, secrets=frozenset(properties))


def _resources() -> Iterator[Resource]:
    """The examples of all controls, each text in them a secret and marked as one."""
    for number, control in enumerate(CONTROLS):
        for kind, examples in (("pass", control.passing), ("fail", control.failing)):
            for position, example in enumerate(examples[:1]):
                graph, _ = graph_of(control, example)
                for resource in graph.resources:
                    yield _poisoned(resource, f"{resource.urn}-{number}-{kind}-{position}")


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    graph = Graph(
        resources=tuple(_resources()),
        project="canary",
        stack="dev",
        configuration={"aws:region": "ap-northeast-1"},
    )
    judgement = judge_graph(graph, CONTROLS, PackConfig(), ExemptionFile(), date(2026, 11, 24))
    facts = RunFacts(
        started=datetime(2026, 11, 24, tzinfo=UTC),
        source="offline",
        mode="symbolic",
        directory=Path(__file__).parent,
    )
    return assemble(judgement, facts)


def _readable(name: str, data: bytes) -> bytes:
    """A file, unpacked where it is compressed."""
    if name.endswith(".pdf"):
        return b"".join(_pdf_parts(PdfReader(io.BytesIO(data))))
    if not name.endswith(".xlsx"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(part) for part in archive.namelist())


def _pdf_parts(reader: PdfReader) -> Iterator[bytes]:
    """All objects but the words on pages, which are numbers of glyphs."""
    for number in range(1, reader.trailer["/Size"]):
        item = reader.get_object(number)
        yield item.get_data() if isinstance(item, StreamObject) else repr(item).encode()


def test_most_controls_had_something_to_judge(evidence: Evidence) -> None:
    judged = {item.control for item in evidence.results if item.verdict != "not_applicable"}
    assert len(judged) > 0.9 * len(evidence.controls)


def test_no_secret_gets_into_the_evidence(evidence: Evidence) -> None:
    leaks = {
        (item.control, seen.path)
        for item in evidence.results
        for seen in item.observations
        if CANARY in f"{seen.found}{seen.found_ja}{seen.expected}{seen.path}"
    }
    leaks |= {(item.control, "reason") for item in evidence.results if CANARY in item.reason}
    assert leaks == set()
    assert CANARY.encode() not in to_json(evidence)


def test_no_secret_gets_into_any_file(evidence: Evidence) -> None:
    page, languages = build_page(evidence), [Language.JAPANESE]
    assert CANARY not in compose(page, Language.JAPANESE, PRINTED).text
    for name, data in render_files(page, list(FORMATS), languages).items():
        assert CANARY.encode() not in _readable(name, data), name


def test_a_secret_would_be_found_inside_a_pdf() -> None:
    urn = urn_of("aws:sqs/queue:Queue", CANARY)
    evidence = make_evidence([result("sqs-queue-tls", Family.REGION, urn, Verdict.FAIL)])
    assert CANARY in compose(build_page(evidence), Language.ENGLISH, PRINTED).text
    data = render(evidence, Language.ENGLISH)
    assert CANARY.encode() not in data
    assert CANARY.encode() in _readable("report.en.pdf", data)
