from policy.graph import Graph, Resource, Unknown
from policy.scrubbing import HIDDEN, Scrubber


def _scrubber(properties: dict[str, object], *secrets: str) -> Scrubber:
    resource = Resource(
        urn="urn:a", type="aws:x", name="a", properties=properties, secrets=frozenset(secrets)
    )
    return Scrubber(Graph(resources=(resource,)))


def test_only_what_is_marked_secret_is_blacked_out() -> None:
    scrubber = _scrubber({"password": "hunter2222", "name": "ledger-dev"}, "password")
    assert scrubber.hide("found hunter2222 in ledger-dev") == f"found {HIDDEN} in ledger-dev"


def test_secrets_inside_objects_lists_and_symbolic_values_count() -> None:
    scrubber = _scrubber(
        {"a": {"b": ["first-secret", {"c": "second-secret"}]}, "d": Unknown(text="third-secret")},
        "a",
        "d",
    )
    for word in ("first-secret", "second-secret", "third-secret"):
        assert scrubber.hide(f"<{word}>") == f"<{HIDDEN}>"


def test_the_longest_secret_wins_so_that_no_rest_of_it_shows() -> None:
    scrubber = _scrubber({"a": "secret", "b": "secret-tail"}, "a", "b")
    assert scrubber.hide("secret-tail") == HIDDEN


def test_short_texts_are_left_alone() -> None:
    scrubber = _scrubber({"a": "true", "b": "dev"}, "a", "b")
    assert scrubber.hide("true in dev") == "true in dev"


def test_parts_of_a_secret_document_are_hidden_in_what_is_said_of_its_resource_only() -> None:
    scrubber = _scrubber({"policy": '{"Action": "logs:PutLogEvents"}'}, "policy")
    assert scrubber.hide("logs:PutLogEvents", "urn:a") == HIDDEN
    assert scrubber.hide("logs:PutLogEvents", "urn:b") == "logs:PutLogEvents"


def test_json_values_are_searched_and_keys_stay() -> None:
    scrubber = _scrubber({"a": "secret-value"}, "a")
    value = {"secret-value": ["secret-value", 1, None, {"x": "no secret-value"}]}
    assert scrubber.hide_in(value) == {"secret-value": [HIDDEN, 1, None, {"x": f"no {HIDDEN}"}]}


def test_without_secrets_nothing_changes() -> None:
    assert _scrubber({"a": "plain-text"}).hide("plain-text") == "plain-text"
