"""The report as one HTML file: style, fonts and pictures inside, nothing fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from policy.evidence import Evidence
from policy.families import Family
from policy.frameworks import REVIEWED_BY, REVIEWED_ON, frameworks, sources
from policy.report.clock import both_clocks
from policy.report.diagrams.dataflow import draw_dataflow
from policy.report.diagrams.links import links
from policy.report.diagrams.network import draw_network
from policy.report.fonts import Face, displayable, faces
from policy.report.index import VERDICTS
from policy.report.language import Language
from policy.report.page import Page, build_page, common_demand
from policy.report.words import Words, words
from policy.topology.flows import ALARMS, PRODUCERS

SECTIONS: Final = (
    "findings", "matrix", "requirements", "deviations", "exemptions", "undecided",
    "coverage", "diagrams", "changes", "provenance", "second-opinion", "limits",
)  # fmt: skip
_TEMPLATES: Final = resources.files("policy.report") / "templates"
_FONTS_HERE: Final = "/* fonts */"
_MARKERS: Final = "•◦▪0123456789"
"""What renderers add to lists by themselves."""


@dataclass(frozen=True, slots=True)
class Most:
    """How much of the same kind the matrix shows in one row; what is left out is counted there."""

    printed: bool
    findings: int
    observations: int
    values: int


EVERYTHING: Final = Most(printed=False, findings=10**6, observations=10**6, values=10**6)
PRINTED: Final = Most(printed=True, findings=2, observations=6, values=8)
"""On paper nobody reads hundreds of equal values; the other files and the attachment have all."""


def render(evidence: Evidence, language: Language = Language.ENGLISH) -> bytes:
    """The report in one language, without a comparison."""
    return render_page(build_page(evidence), language).encode()


@dataclass(frozen=True, slots=True)
class Document:
    """An HTML text that says where its fonts go, and the fonts."""

    text: str
    faces: tuple[Face, ...]

    def with_fonts(self, rule: Callable[[Face], str]) -> str:
        """The text with a rule for each font."""
        return self.text.replace(_FONTS_HERE, "\n".join(map(rule, self.faces)), 1)


def render_page(page: Page, language: Language) -> str:
    """The report in one language as HTML text, its fonts inside."""
    return compose(page, language, EVERYTHING).with_fonts(lambda face: face.embedded)


def compose(page: Page, language: Language, most: Most) -> Document:
    """The report in one language, its fonts apart."""
    say = words(language)
    text = (
        _environment()
        .get_template("report.html.j2")
        .render(
            page=page,
            most=most,
            l=language,
            t=say,
            clock=both_clocks,
            blocks=_blocks,
            common_demand=common_demand,
            problems=list(map(language.sentence, page.evidence.problems)),
            verdicts=[verdict.value for verdict in VERDICTS],
            families=list(Family),
            sections=SECTIONS,
            framework_names={item.id: item.name for item in frameworks().values()},
            links=links(page.topology),
            end_names=_end_names(page, say),
            reviewed_by=language.text(REVIEWED_BY),
            citations=sources().values(),
            reviewed_on=REVIEWED_ON,
            network=Markup(draw_network(page.topology, say)),  # noqa: S704  # escaped where it is made
            dataflow=Markup(draw_dataflow(page.topology, say)),  # noqa: S704  # likewise
            style=Markup(f"{_FONTS_HERE}\n{_read('report.css')}"),  # noqa: S704  # our own file
        )
    )
    return Document(text, faces(text + _MARKERS, keep_numbers=most.printed))


def _end_names(page: Page, say: Words) -> Mapping[str, str]:
    names = {node.id: node.name for node in page.topology.nodes}
    return {**names, **{end: say(f"name-{end}") for end in (PRODUCERS, ALARMS)}}


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """A control's words, told apart into paragraphs and code."""
    for number, part in enumerate(text.split("```")):
        if number % 2:
            yield "code", part.removeprefix("python").strip("\n")
        else:
            for paragraph in part.split("\n\n"):
                if paragraph.strip():
                    yield "text", " ".join(paragraph.split())


def _finish(value: object) -> object:
    return displayable(value) if type(value) is str else value


@cache
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(_read),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finish,
    )


def _read(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")
