"""A class that is made when it is asked for is the one that there has always been."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.offline.fresh import told_by, write_package

INPUTS = """
    import pulumi
    __all__ = ["OneArgs", "TwoArgs"]

    @pulumi.input_type
    class OneArgs:
        @property
        @pulumi.getter(name="theName")
        def the_name(self) -> pulumi.Input[str]: ...

    @pulumi.input_type
    class TwoArgs: ...
"""
ONE = """
    import pulumi
    from ._inputs import *
    __all__ = ["One", "arguments"]

    class One:
        name: pulumi.Input["OneArgs"]

    def arguments():
        return OneArgs

    def nothing():
        return NoArgs
"""


@pytest.mark.parametrize("package", ["iam", "lambda_", "s3"])
def test_every_class_is_what_it_is_when_all_are_made_at_once(package: str) -> None:
    program = f"""
        import inspect, json
        from pulumi_aws.{package} import _enums, _inputs, outputs

        def described(item):
            getters = {{
                name: [repr(value.fget.__annotations__), getattr(value.fget, "_pulumi_name", "")]
                for name, value in vars(item).items() if isinstance(value, property)
            }}
            marks = {{key: repr(value) for key, value in vars(item).items() if "pulumi" in key}}
            hints = {{key: repr(value) for key, value in item.__annotations__.items()}}
            members = [str(member) for member in getattr(item, "__members__", ())]
            bases = [base.__qualname__ for base in item.__mro__]
            names = [item.__module__, item.__qualname__, str(item.__doc__)]
            return [names, bases, getters, marks, hints, members]

        print(json.dumps([
            [dir(module), {{name: described(getattr(module, name)) for name in module.__all__}}]
            for module in (_enums, _inputs, outputs)
        ]))
    """
    lazily, ever = told_by(program), told_by(program, lazily=False)
    assert isinstance(lazily, list)
    assert isinstance(ever, list)
    for (names, classes), (names_ever, classes_ever) in zip(lazily, ever, strict=True):
        assert classes == classes_ever
        assert set(classes) <= set(names)
        assert {"pulumi", "_builtins"} <= set(names) & set(names_ever)


def test_only_classes_that_are_asked_for_are_made() -> None:
    program = """
        import json, sys
        import pulumi_aws as aws
        aws.s3.BucketVersioning
        before = len(vars(sys.modules["pulumi_aws.s3._inputs"]))
        made = aws.s3.BucketVersioningVersioningConfigurationArgs(status="Enabled")
        is_same = type(made) is aws.s3.BucketVersioningVersioningConfigurationArgs
        kept = [name for name in vars(sys.modules["pulumi_aws.s3._inputs"]) if "Args" in name]
        print(json.dumps([before < 20, is_same, kept]))
    """
    assert told_by(program) == [True, True, ["BucketVersioningVersioningConfigurationArgs"]]


def test_annotations_of_resources_find_the_classes() -> None:
    program = """
        import json, typing
        import pulumi, pulumi_aws as aws
        from pulumi import _types
        types = _types.input_type_types(aws.s3.BucketArgs)
        print(json.dumps([repr(value) for value in types.values()]))
    """
    assert told_by(program) == told_by(program, lazily=False)


def test_a_module_passes_on_what_it_imports_with_a_star() -> None:
    program = """
        import json
        from pulumi_aws.s3 import CannedAcl
        from pulumi_aws.s3._inputs import CannedAcl as passed_on
        print(json.dumps(passed_on is CannedAcl))
    """
    assert told_by(program) is True


def test_a_stranger_gets_all_names_with_a_star() -> None:
    program = """
        import json
        from pulumi_aws.kms._inputs import *
        print(json.dumps(sorted(name for name in globals() if name.endswith("Args"))))
    """
    assert told_by(program) == told_by(program, lazily=False)


def test_functions_of_a_module_find_the_classes(tmp_path: Path) -> None:
    program = write_package(tmp_path, one=ONE, _inputs=INPUTS) + (
        "import typing, pulumi\n"
        "import pulumi_own.part as part\n"
        "from pulumi_own.part import one\n"
        "hint = typing.get_type_hints(one.One, localns={'Output': pulumi.Output, 'T': None})\n"
        "inside = typing.get_args(hint['name'])[0]\n"
        "found = [one.arguments() is part.OneArgs, inside is part.OneArgs]\n"
        "try: one.nothing()\n"
        "except NameError as error: print(json.dumps([*found, str(error)]))\n"
    )
    assert told_by(program) == [True, True, "name 'NoArgs' is not defined"]


def test_a_module_that_needs_its_classes_at_once_is_loaded_as_ever(tmp_path: Path) -> None:
    needing = f"{INPUTS}\n    WORD = OneArgs.__name__\n"
    program = write_package(tmp_path, one=ONE, _inputs=needing) + (
        "import pulumi_own.part as part\n"
        "from pulumi_own.part import _inputs, one\n"
        "print(json.dumps([_inputs.WORD, one.arguments() is part.OneArgs]))\n"
    )
    assert told_by(program) == ["OneArgs", True]


def test_a_class_that_inherits_from_another_is_loaded_as_ever(tmp_path: Path) -> None:
    heirs = f"{INPUTS}\n    class HeirArgs(OneArgs): ...\n"
    program = write_package(tmp_path, one=ONE, _inputs=heirs) + (
        "from pulumi_own.part import _inputs\n"
        "print(json.dumps(issubclass(_inputs.HeirArgs, _inputs.OneArgs)))\n"
    )
    assert told_by(program) is True
