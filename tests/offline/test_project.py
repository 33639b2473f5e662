"""Where a program is and how it is configured."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from policy.errors import SourceError
from policy.graph import Unknown
from policy.offline import Mode, ProgramRun, run_program
from policy.sources.wire import HIDDEN
from tests.offline.written import Programs, named

QUEUE = """
import pulumi
import pulumi_aws as aws
config = pulumi.Config()
aws.sqs.Queue("q", tags={key: config.get(key) for key in ("a", "b", "c", "d", "e")})
"""


def test_configuration_of_project_stack_and_command(programs: Programs) -> None:
    programs.write(
        "Pulumi.yaml",
        """
        name: shop
        runtime: {name: python}
        config:
          a: project
          b: {type: string, default: declared}
          c: {type: integer, default: 3}
          shop:d: {value: wrapped}
          aws:region: ap-northeast-1
        """,
    )
    programs.write("Pulumi.dev.yaml", "config:\n  shop:a: stack\n  shop:e: {nested: [1, true]}\n")
    ran = programs.run(QUEUE, configuration={"shop:b": "command", "d": "command"})
    assert named(ran.graph, "q").get("tags") == {
        "a": "stack",
        "b": "command",
        "c": "3",
        "d": "command",
        "e": '{"nested": [1, true]}',
    }
    assert ran.graph.configuration["aws:region"] == "ap-northeast-1"
    assert ran.graph.configuration["shop:a"] == "stack"


def test_scalars_are_read_as_they_are_written(programs: Programs) -> None:
    programs.write(
        "Pulumi.dev.yaml",
        """
        config:
          shop:a: 012345670123
          shop:b: yes
          shop:c: 12:30:45
          shop:d: 1.10
          shop:e: 2026-11-24
        """,
    )
    assert named(programs.run(QUEUE).graph, "q").get("tags") == {
        "a": "012345670123",
        "b": "yes",
        "c": "12:30:45",
        "d": "1.10",
        "e": "2026-11-24",
    }


def test_nested_values_are_json(programs: Programs) -> None:
    programs.write(
        "Pulumi.dev.yaml",
        """
        config:
          shop:a: {on: yes, size: 3, share: 0.5, at: 12:30, none: null, list: [true, 2026-11-24]}
        """,
    )
    tags = named(programs.run(QUEUE).graph, "q").get("tags")
    assert isinstance(tags, dict)
    assert json.loads(tags["a"]) == {
        "on": "yes",
        "size": 3,
        "share": 0.5,
        "at": "12:30",
        "none": None,
        "list": [True, "2026-11-24"],
    }


def test_stack_files_in_a_directory_of_their_own(programs: Programs) -> None:
    programs.write("Pulumi.yaml", "name: shop\nruntime: python\nstackConfigDir: stacks\n")
    programs.write("stacks/Pulumi.prod.yaml", "config: {shop:a: x}\n")
    graph = programs.run(QUEUE).graph
    assert graph.stack == "prod"
    (tag,) = named(graph, "q").read("tags.a")
    assert tag.value == "x"


@pytest.mark.parametrize("mode", Mode)
def test_encrypted_configuration_stays_unknown_and_secret(programs: Programs, mode: Mode) -> None:
    programs.write(
        "Pulumi.dev.yaml",
        """
        encryptionsalt: v1:abc
        config:
          shop:password: {secure: v1:def}
          shop:nested: {inner: [{secure: v1:ghi}]}
        """,
    )
    ran = programs.run(
        """
        import pulumi
        import pulumi_aws as aws
        config = pulumi.Config()
        aws.rds.Instance("db", instance_class="x", password=config.require_secret("password"))
        aws.sqs.Queue("q", name=config.require("password") + "x")
        """,
        mode=mode,
    )
    database = named(ran.graph, "db")
    assert isinstance(database.get("password"), Unknown)
    assert database.secrets == {"password"}
    assert isinstance(named(ran.graph, "q").get("name"), Unknown)
    assert ran.graph.secret_keys == {"shop:password", "shop:nested"}
    assert not {"shop:password", "shop:nested"} & set(ran.graph.configuration)
    assert ran.notes == ("encrypted configuration stays unknown: shop:nested, shop:password",)


def test_a_secret_given_on_the_command_line_is_known_and_secret(programs: Programs) -> None:
    programs.write("Pulumi.dev.yaml", "config:\n  shop:password: {secure: v1:def}\n")
    ran = programs.run(
        """
        import pulumi
        import pulumi_aws as aws
        password = pulumi.Config().require_secret("password")
        aws.rds.Instance("db", instance_class="x", password=password)
        """,
        configuration={"password": "hunter2"},
    )
    assert named(ran.graph, "db").get("password") == "hunter2"
    assert named(ran.graph, "db").secrets == {"password"}
    assert "shop:password" not in ran.graph.configuration


def test_secret_configuration_of_a_provider(programs: Programs) -> None:
    programs.write("Pulumi.dev.yaml", "config:\n  aws:secretKey: {secure: v1:def}\n")
    ran = programs.run('import pulumi_aws as aws\naws.sqs.Queue("q")\n')
    (provider,) = ran.graph.by_type["pulumi:providers:aws"]
    assert provider.get("secretKey") == HIDDEN
    assert provider.secrets == {"secretKey"}


def test_environments_are_noted(programs: Programs) -> None:
    programs.write("Pulumi.dev.yaml", "environment:\n  - acme/aws\n")
    ran = programs.run("import pulumi\n")
    assert ran.notes == ("values of ESC environments are not at hand: acme/aws",)


def test_a_bare_program_needs_no_project_file(tmp_path: Path) -> None:
    directory = tmp_path / "shop"
    directory.mkdir()
    (directory / "__main__.py").write_text(
        'import pulumi_aws as aws\naws.sqs.Queue("q")\n', encoding="utf-8"
    )
    graph = run_program(ProgramRun(directory=directory)).graph
    assert (graph.project, graph.stack, graph.root) == ("shop", "dev", str(directory))


@pytest.mark.parametrize("main", ["infra", "infra/", "infra/app.py"])
def test_main_names_the_program(programs: Programs, main: str) -> None:
    programs.write("Pulumi.yaml", f"name: shop\nruntime: python\nmain: {main}\n")
    programs.write("infra/size.txt", "3")
    text = dedent(
        """
        import pulumi_aws as aws
        aws.sqs.Queue("q", name=open("size.txt").read())
        """
    )
    programs.write("infra/__main__.py", text)
    programs.write("infra/app.py", text)
    queue = named(programs.run().graph, "q")
    assert queue.get("name") == "3"
    assert queue.source is not None
    assert queue.source.file == f"infra/{'app' if 'app' in main else '__main__'}.py"


def test_the_stack_is_the_one_that_is_configured(programs: Programs) -> None:
    programs.write("Pulumi.prod.yaml", "config: {}\n")
    assert programs.run("import pulumi\n").graph.stack == "prod"
    programs.write("Pulumi.test.yaml", "config: {}\n")
    assert programs.run("import pulumi\n").graph.stack == "dev"


def test_project_stack_and_organization_reach_the_program(programs: Programs) -> None:
    graph = programs.graph(
        """
        import pulumi
        import pulumi_aws as aws
        parts = pulumi.get_organization(), pulumi.get_project(), pulumi.get_stack()
        aws.sqs.Queue("q", name="/".join(parts))
        """
    )
    assert named(graph, "q").get("name") == "organization/shop/dev"


@pytest.mark.parametrize(
    ("project", "told"),
    [
        ("name: x\nruntime: nodejs\n", "says runtime nodejs"),
        ("runtime: python\nname: ''\n", "has no project name"),
        ("- a\n", "is not a mapping"),
        ("a: [\n", "cannot read"),
        ("name: x\nruntime: python\nmain: ../elsewhere\n", "is outside of the project"),
        ("name: x\nruntime: python\nmain: nowhere\n", "there is no Pulumi program at"),
    ],
)
def test_wrong_projects_are_refused(programs: Programs, project: str, told: str) -> None:
    programs.write("Pulumi.yaml", project)
    with pytest.raises(SourceError) as caught:
        programs.run("import pulumi\n")
    assert told in str(caught.value)


def test_a_missing_directory_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is not a directory"):
        run_program(ProgramRun(directory=tmp_path / "nowhere"))
