"""The entry points: what they wire, answer, log and measure."""

import base64
import json
import logging
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import psycopg
import pytest

from stack.processor import migration_handler, stream_handler, sweeper_handler, wiring
from stack.processor.connections import LedgerLogin
from stack.processor.history import History
from stack.processor.interface import (
    ENVIRONMENT_DIMENSION,
    METRIC_NAMESPACE,
    SERVICE_NAME,
    Handler,
    Metric,
    Variable,
)
from stack.processor.ledger import Ledger
from stack.processor.observability import configure_logging
from stack.processor.records import StreamRecord
from stack.processor.settings import SettingsError
from tests.processor.builders import START_MS, Outbound, payment, record
from tests.stores import Database, Redis

CARD = "4111111111111111"
PERSON = "taro.yamada@example.jp"


@dataclass
class Context:
    """Lambda's context."""

    aws_request_id: str = "request-1"

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


def lambda_event(*records: StreamRecord) -> dict[str, object]:
    return {
        "Records": [
            {
                "eventID": one.event_id,
                "eventSource": "aws:kinesis",
                "kinesis": {
                    "sequenceNumber": one.sequence_number,
                    "partitionKey": one.partition_key,
                    "approximateArrivalTimestamp": one.arrived_at_ms / 1000,
                    "data": base64.b64encode(one.data).decode(),
                },
            }
            for one in records
        ]
    }


@pytest.fixture
def deployed(
    database: Database, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """The functions' variables, and the stores in place of what needs AWS to reach."""
    ledgers: list[Ledger] = []

    def connect() -> psycopg.Connection:
        connection = database.connect()
        connection.execute("SET ROLE ledger_writer")
        return connection

    def ledger(_environment: Mapping[str, str]) -> Ledger:
        ledgers.append(Ledger(connect))
        return ledgers[-1]

    def history(_environment: Mapping[str, str]) -> History:
        return History(redis.client, clock=wiring.clock)

    for variable in Variable:
        monkeypatch.setenv(variable, "5432" if variable.endswith("_PORT") else "dev")
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", METRIC_NAMESPACE)
    monkeypatch.setattr(wiring, "ledger", ledger)
    monkeypatch.setattr(wiring, "history", history)
    monkeypatch.setattr(wiring, "publisher", lambda _environment: Outbound())
    stream_handler.make_processor.cache_clear()
    stream_handler.make_formatter.cache_clear()
    yield database
    stream_handler.make_processor.cache_clear()
    stream_handler.make_formatter.cache_clear()
    for one in ledgers:
        one.drop()
    logging.getLogger("stack.processor").handlers.clear()
    logging.getLogger("stack.processor").propagate = True


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_handler_names_lead_to_functions() -> None:
    for handler in Handler:
        module, _, function = handler.partition(".")[2].rpartition(".")
        assert callable(getattr(sys.modules[f"stack.processor.{module}"], function))


def test_the_stream_handler_stores_a_batch_and_measures_it(
    deployed: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    event = lambda_event(*(record(one) for one in (payment(1), payment(2), b"{")))
    assert stream_handler.handle(event, Context()) == {"batchItemFailures": []}

    with deployed.connect() as connection:
        assert connection.execute("SELECT count(*) FROM ledger.transactions").fetchone() == (2,)
    (metrics,) = [line for line in lines(capsys) if "_aws" in line]
    (directive,) = metrics["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == METRIC_NAMESPACE
    assert set(directive["Dimensions"][0]) == {ENVIRONMENT_DIMENSION, "service"}
    assert (metrics[ENVIRONMENT_DIMENSION], metrics["service"]) == ("dev", SERVICE_NAME)
    assert metrics[Metric.TRANSACTIONS_RECEIVED] == [3.0]
    assert metrics[Metric.TRANSACTIONS_STORED] == [2.0]
    assert metrics[Metric.TRANSACTIONS_QUARANTINED] == [1.0]
    units = {one["Name"]: one["Unit"] for one in directive["Metrics"]}
    assert units[Metric.TRANSACTION_LAG_MILLISECONDS] == "Milliseconds"
    assert {unit for name, unit in units.items() if "Milli" not in name} == {"Count"}


def test_the_answer_names_the_first_record_to_deliver_again(
    deployed: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with deployed.connect() as owner:
        owner.execute("REVOKE EXECUTE ON FUNCTION ledger.record_columns FROM PUBLIC")
    batch = [record(payment(n)) for n in (1, 2)]
    answer = stream_handler.handle(lambda_event(*batch), Context())
    assert answer == {"batchItemFailures": [{"itemIdentifier": batch[0].sequence_number}]}

    found = lines(capsys)
    (failure,) = [line for line in found if line.get("message") == "batch failed"]
    assert failure["request_id"] == "request-1"
    assert failure["from_sequence_number"] == batch[0].sequence_number
    (metrics,) = [line for line in found if "_aws" in line]
    assert metrics[Metric.LEDGER_UNAVAILABLE] == [1.0]


def test_between_them_the_functions_emit_every_metric_that_is_agreed(
    deployed: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    stream_handler.handle(lambda_event(record(payment(1))), Context())
    sweeper_handler.handle({}, Context())
    emitted = {
        name
        for line in lines(capsys)
        if "_aws" in line
        for name in line
        if name not in {"_aws", ENVIRONMENT_DIMENSION, "service"}
    }
    assert emitted == {metric.value for metric in Metric}


def test_a_sweep_logs_the_head_of_the_chain(
    deployed: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    stream_handler.handle(lambda_event(record(payment(1))), Context())
    sweeper_handler.handle({}, Context())
    (sealed,) = [line for line in lines(capsys) if line.get("message") == "ledger sealed"]
    with deployed.connect() as connection:
        assert connection.execute("SELECT hash FROM ledger.seals").fetchone() == (sealed["head"],)


def test_the_migration_handler_migrates_and_tells_what(
    deployed: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[object] = []

    def login(_environment: Mapping[str, str], **options: object) -> object:
        asked.append(options)
        return deployed.connect

    monkeypatch.setattr(wiring, "ledger_login", login)
    assert migration_handler.handle({}, None) == {"applied": []}
    assert asked == [{"role": None}]
    assert "schema is up to date" in capsys.readouterr().out


def test_nothing_of_a_record_reaches_a_log(
    deployed: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with deployed.connect() as owner:
        owner.execute("ALTER TABLE ledger.transactions ADD CHECK (amount <> 77)")
    poison: list[dict[str, object] | bytes] = [
        payment(1, memo=CARD),
        payment(2, memo=PERSON),
        payment(3, amount=77, order_id="order-private"),
        payment(4, event=PERSON),
        f"{{{PERSON}".encode(),
        payment(5, ip={"token": "ip-token-1", "country": PERSON}),
    ]
    event = lambda_event(*(record(one, arrived_ms=START_MS) for one in poison))
    assert stream_handler.handle(event, Context()) == {"batchItemFailures": []}

    captured = capsys.readouterr()
    for text in (CARD, "4111", PERSON, "yamada", "order-private", "account-1"):
        assert text not in captured.out + captured.err


def test_exceptions_are_logged_by_kind_and_card_lengths_are_scrubbed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging("dev")
    logger = logging.getLogger("stack.processor.any")
    error = KeyError(f"Key (card)=({CARD}) of {PERSON}")
    logger.error("failed for %s", "4111 1111 1111 1111", exc_info=error, extra={"number": "9" * 56})
    logging.getLogger("stack.processor").handlers.clear()
    logging.getLogger("stack.processor").propagate = True

    (line,) = lines(capsys)
    assert line["error"] == "KeyError"
    assert line["message"] == "failed for [number]"
    assert line["number"] == "9" * 56
    assert CARD not in json.dumps(line)
    assert PERSON not in json.dumps(line)


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        (Variable.LEDGER_HOST, "", "LEDGER_HOST is not set"),
        (Variable.LEDGER_PORT, "high", "LEDGER_PORT is not a port"),
        (Variable.HISTORY_PORT, "70000", "HISTORY_PORT is not a port"),
        (Variable.HISTORY_CLUSTER_MODE, "yes", "HISTORY_CLUSTER_MODE is neither"),
        (Variable.ALERT_TOPIC_ARN, "", "ALERT_TOPIC_ARN is not set"),
    ],
)
def test_a_wrong_variable_is_named(variable: Variable, value: str, words: str) -> None:
    environment = {
        name: {"LEDGER_PORT": "5432", "HISTORY_PORT": "6379", "HISTORY_CLUSTER_MODE": "false"}.get(
            name, "x"
        )
        for name in Variable
    } | {variable: value}
    with pytest.raises(SettingsError, match=words):
        _ = [part(environment) for part in (wiring.ledger, wiring.history, wiring.publisher)]


def test_wiring_makes_parts_without_connecting_to_anything() -> None:
    environment = dict.fromkeys(Variable, "x") | {
        Variable.LEDGER_PORT: "5432", Variable.HISTORY_PORT: "6379",
        Variable.HISTORY_CLUSTER_MODE: "true",
    }  # fmt: skip
    assert isinstance(wiring.ledger(environment), Ledger)
    assert isinstance(wiring.history(environment), History)
    login = wiring.ledger_login(environment)
    assert isinstance(login, LedgerLogin)
    assert (login.role, login.settings.database) == ("ledger_writer", "x")


def test_a_cold_start_imports_neither_boto3_nor_pulumi() -> None:
    code = (
        "import sys; import stack.processor.stream_handler, stack.processor.sweeper_handler; "
        "print(sorted({'boto3', 'pulumi'} & set(sys.modules)))"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert outcome.stdout.strip() == "[]"
