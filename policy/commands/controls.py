"""`controls`: the table of contents."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable

from policy.commands.output import write
from policy.control import Control
from policy.controls import CONTROLS
from policy.texts import control_words


def run(options: argparse.Namespace) -> int:
    """List all controls, or those of one family."""
    chosen = [item for item in CONTROLS if options.family in (None, item.family.value)]
    render = _json if options.format == "json" else _text
    write(render(chosen, options.lang).encode(), None)
    return 0


def title_in(control: Control, language: str) -> str:
    """The title of a control in a language."""
    if language == "ja":
        return control_words(control.family, control.id).get("title", control.title)
    return control.title


def _text(controls: Iterable[Control], language: str) -> str:
    lines, family = [], ""
    for control in controls:
        if control.family.value != family:
            family = control.family.value
            lines.append(f"{family}")
        lines.append(f"  {control.id:52} {control.severity:9} {title_in(control, language)}")
    return "\n".join(lines) + "\n"


def _json(controls: Iterable[Control], language: str) -> str:
    rows = [
        {
            "id": control.id,
            "family": control.family,
            "severity": control.severity,
            "title": title_in(control, language),
            "applies_to": list(control.applies_to),
        }
        for control in controls
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
