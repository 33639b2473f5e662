"""The IAM login of ElastiCache, beside what botocore itself would sign."""

from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.credentials import Credentials
from botocore.model import ServiceId
from botocore.session import Session
from botocore.signers import RequestSigner

from stack.processor.redis_token import IamLogin

REGION = "ap-northeast-1"


@pytest.fixture
def session() -> Session:
    made = Session()
    made.set_credentials("AKIAEXAMPLE", "secret", "session-token")
    return made


@pytest.fixture
def login(session: Session) -> IamLogin:
    return IamLogin("processor-dev", "history-dev", REGION, session)


def test_the_token_names_cache_and_user_and_lives_fifteen_minutes(login: IamLogin) -> None:
    user, token = login.get_credentials()
    parts = urlsplit(f"http://{token}")
    query = parse_qs(parts.query)
    assert user == "processor-dev"
    assert (parts.netloc, parts.path) == ("history-dev", "/")
    assert query["Action"] == ["connect"]
    assert query["User"] == ["processor-dev"]
    assert query["X-Amz-Expires"] == ["900"]
    assert query["X-Amz-Security-Token"] == ["session-token"]
    assert "ap-northeast-1/elasticache/aws4_request" in query["X-Amz-Credential"][0]


def test_the_signature_is_that_of_botocores_own_signer(session: Session, login: IamLogin) -> None:
    signer = RequestSigner(
        ServiceId("elasticache"), REGION, "elasticache", "v4",
        Credentials("AKIAEXAMPLE", "secret", "session-token"),
        session.get_component("event_emitter"),
    )  # fmt: skip
    url = "http://history-dev/?Action=connect&User=processor-dev"
    for _ in range(3):
        _, token = login.get_credentials()
        expected = signer.generate_presigned_url(
            {"method": "GET", "url": url, "body": {}, "headers": {}, "context": {}},
            operation_name="connect", expires_in=900, region_name=REGION,
        )  # fmt: skip
        mine, theirs = (parse_qs(urlsplit(text).query) for text in (f"http://{token}", expected))
        if mine["X-Amz-Date"] == theirs["X-Amz-Date"]:
            break
    assert mine == theirs


def test_every_connection_gets_a_token_of_its_own_credentials(
    session: Session, login: IamLogin
) -> None:
    _, before = login.get_credentials()
    session.set_credentials("AKIAROTATED", "secret", "session-token")
    _, after = login.get_credentials()
    assert "AKIAEXAMPLE" in before
    assert "AKIAROTATED" in after
