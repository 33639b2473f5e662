"""Credentials: written in the program, passed in variables, hidden in texts."""

import base64
from pathlib import Path

import pytest

from policy.control import Context
from policy.evaluation import judge
from policy.graph import Graph, Invoke, Origin, Provenance, StandIn, Unknown
from policy.settings import Settings
from tests.catalog.graphs import CONTROLS_BY_ID, judged, output, resource, verdict

LITERAL = "no-literal-secret"
DATABASE = "aws:rds/instance:Instance"
PASSWORD = "correct-horse-battery"
GENERATED = resource("random:index/randomPassword:RandomPassword", "password")


@pytest.fixture
def program(tmp_path: Path) -> str:
    (tmp_path / "__main__.py").write_text(f'DB = aws.rds.Instance("db", password="{PASSWORD}")')
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  app:pin: 'k9'\n")
    hidden = tmp_path / "venv"
    hidden.mkdir()
    (hidden / "library.py").write_text("only-in-a-library")
    return str(tmp_path)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (PASSWORD, "fail"),
        ("k9", "fail"),
        ("fetched-at-run-time", "pass"),
        ("only-in-a-library", "pass"),
        ("[secret]", "pass"),
        ("ap-northeast-1", "fail"),
    ],
)
def test_a_known_password_is_looked_for_in_the_program(
    value: str, expected: str, program: str
) -> None:
    assert verdict(LITERAL, resource(DATABASE, password=value), root=program) == expected


def test_the_setting_names_the_sources_where_the_graph_does_not(program: str) -> None:
    settings = Settings(program_directory=program)

    assert verdict(LITERAL, resource(DATABASE, password=PASSWORD), settings=settings) == "fail"


def test_without_sources_a_known_password_is_undetermined(tmp_path: Path) -> None:
    database = resource(DATABASE, password=PASSWORD)

    assert verdict(LITERAL, database) == "undetermined"
    assert verdict(LITERAL, database, root=str(tmp_path)) == "undetermined"


def test_a_password_that_comes_from_a_resource_passes() -> None:
    assert verdict(
        LITERAL, resource(DATABASE, password=output(GENERATED, "result")), GENERATED
    ) == ("pass")


def test_an_unknown_from_nowhere_passes_only_if_the_program_looked_something_up() -> None:
    database = resource(DATABASE, password=Unknown())
    look_up = Invoke(
        token="aws:secretsmanager/getSecretVersion:getSecretVersion",
        arguments=("secretId",),
        answered="unknown",
    )
    graph = Graph(resources=(database,), invokes=(look_up,))

    assert verdict(LITERAL, database) == "undetermined"
    result = judge(CONTROLS_BY_ID[LITERAL], database, Context(graph, Settings()))
    assert result.verdict.value == "pass"


def test_a_password_between_computed_parts_of_an_address_fails() -> None:
    host = "sym-1.rds.invalid"
    stand_ins = {"sym-1": StandIn(host, Origin(GENERATED.urn, "host"))}
    address = output(GENERATED, "host", f"postgres://app:{PASSWORD}@{host}/ledger")
    parameter = resource("aws:ssm/parameter:Parameter", type="SecureString", value=address)

    assert verdict(LITERAL, parameter, GENERATED, stand_ins=stand_ins) == "fail"


def test_in_a_json_value_only_members_with_a_credential_s_name_are_looked_for(
    program: str,
) -> None:
    version = "aws:secretsmanager/secretVersion:SecretVersion"
    user = resource(version, secretString=f'{{"username": "{PASSWORD}"}}')
    secret = resource(version, secretString=f'{{"password": "{PASSWORD}"}}')

    assert verdict(LITERAL, user, root=program) == "pass"
    assert verdict(LITERAL, secret, root=program) == "fail"


def test_no_observation_shows_the_password(program: str) -> None:
    result = judged(LITERAL, resource(DATABASE, password=PASSWORD), root=program)

    assert PASSWORD not in repr(result)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DB_PASSWORD", PASSWORD, "fail"),
        ("dbPassword", PASSWORD, "fail"),
        ("API_KEY", "k", "fail"),
        ("DB_SECRET", "arn:aws:secretsmanager:ap-northeast-1:1:secret:a", "pass"),
        ("API_TOKEN", "${ssm:/app/token}", "pass"),
        ("DB_PASSWORD", "", "pass"),
        ("DB_SECRET_ARN", PASSWORD, "not_applicable"),
        ("TOKEN_TTL_SECONDS", "300", "not_applicable"),
        ("STAGE", "dev", "not_applicable"),
        ("DB_PASSWORD", Unknown(), "undetermined"),
        ("DB_SECRET", Unknown((Origin("x", "arn"),), Provenance.EXACT), "pass"),
        ("DB_PASSWORD", Unknown((Origin("x", "result"),), Provenance.EXACT), "undetermined"),
    ],
)
def test_variables(name: str, value: object, expected: str) -> None:
    function = resource("aws:lambda/function:Function", environment={"variables": {name: value}})

    assert verdict("no-credential-in-variables", function) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(None, "fail"), ("PLAINTEXT", "fail"), ("SECRETS_MANAGER", "not_applicable")],
)
def test_variables_in_lists_are_found_by_the_names_beside_them(
    kind: str | None, expected: str
) -> None:
    variable = {"name": "DB_PASSWORD", "value": PASSWORD, "type": kind}
    project = resource(
        "aws:codebuild/project:Project",
        environment={"environmentVariables": [{"name": "STAGE", "value": "dev"}, variable]},
    )

    assert verdict("no-credential-in-variables", project) == expected


@pytest.mark.parametrize(
    ("definitions", "expected"),
    [
        ('[{"environment":[{"name":"API_KEY","value":"k"}]}]', "fail"),
        ('[{"environment":[{"name":"STAGE","value":"dev"}]}]', "not_applicable"),
        ('[{"secrets":[{"name":"API_KEY","valueFrom":"arn:aws:x"}]}]', "not_applicable"),
        ("not json", "undetermined"),
        (Unknown(), "undetermined"),
        (None, "not_applicable"),
    ],
)
def test_container_definitions(definitions: object, expected: str) -> None:
    task = resource("aws:ecs/taskDefinition:TaskDefinition", containerDefinitions=definitions)

    assert verdict("no-credential-in-variables", task) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("export DB_PASSWORD=correct-horse", "fail"),
        ("password: 'correct-horse'", "fail"),
        ("export DB_PASSWORD=$(aws secretsmanager get-secret-value)", "pass"),
        ("export DB_PASSWORD=${PASSWORD_FROM_SECRET}", "pass"),
        ("token=arn:aws:secretsmanager:x", "pass"),
        ("echo ready", "pass"),
        (base64.b64encode(b"export API_KEY=correct-horse").decode(), "fail"),
        (Unknown(), "undetermined"),
    ],
)
def test_user_data(text: object, expected: str) -> None:
    instance = resource("aws:ec2/instance:Instance", userData=text)

    assert verdict("no-credential-in-text", instance) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AKIA" + "Q" * 16, "fail"),
        ("-----BEGIN RSA PRIVATE KEY-----", "fail"),
        ("ghp_" + "a" * 36, "fail"),
        ("AKIA-like words", "pass"),
    ],
)
def test_keys_are_told_by_their_form(text: str, expected: str) -> None:
    alias = resource("aws:lambda/alias:Alias", description=text)

    assert verdict("no-key-material", alias) == expected


def test_generated_passwords_are_created_secrets() -> None:
    assert verdict("secrets-fetched-not-created", GENERATED) == "fail"
