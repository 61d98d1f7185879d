"""Without a keyring, secrets lie in a file that opens with a pass phrase and says nothing without it."""

import json
import os
import stat

import keyring
import pytest
from keyring.backends import null

from app import secret_file, secrets
from app.errors import Refused, Trouble
from app.secret_file import FILE_NAME, SecretFile
from tests.test_secrets import LockedKeyring, MemoryKeyring

PHRASE = "quatre chevaux verts"
SECRET = "a1b2c3d4e5f60718293a4b5c6d7e8f90"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(secret_file, "COST", 10)
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)
    secrets.close_secret_file()


def test_a_secret_is_kept_under_the_phrase_and_by_nothing_else(tmp_path):
    SecretFile(tmp_path, PHRASE).write("platform c1", SECRET)
    file = tmp_path / FILE_NAME
    assert SECRET.encode() not in file.read_bytes() and b"platform" not in file.read_bytes()
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = SecretFile(tmp_path, f" {PHRASE}\n")
    assert again.read("platform c1") == SECRET and again.read("another") is None
    again.forget("platform c1")
    assert SecretFile(tmp_path, PHRASE).read("platform c1") is None
    with pytest.raises(Refused, match="secrets_phrase_wrong"):
        SecretFile(tmp_path, "quatre chevaux bleus")


def test_a_short_phrase_makes_no_file(tmp_path):
    with pytest.raises(Refused, match="secrets_phrase_short"):
        SecretFile(tmp_path, "short")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda known: known | {"cost": 30},
        lambda known: known | {"mark": "other"},
        lambda known: known | {"salt": "?"},
        lambda known: known | {"salt": "é"},
        lambda known: {name: known[name] for name in ("mark", "cost", "salt", "nonce")},
        lambda known: [],
    ],
)
def test_a_damaged_file_is_told_and_left_alone(tmp_path, change):
    SecretFile(tmp_path, PHRASE).write("x", SECRET)
    file = tmp_path / FILE_NAME
    damaged = json.dumps(change(json.loads(file.read_text())))
    file.write_text(damaged)
    with pytest.raises(Trouble, match="secrets_unreadable"):
        SecretFile(tmp_path, PHRASE)
    assert file.read_text() == damaged


def test_another_cost_is_another_key(tmp_path):
    """What stands outside is signed: making the next try cheaper does not work."""
    SecretFile(tmp_path, PHRASE).write("x", SECRET)
    file = tmp_path / FILE_NAME
    file.write_text(json.dumps(json.loads(file.read_text()) | {"cost": 11}))
    with pytest.raises(Refused, match="secrets_phrase_wrong"):
        SecretFile(tmp_path, PHRASE)


@pytest.mark.parametrize("backend", [LockedKeyring, null.Keyring])
def test_where_no_keyring_takes_a_secret_the_opened_file_does(tmp_path, backend):
    keyring.set_keyring(backend())
    with pytest.raises(Trouble, match="keyring_missing"):
        secrets.write_secret("x", SECRET)
    secrets.open_secret_file(tmp_path, PHRASE)
    secrets.write_secret("x", SECRET)
    assert not secrets.has_closed_file(tmp_path)
    secrets.close_secret_file()
    assert secrets.has_closed_file(tmp_path)
    secrets.open_secret_file(tmp_path, PHRASE)
    assert secrets.read_secret("x") == SECRET
    secrets.forget_secret("x")
    assert secrets.read_secret("x") is None


def test_a_keyring_is_preferred_though_the_file_is_open(tmp_path):
    ring = MemoryKeyring()
    keyring.set_keyring(ring)
    secrets.open_secret_file(tmp_path, PHRASE)
    secrets.write_secret("x", SECRET)
    assert list(ring.kept.values()) == [SECRET]
    assert SecretFile(tmp_path, PHRASE).read("x") is None


def test_an_unattended_run_takes_the_phrase_from_the_environment(tmp_path, monkeypatch):
    keyring.set_keyring(LockedKeyring())
    monkeypatch.delenv(secrets.VARIABLE, raising=False)
    assert not secrets.open_from_environment(tmp_path)
    monkeypatch.setenv(secrets.VARIABLE, PHRASE)
    assert secrets.open_from_environment(tmp_path)
    secrets.write_secret("x", SECRET)
    assert secrets.read_secret("x") == SECRET
