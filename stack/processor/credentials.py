"""The ledger's user name and password, from Secrets Manager, kept for five minutes at most."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol, cast

import msgspec

LIFETIME_MS: Final = 300_000
_TIMEOUT_S: Final = 2


class Credentials(msgspec.Struct, frozen=True):
    """What the secret holds; further members (host, engine) are of no interest here."""

    username: str
    password: str

    def __repr__(self) -> str:
        """Without the password, which must not reach a log by way of a traceback."""
        return f"Credentials(username={self.username!r})"


class SecretError(Exception):
    """The secret cannot be read or does not hold a user name and a password."""


@dataclass(slots=True)
class SecretCache:
    """Remembers the secret for a short while.

    Attributes:
        fetch: Reads the secret's text.
        clock: Milliseconds.
    """

    fetch: Callable[[], str]
    clock: Callable[[], int]
    _found: Credentials | None = field(default=None, repr=False)
    _until_ms: int = 0

    def get(self) -> Credentials:
        """The credentials, fetched anew if they are old or have been forgotten.

        Raises:
            SecretError: See there.
        """
        if self._found is None or self.clock() >= self._until_ms:
            self._found = _credentials(self.fetch())
            self._until_ms = self.clock() + LIFETIME_MS
        return self._found

    def forget(self) -> None:
        """After a refused login: the password has been rotated."""
        self._found = None


class _SecretsManager(Protocol):
    def get_secret_value(self, *, SecretId: str) -> dict[str, object]: ...  # noqa: N803  # AWS's name


def secrets_manager(secret_id: str) -> Callable[[], str]:
    """A function that reads a secret from AWS Secrets Manager, in the function's own region."""

    def fetch() -> str:
        # Half a second of import, paid once an environment and not by those that never log in.
        import boto3  # noqa: PLC0415
        from botocore.config import Config  # noqa: PLC0415
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

        settings = Config(
            connect_timeout=_TIMEOUT_S, read_timeout=_TIMEOUT_S, retries={"max_attempts": 2}
        )
        client = cast("_SecretsManager", boto3.client("secretsmanager", config=settings))
        try:
            return str(client.get_secret_value(SecretId=secret_id)["SecretString"])
        except (BotoCoreError, ClientError, KeyError) as error:
            raise SecretError(f"the secret cannot be read: {type(error).__name__}") from None

    return fetch


def _credentials(text: str) -> Credentials:
    try:
        return msgspec.json.decode(text, type=Credentials)
    except msgspec.DecodeError:
        # msgspec's message could repeat a part of the secret.
        raise SecretError("the secret is not JSON with a username and a password") from None
