"""The function in a process of its own, which can be told to die at one point of one batch.

    python -m tests.processor.simulation.worker LEDGER HISTORY [POINT BATCH]

Reads one Lambda event a line and answers one response a line.
"""

import json
import os
import signal
import sys
from dataclasses import dataclass

import psycopg

from stack.operations.system import Endpoints
from stack.processor.history import History, Observation, Touches
from stack.processor.ledger import Ledger
from stack.processor.processor import Processor
from stack.processor.publisher import Alert
from stack.processor.records import records_of, response_to
from stack.processor.ruleset import load_rules

POINTS = (
    "before history",
    "after history",
    "before storing",
    "while storing",
    "after storing",
    "before publishing",
    "after publishing",
)


@dataclass
class Death:
    """Kills this process when it passes `point` for the `batch`-th time."""

    point: str = ""
    batch: int = 0
    passed: int = 0

    def at(self, point: str) -> None:
        if point == self.point:
            self.passed += 1
            if self.passed == self.batch:
                os.kill(os.getpid(), signal.SIGKILL)


death = Death()


class MortalHistory(History):
    def observe(self, touches: Touches) -> Observation:
        death.at("before history")
        observation = super().observe(touches)
        death.at("after history")
        return observation


class MortalCursor(psycopg.Cursor):
    """A portion's answer is fetched after the commit of the whole batch."""

    storing = False

    def execute(self, query: object, *arguments: object, **options: object) -> "MortalCursor":
        self.storing = "ledger.record_" in str(query)
        if self.storing:
            death.at("before storing")
        super().execute(query, *arguments, **options)
        if self.storing:
            death.at("while storing")
        return self

    def fetchone(self) -> object:
        if self.storing:
            death.at("after storing")
        return super().fetchone()


class MortalPublisher:
    def publish(self, alert: Alert) -> None:
        death.at("before publishing")
        sys.stderr.write(f"{alert.alert_id}\n")
        sys.stderr.flush()
        death.at("after publishing")


def main() -> None:
    ledger_uri, history_url, *when = sys.argv[1:]
    if when:
        death.point, death.batch = when[0], int(when[1])
    endpoints = Endpoints(ledger_uri, history_url)

    def connect() -> psycopg.Connection:
        connection = endpoints.connect()
        connection.cursor_factory = MortalCursor
        return connection

    now_ms = 0

    def clock() -> int:
        return now_ms

    processor = Processor(
        ledger=Ledger(connect),
        history=MortalHistory(endpoints.client, clock=clock),
        rules=load_rules(),
        clock=clock,
        publisher=MortalPublisher(),
    )
    for line in sys.stdin:
        records = records_of(json.loads(line))
        now_ms = max(record.arrived_at_ms for record in records)
        sys.stdout.write(json.dumps(response_to(processor.process(records))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
