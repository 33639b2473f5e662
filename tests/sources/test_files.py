"""Graphs from files that the real CLI wrote, and what happens with other files.

The files under `pulumi/` come from Pulumi 3.272 with the provider of `tests/fakes`; times and
addresses on the machine are left out of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.errors import SourceError
from policy.graph import Graph, Origin, Provenance, SourcePosition, Unknown
from policy.sources import preview, state
from policy.sources.wire import HIDDEN

FILES = Path(__file__).parent / "pulumi"
PREFIX = "urn:pulumi:dev::shop::"
STACK = f"{PREFIX}pulumi:pulumi:Stack::shop-dev"
KEY = f"{PREFIX}aws:kms/key:Key::orders"
QUEUE = f"{PREFIX}acme:shop:Orders$aws:sqs/queue:Queue::orders-queue"
TOPIC = f"{PREFIX}aws:sns/topic:Topic::alerts"
FUNCTION = f"{PREFIX}aws:lambda/function:Function::processor"
DEFAULT = f"{PREFIX}pulumi:providers:aws::default_7_51_1"
EXPLICIT = f"{PREFIX}pulumi:providers:aws::virginia"
COMPONENT = f"{PREFIX}acme:shop:Orders::orders"
ALL = {STACK, KEY, QUEUE, TOPIC, FUNCTION, DEFAULT, EXPLICIT, COMPONENT}

Load = Callable[[Path], Graph]
GRAPHS = pytest.mark.parametrize(
    ("load", "name"),
    [
        (state.load, "state.json"),
        (state.load, "state_with_secrets.json"),
        (preview.load, "preview.json"),
        (preview.load, "stream.jsonl"),
    ],
)


@GRAPHS
def test_every_managed_resource_is_there_and_no_other(load: Load, name: str) -> None:
    graph = load(FILES / name)
    assert set(graph.by_urn) == ALL
    assert (graph.project, graph.stack) == ("shop", "dev")


@GRAPHS
def test_options_that_every_form_tells(load: Load, name: str) -> None:
    graph = load(FILES / name)
    key, queue = graph.by_urn[KEY].options, graph.by_urn[QUEUE].options
    assert (key.custom, key.protect, key.provider, key.parent) == (True, True, EXPLICIT, STACK)
    assert (queue.protect, queue.retain_on_delete) == (False, True)
    assert (queue.parent, queue.provider) == (COMPONENT, DEFAULT)
    assert graph.by_urn[COMPONENT].options.custom is False


@pytest.mark.parametrize(
    ("load", "name"), [(state.load, "state.json"), (preview.load, "preview.json")]
)
def test_options_that_complete_forms_tell(load: Load, name: str) -> None:
    graph = load(FILES / name)
    assert graph.by_urn[QUEUE].options.ignore_changes == ("tags",)
    assert graph.by_urn[TOPIC].options.deleted_with == KEY
    assert set(graph.by_urn[TOPIC].options.dependencies) == {KEY, QUEUE}
    assert set(graph.by_urn[TOPIC].references["tags"]) == {KEY, QUEUE}
    assert graph.by_urn[QUEUE].source == SourcePosition("__main__.py", 8)
    assert graph.by_urn[EXPLICIT].source == SourcePosition("__main__.py", 16)
    assert graph.by_urn[STACK].source is None


@GRAPHS
def test_providers_are_decoded(load: Load, name: str) -> None:
    graph = load(FILES / name)
    assert graph.by_urn[DEFAULT].get("region") == "ap-northeast-1"
    explicit = graph.by_urn[EXPLICIT].properties
    assert explicit["defaultTags"] == {"tags": {"owner": "payments"}}
    assert explicit["skipMetadataApiCheck"] is True
    assert not any(key.startswith("__") for key in explicit)


def test_unknown_values_of_a_preview_and_where_they_come_from() -> None:
    graph = preview.load(FILES / "preview.json")
    one = Unknown((Origin(KEY),), Provenance.ONE_EACH)
    assert graph.by_urn[QUEUE].get("kmsMasterKeyId") == one
    network = graph.by_urn[FUNCTION].get("vpcConfig")
    assert isinstance(network, dict)
    both = Unknown((Origin(QUEUE), Origin(KEY)), Provenance.ONE_EACH)
    assert network == {"securityGroupIds": [], "subnetIds": [both, both]}
    assert graph.by_urn[FUNCTION].get("memorySize") == 256
    assert type(graph.by_urn[FUNCTION].get("memorySize")) is int


def test_events_do_not_tell_where_values_come_from() -> None:
    graph = preview.load(FILES / "stream.jsonl")
    assert graph.by_urn[QUEUE].get("kmsMasterKeyId") == Unknown()
    assert graph.by_urn[QUEUE].references == {}
    assert graph.by_urn[QUEUE].source is None
    assert graph.by_urn[TOPIC].options.deleted_with is None


@GRAPHS
def test_secrets_are_told(load: Load, name: str) -> None:
    topic = load(FILES / name).by_urn[TOPIC]
    assert topic.secrets == {"policy", "tags.secret"}
    shown = name == "state_with_secrets.json"
    tags = topic.get("tags")
    assert isinstance(tags, dict)
    assert topic.get("policy") == ("hidden" if shown else HIDDEN)
    assert tags["secret"] == ("hunter2" if shown else HIDDEN)
    assert tags["a"] == "b"


def test_a_preview_tells_the_configuration() -> None:
    for name in ("preview.json", "stream.jsonl"):
        graph = preview.load(FILES / name)
        assert graph.configuration == {"aws:region": "ap-northeast-1"}
        assert graph.secret_keys == {"shop:token"}


def test_a_preview_that_leaves_unchanged_resources_out_is_refused() -> None:
    with pytest.raises(SourceError) as caught:
        preview.load(FILES / "preview_with_gaps.json")
    assert "leaves out 6 unchanged resources" in caught.value.message
    assert "--show-sames" in caught.value.advice


def entry(name: str, **fields: object) -> dict[str, object]:
    token = "aws:sqs/queue:Queue"
    return {"urn": f"{PREFIX}{token}::{name}", "type": token, "custom": True, **fields}


def written(path: Path, document: object) -> Path:
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def deployment(*resources: object, **fields: object) -> dict[str, object]:
    return {"version": 3, "deployment": {"resources": list(resources), **fields}}


def test_deleted_and_external_resources_are_left_out(tmp_path: Path) -> None:
    file = written(
        tmp_path / "state.json",
        deployment(entry("a"), entry("b", delete=True), entry("c", external=True)),
    )
    assert [item.name for item in state.load(file).resources] == ["a"]


def test_a_resource_beside_its_own_pending_deletion_is_kept(tmp_path: Path) -> None:
    file = written(
        tmp_path / "state.json",
        deployment(entry("a", inputs={"name": "new"}), entry("a", delete=True)),
    )
    assert state.load(file).resources[0].properties == {"name": "new"}


def test_interrupted_operations_count(tmp_path: Path) -> None:
    file = written(
        tmp_path / "state.json",
        deployment(
            entry("a", inputs={"name": "old"}),
            pending_operations=[
                {"type": "updating", "resource": entry("a", inputs={"name": "new"})},
                {"type": "creating", "resource": entry("b")},
                {"type": "deleting", "resource": entry("c")},
                {"type": "reading", "resource": entry("d")},
            ],
        ),
    )
    resources = state.load(file).resources
    assert [item.name for item in resources] == ["a", "b"]
    assert resources[0].properties == {"name": "new"}


def test_newer_states_and_empty_ones(tmp_path: Path) -> None:
    newer = written(tmp_path / "newer.json", {**deployment(entry("a")), "version": 4})
    empty = written(tmp_path / "empty.json", {"version": 3, "deployment": {}})
    assert len(state.load(newer).resources) == 1
    assert state.load(empty).resources == ()


def steps(*operations: tuple[str, dict[str, object] | None]) -> dict[str, object]:
    listed = [{"op": operation, "newState": new} for operation, new in operations]
    return {"steps": listed, "changeSummary": {}}


def test_the_steps_of_a_replacement_leave_one_resource(tmp_path: Path) -> None:
    new = entry("a", inputs={"name": "new"})
    file = written(
        tmp_path / "preview.json",
        steps(
            ("create-replacement", new),
            ("replace", new),
            ("delete-replaced", None),
            ("delete", entry("b")),
            ("read", entry("c", external=True)),
            ("refresh", entry("d")),
            ("update", entry("e")),
        ),
    )
    assert [item.name for item in preview.load(file).resources] == ["a", "e"]


@pytest.mark.parametrize(
    ("load", "text", "told"),
    [
        (state.load, "", "is not JSON"),
        (state.load, "[" * 100_000, "is nested too deeply"),
        (state.load, "[]", "is not a state"),
        (state.load, '{"steps": []}', "is not a state"),
        (state.load, '{"version": 3, "deployment": {"resources": {}}}', "resources are no list"),
        (state.load, '{"version": 1, "deployment": {}}', "is a state of version 1"),
        (preview.load, "", "is not JSON"),
        (preview.load, '{"version": 3, "deployment": {}}', "is not a preview"),
        (
            preview.load,
            '{"steps": [], "diagnostics": [{"severity": "error", "message": "no\\n way"}]}',
            "is a preview that failed: no way",
        ),
        (preview.load, '{"sequence": 1, "timestamp": 1, "cancelEvent": {}}', "did not end"),
        (preview.load, '{"sequence": 1, "timestamp": 1}\nnoise', "is not JSON"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, load: Load, text: str, told: str) -> None:
    file = tmp_path / "file.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        load(file)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("load", [state.load, preview.load])
def test_unreadable_files_are_told(tmp_path: Path, load: Load) -> None:
    with pytest.raises(SourceError, match="No such file"):
        load(tmp_path / "nothing.json")
    (tmp_path / "binary").write_bytes(b"\xff\x00\xfe")
    with pytest.raises(SourceError, match="is not a text file"):
        load(tmp_path / "binary")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
FIELDS = [
    *("urn", "type", "custom", "inputs", "provider", "dependencies", "propertyDependencies"),
    *("stackTrace", "sourcePosition", "protect", "external", "ignoreChanges", "deletedWith"),
]
ENTRIES = st.dictionaries(st.sampled_from(FIELDS), JSON | st.just("a::b::c"))


@given(st.lists(ENTRIES | JSON, max_size=4))
def test_odd_entries_are_read_or_refused_with_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, entries: list[object]
) -> None:
    file = tmp_path_factory.mktemp("odd") / "state.json"
    with suppress(SourceError):
        state.load(written(file, deployment(*entries)))
    with suppress(SourceError):
        steps = [{"op": "same", "newState": item} for item in entries]
        preview.load(written(file, {"steps": steps}))


DAMAGED = (
    5,
    None,
    {},
    {"urn": 5, "type": "aws:sqs/queue:Queue", "inputs": {}},
    {"urn": "urn:pulumi:dev::p::aws:sqs/queue:Queue::q", "inputs": {}},
    {
        "urn": "urn:pulumi:dev::p::aws:sqs/queue:Queue::q",
        "type": "aws:sqs/queue:Queue",
        "inputs": [1],
    },
)


@pytest.mark.parametrize("resource", DAMAGED)
def test_a_damaged_resource_is_refused_not_left_out(tmp_path: Path, resource: object) -> None:
    with pytest.raises(SourceError, match="is damaged"):
        state.load(written(tmp_path / "state.json", deployment(resource)))
    with pytest.raises(SourceError, match="is damaged"):
        preview.load(
            written(tmp_path / "preview.json", {"steps": [{"op": "create", "newState": resource}]})
        )
