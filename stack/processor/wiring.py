"""From the environment to working parts: the only place that knows all of them."""

import time
from collections.abc import Mapping
from functools import partial

from .aws import read_secret, session
from .connections import WRITER_ROLE, LedgerLogin, history_client
from .credentials import SecretCache
from .history import Client, History
from .interface import Variable
from .ledger import Ledger
from .publisher import Publisher
from .redis_token import IamLogin
from .settings import history_settings, ledger_settings, text
from .topic import TopicPublisher


def clock() -> int:
    """Wall clock in milliseconds."""
    return time.time_ns() // 1_000_000


def ledger_login(environment: Mapping[str, str], *, role: str | None = WRITER_ROLE) -> LedgerLogin:
    """How to connect to the ledger, and as what.

    Raises:
        SettingsError: A variable is missing.
    """
    settings = ledger_settings(environment)
    secrets = SecretCache(partial(read_secret, settings.secret_id), clock)
    return LedgerLogin(settings, secrets, role=role)


def ledger(environment: Mapping[str, str]) -> Ledger:
    """The ledger, not connected yet.

    Raises:
        SettingsError: A variable is missing.
    """
    return Ledger(ledger_login(environment))


def history(environment: Mapping[str, str]) -> History:
    """The history, not connected yet.

    Raises:
        SettingsError: A variable is missing.
    """
    settings = history_settings(environment)

    def connect() -> Client:
        signer, region = session()
        return history_client(
            settings, IamLogin(settings.user_id, settings.cache_name, region, signer)
        )

    return History(connect, clock=clock)


def publisher(environment: Mapping[str, str]) -> Publisher:
    """Where alerts go.

    Raises:
        SettingsError: A variable is missing.
    """
    return TopicPublisher(text(environment, Variable.ALERT_TOPIC_ARN))
