"""Secrets go to the keyring and nowhere else; a keyring that is missing or lies is told."""

from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError

from app.errors import Trouble
from app.secrets import SERVICE, forget_secret, read_secret, write_secret


class MemoryKeyring(KeyringBackend):
    """A keyring that works."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        try:
            del self.kept[service, username]
        except KeyError as error:
            raise PasswordDeleteError from error


class LockedKeyring(MemoryKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked

    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError("the bus has gone")


@pytest.fixture
def use() -> Iterator:
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_a_secret_is_kept_and_forgotten(use):
    memory = MemoryKeyring()
    use(memory)
    assert read_secret("wifi") is None
    write_secret("wifi", "ḥorse \\;,:")
    assert memory.kept == {(SERVICE, "wifi"): "ḥorse \\;,:"}
    assert read_secret("wifi") == "ḥorse \\;,:"
    forget_secret("wifi")
    forget_secret("wifi")
    assert memory.kept == {}


@pytest.mark.parametrize("backend", [fail.Keyring, LockedKeyring])
def test_without_a_keyring_each_call_says_so(use, backend):
    use(backend())
    for call in (lambda: read_secret("x"), lambda: write_secret("x", "y"), lambda: forget_secret("x")):
        with pytest.raises(Trouble) as trouble:
            call()
        assert (trouble.value.code, trouble.value.params) == ("keyring_missing", {})


def test_a_keyring_that_takes_everything_and_keeps_nothing_is_none(use):
    use(null.Keyring())
    with pytest.raises(Trouble, match="keyring_missing"):
        write_secret("x", "y")
