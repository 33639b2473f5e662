"""Logging in to ElastiCache with IAM: a signed request instead of a password.

A token is good for 15 minutes, and ElastiCache cuts every connection 12 hours after its login. valkey asks
for credentials whenever it opens a connection, so all that is needed is a fresh token each time and a
connection that is not kept too long (`connections.py`).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from valkey.credentials import CredentialProvider

if TYPE_CHECKING:
    from botocore.session import Session

TOKEN_SECONDS: Final = 900


@dataclass(frozen=True, slots=True)
class IamLogin(CredentialProvider):  # type: ignore[misc]  # valkey has no types
    """Makes the login of one connection.

    Attributes:
        user_id: The ElastiCache user, whose id and name are the same.
        cache_name: The replication group's id.
        region: Where it is.
        session: Holds the AWS credentials to sign with.
    """

    user_id: str
    cache_name: str
    region: str
    session: "Session"

    def get_credentials(self) -> tuple[str, str]:
        """User name and token.

        Source: ElastiCache user guide, "Authenticating with IAM": a presigned GET of
        `http://<cache>/?Action=connect&User=<user>`, without the scheme.
        """
        from botocore.awsrequest import AWSRequest  # noqa: PLC0415  # not at cold start
        from botocore.auth import SigV4QueryAuth  # noqa: PLC0415

        query = urlencode({"Action": "connect", "User": self.user_id})
        request = AWSRequest("GET", f"http://{self.cache_name}/?{query}")
        credentials = self.session.get_credentials()
        SigV4QueryAuth(credentials, "elasticache", self.region, TOKEN_SECONDS).add_auth(request)
        return self.user_id, str(request.url).removeprefix("http://")
