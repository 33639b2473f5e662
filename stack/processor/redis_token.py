"""Logging in to ElastiCache with IAM: a signed request instead of a password.

A token is good for 15 minutes, and ElastiCache cuts every connection 12 hours after its login.
valkey asks for credentials whenever it opens a connection, so all that is needed is a fresh token
each time, and a connection that is replaced in time (`history.py`).
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from valkey.credentials import CredentialProvider

from .aws import Signer, presigned

TOKEN_SECONDS: Final = 900


@dataclass(frozen=True, slots=True)
class IamLogin(CredentialProvider):
    """Makes the login of one connection.

    Attributes:
        user_id: The ElastiCache user, whose id and name are the same.
        cache_name: The replication group's id.
        region: Where it is.
        signer: Holds the AWS credentials to sign with.
    """

    user_id: str
    cache_name: str
    region: str
    signer: Signer

    def get_credentials(self) -> tuple[str, str]:
        """User name and token.

        Source: ElastiCache user guide, "Authenticating with IAM": a presigned GET of
        `http://<cache>/?Action=connect&User=<user>`, without the scheme.
        """
        query = urlencode({"Action": "connect", "User": self.user_id})
        url = f"http://{self.cache_name}/?{query}"
        signed = presigned(self.signer, url, "elasticache", self.region, TOKEN_SECONDS)
        return self.user_id, signed.removeprefix("http://")
