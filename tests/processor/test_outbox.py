"""Alerts leave at least once, and noted once."""

from dataclasses import dataclass, field

import psycopg
import pytest

from stack.processor.outbox import pending, publish_pending
from stack.processor.publisher import Alert
from tests.processor.builders import MINUTE_MS, Outbound, Rig, payment


@dataclass
class Fragile:
    """Takes so many alerts, then fails."""

    room: int
    taken: list[str] = field(default_factory=list)

    def publish(self, alert: Alert) -> None:
        if len(self.taken) == self.room:
            raise ConnectionError
        self.taken.append(alert.alert_id)


def waiting(rig: Rig, count: int) -> None:
    rig.outbound.broken = True
    rig.process(*(payment(n, after_ms=n * MINUTE_MS) for n in range(1, 6 + count)))
    rig.outbound.broken = False


def test_what_a_failing_topic_did_not_take_waits(rig: Rig) -> None:
    waiting(rig, 3)
    topic = Fragile(room=2)
    with rig.connect() as connection:
        assert pending(connection) == 3
        assert publish_pending(connection, topic, rig.clock) == 2
        assert pending(connection) == 1
        topic.room = 9
        assert publish_pending(connection, topic, rig.clock) == 1
    assert len(set(topic.taken)) == 3
    assert rig.one("SELECT count(*) FROM ledger.alert_deliveries") == 3


def test_two_publishers_do_not_send_the_same_alert_at_the_same_time(rig: Rig) -> None:
    waiting(rig, 2)
    second = Outbound()

    @dataclass
    class Meanwhile:
        def publish(self, _alert: Alert) -> None:
            with rig.connect() as other:
                publish_pending(other, second, rig.clock)

    with rig.connect() as connection:
        publish_pending(connection, Meanwhile(), rig.clock, limit=1)
    assert len(second.alerts) == 1
    assert rig.one("SELECT count(*) FROM ledger.alert_outbox") == 0


def test_an_alert_whose_delivery_could_not_be_noted_is_sent_again(rig: Rig) -> None:
    waiting(rig, 1)
    topic = Outbound()
    connection = rig.connect()

    @dataclass
    class Cut:
        def publish(self, alert: Alert) -> None:
            topic.publish(alert)
            with rig.database.connect() as owner:
                owner.execute("SELECT pg_terminate_backend(%s)", [connection.info.backend_pid])

    with pytest.raises(psycopg.OperationalError):
        publish_pending(connection, Cut(), rig.clock)
    connection.close()
    with rig.connect() as connection:
        assert publish_pending(connection, topic, rig.clock) == 1
    assert [alert.alert_id for alert in topic.alerts] == ["tx-6:review"] * 2
