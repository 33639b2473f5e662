"""The ledger's master credentials: fetched from the existing secret, never created, never shown."""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from stack.deployment import Deployment

COMMON_USERNAMES: Final = frozenset({"admin", "postgres", "rdsadmin", "root"})
"""Reserved by RDS, or tried first by whoever guesses (Security Hub RDS.25)."""
PASSWORD: Final = re.compile(r"[!#-.0-?A-~]{8,128}")
"""Printable ASCII without `/`, `@`, `"` and space ("Constraints for master passwords", RDS)."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """The secret's content, encrypted wherever Pulumi keeps it."""

    username: pulumi.Output[str]
    password: pulumi.Output[str]

    def password_for_nobody(self, purpose: str) -> pulumi.Output[str]:
        """A password that no one is told, the same at every run.

        For accounts that are switched off but may not be without a password.
        """
        return self.password.apply(
            lambda password: hmac.new(
                password.encode(), purpose.encode(), hashlib.sha256
            ).hexdigest()
        )


def fetch_credentials(deployment: Deployment) -> Credentials:
    """Look the secret up: JSON with `username` and `password`."""
    version = aws.secretsmanager.get_secret_version_output(
        secret_id=deployment.settings.ledger_secret_name,
        opts=pulumi.InvokeOutputOptions(provider=deployment.provider),
    )
    content: pulumi.Output[str] = pulumi.Output.secret(version.secret_string)
    pair = content.apply(read_credentials)
    return Credentials(pair.apply(lambda both: both[0]), pair.apply(lambda both: both[1]))


def read_credentials(content: str) -> tuple[str, str]:
    """Username and password from the secret's text, as RDS takes them.

    Raises:
        pulumi.RunError: the secret cannot be used; the message tells why and not what it holds.
    """
    try:
        fields = json.loads(content)
        username, password = fields["username"], fields["password"]
    except (ValueError, KeyError, TypeError):
        problems = ["it is not JSON with username and password"]
    else:
        problems = _problems(str(username), str(password))
        if not problems:
            return username, password
    raise pulumi.RunError(f"The ledger's secret cannot be used: {'; '.join(problems)}.")


def _problems(username: str, password: str) -> list[str]:
    problems = []
    if username.lower() in COMMON_USERNAMES:
        problems.append("its username is one that RDS reserves or that is guessed first")
    if not PASSWORD.fullmatch(password):
        problems.append('its password is not 8 to 128 printable characters without / @ " and space')
    return problems
