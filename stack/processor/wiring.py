"""From the environment to working parts: the only place that knows all of them."""

import time
from collections.abc import Mapping
from typing import Final, Protocol, cast

from .connections import LedgerLogin, history_client
from .credentials import SecretCache, secrets_manager
from .history import Client, History
from .interface import Variable
from .ledger import Ledger
from .publisher import Alert, Publisher
from .redis_token import IamLogin
from .settings import history_settings, ledger_settings, text

_PUBLISH_TIMEOUT_S: Final = 2


def clock() -> int:
    """Wall clock in milliseconds."""
    return time.time_ns() // 1_000_000


def ledger_login(environment: Mapping[str, str], *, as_owner: bool = False) -> LedgerLogin:
    """How to connect to the ledger.

    Raises:
        SettingsError: A variable is missing.
    """
    settings = ledger_settings(environment)
    secrets = SecretCache(secrets_manager(settings.secret_id), clock)
    if as_owner:
        return LedgerLogin(settings, secrets, role=None)
    return LedgerLogin(settings, secrets)


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
        from botocore.session import Session  # noqa: PLC0415  # not at cold start

        session = Session()
        region = str(session.get_config_variable("region"))
        login = IamLogin(settings.user_id, settings.cache_name, region, session)
        return history_client(settings, login)

    return History(connect, clock=clock)


def publisher(environment: Mapping[str, str]) -> Publisher:
    """Where alerts go.

    Raises:
        SettingsError: A variable is missing.
    """
    return TopicPublisher(text(environment, Variable.ALERT_TOPIC_ARN))


class _Topics(Protocol):
    def publish(self, **arguments: object) -> object: ...


class TopicPublisher:
    """Publishes to an SNS topic.

    Args:
        topic_arn: The topic.
    """

    def __init__(self, topic_arn: str) -> None:
        self._topic_arn = topic_arn
        self._client: _Topics | None = None

    def publish(self, alert: Alert) -> None:
        """Send `alert`; its id goes along as an attribute, so that receivers can drop repeats.

        Raises:
            botocore.exceptions.ClientError: SNS refuses.
            botocore.exceptions.BotoCoreError: SNS cannot be reached in time.
        """
        self._connected().publish(
            TopicArn=self._topic_arn,
            Subject=f"{alert.severity}: {alert.kind}"[:100],
            Message=alert.body,
            MessageAttributes={
                name: {"DataType": "String", "StringValue": value}
                for name, value in (
                    ("alert_id", alert.alert_id),
                    ("kind", alert.kind),
                    ("severity", alert.severity),
                )
            },
        )

    def _connected(self) -> _Topics:
        if self._client is None:
            import boto3  # noqa: PLC0415  # half a second, paid by the first alert
            from botocore.config import Config  # noqa: PLC0415

            settings = Config(
                connect_timeout=_PUBLISH_TIMEOUT_S,
                read_timeout=_PUBLISH_TIMEOUT_S,
                retries={"max_attempts": 1},
            )
            self._client = cast("_Topics", boto3.client("sns", config=settings))
        return self._client
