"""The secret: read seldom, forgotten at need, never shown."""

import pytest

from stack.processor.credentials import LIFETIME_MS, Credentials, SecretCache, SecretError


class Vault:
    def __init__(self, text: str = '{"username": "app", "password": "p-1", "host": "x"}') -> None:
        self.text = text
        self.reads = 0
        self.now_ms = 0

    def cache(self) -> SecretCache:
        return SecretCache(self.read, lambda: self.now_ms)

    def read(self) -> str:
        self.reads += 1
        return self.text


def test_the_secret_is_read_once_in_five_minutes() -> None:
    vault = Vault()
    cache = vault.cache()
    for later_ms, reads in ((0, 1), (LIFETIME_MS - 1, 1), (1, 2)):
        vault.now_ms += later_ms
        assert cache.get() == Credentials(username="app", password="p-1")
        assert vault.reads == reads


def test_a_forgotten_secret_is_read_again() -> None:
    vault = Vault()
    cache = vault.cache()
    cache.get()
    cache.forget()
    cache.get()
    assert vault.reads == 2


@pytest.mark.parametrize(
    "text", ["p-secret", "{}", '{"username": "app"}', '{"username": "app", "password": 5}', ""]
)
def test_a_secret_of_another_shape_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(SecretError) as caught:
        Vault(text).cache().get()
    assert "p-secret" not in repr(caught.value)
    assert caught.value.__cause__ is None


def test_no_representation_shows_the_password() -> None:
    vault = Vault()
    cache = vault.cache()
    assert "p-1" not in f"{cache.get()!r} {cache!r} {cache.get()}"
