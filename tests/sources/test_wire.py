import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.graph import Origin, Provenance, Unknown
from policy.sources import wire

KEY_URN = "urn:pulumi:dev::shop::aws:kms/key:Key::orders"
SENTINELS = (
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
)


def envelope(signature: str, **content: object) -> dict[str, object]:
    return {"4dabf18193072939515e22adb298388d": signature, **content}


def secret(value: object) -> dict[str, object]:
    return envelope("1b47061264138c4ac30d75fd1eb44270", value=value)


@pytest.mark.parametrize("sentinel", SENTINELS)
def test_every_reserved_text_is_unknown(sentinel: str) -> None:
    assert wire.decode({"a": [sentinel]}).tree == {"a": [Unknown()]}


def test_a_text_made_from_an_unknown_one_is_unknown() -> None:
    assert wire.decode(f"arn:{SENTINELS[0]}/*").tree == Unknown()


def test_whole_numbers_are_int_and_others_stay_float() -> None:
    tree = wire.decode([3.0, 2.5, True, 7]).tree
    assert tree == [3, 2.5, True, 7]
    assert [type(item) for item in tree] == [int, float, bool, int]  # type: ignore[attr-defined]


def test_secrets_are_unwrapped_and_their_paths_told() -> None:
    decoded = wire.decode({"a": secret("x"), "b": [{"c": secret({"d": SENTINELS[0]})}]})
    assert decoded.tree == {"a": "x", "b": [{"c": {"d": Unknown()}}]}
    assert decoded.secrets == {"a", "b[0].c"}


def test_secrets_in_state_files() -> None:
    signature = "1b47061264138c4ac30d75fd1eb44270"
    decoded = wire.decode(
        {
            "shown": envelope(signature, plaintext='{"user": "admin"}'),
            "hidden": envelope(signature, ciphertext="v1:abc"),
            "masked": "[secret]",
        }
    )
    assert decoded.tree == {
        "shown": {"user": "admin"},
        "hidden": wire.HIDDEN,
        "masked": wire.HIDDEN,
    }
    assert decoded.secrets == {"shown", "hidden", "masked"}


def test_a_resource_reference_is_the_id_of_the_resource() -> None:
    signature = "5cf8f73096256a8f31e491e813e4eb8e"
    known = envelope(signature, urn=KEY_URN, id="1234")
    unknown = envelope(signature, urn=KEY_URN, id=SENTINELS[0])
    component = envelope(signature, urn=KEY_URN)
    not_yet = Unknown((Origin(KEY_URN, "id"),), Provenance.EXACT)
    assert wire.decode([known, unknown, component]).tree == ["1234", not_yet, KEY_URN]


def test_an_output_keeps_its_own_origins() -> None:
    signature = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
    decoded = wire.decode(
        {
            "unknown": envelope(signature, dependencies=[KEY_URN], secret=True),
            "known": envelope(signature, dependencies=[KEY_URN], value="x"),
            "nothing": envelope(signature),
        }
    )
    assert decoded.tree == {
        "unknown": Unknown((Origin(KEY_URN),), Provenance.EXACT),
        "known": "x",
        "nothing": Unknown(),
    }
    assert decoded.secrets == {"unknown"}


def test_assets_are_objects_without_hash() -> None:
    asset = envelope("c44067f5952c0a294b673a41bacd8c17", text="hello", hash="abc")
    archive = envelope("0def7320c3a5731c473e5ecbe6d01bc7", assets={"a.txt": asset})
    assert wire.decode(archive).tree == {"assets": {"a.txt": {"text": "hello"}}}


def test_notes_of_providers_about_defaults_are_left_out_at_every_level() -> None:
    noted = {"__defaults": ["name"], "name": "q-1", "rules": [{"__defaults": [], "port": 1.0}]}
    assert wire.decode(noted).tree == {"name": "q-1", "rules": [{"port": 1}]}


def test_null_properties_are_absent() -> None:
    assert wire.decode_properties({"a": None, "b": secret(None), "c": 0}) == ({"c": 0}, {"b"})


SIGNATURES = st.sampled_from(
    [
        wire.SECRET,
        wire.RESOURCE_REFERENCE,
        wire.OUTPUT_VALUE,
        wire.ASSET,
        wire.ARCHIVE,
        "no signature",
    ]
)
KEYS = st.one_of(
    st.text(max_size=5),
    st.sampled_from(
        [wire.SIGNATURE_KEY, "value", "plaintext", "ciphertext", "urn", "id", "dependencies"]
    ),
)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.sampled_from(SENTINELS)
)
TREES = st.recursive(
    st.one_of(LEAVES, SIGNATURES),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(KEYS, inner, max_size=5),
        st.tuples(SIGNATURES, st.dictionaries(KEYS, inner, max_size=5)).map(
            lambda pair: {**pair[1], wire.SIGNATURE_KEY: pair[0]}
        ),
    ),
)


@given(TREES)
def test_decoding_never_raises_and_leaves_no_reserved_text(tree: object) -> None:
    decoded = wire.decode(tree)
    assert not set(_texts(decoded.tree)) & set(SENTINELS)


def _texts(tree: object) -> list[str]:
    if isinstance(tree, dict):
        return [text for item in tree.values() for text in _texts(item)]
    if isinstance(tree, list):
        return [text for item in tree for text in _texts(item)]
    return [tree] if isinstance(tree, str) else []
