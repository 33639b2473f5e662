"""Proves that nobody changed the ledger, or names the rows that differ."""

from argparse import ArgumentParser, Namespace

import psycopg

from stack.operations.command import DONE, FINDING, Command, add_ledger, ledger_of
from stack.operations.output import say
from stack.processor.verification import verify_ledger


def add_arguments(parser: ArgumentParser) -> None:
    """The ledger, and a head that was noted down elsewhere."""
    add_ledger(parser)
    parser.add_argument(
        "--head",
        metavar="DIGEST",
        help="the head that an earlier verification printed; proves that no seal was cut off",
    )


def run(arguments: Namespace) -> int:
    """Recompute digests and seals; a finding if any differs."""
    with psycopg.connect(ledger_of(arguments), autocommit=True) as connection:
        verification = verify_ledger(connection, arguments.head)
    for fault in verification.faults:
        say(f"tampered: {fault}")
    say(
        f"{verification.rows:,} rows under {verification.seals:,} seals,"
        f" {verification.unsealed:,} not sealed yet, head {verification.head}"
    )
    return FINDING if verification.faults else DONE


COMMAND = Command("verify", "check the ledger's hash chain", add_arguments, run)
