"""Opening connections to the two stores: always verified TLS, always with time-outs."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
from valkey import Valkey
from valkey.backoff import NoBackoff
from valkey.cluster import ValkeyCluster
from valkey.credentials import CredentialProvider
from valkey.retry import Retry

from .credentials import SecretCache
from .history import Client
from .settings import HistorySettings, LedgerSettings

_LOG: Final = logging.getLogger(__name__)

RDS_ROOTS: Final = Path(__file__).with_name("rds-ap-northeast-1.pem")
"""Tokyo's roots; RDS certificates chain to no public one. Source: AWS's certificate bundles."""

WRITER_ROLE: Final = "ledger_writer"
_BACK_OFF_S: Final = 0.5
_STATEMENT_TIMEOUTS: Final = (
    "-c statement_timeout=20000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000"
)


@dataclass(frozen=True, slots=True)
class LedgerLogin:
    """Opens connections to the ledger.

    Attributes:
        settings: Where it is.
        secrets: Who logs in.
        role: What the session becomes; None for the migrations, which own the schema.
        roots: The certificates that the server's must chain to.
        sleep: Waits, in seconds, between two attempts.
    """

    settings: LedgerSettings
    secrets: SecretCache
    role: str | None = WRITER_ROLE
    roots: Path = RDS_ROOTS
    sleep: Callable[[float], None] = time.sleep

    def __call__(self) -> psycopg.Connection:
        """Connect; a refused password is fetched anew once, for it may have been rotated.

        Raises:
            psycopg.OperationalError: The ledger cannot be reached, or refuses the login.
            SecretError: The secret does not hold what it should.
            AwsError: The secret cannot be read.
        """
        try:
            return self._open()
        except psycopg.OperationalError as error:
            if not _is_refusal(error):
                raise
        _LOG.warning("ledger login refused, fetching the secret anew")
        self.secrets.forget()
        self.sleep(_BACK_OFF_S)
        return self._open()

    def _open(self) -> psycopg.Connection:
        login = self.secrets.get()
        connection = psycopg.connect(
            host=self.settings.host,
            port=self.settings.port,
            dbname=self.settings.database,
            user=login.username,
            password=login.password,
            sslmode="verify-full",
            sslrootcert=str(self.roots),
            connect_timeout=3,
            # After a failover, skip an endpoint that still leads to the old, read-only instance.
            target_session_attrs="read-write",
            keepalives_idle=5,
            keepalives_interval=2,
            keepalives_count=3,
            tcp_user_timeout=10_000,
            options=_STATEMENT_TIMEOUTS,
            autocommit=True,
            # Prepared statements pin a proxy's connections and break behind poolers.
            prepare_threshold=None,
        )
        if self.role is not None:
            connection.execute(f"SET ROLE {self.role}")
        return connection


def _is_refusal(error: psycopg.OperationalError) -> bool:
    """Whether a login was refused (28P01, 28000); libpq tells that only in words."""
    words = str(error)
    return "authentication failed" in words or "no pg_hba.conf entry" in words


def history_client(settings: HistorySettings, login: CredentialProvider) -> Client:
    """Connect to the history.

    Time-outs are short and nothing is tried twice: a late answer is worth less than a decision
    without it.
    """
    if settings.cluster_mode:
        return ValkeyCluster(
            host=settings.host,
            port=settings.port,
            credential_provider=login,
            ssl=True,
            ssl_check_hostname=True,
            socket_connect_timeout=0.3,
            socket_timeout=0.2,
            socket_keepalive=True,
            cluster_error_retry_attempts=1,
        )
    return Valkey(
        host=settings.host,
        port=settings.port,
        credential_provider=login,
        ssl=True,
        ssl_check_hostname=True,
        socket_connect_timeout=0.3,
        socket_timeout=0.2,
        socket_keepalive=True,
        retry=Retry(NoBackoff(), 0),
    )
