"""What is told of Checkov's checks: its own words are one line, the pack's controls have more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from policy.checkov.reconciliation import SUPPRESSED, Reconciled, Relation, reconciled
from policy.evidence import ControlRecord, Evidence, Text
from policy.texts import japanese
from policy.verdict import Phrase, phrase

_RELATIONS: Mapping[Relation, Phrase] = {
    Relation.AGREE: phrase("The pack demands the same"),
    Relation.STRICTER: phrase("The pack demands this and more"),
    Relation.PART: phrase("The pack demands a part of this, or judges it elsewhere"),
    Relation.CONTRADICTS: phrase("The pack forbids what this check wants"),
    Relation.DECLINED: phrase("The pack does not want what this check wants"),
    Relation.NOT_OURS: phrase("The pack does not demand this"),
    Relation.UNREACHABLE: phrase("No Pulumi program can have what this check looks at"),
}


def tell_checks(theirs: Evidence, ours: Evidence) -> Evidence:
    """Checkov's evidence with reasons and fixes from the pack's evidence of the same run."""
    controls = {control.id: control for control in ours.controls}
    told = [_told(record, reconciled(record.id), controls) for record in theirs.controls]
    return msgspec.structs.replace(theirs, controls=told)


def _told(
    record: ControlRecord, row: Reconciled, controls: Mapping[str, ControlRecord]
) -> ControlRecord:
    # What a check wants and the pack forbids has no fix.
    names = () if row.relation in SUPPRESSED else row.controls
    own = [controls[name] for name in names if name in controls]
    relation = relation_text(row)
    return msgspec.structs.replace(
        record,
        why=_joined([relation, *(control.why for control in own)]),
        fix=_joined([control.fix for control in own]),
        severity_reason=relation,
        frameworks=[],
    )


def relation_text(row: Reconciled) -> Text:
    """How the check relates to the pack, with the controls and the reason."""
    names = ", ".join(row.controls)
    sentence = (
        phrase("{0} ({1}).", _RELATIONS[row.relation], names)
        if names
        else phrase("{0}.", _RELATIONS[row.relation])
    )
    reason = phrase(row.reason)
    return Text(f"{sentence} {reason}".strip(), f"{japanese(sentence)} {japanese(reason)}".strip())


def _joined(texts: Sequence[Text]) -> Text:
    return Text("\n\n".join(text.en for text in texts), "\n\n".join(text.ja for text in texts))
