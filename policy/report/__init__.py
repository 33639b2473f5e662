"""The auditor's report: evidence made readable, queryable and verifiable.

`write_report` and `verify` are imported when they are first used, so that a check that writes
SARIF does not load what draws PDF pages.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policy.report.verifying import verify
    from policy.report.writing import write_report

__all__ = ["verify", "write_report"]

_HOMES = {"verify": "policy.report.verifying", "write_report": "policy.report.writing"}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(name)
