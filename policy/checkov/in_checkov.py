"""Runs inside Checkov's own environment: judges one plan file and prints what was found.

    python -I in_checkov.py PLAN [EXTERNAL_CHECKS_DIR ...]

It imports nothing of this package, which that environment does not have. Checkov has no
documented library interface; the environment pins the version that this was written for. Only
verdicts and names leave it: a record's `check_result` can hold whole resources, secrets included.
"""

from __future__ import annotations

import contextlib
import inspect
import json
import os
import re
import sys
from importlib import import_module
from typing import Any

# Checkov sets up its logging when it is imported.
os.environ["LOG_LEVEL"] = "ERROR"

_QUOTED = re.compile(r"""["'\[/]([a-z][a-z0-9_]*)(?=["'\]/\[])""")
_GRAPH_ENDINGS = (".yaml", ".yml", ".json")


def main(plan: str, external_checks: list[str]) -> None:
    """Print one JSON document: Checkov's version, what it saw, its checks, every verdict."""
    with contextlib.redirect_stdout(sys.stderr):
        found = _found(plan, external_checks)
    sys.stdout.write(json.dumps(found))


def _found(plan: str, external_checks: list[str]) -> dict[str, Any]:
    runner = import_module("checkov.terraform.plan_runner").Runner()
    chosen = import_module("checkov.runner_filter").RunnerFilter(framework=["terraform_plan"])
    registry = import_module("checkov.terraform.checks.resource.registry").resource_registry
    report = runner.run(
        files=[plan], runner_filter=chosen, external_checks_dir=external_checks or None
    )
    records = [
        *(_record(item, "pass") for item in report.passed_checks),
        *(_record(item, "fail") for item in report.failed_checks),
    ]
    graph_checks = runner.graph_registry.checks
    checks = {
        **_attribute_checks({**registry.checks, **registry.wildcard_checks}),
        **{check.id: _graph_check(check) for check in graph_checks},
    }
    fired = {record["check"] for record in records}
    return {
        "version": import_module("checkov.version").version,
        "resources": sorted({address.rpartition(":")[2] for address in report.resources}),
        "records": records,
        "checks": {
            name: about for name, about in checks.items() if name in fired or _is_aws(about)
        },
        "not_loaded": _not_loaded(external_checks, {check.check_path for check in graph_checks}),
    }


def _record(record: Any, verdict: str) -> dict[str, Any]:  # noqa: ANN401  # Checkov's own type
    return {
        "check": record.check_id,
        "title": record.check_name,
        "address": record.resource,
        "verdict": verdict,
        "evaluated": sorted(
            {_first(str(key)) for key in record.check_result.get("evaluated_keys") or ()}
        ),
    }


def _attribute_checks(registered: dict[str, list[Any]]) -> dict[str, Any]:
    checks: dict[str, Any] = {}
    for kind, members in registered.items():
        for check in members:
            about = {
                "title": check.name,
                "types": [],
                "existence": _asks_existence(check),
                "attributes": _words(check),
                "looks_at": [],
            }
            for types in ("types", "looks_at"):
                checks.setdefault(check.id, about)[types].append(kind)
    return checks


def _words(check: Any) -> list[str]:  # noqa: ANN401  # Checkov's own type
    """Every attribute that the check's code may look at: what it tells itself is not complete."""
    sources = {inspect.getsource(sys.modules[kind.__module__]) for kind in _own_classes(check)}
    return sorted({word for source in sources for word in _QUOTED.findall(source)})


def _own_classes(check: Any) -> list[type]:  # noqa: ANN401  # Checkov's own type
    return [kind for kind in type(check).__mro__ if ".checks.resource." in kind.__module__]


def _asks_existence(check: Any) -> bool:  # noqa: ANN401  # Checkov's own type
    """Whether any value at all satisfies the check."""
    base = import_module("checkov.terraform.checks.resource.base_resource_value_check")
    simple = isinstance(check, base.BaseResourceValueCheck)
    plain = type(check).scan_resource_conf is base.BaseResourceValueCheck.scan_resource_conf
    return simple and plain and base.ANY_VALUE in check.get_expected_values()


def _graph_check(check: Any) -> dict[str, Any]:  # noqa: ANN401  # Checkov's own type
    leaves = list(_leaves(check))
    operators = {leaf.operator for leaf in leaves if leaf.attribute not in {None, "resource_type"}}
    connected = {kind for leaf in leaves for kind in leaf.connected_resources_types or ()}
    judged = [
        kind
        for leaf in leaves
        if leaf.attribute == "resource_type"
        for kind in _listed(leaf.attribute_value)
    ]
    return {
        "title": check.name,
        "types": sorted(set(judged or check.resource_types or ())),
        "existence": operators == {"exists"} and not connected,
        "attributes": sorted({_first(key) for key in check.get_evaluated_keys()}),
        "looks_at": sorted({kind for leaf in leaves for kind in leaf.resource_types or ()}),
        "connected": sorted({*connected, *(check.resource_types or ())}) if connected else [],
    }


def _first(key: str) -> str:
    """The top-level attribute of a path such as `policy/Statement/[0]` or `rules[0].port`."""
    return re.split(r"[/.\[]", key.strip("/"))[0]


def _leaves(check: Any) -> Any:  # noqa: ANN401  # Checkov's own type
    if not check.sub_checks:
        yield check
    for part in check.sub_checks:
        yield from _leaves(part)


def _is_aws(about: dict[str, Any]) -> bool:
    return any(kind.startswith("aws_") for kind in about["looks_at"])


def _listed(value: Any) -> list[str]:  # noqa: ANN401  # one type or a list of them
    return value if isinstance(value, list) else [value]


def _not_loaded(folders: list[str], loaded: set[str]) -> list[str]:
    """Files of external checks that Checkov skipped; it only logs why."""
    files = [
        os.path.join(root, name)  # noqa: PTH118  # compared with the paths that Checkov joins
        for folder in folders
        for root, _, names in os.walk(folder)
        for name in names
        if name.endswith(_GRAPH_ENDINGS)
    ]
    return [file for file in files if file not in loaded]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
