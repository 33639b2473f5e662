"""The functions' environment variables, read once."""

from collections.abc import Mapping
from dataclasses import dataclass

from .interface import Variable


class SettingsError(Exception):
    """A variable is missing or is not what it should be; the message names it."""


@dataclass(frozen=True, slots=True)
class LedgerSettings:
    """Where the ledger is, and which secret opens it."""

    host: str
    port: int
    database: str
    secret_id: str


@dataclass(frozen=True, slots=True)
class HistorySettings:
    """Where the history is, and who logs in to it."""

    host: str
    port: int
    cache_name: str
    user_id: str
    cluster_mode: bool


def ledger_settings(environment: Mapping[str, str]) -> LedgerSettings:
    """Read the ledger's variables.

    Raises:
        SettingsError: See there.
    """
    return LedgerSettings(
        host=text(environment, Variable.LEDGER_HOST),
        port=_port(environment, Variable.LEDGER_PORT),
        database=text(environment, Variable.LEDGER_DATABASE),
        secret_id=text(environment, Variable.LEDGER_SECRET_ID),
    )


def history_settings(environment: Mapping[str, str]) -> HistorySettings:
    """Read the history's variables.

    Raises:
        SettingsError: See there.
    """
    return HistorySettings(
        host=text(environment, Variable.HISTORY_HOST),
        port=_port(environment, Variable.HISTORY_PORT),
        cache_name=text(environment, Variable.HISTORY_CACHE_NAME),
        user_id=text(environment, Variable.HISTORY_USER_ID),
        cluster_mode=_truth(environment, Variable.HISTORY_CLUSTER_MODE),
    )


def text(environment: Mapping[str, str], variable: str) -> str:
    """The value of a variable that must be set.

    Raises:
        SettingsError: It is not set, or empty.
    """
    value = environment.get(variable, "")
    if not value:
        raise SettingsError(f"environment variable {variable} is not set")
    return value


def _port(environment: Mapping[str, str], variable: Variable) -> int:
    value = text(environment, variable)
    if not value.isdecimal() or not 0 < int(value) < 65_536:
        raise SettingsError(f"environment variable {variable} is not a port")
    return int(value)


def _truth(environment: Mapping[str, str], variable: Variable) -> bool:
    value = text(environment, variable).lower()
    if value not in ("true", "false"):
        raise SettingsError(f"environment variable {variable} is neither true nor false")
    return value == "true"
