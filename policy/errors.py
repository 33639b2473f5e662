"""Errors of the pack. A violation is never one of them: it is a value.

PolicyError
├── SettingsError      the pack's configuration is wrong
├── ExemptionError     the exemptions file is wrong
├── SourceError        a graph could not be made: bad file, bad program, bad command
├── EvidenceError      an evidence file cannot be read
├── CheckovError       Checkov cannot be asked, or did not look at everything
└── ReportError        a report cannot be written or verified
"""

from __future__ import annotations


class PolicyError(Exception):
    """Something a user can mend; `message` says what and where, `advice` what to do."""

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message}; {self.advice}" if self.advice else self.message


class SettingsError(PolicyError):
    """The pack's configuration is wrong."""


class ExemptionError(PolicyError):
    """The exemptions file is wrong."""


class SourceError(PolicyError):
    """A graph could not be made from the program, state or preview."""


class EvidenceError(PolicyError):
    """An evidence file cannot be read."""


class CheckovError(PolicyError):
    """Checkov cannot be asked, or did not look at everything."""


class ReportError(PolicyError):
    """A report cannot be written or verified."""
