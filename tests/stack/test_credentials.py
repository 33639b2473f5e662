import json

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stack.credentials import read_credentials

PASSWORD = "correct-horse"


def secret(*, username: str = "ledger_owner", password: str = PASSWORD) -> str:
    return json.dumps({"username": username, "password": password, "engine": "postgres"})


def test_username_and_password_are_taken_from_the_secret() -> None:
    assert read_credentials(secret()) == ("ledger_owner", PASSWORD)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("not json", "it is not JSON with username and password"),
        ('"text"', "it is not JSON with username and password"),
        ("[]", "it is not JSON with username and password"),
        ('{"username": "a"}', "it is not JSON with username and password"),
        (secret(username="admin"), "one that RDS reserves"),
        (secret(username="Postgres"), "one that RDS reserves"),
        (secret(password="short"), "its password is not 8 to 128 printable"),
        (secret(password="with space in it"), "its password is not 8 to 128 printable"),
        (secret(password="with/slash/in/it"), "its password is not 8 to 128 printable"),
        (secret(password="with@sign@in@it"), "its password is not 8 to 128 printable"),
        (secret(password='with"quote"in"it'), "its password is not 8 to 128 printable"),
        (secret(password="パスワード長い長い"), "its password is not 8 to 128 printable"),
    ],
)
def test_a_secret_that_rds_would_refuse_is_refused_before(content: str, sentence: str) -> None:
    with pytest.raises(pulumi.RunError, match=r"^The ledger's secret cannot be used: ") as caught:
        read_credentials(content)

    assert sentence in str(caught.value)


def test_every_problem_of_the_secret_is_reported_at_once() -> None:
    with pytest.raises(pulumi.RunError) as caught:
        read_credentials(secret(username="admin", password="short"))

    assert str(caught.value).count(";") == 1


@given(beginning=st.text(min_size=20))
def test_no_refusal_shows_what_the_secret_holds(beginning: str) -> None:
    password = f"{beginning} /"

    with pytest.raises(pulumi.RunError) as caught:
        read_credentials(secret(username="root", password=password))

    assert beginning not in str(caught.value)
    assert "root" not in str(caught.value)
    assert caught.value.__cause__ is None
