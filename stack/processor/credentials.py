"""The ledger's user name and password, from Secrets Manager, kept for five minutes at most."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import msgspec

LIFETIME_MS: Final = 300_000


class Credentials(msgspec.Struct, frozen=True):
    """What the secret holds; further members (host, engine) are of no interest here."""

    username: str
    password: str

    def __repr__(self) -> str:
        """Without the password, which must not reach a log by way of a traceback."""
        return f"Credentials(username={self.username!r})"


class SecretError(Exception):
    """The secret does not hold a user name and a password."""


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
            AwsError: The secret cannot be read.
        """
        if self._found is None or self.clock() >= self._until_ms:
            self._found = _credentials(self.fetch())
            self._until_ms = self.clock() + LIFETIME_MS
        return self._found

    def forget(self) -> None:
        """After a refused login: the password has been rotated."""
        self._found = None


def _credentials(text: str) -> Credentials:
    try:
        return msgspec.json.decode(text, type=Credentials)
    except msgspec.DecodeError:
        # msgspec's message could repeat a part of the secret.
        raise SecretError("the secret is not JSON with a username and a password") from None
