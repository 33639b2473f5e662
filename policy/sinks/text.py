"""Evidence for a person at a terminal: what is wrong, where, why it matters, how to fix it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill, indent
from typing import Final

from policy.evidence import ControlRecord, Evidence, ResourceRecord, ResultRecord
from policy.texts.sentences import japanese_sentence

_WIDTH: Final = 96
_COLOURS: Final = {
    "fail": "1;31", "error": "1;35", "undetermined": "1;33",
    "exempt": "36", "pass": "1;32", "dim": "2",
}  # fmt: skip
_ORDER: Final = ("error", "fail", "undetermined", "exempt")
_AGREEMENTS: Final = (
    "both_pass", "both_fail", "only_ours", "only_theirs", "justified", "undecided",
    "no_counterpart",
)  # fmt: skip
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "fail": "FAIL", "error": "ERROR", "undetermined": "UNDETERMINED", "exempt": "EXEMPT",
        "why": "Why", "fix": "Fix", "advisory": "advisory", "problem": "PROBLEM",
        "judged": "{resources} resources judged by {controls} controls"
        " ({source}), {pairs} verdicts",
        "counts": "{fail} failed, {error} errors, {undetermined} undetermined, {exempt} exempt, "
        "{pass} passed, {not_applicable} not applicable",
        "unanswered": "Look-ups without a fixture, whose answers count as unknown: {names}",
        "note": "Note",
        "second": "Second opinion of {tool} {version} on {seen} resources: {both_pass} verdicts"
        " pass with both, {both_fail} fail with both, {only_ours} fail only here,"
        " {only_theirs} only there, {justified} there for a stated reason, {undecided} undecided,"
        " {no_counterpart} without counterpart",
        "0": "OK: every control is decided and satisfied or exempt.",
        "1": "FAILED: there are violations.",
        "3": "UNDETERMINED: nothing failed, but something could not be decided.",
    },
    "ja": {
        "fail": "不適合", "error": "エラー", "undetermined": "未判定", "exempt": "例外承認",
        "why": "理由", "fix": "対処", "advisory": "勧告", "problem": "問題",
        "judged": "リソース {resources} 件を管理策 {controls} 件で判定"
        "({source})、判定結果 {pairs} 件",
        "counts": "不適合 {fail}、エラー {error}、未判定 {undetermined}、例外承認 {exempt}、"
        "適合 {pass}、対象外 {not_applicable}",
        "unanswered": "フィクスチャのない参照(未確定値として扱う): {names}",
        "note": "注記",
        "second": "{tool} {version} のセカンドオピニオン(リソース {seen} 件): "
        "双方適合 {both_pass}、双方不適合 {both_fail}、"
        "本パックのみ不適合 {only_ours}、先方のみ不適合 {only_theirs}、"
        "理由を明示した先方の不適合 {justified}、未判定 {undecided}、対応なし {no_counterpart}",
        "0": "合格: すべての管理策が判定され、適合または例外承認である。",
        "1": "不合格: 違反がある。",
        "3": "未判定: 不適合はないが、判定できないものがある。",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Page:
    evidence: Evidence
    language: str
    colours: bool

    def say(self, key: str) -> str:
        return _WORDS[self.language][key]

    def paint(self, text: str, colour: str) -> str:
        return f"\033[{_COLOURS[colour]}m{text}\033[0m" if self.colours else text

    def either(self, english: str, japanese: str) -> str:
        return japanese if self.language == "ja" else english

    def sentence(self, english: str) -> str:
        return japanese_sentence(english) if self.language == "ja" else english


def render(evidence: Evidence, language: str = "en", *, colours: bool = False) -> str:
    """The whole page, the verdict last, where a terminal leaves the eye."""
    page = _Page(evidence, language, colours)
    return "\n".join([*_findings(page), *_problems(page), *_summary(page)]) + "\n"


def _findings(page: _Page) -> Iterator[str]:
    controls = {control.id: control for control in page.evidence.controls}
    resources = {resource.urn: resource for resource in page.evidence.resources}
    groups: defaultdict[tuple[str, str], list[ResultRecord]] = defaultdict(list)
    for result in page.evidence.results:
        if result.verdict in _ORDER:
            groups[result.verdict, result.control].append(result)
    for verdict, control in sorted(groups, key=lambda key: (_ORDER.index(key[0]), key[1])):
        yield from _finding(page, controls[control], groups[verdict, control], resources)


def _finding(
    page: _Page,
    control: ControlRecord,
    results: Sequence[ResultRecord],
    resources: Mapping[str, ResourceRecord],
) -> Iterator[str]:
    verdict = results[0].verdict
    level = f", {page.say('advisory')}" if control.enforcement == "advisory" else ""
    title = page.either(control.title, control.title_ja)
    head = page.paint(page.say(verdict), verdict)
    yield f"{head} {control.id} ({control.severity}{level}): {title}"
    for result in results:
        yield f"  {_place(resources[result.urn])}"
        yield from _seen(page, result)
    yield from _advice(page, control)
    yield ""


def _place(resource: ResourceRecord) -> str:
    where = f"{resource.source.file}:{resource.source.line}: " if resource.source else ""
    return f"{where}{resource.name} ({resource.type})"


def _seen(page: _Page, result: ResultRecord) -> Iterator[str]:
    wanted = {"fail", "undetermined"} if result.verdict == "exempt" else {result.verdict}
    told = [item for item in result.observations if item.verdict in wanted]
    if not told or result.verdict == "exempt":
        yield f"    {page.either(result.reason, result.reason_ja)}"
        return
    for item in told:
        template = page.either("{}: expected {}, found {}", "{}: 期待値は「{}」、実際は「{}」")
        expected = page.either(item.expected, item.expected_ja)
        found = page.either(item.found, item.found_ja)
        yield f"    {template.format(item.path or '-', expected, found)}"


def _advice(page: _Page, control: ControlRecord) -> Iterator[str]:
    for key, text in (("why", control.why), ("fix", control.fix)):
        said = page.either(text.en, text.ja)
        first, *snippet = said.split("```")
        if first.strip():
            yield _paragraph(f"{page.say(key)}: {' '.join(first.split())}", page)
        for code in snippet[::2]:
            yield page.paint(indent(code.removeprefix("python").strip("\n"), "      "), "dim")


def _paragraph(text: str, page: _Page) -> str:
    # Japanese has no spaces to break at; terminals wrap it well by themselves.
    if page.language == "ja":
        return f"  {text}"
    return fill(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")


def _problems(page: _Page) -> Iterator[str]:
    for problem in page.evidence.problems:
        yield f"{page.paint(page.say('problem'), 'fail')} {page.sentence(problem)}"
    if page.evidence.problems:
        yield ""


def _summary(page: _Page) -> Iterator[str]:
    evidence = page.evidence
    run = evidence.run
    source = f"{run.source}, {run.mode}" if run.mode else run.source
    enabled = sum(control.enforcement != "disabled" for control in evidence.controls)
    yield from (f"{page.say('note')}: {page.sentence(note)}" for note in run.notes)
    yield from _unanswered(page)
    yield from _second_opinion(page)
    yield page.say("judged").format(
        resources=len(evidence.resources),
        controls=enabled,
        source=source,
        pairs=sum(evidence.summary.values()),
    )
    yield page.say("counts").format(**evidence.summary)
    colour = {0: "pass", 1: "fail", 3: "undetermined"}[evidence.exit_code]
    yield page.paint(page.say(str(evidence.exit_code)), colour)


def _second_opinion(page: _Page) -> Iterator[str]:
    opinion = page.evidence.second_opinion
    if opinion is None:
        return
    counts = Counter(item.agreement.replace("-", "_") for item in opinion.verdicts)
    told = {name: counts.get(name, 0) for name in _AGREEMENTS}
    facts = {"tool": opinion.tool, "version": opinion.version, "seen": opinion.seen}
    yield page.say("second").format(**facts, **told)
    yield from (
        f"  {item.check}: {item.urn.rpartition('::')[2]}"
        for item in opinion.verdicts
        if item.agreement == "only-theirs"
    )


def _unanswered(page: _Page) -> Iterator[str]:
    names = [item.token for item in page.evidence.invokes if item.answered == "unknown"]
    if names:
        yield page.say("unanswered").format(names=", ".join(sorted(set(names))))
