"""What the processor's Redis user may do, on a real Redis with the processor's own code."""

import pytest
from valkey import Valkey
from valkey.exceptions import AuthenticationError, NoPermissionError

from stack.history import NO_ACCESS, PROCESSOR_ACCESS
from stack.processor.history import History
from stack.processor.windows import ACCOUNT
from tests.stores import Redis

PASSWORD = "a-password-of-this-test"


@pytest.fixture
def processor(own_redis: Redis) -> Valkey:
    rules = PROCESSOR_ACCESS.split()
    own_redis.client().execute_command("ACL", "SETUSER", "processor", f">{PASSWORD}", *rules)
    return Valkey(port=own_redis.port, username="processor", password=PASSWORD)


def test_the_processor_can_do_its_work(processor: Valkey) -> None:
    key = (ACCOUNT, "token")
    history = History(lambda: processor, clock=lambda: 1_000)
    touches = {key: [(1_000, b"member")]}

    observation = history.observe(touches)
    epochs = history.epochs()
    history.backdate(epochs, 0)
    history.forget(touches)

    assert key in observation.windows
    assert epochs
    assert processor.zcard("x") == 0


@pytest.mark.parametrize(
    "command",
    [
        ("FLUSHALL",),
        ("FLUSHDB",),
        ("KEYS", "*"),
        ("CONFIG", "GET", "*"),
        ("ACL", "LIST"),
        ("SHUTDOWN",),
        ("MONITOR",),
        ("REPLICAOF", "NO", "ONE"),
        ("SWAPDB", "0", "1"),
        ("PUBLISH", "channel", "message"),
    ],
)
def test_the_processor_can_do_no_harm(processor: Valkey, command: tuple[str, ...]) -> None:
    with pytest.raises(NoPermissionError):
        processor.execute_command(*command)


def test_the_default_user_can_do_nothing(own_redis: Redis) -> None:
    administrator = own_redis.client()
    administrator.execute_command("ACL", "SETUSER", "default", *NO_ACCESS.split())

    with pytest.raises(AuthenticationError):
        own_redis.client().ping()
