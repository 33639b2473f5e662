"""The ledger's password is rotated while records keep coming."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from stack.processor.connections import LedgerLogin
from stack.processor.credentials import SecretCache
from stack.processor.history import History
from stack.processor.ledger import Ledger
from stack.processor.processor import Processor
from stack.processor.records import records_of, response_to
from stack.processor.ruleset import load_rules
from stack.processor.settings import LedgerSettings
from tests.processor.certificates import identity
from tests.processor.simulation.rig import NewRig, Rig, Stores
from tests.processor.simulation.tls_front import TlsFront
from tests.processor.simulation.traffic import delivery, proof_size, two_busy_hours
from tests.stores import Database

USER = "rotated"
ROTATE_EVERY = 5


@dataclass
class Vault:
    """Secrets Manager's part: the current password, in the secret and in the database."""

    database: Database
    rotations: int = 0
    fetches: int = 0

    @property
    def socket_path(self) -> Path:
        """Where the server listens."""
        parameters = psycopg.conninfo.conninfo_to_dict(self.database.server.uri("postgres"))
        return Path(str(parameters["host"])) / ".s.PGSQL.5432"

    def password(self) -> str:
        return f"password-{self.rotations}"

    def fetch(self) -> str:
        self.fetches += 1
        return json.dumps({"username": USER, "password": self.password()})

    def rotate(self) -> None:
        """Change the password and end what was logged in with the old one."""
        self.rotations += 1
        with self.database.connect() as owner:
            owner.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(USER), sql.Literal(self.password())
                )
            )
            owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [USER]
            )


@pytest.fixture
def vault(mortal_stores: Stores) -> Vault:
    """A server that asks this one user for a password."""
    database = mortal_stores.database
    vault = Vault(database)
    with database.connect() as owner:
        owner.execute(f"CREATE ROLE {USER} LOGIN PASSWORD 'password-0' IN ROLE ledger_writer")
        row = owner.execute("SHOW hba_file").fetchone()
        assert row is not None
        rules = Path(row[0])
        rules.write_text(f"local all {USER} scram-sha-256\n{rules.read_text()}")
        owner.execute("SELECT pg_reload_conf()")
    return vault


def test_rotation_under_load_loses_nothing(
    mortal_stores: Stores, vault: Vault, new_rig: NewRig, tmp_path: Path
) -> None:
    localhost = identity(tmp_path, "localhost")
    front = TlsFront(vault.socket_path, localhost)
    settings = LedgerSettings("localhost", front.port, vault.database.name, "ledger-secret")
    # This cache never ages: only a refused login can renew the secret.
    secrets = SecretCache(vault.fetch, lambda: 0)
    login = LedgerLogin(settings, secrets, roots=localhost.certificate, sleep=lambda _seconds: None)
    try:
        deliver_and_rotate(new_rig(mortal_stores), Ledger(login), vault)
    finally:
        front.stop()


def deliver_and_rotate(rig: Rig, ledger: Ledger, vault: Vault) -> None:
    clock = rig.clock.read_milliseconds
    processor = Processor(
        ledger=ledger,
        history=History(rig.endpoints.client, clock=clock),
        rules=load_rules(),
        clock=clock,
    )
    invocations = 0

    def function(event: Mapping[str, object]) -> object:
        nonlocal invocations
        invocations += 1
        if invocations % ROTATE_EVERY == 0:
            vault.rotate()
        return response_to(processor.process(records_of(event)))

    rig.use(function)
    events = two_busy_hours(proof_size(900))
    rig.deliver(delivery(event) for event in events)
    ledger.drop()

    assert vault.rotations > 1
    assert vault.fetches == 1 + vault.rotations
    assert Counter(rig.stored_ids()) == Counter(event.event_id for event in events)
    assert rig.mapping.discarded == 0
    assert rig.differences() == {}
