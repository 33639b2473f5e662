"""`explain`: what one control demands, why, how to satisfy it, and how bad a violation is."""

from __future__ import annotations

import argparse
from difflib import get_close_matches

from policy.commands.controls import title_in
from policy.commands.output import write
from policy.control import Control
from policy.controls import CONTROLS
from policy.errors import PolicyError
from policy.frameworks import mappings_for
from policy.texts import control_words

_HEADINGS = {
    "en": ("Why", "Fix", "Severity", "Applies to", "Requirements"),
    "ja": ("理由", "対処", "重大度", "対象", "関連要件"),
}
_SHOWN_TYPES = 12


def run(options: argparse.Namespace) -> int:
    """Explain the control that the options name."""
    control = next((item for item in CONTROLS if item.id == options.control), None)
    if control is None:
        raise _unknown(options.control)
    write(explanation(control, options.lang).encode(), None)
    return 0


def explanation(control: Control, language: str) -> str:
    """The whole explanation as Markdown."""
    words, translated = control.words, control_words(control.family, control.id)
    why, fix, reason = words.why, words.fix, words.severity_reason
    if language == "ja":
        why, fix = translated.get("why", why), translated.get("fix", fix)
        reason = translated.get("severity", reason)
    severity = reason or control.severity.value
    sections = (why, fix, severity, _types(control), _requirements(control))
    parts = [f"# {control.id}", title_in(control, language)]
    for heading, body in zip(_HEADINGS[language], sections, strict=True):
        if body:
            parts += [f"## {heading}", body]
    return "\n\n".join(parts) + "\n"


def _types(control: Control) -> str:
    shown = list(control.applies_to[:_SHOWN_TYPES])
    more = len(control.applies_to) - len(shown)
    return ", ".join(f"`{token}`" for token in shown) + (f" (+{more})" if more else "")


def _requirements(control: Control) -> str:
    return "\n".join(
        f"- {item.framework} {item.edition} {item.requirement} ({item.relationship})"
        for item in mappings_for(control.id, control.family)
    )


def _unknown(name: str) -> PolicyError:
    near = get_close_matches(name, [control.id for control in CONTROLS], n=3)
    advice = f"did you mean {', '.join(near)}?" if near else "list them with `controls`"
    return PolicyError(f"there is no control {name}", advice=advice)
