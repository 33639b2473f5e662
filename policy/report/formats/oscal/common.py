"""The parts that both OSCAL documents are made of."""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import Struct

from policy.evidence import ControlRecord, Evidence
from policy.report.index import stable_id

OSCAL_VERSION: Final = "1.2.1"
NAMESPACE: Final = "https://transaction-monitoring.example/ns/policy"
"""Of our own property names; an identifier that nothing looks up."""


class Wire(Struct, frozen=True, kw_only=True, omit_defaults=True, rename="kebab"):
    """OSCAL's objects: kebab-case names, nothing where there is nothing to say."""


class Property(Wire, frozen=True, kw_only=True):
    """A named value of ours."""

    name: str
    ns: str
    value: str
    class_: str | None = msgspec.field(default=None, name="class")


class Metadata(Wire, frozen=True, kw_only=True):
    """What stands at the head of every document."""

    title: str
    last_modified: str
    version: str
    oscal_version: str
    remarks: str | None = None


def line(text: str) -> str:
    """A text as OSCAL's one-line strings want it: no line break, no space at either end."""
    return " ".join(text.split()) or "—"


def token(text: str) -> str:
    """A text as an OSCAL token, which starts with a letter and holds no punctuation."""
    kept = "".join(item if item.isalnum() or item in "-_." else "-" for item in text)
    return kept.strip("-") if kept[:1].isalpha() else f"r-{kept.strip('-')}"


def prop(name: str, value: str, class_: str | None = None) -> Property:
    """A property in our namespace."""
    return Property(name=name, ns=NAMESPACE, value=line(value), class_=class_)


def metadata(title: str, evidence: Evidence, remarks: str | None = None) -> Metadata:
    """The head of a document about a run."""
    return Metadata(
        title=line(title),
        last_modified=evidence.run.finished,
        version=evidence.run.versions.get("pack", "0") or "0",
        oscal_version=OSCAL_VERSION,
        remarks=remarks,
    )


def document_id(kind: str, evidence: Evidence) -> str:
    """The same for the same kind of document about the same run."""
    run = evidence.run
    return stable_id(kind, run.project, run.stack, run.finished, run.commit, run.pack_digest)


def requirement_id(framework: str, requirement: str) -> str:
    """The id of a requirement: that of NIST's own catalog for SP 800-53, else one of ours."""
    if framework == "nist-800-53":
        return requirement.lower().replace("(", ".").replace(")", "")
    return token(f"{framework}_{requirement}")


def requirement_props(control: ControlRecord) -> list[Property]:
    """A control's mappings as properties; the class is the relationship."""
    return [
        prop(
            "requirement", f"{item.framework} {item.edition} {item.requirement}", item.relationship
        )
        for item in control.frameworks
    ]
