"""Migrations: once each, in order, whoever runs them and how often."""

import threading
from pathlib import Path

import psycopg
import pytest

from stack.processor import migrations
from stack.processor.migrations import MigrationError, migrate
from tests.stores import Postgres


@pytest.fixture
def empty(postgres_server: Postgres) -> str:
    with psycopg.connect(postgres_server.uri("postgres"), autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS empty_one WITH (FORCE)")
        connection.execute("CREATE DATABASE empty_one")
    return postgres_server.uri("empty_one")


def run(uri: str) -> tuple[str, ...]:
    with psycopg.connect(uri, autocommit=True) as connection:
        return migrate(connection)


def test_a_second_run_finds_nothing_to_do(empty: str) -> None:
    names = run(empty)
    assert names == tuple(sorted(names))
    assert names[0] == "0001_ledger"
    assert run(empty) == ()


def test_many_at_once_apply_each_file_once(empty: str) -> None:
    applied: list[str] = []
    threads = [threading.Thread(target=lambda: applied.extend(run(empty))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(applied) == sorted(path.stem for path in migrations.FOLDER.glob("*.sql"))


def test_an_edited_migration_is_refused(empty: str) -> None:
    run(empty)
    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute("UPDATE ledger.migrations SET digest = 'x' WHERE name = '0001_ledger'")
        with pytest.raises(MigrationError, match="0001_ledger"):
            migrate(connection)
    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(5041120001)")


def test_an_ordinary_owner_can_migrate_and_works_as_the_writer_afterwards(tmp_path: Path) -> None:
    """The master user of RDS is no superuser either."""
    server = Postgres(tmp_path / "plain")
    server.start()
    with psycopg.connect(server.uri("postgres"), autocommit=True) as connection:
        connection.execute("CREATE ROLE plain LOGIN CREATEROLE")
        connection.execute("CREATE DATABASE plain OWNER plain")
    with psycopg.connect(server.uri("plain"), user="plain", autocommit=True) as connection:
        migrate(connection)
        connection.execute("SET ROLE ledger_writer")
        connection.execute("INSERT INTO ledger.rule_sets VALUES ('v', '{}', 0)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM ledger.rule_sets")
    server.stop()


def test_a_failing_migration_leaves_no_half_of_itself(
    empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "0001_good.sql").write_text("CREATE TABLE ledger.good (a int);")
    (tmp_path / "0002_bad.sql").write_text("CREATE TABLE ledger.bad (a int); SELECT 1 / 0;")
    monkeypatch.setattr(migrations, "FOLDER", tmp_path)
    with pytest.raises(psycopg.errors.DivisionByZero):
        run(empty)
    with psycopg.connect(empty) as connection:
        tables = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'ledger'"
        ).fetchall()
    assert {name for (name,) in tables} == {"good", "migrations"}
