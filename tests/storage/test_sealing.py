"""Backups under a pass phrase: nobody reads them without it, and nothing in them can be changed unseen."""

import io

import pytest

from app.errors import Refused, Trouble
from app.storage import sealing
from app.storage.backup import read_backup, restore_backup, write_backup
from app.storage.steps import Steps, go_on
from tests.storage.test_backup import folder, held, spoil

__all__ = ["folder"]
PHRASE = "cheval orange pile étagère"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """As cheap as is read at all."""
    monkeypatch.setattr(sealing, "COST", 10)
    monkeypatch.setattr(sealing, "_PIECE", 1_000)


def sealed(tmp_path, data):
    path = tmp_path / "sealed"
    with path.open("wb") as target:
        sealing.seal(io.BytesIO(data), target, PHRASE, Steps(go_on, 1))
    return path


def opened(path, phrase=PHRASE):
    target = io.BytesIO()
    sealing.unseal(path, target, phrase, Steps(go_on, 1))
    return target.getvalue()


@pytest.mark.parametrize("size", [0, 1, 999, 1_000, 1_001, 5_000])
def test_what_was_sealed_comes_out_again(tmp_path, size):
    data = b"Zerktouni " * 500
    path = sealed(tmp_path, data[:size])
    assert opened(path) == data[:size]
    assert b"Zerktouni" not in path.read_bytes()


def test_the_same_phrase_as_another_keyboard_composes_it(tmp_path):
    path = sealed(tmp_path, b"x")
    assert opened(path, "cheval orange pile e\u0301tage\u0300re ") == b"x"
    with pytest.raises(Refused, match="phrase_wrong"):
        opened(path, PHRASE.upper())


def test_a_changed_moved_or_missing_piece_is_noticed(tmp_path):
    path = sealed(tmp_path, bytes(range(250)) * 16)
    whole, head, piece = path.read_bytes(), sealing._HEAD, 1_000 + sealing._TAG
    first, second = whole[head : head + piece], whole[head + piece : head + 2 * piece]
    broken = {
        "a bit": whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:],
        "two pieces in another order": whole[:head] + second + first + whole[head + 2 * piece :],
        "the last piece": whole[: head + 3 * piece],
        "the end": whole[:-1],
        "all pieces": whole[:head],
        "a cost of gigabytes": whole[:12] + bytes([30]) + whole[13:],
        "half of the head": whole[:20],
    }
    for what, data in broken.items():
        path.write_bytes(data)
        with pytest.raises(Trouble, match="backup_damaged"):
            opened(path)
            pytest.fail(what)


def test_a_backup_under_a_phrase_and_back(folder, tmp_path):
    target, before = tmp_path / "sealed.preau-backup", held(folder)
    seen = []
    write_backup(folder, target, lambda done, total: not seen.append((done, total)), PHRASE)
    assert seen == sorted(seen) and seen[-1][0] == seen[-1][1]
    assert b"Amina" not in target.read_bytes() and b"PK" not in target.read_bytes()[:2]
    spoil(folder)
    later = held(folder)
    for phrase, code in (("", "phrase_missing"), ("cheval orange pile", "phrase_wrong")):
        for work in (
            lambda phrase=phrase: read_backup(target, folder, phrase),
            lambda phrase=phrase: restore_backup(target, folder, phrase=phrase),
        ):
            with pytest.raises(Refused) as refused:
                work()
            assert refused.value.code == code
    assert held(folder) == later
    assert read_backup(target, folder, PHRASE).quizzes == 1
    restore_backup(target, folder, phrase=PHRASE)
    assert held(folder) == before
    assert not list(folder.glob(".backup-*"))


def test_a_phrase_that_anybody_guesses_is_refused_and_nothing_is_written(folder, tmp_path):
    with pytest.raises(Refused, match="phrase_short"):
        write_backup(folder, tmp_path / "b", phrase="  1234567  ")
    assert not list(tmp_path.glob("b*"))
