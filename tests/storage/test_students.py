"""Students in the library's real file: kept in order, removed and brought back, secrets only as hashes."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.clock import ManualClock
from app.errors import Refused
from app.people.codec import copy_from_json, copy_to_json
from app.people.model import Device, Roster, RosterCopy
from app.people.pins import check_pin, hash_pin
from app.storage.library import Library
from app.storage.library_reading import FILE_NAME, LibraryReader
from app.storage.roster_rows import MOST_DEVICES
from tests.helpers.people import AMINA, CLASS, LEILA, SAID, YANIS, student

VERSION_1 = Path(__file__).parent / "samples" / "library-1.sql"


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def library(tmp_path, clock):
    library = Library(tmp_path, clock)
    yield library
    library.close()


@pytest.fixture
def class_id(library):
    id_ = library.add_class("3A")
    library.save_roster(id_, CLASS)
    return id_


def names(library, class_id):
    return [s.id for s in library.load_roster(class_id).students]


def test_a_roster_comes_back_with_everything_in_its_order(library, class_id):
    assert library.load_roster(class_id) == Roster(class_id, "3A", CLASS)
    library.save_roster(class_id, CLASS[::-1])
    assert library.load_roster(class_id).students == CLASS[::-1]


def test_classes_are_listed_with_the_number_of_their_students(library, class_id):
    empty = library.add_class("4B")
    library.remove_students(["s1"])
    assert {row.id: row.students for row in library.list_classes()} == {class_id: 3, empty: 0}


def test_who_is_not_on_the_list_any_more_lies_in_the_bin(library, class_id):
    library.save_roster(class_id, [replace(AMINA, given="Aminata"), SAID])
    assert [s.given for s in library.load_roster(class_id).students] == ["Aminata", "سعيد"]
    assert library.list_removed_students(class_id) == [YANIS, LEILA]
    library.bring_students_back(["s2"])
    assert set(names(library, class_id)) == {"s1", "s2", "s3"}


def test_somebody_who_is_on_the_list_again_comes_out_of_the_bin_with_the_pin(library, class_id):
    library.set_pin_hash("s2", hash_pin("1234", 2))
    library.save_roster(class_id, [AMINA])
    library.save_roster(class_id, CLASS)
    assert library.has_pin("s2") and not library.list_removed_students(class_id)


def test_students_in_the_bin_go_with_it(library, class_id, clock):
    library.set_pin_hash("s2", hash_pin("1234", 2))
    library.remove_students(["s2"])
    library.empty_bin(clock.advance(10))
    assert library.list_removed_students(class_id) == []
    assert not library.has_pin("s2")
    library.remove_class(class_id)
    library.empty_bin(clock.advance(10))
    with pytest.raises(Refused):
        library.load_roster(class_id)
    assert library._db.execute("SELECT count(*) FROM students").fetchone()[0] == 0


def test_a_pin_is_kept_as_a_hash_and_reset_with_its_devices(library, class_id):
    library.set_pin_hash("s1", hash_pin("0123", 2))
    library.remember_device("s1", "ab" * 32, 5.0)
    copy = library.load_roster_copy(class_id)
    assert check_pin("0123", copy.pins["s1"]) and copy.devices == {"ab" * 32: "s1"}
    library.set_pin_hash("s1", hash_pin("9999", 2))
    assert check_pin("9999", library.load_roster_copy(class_id).pins["s1"])
    assert library.list_devices("s1")
    library.set_pin_hash("s1", None)
    assert library.load_roster_copy(class_id) == RosterCopy(Roster(class_id, "3A", CLASS), {}, {})


def test_the_copy_for_a_class_goes_through_json(library, class_id):
    library.set_pin_hash("s1", hash_pin("0123", 2))
    copy = library.load_roster_copy(class_id)
    assert copy_from_json(copy_to_json(copy)) == copy


def test_somebody_in_the_bin_is_not_in_the_copy(library, class_id):
    library.set_pin_hash("s1", hash_pin("0123", 2))
    library.remember_device("s1", "ab" * 32, 5.0)
    library.remove_students(["s1"])
    copy = library.load_roster_copy(class_id)
    assert not copy.pins and not copy.devices


def test_a_device_knows_one_student_and_the_oldest_is_forgotten_first(library, class_id):
    for number in range(MOST_DEVICES + 1):
        library.remember_device("s1", f"{number:064}", float(number))
    assert [d.used_at for d in library.list_devices("s1")] == [5.0, 4.0, 3.0, 2.0, 1.0]
    library.remember_device("s2", f"{5:064}", 9.0)
    assert library.list_devices("s2") == [Device(f"{5:064}", "s2", 9.0)]
    library.forget_device(f"{4:064}")
    assert [d.used_at for d in library.list_devices("s1")] == [3.0, 2.0, 1.0]


def test_what_does_not_exist_is_refused(library, class_id):
    for call, code in (
        (lambda: library.load_roster("x"), "no_such_class"),
        (lambda: library.save_roster("x", CLASS), "no_such_class"),
        (lambda: library.set_pin_hash("x", None), "no_such_student"),
        (lambda: library.remember_device("x", "t", 1.0), "no_such_student"),
        (lambda: library.save_roster(library.add_class("4B"), CLASS), "student_elsewhere"),
    ):
        with pytest.raises(Refused) as caught:
            call()
        assert caught.value.code == code
    assert library.load_roster(class_id).students == CLASS


def test_halves_of_characters_are_stored_as_question_marks(library, class_id):
    library.save_roster(class_id, [student("x", "1", "A\ud800", "B")])
    assert library.load_roster(class_id).students[0].family == "A?"


def test_a_library_of_before_there_were_students_is_read_and_brought_up_to_date(tmp_path):
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        db.executescript(VERSION_1.read_text(encoding="utf-8"))
    reader = LibraryReader.open(tmp_path)
    classes = reader.list_classes()
    assert classes and {row.students for row in classes} == {0}
    assert reader.load_roster(classes[0].id).students == ()
    assert reader.list_devices("s1") == [] == reader.list_removed_students(classes[0].id)
    reader.close()
    library = Library(tmp_path)
    library.save_roster(classes[0].id, CLASS)
    assert library.load_roster(classes[0].id).students == CLASS
    library.close()
