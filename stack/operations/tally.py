"""What became of records, in words."""

from stack.processor.records import Counts


def tally(counts: Counts) -> str:
    """One sentence without any content of a record."""
    return (
        f"{counts.received:,} records: {counts.stored:,} stored, {counts.duplicate:,} duplicate,"
        f" {counts.quarantined:,} quarantined; {counts.alerts_raised:,} alerts"
    )
