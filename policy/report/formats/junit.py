"""JUnit XML: a suite a family, a case for each control on each resource.

JUnit has no word for "could not be decided", so `undetermined` is an `<error>`. An exempt case is
`<skipped>` with the permission in its message; so is a control that found nothing to judge, and an
open finding of an advisory control, which must not fail a build that the gate lets pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from policy.evidence import ControlRecord, Evidence
from policy.families import Family
from policy.report.characters import xml_safe
from policy.report.index import OPEN, Finding, Index, index
from policy.report.language import Language
from policy.report.words import words
from policy.verdict import Verdict

_OUTCOMES: Final = {
    Verdict.FAIL: "failure",
    Verdict.ERROR: "error",
    Verdict.UNDETERMINED: "error",
    Verdict.EXEMPT: "skipped",
    Verdict.NOT_APPLICABLE: "skipped",
}


def render(evidence: Evidence, language: Language = Language.ENGLISH) -> bytes:
    """The document, with counts on every level."""
    joined = index(evidence)
    root = ET.Element("testsuites", name=xml_safe(f"{evidence.run.project}/{evidence.run.stack}"))
    suites = [_problems(evidence, language)]
    suites += [_family(family, joined, language) for family in Family]
    root.extend(suite for suite in suites if len(suite))
    for suite in root:
        _count(suite, suite.iter("testcase"), evidence)
    _count(root, root.iter("testcase"), evidence)
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _family(family: Family, joined: Index, language: Language) -> ET.Element:
    suite = ET.Element("testsuite", name=family.value)
    for control in joined.evidence.controls:
        if control.family == family:
            findings = joined.by_control.get(control.id, ())
            suite.extend(_case(finding, joined, language) for finding in findings)
            if not findings:
                suite.append(_idle(control, language))
    return suite


def _case(finding: Finding, joined: Index, language: Language) -> ET.Element:
    case = ET.Element(
        "testcase",
        classname=finding.control.id,
        name=xml_safe(f"{finding.resource.name} ({finding.resource.type})"),
        file=xml_safe(finding.file),
        line=str(finding.line),
    )
    outcome = "skipped" if _is_advice(finding) else _OUTCOMES.get(finding.verdict)
    if outcome:
        ET.SubElement(case, outcome, _outcome(finding, joined, language)).text = xml_safe(
            "\n".join(_details(finding, language))
        )
    return case


def _outcome(finding: Finding, joined: Index, language: Language) -> dict[str, str]:
    if finding.verdict is Verdict.EXEMPT:
        return {"message": xml_safe(joined.justification(finding))}
    reason = language.reason_of(finding.result)
    if _is_advice(finding):
        return {"message": xml_safe(words(language)("advisory-finding").format(reason))}
    message = {"message": xml_safe(reason)}
    if finding.verdict is Verdict.NOT_APPLICABLE:
        return message
    kind = finding.control.severity if finding.verdict is Verdict.FAIL else finding.verdict.value
    return {**message, "type": kind}


def _is_advice(finding: Finding) -> bool:
    return finding.control.enforcement == "advisory" and finding.verdict in OPEN


def _details(finding: Finding, language: Language) -> Iterator[str]:
    yield finding.resource.urn
    for item in finding.result.observations:
        seen = f"{language.expected_of(item)} / {language.found_of(item)}"
        yield f"{item.path or '-'} [{item.verdict}]: {seen}"


def _idle(control: ControlRecord, language: Language) -> ET.Element:
    say = words(language)
    disabled = control.enforcement == "disabled"
    case = ET.Element("testcase", classname=control.id, name=xml_safe(language.title_of(control)))
    message = say("control-disabled" if disabled else "control-idle")
    ET.SubElement(case, "skipped", message=message)
    return case


def _problems(evidence: Evidence, language: Language) -> ET.Element:
    suite = ET.Element("testsuite", name="gate")
    for number, problem in enumerate(evidence.problems, start=1):
        name = f"{words(language)('problem')} {number}"
        case = ET.SubElement(suite, "testcase", classname="gate", name=name)
        ET.SubElement(case, "failure", message=xml_safe(language.sentence(problem)), type="problem")
    return suite


def _count(element: ET.Element, cases: Iterator[ET.Element], evidence: Evidence) -> None:
    outcomes = [[child.tag for child in case] for case in cases]
    element.set("tests", str(len(outcomes)))
    for tag, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        element.set(name, str(_holding(outcomes, tag)))
    element.set("time", "0")
    if element.tag == "testsuite":
        element.set("timestamp", evidence.run.finished.removesuffix("Z"))


def _holding(outcomes: Sequence[Sequence[str]], tag: str) -> int:
    return sum(tag in outcome for outcome in outcomes)
