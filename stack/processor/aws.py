"""The few calls to AWS, each of which imports its library when first made.

boto3 costs half a second of import and comes with Lambda's runtime; a warm function that raises no
alert and keeps its connections never needs it.
"""

from typing import Final, Protocol, cast

_TIMEOUT_S: Final = 2


class AwsError(Exception):
    """A call to AWS failed; the message names the kind of error and nothing else."""


class Topics(Protocol):
    """What is used of an SNS client."""

    def publish(self, **arguments: object) -> object:
        """Publish one message."""


class Signer(Protocol):
    """What is used of a botocore session."""

    def get_credentials(self) -> object:
        """The credentials of the execution role."""


class _Secrets(Protocol):
    def get_secret_value(self, *, SecretId: str) -> dict[str, object]: ...  # noqa: N803  # AWS's name


def read_secret(secret_id: str) -> str:
    """The current text of a secret in Secrets Manager.

    Raises:
        AwsError: It cannot be read.
    """
    from botocore.exceptions import (  # type: ignore[import-untyped]  # noqa: PLC0415
        BotoCoreError,
        ClientError,
    )

    try:
        client = cast("_Secrets", _client("secretsmanager"))
        return str(client.get_secret_value(SecretId=secret_id)["SecretString"])
    except (BotoCoreError, ClientError, KeyError) as error:
        raise AwsError(f"the secret cannot be read: {type(error).__name__}") from None


def topics() -> Topics:
    """A client for SNS."""
    return cast("Topics", _client("sns"))


def session() -> tuple[Signer, str]:
    """A session that signs as the execution role, and its region."""
    from botocore.session import Session  # type: ignore[import-untyped]  # noqa: PLC0415

    made = Session()
    return cast("Signer", made), str(made.get_config_variable("region"))


def presigned(signer: Signer, url: str, service: str, region: str, seconds: int) -> str:
    """`url`, signed in its query (Signature Version 4) for so many seconds."""
    from botocore.auth import SigV4QueryAuth  # type: ignore[import-untyped]  # noqa: PLC0415
    from botocore.awsrequest import AWSRequest  # type: ignore[import-untyped]  # noqa: PLC0415

    request = AWSRequest("GET", url)
    SigV4QueryAuth(signer.get_credentials(), service, region, seconds).add_auth(request)
    return str(request.url)


def _client(service: str) -> object:
    import boto3  # type: ignore[import-untyped]  # noqa: PLC0415
    from botocore.config import Config  # type: ignore[import-untyped]  # noqa: PLC0415

    settings = Config(
        connect_timeout=_TIMEOUT_S, read_timeout=_TIMEOUT_S, retries={"max_attempts": 2}
    )
    return boto3.client(service, config=settings)
