"""Whoever looks at a package that loads lazily sees what there has always been."""

from __future__ import annotations

import pytest

from tests.offline.fresh import told_by


@pytest.mark.parametrize("package", ["sqs", "s3", "vpc", "secretsmanager"])
def test_a_package_holds_what_it_holds_when_everything_is_loaded(package: str) -> None:
    program = f"""
        import json
        import pulumi_aws as aws
        from pulumi_aws.{package} import *
        starred = sorted(globals().keys() - {{"keep", "loaded_lazily"}})
        package, facts = aws.{package}, ("__module__", "__name__")
        told = {{
            name: [type(value).__name__, *(getattr(value, key, "") for key in facts)]
            for name in dir(package)
            if not name.startswith("__")
            for value in [getattr(package, name)]
        }}
        print(json.dumps([starred, told]))
    """
    assert told_by(program) == told_by(program, lazily=False)


def test_only_what_is_used_is_loaded() -> None:
    program = """
        import json, sys
        import pulumi_aws as aws
        aws.ec2.Vpc
        print(json.dumps([name for name in sys.modules if name.startswith("pulumi_aws.ec2.")]))
    """
    names = ("outputs", "vpc")
    assert told_by(program) == [f"pulumi_aws.ec2.{name}" for name in names]


def test_a_function_is_not_hidden_by_the_module_of_its_name() -> None:
    program = """
        import json
        import pulumi_aws as aws
        import pulumi_aws.ec2.get_ami
        from pulumi_aws.ec2.vpc import Vpc
        print(json.dumps([type(aws.ec2.get_ami).__name__, Vpc is aws.ec2.Vpc]))
    """
    assert told_by(program) == ["function", True]


def test_a_missing_name_is_missing() -> None:
    program = """
        import json
        import pulumi_aws as aws
        try:
            aws.sqs.Quee
        except AttributeError as error:
            print(json.dumps(str(error)))
    """
    assert told_by(program) == told_by(program, lazily=False)


def test_the_type_of_a_look_up_is_found_in_a_module_nobody_used() -> None:
    program = """
        import json
        import pulumi_aws as aws
        from policy.offline import sdk
        aws.kms.Key
        print(json.dumps(sdk.result_type("aws:kms/getKey:getKey").__module__))
    """
    assert told_by(program) == "pulumi_aws.kms.get_key"


def test_a_package_that_pulumi_did_not_generate_is_loaded_as_ever(tmp_path: object) -> None:
    program = f"""
        import json, sys
        from pathlib import Path
        package = Path({str(tmp_path)!r}, "pulumi_own", "part")
        package.mkdir(parents=True)
        package.parent.joinpath("__init__.py").touch()
        package.joinpath("__init__.py").write_text("from .one import *\\nTOLD = len(dir())\\n")
        package.joinpath("one.py").write_text("__all__ = ['One']\\nclass One: ...\\n")
        sys.path.insert(0, {str(tmp_path)!r})
        import pulumi_own.part
        print(json.dumps(sorted(name for name in vars(pulumi_own.part) if name[0] != "_")))
    """
    assert told_by(program) == ["One", "TOLD", "one"]
