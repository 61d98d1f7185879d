"""Students find their accounts; nobody gets somebody else's, a teacher's or a suspended one."""

import pytest

from app.people.model import Student
from sync.accounts import match_students
from sync.errors import Busy
from tests.helpers.moodle import SUSPENDED, number_of


def student(id_: str, number: str = "", name: str = "", email: str = "") -> Student:
    return Student(id_, number, "", "", name, email)


STUDENTS = [
    student("a", number_of(6), "Élève 6"),
    student("b", "", "Someone", "e7@etu.example.org"),
    student("c", "", "Élève 8"),
    student("d", number_of(SUSPENDED), f"Élève {SUSPENDED}"),
    student("e", "T001", "Émilie Dupont"),
    student("f", "", "Nobody"),
]


@pytest.mark.parametrize("hidden", [False, True])
def test_students_are_found_by_number_address_or_name(outbox, connector, moodle, hidden):
    moodle.hides_numbers = hidden
    connection = outbox.add_connection("moodle", "M", "https://moodle.example")
    matching = match_students(outbox, connector, connection, "2", STUDENTS)
    known = outbox.load_accounts(connection)
    assert known["a"] == "6" and known["c"] == "8"
    assert {"d", "e", "f"}.isdisjoint(known)
    assert [match.student for match in matching.unsure] == [s.id for s in STUDENTS if s.id not in known]
    assert len(matching.accounts) == 39


def test_what_the_teacher_said_stays_and_is_asked_no_more(outbox, connector):
    connection = outbox.add_connection("moodle", "M", "https://moodle.example")
    outbox.set_account(connection, "f", "6")
    matching = match_students(outbox, connector, connection, "2", STUDENTS)
    assert outbox.load_accounts(connection)["f"] == "6"
    assert "a" in [match.student for match in matching.unsure]
    assert "f" not in [match.student for match in matching.unsure]


def test_a_roster_that_cannot_be_read_forgets_nobody(outbox, connector, moodle):
    connection = outbox.add_connection("moodle", "M", "https://moodle.example")
    match_students(outbox, connector, connection, "2", STUDENTS)
    before = outbox.load_accounts(connection)
    moodle.fail("core_enrol_get_enrolled_users", "140")
    with pytest.raises(Busy):
        match_students(outbox, connector, connection, "2", STUDENTS)
    assert outbox.load_accounts(connection) == before != {}
