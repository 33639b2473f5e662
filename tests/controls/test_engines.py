"""AWS reads engines and parameters in whatever case they are written, so controls do, too."""

import pytest

from policy.control import Example, Other, Ref
from policy.verdict import Verdict
from tests.controls.verdicts import verdict

GROUP = "aws:rds/parameterGroup:ParameterGroup"
OLD = {"engineVersion": "9.6", "parameterGroupName": "default.postgres9.6"}
CONTROLS = (
    "database-engine-supported",
    "database-exports-logs",
    "database-iam-authentication",
    "database-parameters-own",
    "database-requires-tls",
)


@pytest.mark.parametrize("control", CONTROLS)
@pytest.mark.parametrize("engine", ["postgres", "Postgres", "POSTGRES"])
def test_a_careless_database_fails_however_its_engine_is_written(control: str, engine: str) -> None:
    assert verdict(control, Example({"engine": engine, **OLD})) is Verdict.FAIL


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ([{"name": "RDS.force_SSL", "value": "0"}], Verdict.FAIL),
        ([{"name": "RDS.force_SSL", "value": "1"}], Verdict.PASS),
        (
            [{"name": "rds.force_ssl", "value": "1"}, {"name": "rds.force_ssl", "value": "0"}],
            Verdict.UNDETERMINED,
        ),
        ([{"name": "rds.force_ssl", "value": "1"}] * 2, Verdict.PASS),
    ],
)
def test_a_parameter_is_found_however_it_is_written(parameters: object, expected: Verdict) -> None:
    group = Other("group", GROUP, {"name": "g", "family": "postgres17", "parameters": parameters})
    database = {"engine": "postgres", "parameterGroupName": Ref("group", "name")}
    assert verdict("database-requires-tls", Example(database, others=(group,))) is expected
