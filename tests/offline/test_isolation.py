"""A run leaves nothing behind and is not swayed by what was there before."""

from __future__ import annotations

import contextvars
import gc
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pulumi
import pytest

from policy.errors import SourceError
from tests.offline.written import Programs, named


def test_what_a_program_prints_goes_to_standard_error(
    programs: Programs, capfd: pytest.CaptureFixture[str]
) -> None:
    programs.run(
        """
        import os, subprocess, sys
        print("printed")
        sys.stdout.write("written\\n")
        os.write(1, b"raw\\n")
        subprocess.run(["echo", "child"], check=True)
        """
    )
    shown = capfd.readouterr()
    assert shown.out == ""
    assert set(shown.err.split()) == {"printed", "written", "raw", "child"}


def test_a_second_run_for_comparison_shows_nothing(
    programs: Programs, capfd: pytest.CaptureFixture[str]
) -> None:
    programs.run(
        """
        import os, subprocess, sys
        import pulumi_aws as aws
        aws.kms.get_key(key_id="alias/orders")
        print("printed")
        print("complained", file=sys.stderr)
        subprocess.run(["echo", "child"], check=True)
        """
    )
    shown = capfd.readouterr()
    assert shown.out == ""
    assert sorted(shown.err.split()) == ["child", "complained", "printed"]


def test_log_messages_go_to_standard_error(
    programs: Programs, capfd: pytest.CaptureFixture[str]
) -> None:
    programs.run('import pulumi\npulumi.log.info("told")\npulumi.log.debug("detail")\n')
    shown = capfd.readouterr()
    assert (shown.out, shown.err) == ("", "told\n")


def test_process_state_is_restored(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    before = (dict(os.environ), Path.cwd(), sys.path[:], sys.argv[:], gc.get_threshold(), os.fork)
    programs.write("helper.py", "import os, sys\nos.environ['LEFT'] = 'x'\nsys.path.append('x')\n")
    programs.run("import helper, os\nos.chdir('/')\n")
    after = (dict(os.environ), Path.cwd(), sys.path[:], sys.argv[:], gc.get_threshold(), os.fork)
    assert after == before
    assert "helper" not in sys.modules
    assert sys.modules["__main__"].__spec__ is None or "runpy" not in str(sys.modules["__main__"])


def test_state_is_restored_after_a_failure(programs: Programs) -> None:
    before = (Path.cwd(), sys.path[:], os.environ.copy())
    with pytest.raises(Exception, match="no"):
        programs.run("import os\nos.chdir('/')\nraise ValueError('no')\n")
    assert (Path.cwd(), sys.path[:], os.environ.copy()) == before


def test_programs_run_in_their_directory(programs: Programs) -> None:
    programs.write("size.txt", "42")
    graph = programs.graph(
        'import pulumi_aws as aws\naws.sqs.Queue("q", name=open("size.txt").read())\n'
    )
    assert named(graph, "q").get("name") == "42"


def test_programs_can_tell_that_they_are_checked(programs: Programs) -> None:
    graph = programs.graph(
        """
        import os
        import pulumi
        import pulumi_aws as aws
        told = os.environ["POLICY_OFFLINE_CHECK"]
        aws.sqs.Queue("q", name=f"{told}{pulumi.runtime.is_dry_run()}")
        """
    )
    assert named(graph, "q").get("name") == "1True"


def test_several_programs_one_after_another(programs: Programs, tmp_path: Path) -> None:
    other = Programs(tmp_path / "other")
    for written, name in ((programs, "first"), (other, "second")):
        written.write("settings.py", f'NAME = "{name}"\n')
        written.write(
            "__main__.py",
            'import settings\nimport pulumi_aws as aws\naws.sqs.Queue("q", name=settings.NAME)\n',
        )
    names = [named(item.run().graph, "q").get("name") for item in (programs, other, programs)]
    assert names == ["first", "second", "first"]


def test_a_programs_modules_win_over_loaded_ones(programs: Programs) -> None:
    programs.write("policy.py", 'NAME = "mine"\n')
    programs.write("tests/__init__.py", 'NAME = "mine too"\n')
    graph = programs.graph(
        """
        import policy, tests
        import pulumi_aws as aws
        aws.sqs.Queue("q", name=policy.NAME + tests.NAME)
        """
    )
    assert named(graph, "q").get("name") == "minemine too"
    assert hasattr(sys.modules["policy"], "__path__")


def test_the_packs_own_directory_is_not_on_the_path(programs: Programs) -> None:
    with pytest.raises(SourceError, match="No module named 'benchmarks'"):
        programs.run("import benchmarks\n")


def test_the_shells_region_and_configuration_do_not_count(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("PULUMI_CONFIG", '{"shop:size": "9"}')
    ran = programs.run(
        """
        import pulumi
        import pulumi_aws as aws
        aws.Provider("here")
        aws.sqs.Queue("q", name=pulumi.Config().get("size") or "none")
        """
    )
    (provider,) = [item for item in ran.graph.resources if item.name == "here"]
    assert "region" not in provider.properties
    assert named(ran.graph, "q").get("name") == "none"
    assert ran.notes == ("hidden from the program: AWS_REGION",)


def test_settings_of_the_surrounding_process_neither_count_nor_change(programs: Programs) -> None:
    def surrounded() -> None:
        pulumi.runtime.configure(pulumi.runtime.Settings(project="other", stack="other"))
        pulumi.runtime.set_all_config({"shop:size": "9"})
        graph = programs.graph(
            """
            import pulumi
            import pulumi_aws as aws
            aws.sqs.Queue("q", name=pulumi.Config().get("size") or pulumi.get_project())
            """
        )
        assert named(graph, "q").get("name") == "shop"
        assert pulumi.get_project() == "other"
        assert pulumi.Config("shop").get("size") == "9"

    contextvars.copy_context().run(surrounded)


def test_warnings_of_programs_are_not_errors(programs: Programs) -> None:
    programs.run("import warnings\nwarnings.warn('old', DeprecationWarning)\n")


def test_a_run_in_a_fresh_process(programs: Programs) -> None:
    programs.write("__main__.py", 'print("noise")\nimport pulumi_aws as aws\naws.sqs.Queue("q")\n')
    script = dedent(
        """
        import sys
        from pathlib import Path
        from policy.offline import ProgramRun, run_program
        print(len(run_program(ProgramRun(directory=Path(sys.argv[1]))).graph.resources))
        """
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script, str(programs.directory)],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "3\n"
    assert done.stderr == "noise\n"
