"""Whatever a program writes down comes out as it was written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy.offline import Mode
from tests.offline.written import Programs

# Numbers travel as 64-bit floats.
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
TREES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
PROGRAM = """
    import json
    import pulumi

    inputs = json.load(open("tree.json", encoding="utf-8"))
    pulumi.CustomResource("acme:x:Thing", "plain", {"value": inputs})
    pulumi.CustomResource("acme:x:Thing", "output", {"value": pulumi.Output.from_input(inputs)})
    pulumi.CustomResource("acme:x:Thing", "secret", {"value": pulumi.Output.secret(inputs)})
"""


@pytest.mark.parametrize("mode", Mode)
@given(tree=TREES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_plain_values(tmp_path_factory: pytest.TempPathFactory, mode: Mode, tree: object) -> None:
    programs = Programs(tmp_path_factory.mktemp("program"))
    Path(programs.directory / "tree.json").write_text(json.dumps(tree), encoding="utf-8")
    graph = programs.graph(PROGRAM, mode=mode)
    for resource in graph.by_type["acme:x:Thing"]:
        assert resource.properties == ({} if tree is None else {"value": tree})
        assert bool(resource.secrets) == (resource.name == "secret")
