"""The report as PDF/A-3u: tagged, fonts embedded, the evidence attached; always the same bytes."""

from __future__ import annotations

import gc
import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final
from xml.etree import ElementTree as ET

import pydyf  # type: ignore[import-untyped]  # it ships no types
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]  # likewise
from weasyprint import HTML, Attachment  # type: ignore[import-untyped]  # likewise
from weasyprint.urls import (  # type: ignore[import-untyped]  # likewise
    URLFetcher,
    URLFetcherResponse,
)

from policy.errors import ReportError
from policy.evidence import Evidence, to_json
from policy.report.clock import moment
from policy.report.fonts import Face
from policy.report.formats.html import PRINTED, compose
from policy.report.language import Language
from policy.report.page import Page, build_page

_LOGGER: Final = logging.getLogger("weasyprint")
_MISSING_GLYPH: Final = ".notdef"


class _Fonts(URLFetcher):  # type: ignore[misc]  # the library ships no types
    """Hands the renderer its fonts, and nothing else: a report fetches nothing."""

    def __init__(self, faces: Iterable[Face]) -> None:
        super().__init__(fail_on_errors=True)
        self._files = {face.address: face.data for face in faces}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002  # asked for
        """A font by its address; anything else is an error."""
        return URLFetcherResponse(url, self._files[url], {"Content-Type": "font/otf"})


class _Document(HTML):  # type: ignore[misc]  # the library ships no types
    """The report, which is well-formed XML and is read as such.

    The library would read it with a forgiving parser written in Python, which takes 0.3 s for a
    report of 1,000 results; that of XML takes 0.02 s.
    """

    def __init__(self, text: str, fonts: URLFetcher) -> None:
        self.base_url, self.url_fetcher, self.media_type = None, fonts, "print"
        root = ET.fromstring(text)  # noqa: S314  # our own document
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class _Complaints(logging.Handler):
    """Keeps what the renderer says about missing glyphs, which it would otherwise only log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if _MISSING_GLYPH in message:
            self.found.append(message)


class _Written(pydyf.Object):  # type: ignore[misc]  # the library ships no types
    """An object of the file that is done: the bytes that it is written as."""

    data: bytes = b""
    compressible: bool = False

    def __init__(self, source: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = source.number, source.generation, source.free
        self.compressible = source.compressible
        self.data = source.data


def render(evidence: Evidence, language: Language = Language.ENGLISH) -> bytes:
    """The report in one language, without a comparison."""
    return render_page_as_pdf(build_page(evidence), language)


def render_page_as_pdf(page: Page, language: Language) -> bytes:
    """The report in one language as PDF.

    Raises:
        ReportError: A character has no glyph, so that the page would show a box in its place.
    """
    when = moment(page.evidence.run.finished)
    attachment = Attachment(
        string=to_json(page.evidence),
        name="evidence.json",
        description="The evidence that this report was made from",
        created=when,
        modified=when,
        relationship="Source",
    )
    document = compose(page, language, PRINTED)
    html = _Document(document.with_fonts(lambda face: face.linked), _Fonts(document.faces))
    with no_missing_glyphs(), _garbage_kept():
        data: bytes = html.write_pdf(
            finisher=_write_once,
            attachments=[attachment],
            pdf_variant="pdf/a-3u",
            pdf_tags=True,
            pdf_identifier=page.digest[:32].encode(),
        )
    return data


def _write_once(_: object, file: pydyf.PDF) -> None:
    """Turn the file's objects into bytes.

    The library would do so twice, for the file and for its identifier, which takes 0.4 s more for
    a report of 1,000 results.
    """
    file.objects = [item if item.free == "f" else _Written(item) for item in file.objects]


@contextmanager
def _garbage_kept() -> Iterator[None]:
    """Pause the collection of garbage.

    Nearly everything that the renderer makes lives until it is done, so that the collector walks
    over a growing heap in vain: 1 s of 8 for a report of 1,000 results, against 100 MB of memory.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@contextmanager
def no_missing_glyphs() -> Iterator[None]:
    """Turn the renderer's warnings about missing glyphs into an error.

    Raises:
        ReportError: It warned of one.
    """
    complaints = _Complaints()
    _LOGGER.addHandler(complaints)
    try:
        with warnings.catch_warnings():
            # The renderer leaves the closing of its colour profile to the garbage collector.
            warnings.filterwarnings("ignore", "unclosed file", ResourceWarning)
            yield
    finally:
        _LOGGER.removeHandler(complaints)
    if complaints.found:
        raise ReportError(
            f"the PDF cannot show {len(complaints.found)} characters",
            advice="install the font packages that requirements/report.txt pins",
        )
