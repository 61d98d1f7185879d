"""Names that every system takes, and files that are whole or not there."""

import os

import pytest

from app.errors import Trouble
from app.exchange.whole_files import file_name, free_path, write_whole


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Cells: part 1/2", "Cells part 1 2"),
        ("  ...  ", "quiz"),
        ("con", "_con"),
        ("COM1.txt", "_COM1.txt"),
        ("علوم الحياة؟", "علوم الحياة؟"),
        ("a\u202eb", "a b"),
        ("x" * 300, "x" * 100),
    ],
)
def test_a_title_becomes_a_name_for_every_system(title, name):
    assert file_name(title) == name


def test_nothing_is_replaced_when_a_name_is_taken(tmp_path):
    write_whole(free_path(tmp_path, "quiz", ".gift"), b"1")
    write_whole(free_path(tmp_path, "quiz", ".gift"), b"2")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["quiz 2.gift", "quiz.gift"]


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path):
    with pytest.raises(Trouble) as trouble:
        write_whole(tmp_path / "missing" / "quiz.gift", b"1")
    assert trouble.value.code == "file_not_written" and list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="no modes of files there")
def test_who_may_read_it_is_what_the_account_says(tmp_path):
    before = os.umask(0o077)
    try:
        write_whole(tmp_path / "marks.csv", b"1")
    finally:
        os.umask(before)
    assert (tmp_path / "marks.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names there")
def test_a_pipe_is_written_to_and_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_whole(tmp_path / "pipe", b"marks")
    assert os.read(reader, 100) == b"marks" and (tmp_path / "pipe").is_fifo()
    os.close(reader)
