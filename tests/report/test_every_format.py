"""What all formats owe the reader, whatever they are."""

import re
from collections.abc import Callable

import pytest

from policy.evidence import Evidence
from policy.report.formats import asff, csv, github, html, junit, ocsf, sarif, xlsx
from policy.report.formats.oscal import assessment
from policy.report.language import Language
from tests.report.sample import many_failures

Render = Callable[[Evidence, Language], bytes]

_WHOLE: dict[str, Render] = {
    "asff": asff.render,
    "csv": csv.render,
    "html": html.render,
    "junit": junit.render,
    "ocsf": ocsf.render,
    "oscal": assessment.render,
}
_FINDINGS: dict[str, Render] = {"github": github.render, "sarif": sarif.render}


def _every(formats: dict[str, Render]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("render", formats.values(), ids=formats.keys())


@_every(_WHOLE | _FINDINGS)
@pytest.mark.parametrize("language", Language)
def test_a_thousand_failing_results_are_all_there(render: Render, language: Language) -> None:
    text = render(many_failures(1_000), language).decode()
    named = set(re.findall(r"db-instance-(\d{4})-dev", text))
    assert len(named) == 1_000


@_every(_WHOLE | _FINDINGS | {"xlsx": xlsx.render})
@pytest.mark.parametrize("language", Language)
def test_a_format_is_a_function_of_the_evidence(render: Render, language: Language) -> None:
    assert render(many_failures(3), language) == render(many_failures(3), language)
