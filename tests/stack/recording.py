"""Runs the stack's program against Pulumi's mocks and records what it registers."""

import asyncio
import atexit
import json
import os
import runpy
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pulumi
from pulumi.runtime.rpc import _special_secret_sig, _special_sig_key

from stack.arns import FORMS

ROOT = Path(__file__).resolve().parents[2]
PROJECT = "transaction-monitoring"
ACCOUNT = "123456789012"
USERNAME = "ledger_owner"
PASSWORD = "correct-horse-battery"
SETTINGS = {"environmentSuffix": "dev", "ledgerSecretName": "japancart/ledger", "owner": "payments"}


@dataclass(frozen=True, slots=True)
class Registered:
    """One resource as the program registered it; `secrets` are the inputs that Pulumi encrypts."""

    type: str
    name: str
    inputs: Mapping[str, object]
    secrets: frozenset[str]


@dataclass(frozen=True, slots=True)
class Recording:
    """Everything that one run registered."""

    resources: tuple[Registered, ...]

    def of(self, token: str) -> list[Registered]:
        return [each for each in self.resources if each.type == token]

    def names(self, token: str) -> list[str]:
        return sorted(each.name for each in self.of(token))

    def only(self, token: str) -> Mapping[str, object]:
        (resource,) = self.of(token)
        return resource.inputs

    def named(self, name: str) -> Mapping[str, object]:
        (resource,) = (each for each in self.resources if each.name == name)
        return resource.inputs

    def documents(self) -> Iterator[tuple[str, dict[str, object]]]:
        """Every IAM document, with the name of the resource that carries it."""
        for resource in self.resources:
            for key in ("policy", "assumeRolePolicy", "policyDocument"):
                text = resource.inputs.get(key)
                if isinstance(text, str) and '"2012-10-17"' in text:
                    yield f"{resource.name}.{key}", json.loads(text)


def arn_of(token: str, name: str) -> str:
    """The ARN that the mocks give a resource: AWS's form where the stack knows it."""
    forms = {vars(resource)["pulumi_type"]: form for resource, form in FORMS.items()}
    form = forms.get(token, "mock:{region}:{account}:{name}")
    return "arn:aws:" + form.format(region="ap-northeast-1", account=ACCOUNT, name=name)


class _Mocks(pulumi.runtime.Mocks):
    def __init__(self) -> None:
        self.resources: list[Registered] = []

    def call(self, args: pulumi.runtime.MockCallArgs) -> dict[str, object]:
        match args.token:
            case "aws:index/getCallerIdentity:getCallerIdentity":
                return {"accountId": ACCOUNT, "arn": "", "id": ACCOUNT, "userId": ""}
            case "aws:secretsmanager/getSecretVersion:getSecretVersion":
                secret = json.dumps({"username": USERNAME, "password": PASSWORD})
                return {"secretString": secret, "secretId": args.args["secretId"]}
        raise AssertionError(f"the program looks {args.token} up")

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, object]]:
        inputs = {key: _plain(value) for key, value in args.inputs.items()}
        secrets = frozenset(key for key, value in args.inputs.items() if _is_secret(value))
        self.resources.append(Registered(args.typ, args.name, inputs, secrets))
        computed = {
            "arn": arn_of(args.typ, args.name),
            "keyId": f"key-{args.name}",
            "address": f"{args.name}.rds",
            "primaryEndpointAddress": f"{args.name}.cache",
            "configurationEndpointAddress": f"{args.name}.cache",
        }
        return f"{args.name}_id", {**computed, **args.inputs}


def record(settings: Mapping[str, str]) -> Recording:
    """Run the program as Pulumi does: the directory, in its own working directory.

    Raises:
        pulumi.RunError: the program refuses the settings.
    """
    mocks = _Mocks()
    project_settings = {f"{PROJECT}:{key}": value for key, value in settings.items()}
    asyncio.set_event_loop(_event_loop())
    pulumi.runtime.set_mocks(mocks, project=PROJECT, stack="dev", preview=False)
    pulumi.runtime.set_all_config({"aws:region": "ap-northeast-1"} | project_settings)
    pulumi.runtime.test(_run_program)()
    return Recording(tuple(mocks.resources))


@cache
def _event_loop() -> asyncio.AbstractEventLoop:
    """One loop for all recordings: the mocks take the current one, which others may have closed."""
    loop = asyncio.new_event_loop()
    atexit.register(loop.close)
    return loop


def _run_program() -> None:
    path, directory = list(sys.path), Path.cwd()
    os.chdir(ROOT / "stack")
    try:
        runpy.run_path(str(ROOT / "stack"), run_name="__main__")
    finally:
        os.chdir(directory)
        sys.path[:] = path


def _is_secret(value: object) -> bool:
    return isinstance(value, dict) and value.get(_special_sig_key) == _special_secret_sig


def _plain(value: object) -> object:
    """Mock inputs without the envelopes of secrets, archives as their kind."""
    match value:
        case {"value": inner} if _is_secret(value):
            return _plain(inner)
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list():
            return [_plain(item) for item in value]
    return value
