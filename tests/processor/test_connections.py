"""Connections to the stores: verified, timed, as the right role, with the password of the day."""

import ast
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from valkey import Valkey
from valkey.credentials import UsernamePasswordCredentialProvider
from valkey.exceptions import ConnectionError as ValkeyConnectionError

from stack.processor import connections
from stack.processor.connections import RDS_ROOTS, LedgerLogin, history_client
from stack.processor.credentials import SecretCache
from stack.processor.history import History
from stack.processor.settings import HistorySettings, LedgerSettings
from stack.processor.windows import ACCOUNT
from tests.processor.certificates import Identity, identity
from tests.processor.fronts import Front, postgres_front, redis_front
from tests.stores import Database, Redis

# SHA-256 of the three roots as AWS publishes them in its bundle for ap-northeast-1.
ROOTS = {
    "dc4bd074909909f9e5288408f2a148261aa506711307ae0a6561df152e07e04c",
    "1cb5dcfb2e4db29fdb966e31c5da9f620bf06a10f5880205131a0e6a5bdf80d7",
    "08544470dfa4c9dc25c481a8908d2958f90b9c1d23f275696f341d71f2f1539e",
}


@dataclass
class Secret:
    """The secret as Secrets Manager would answer."""

    answers: list[str]
    reads: int = 0
    naps: list[float] = field(default_factory=list)

    def fetch(self) -> str:
        self.reads += 1
        return self.answers[min(self.reads, len(self.answers)) - 1]

    def login(
        self, front: Front, database: str, roots: Path, host: str = "localhost"
    ) -> LedgerLogin:
        settings = LedgerSettings(host, front.port, database, "secret-id")
        return LedgerLogin(
            settings, SecretCache(self.fetch, lambda: 0), roots=roots, sleep=self.naps.append
        )


def secret(*passwords: str) -> Secret:
    return Secret([f'{{"username": "app", "password": "{one}"}}' for one in passwords])


@pytest.fixture
def localhost(tmp_path: Path) -> Identity:
    return identity(tmp_path, "localhost")


@pytest.fixture
def front(database: Database, localhost: Identity) -> Iterator[Front]:
    """TLS in front of a server that asks `app` for the password `good`."""
    with database.connect() as owner:
        owner.execute("DROP ROLE IF EXISTS app")
        owner.execute("CREATE ROLE app LOGIN PASSWORD 'good' IN ROLE ledger_writer")
        hba = Path(owner.execute("SHOW hba_file").fetchone()[0])
        before = hba.read_text()
        hba.write_text(f"local all app scram-sha-256\n{before}")
        owner.execute("SELECT pg_reload_conf()")
        with postgres_front(database, localhost) as made:
            yield made
        hba.write_text(before)
        owner.execute("SELECT pg_reload_conf()")


def test_a_ledger_connection_is_encrypted_and_as_it_must_be(
    front: Front, database: Database, localhost: Identity
) -> None:
    login = secret("good").login(front, database.name, localhost.certificate)
    with login() as connection:
        assert connection.pgconn.ssl_in_use
        assert connection.autocommit
        assert connection.prepare_threshold is None
        shown = {
            name: connection.execute(f"SHOW {name}").fetchone()[0]
            for name in ("role", "statement_timeout", "lock_timeout")
        }
        assert shown == {
            "role": "ledger_writer", "statement_timeout": "20s", "lock_timeout": "5s",
        }  # fmt: skip
        parameters = connection.info.get_parameters()
    assert parameters["sslmode"] == "verify-full"
    assert parameters["connect_timeout"] == "3"
    assert parameters["target_session_attrs"] == "read-write"
    assert parameters["tcp_user_timeout"] == "10000"


def test_the_migrations_stay_the_login_that_owns_the_schema(
    front: Front, database: Database, localhost: Identity
) -> None:
    made = secret("good").login(front, database.name, localhost.certificate)
    login = LedgerLogin(made.settings, made.secrets, role=None, roots=made.roots)
    with login() as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("app",)


def test_a_server_that_our_roots_do_not_know_is_refused(front: Front, database: Database) -> None:
    with pytest.raises(psycopg.OperationalError, match="certificate verify failed"):
        secret("good").login(front, database.name, RDS_ROOTS)()


def test_a_server_of_another_name_is_refused(
    database: Database, front: Front, tmp_path: Path
) -> None:
    other = identity(tmp_path, "other.example")
    with (
        postgres_front(database, other) as impostor,
        pytest.raises(psycopg.OperationalError, match="does not match host name"),
    ):
        secret("good").login(impostor, database.name, other.certificate)()


def test_a_rotated_password_is_fetched_anew_once_after_a_pause(
    front: Front, database: Database, localhost: Identity
) -> None:
    rotated = secret("old", "good")
    with rotated.login(front, database.name, localhost.certificate)() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert (rotated.reads, rotated.naps) == (2, [0.5])


def test_a_password_that_stays_wrong_is_not_tried_for_ever(
    front: Front, database: Database, localhost: Identity
) -> None:
    wrong = secret("old")
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        wrong.login(front, database.name, localhost.certificate)()
    assert wrong.reads == 2


def test_an_unreachable_ledger_asks_for_no_new_secret(localhost: Identity) -> None:
    absent = secret("good")
    nowhere = Front(port=1)
    with pytest.raises(psycopg.OperationalError):
        absent.login(nowhere, "ledger", localhost.certificate)()
    assert (absent.reads, absent.naps) == (1, [])


def test_the_roots_are_amazons_three_for_tokyo_and_still_valid() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(RDS_ROOTS)
    certificates = context.get_ca_certs(binary_form=True)
    assert {sha256(one).hexdigest() for one in certificates} == ROOTS
    for one in context.get_ca_certs():
        assert ssl.cert_time_to_seconds(str(one["notAfter"])) > ssl.cert_time_to_seconds(
            "Jan  1 00:00:00 2060 GMT"
        )


def history_settings(port: int) -> HistorySettings:
    return HistorySettings("localhost", port, "history-dev", "processor-dev", cluster_mode=False)


def test_a_history_connection_is_encrypted_and_short_of_patience(
    redis: Redis, localhost: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    redis.client().execute_command("ACL", "SETUSER", "processor-dev", "on", ">token", "~*", "+@all")
    monkeypatch.setenv("SSL_CERT_FILE", str(localhost.certificate))
    login = UsernamePasswordCredentialProvider("processor-dev", "token")
    with redis_front(redis, localhost) as front:
        client = history_client(history_settings(front.port), login)
        assert client.execute_command("ACL", "WHOAMI") == b"processor-dev"
        arguments = client.get_connection_kwargs()
        client.close()
    assert (arguments["socket_timeout"], arguments["socket_connect_timeout"]) == (0.2, 0.3)


def granted() -> str:
    """The access string of `stack/history.py`, read and not imported: that would load AWS."""
    tree = ast.parse((Path(connections.__file__).parents[1] / "history.py").read_text())
    return next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PROCESSOR_ACCESS"
    )


def test_the_rights_that_the_stack_grants_are_enough_for_the_history(redis: Redis) -> None:
    redis.client().execute_command(
        "ACL", "SETUSER", "processor-granted", "reset", ">token", *granted().split()
    )

    def connect() -> Valkey:
        return Valkey("127.0.0.1", redis.port, username="processor-granted", password="token")

    history = History(connect, clock=lambda: 9)
    touches = {(ACCOUNT, "account-1"): [(5, b"member")]}
    assert history.observe(touches).available
    history.backdate(history.epochs(), 3)
    history.forget(touches)
    assert history.observe(touches).complete_since_ms == 3


def test_a_history_of_an_unknown_certificate_is_refused(redis: Redis, localhost: Identity) -> None:
    login = UsernamePasswordCredentialProvider("processor-dev", "token")
    with redis_front(redis, localhost) as front:
        client = history_client(history_settings(front.port), login)
        with pytest.raises(ValkeyConnectionError, match="CERTIFICATE_VERIFY_FAILED"):
            client.ping()
        client.close()
