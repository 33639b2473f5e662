"""The ledger's master credentials: fetched from the existing secret, never created, never shown."""

import hashlib
import hmac
import json
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from stack.deployment import Deployment


@dataclass(frozen=True, slots=True)
class Credentials:
    """The secret's content, encrypted wherever Pulumi keeps it."""

    username: pulumi.Output[str]
    password: pulumi.Output[str]

    def password_for_nobody(self, purpose: str) -> pulumi.Output[str]:
        """A password that no one is told, the same at every run.

        For accounts that are switched off but may not be without a password.
        """
        return pulumi.Output.secret(
            self.password.apply(
                lambda password: hmac.new(
                    password.encode(), purpose.encode(), hashlib.sha256
                ).hexdigest()
            )
        )


def fetch_credentials(deployment: Deployment) -> Credentials:
    """Look the secret up: JSON with `username` and `password`."""
    version = aws.secretsmanager.get_secret_version_output(
        secret_id=deployment.settings.ledger_secret_name,
        opts=pulumi.InvokeOutputOptions(provider=deployment.provider),
    )
    content: pulumi.Output[str] = pulumi.Output.secret(version.secret_string)
    return Credentials(
        username=content.apply(lambda text: _field(text, "username")),
        password=content.apply(lambda text: _field(text, "password")),
    )


def _field(content: str, name: str) -> str:
    return str(json.loads(content)[name])
