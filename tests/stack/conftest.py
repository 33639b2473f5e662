import warnings
from collections.abc import Iterator

import pytest

with warnings.catch_warnings():
    # The SDK warns of its own deprecated classes whenever it is imported, the PostgreSQL wheel of
    # the machine it is on.
    warnings.simplefilter("ignore")
    from stack.lambda_bundle import OFFLINE_VARIABLE
    from tests.stack.recording import SETTINGS, Recording, record
    from tests.stores import own_redis

__all__ = ["own_redis"]


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_deployed() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(OFFLINE_VARIABLE, "1")
        yield


@pytest.fixture(scope="session")
def program(_nothing_is_deployed: None) -> Recording:
    return record(SETTINGS | {"operationsEmail": "on-call@example.com"})


@pytest.fixture(scope="session")
def large_program(_nothing_is_deployed: None) -> Recording:
    return record(
        SETTINGS
        | {
            "environmentSuffix": "a" * 17,
            "historyClusterMode": "true",
            "peakTransactionsPerMinute": "100000",
        }
    )
