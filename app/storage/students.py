"""The people of the classes in the library, and what they prove themselves with: hashes only."""

import json
from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from app.errors import Refused
from app.live.identity import Learned
from app.people.model import Student
from app.storage.classes import ClassShelf
from app.storage.db import Commit, wipe_erased
from app.storage.roster_rows import store_device, store_pin, store_students


class StudentShelf(ClassShelf):
    """The part of the library's writer that keeps students. Errors as in `Library`."""

    def save_roster(self, class_id: str, students: Sequence[Student]) -> None:
        """Make these the students of the class, in this order; those who are not among them go into the bin,
        and one who was there comes out of it.

        Raises `Refused` with `no_such_class`, `student_elsewhere` (an id belongs to another class).
        """
        with self._turn, Commit(self._db):
            if not self._db.execute("SELECT 1 FROM classes WHERE id=?", [class_id]).fetchone():
                raise Refused("no_such_class")
            store_students(self._db, class_id, students, self._clock.now())

    def remove_students(self, ids: Iterable[str]) -> None:
        """Into the bin, with PIN and devices. Their sessions are kept."""
        self._mark_students(ids, self._clock.now())

    def bring_students_back(self, ids: Iterable[str]) -> None:
        """Out of the bin again, as they were."""
        self._mark_students(ids, None)

    def set_pin_hash(self, student: str, hash: str | None) -> None:
        """hash: as `app.people.pins` makes it; None makes the student choose a new PIN, and forgets the
        devices that knew the student. Raises `Refused('no_such_student')`."""
        with self._turn, Commit(self._db):
            self._expect_student(student)
            store_pin(self._db, student, hash)

    def remember_device(self, student: str, token: str, at: float) -> None:
        """token: SHA-256 of the device's secret. One that knew another student knows this one from now on.

        Raises `Refused('no_such_student')`.
        """
        with self._turn, Commit(self._db):
            self._expect_student(student)
            store_device(self._db, student, token, at)

    def forget_device(self, token: str) -> None:
        with self._turn, Commit(self._db):
            self._db.execute("DELETE FROM devices WHERE token=?", [token])

    def erase_students(self, ids: Iterable[str]) -> bool:
        """Delete for good, with PINs and devices, so that nothing of them is left in the file. False where a
        reader keeps the write-ahead log, which goes when everybody has closed the file."""
        with self._turn:
            with Commit(self._db):
                self._db.conn.executemany("DELETE FROM students WHERE id=?", [(id,) for id in ids])
            return wipe_erased(self._db)

    def take_learned(self, session: str, events: range, learned: Learned, at: float) -> None:
        """Take over what these events of a session (their numbers, from 1) have changed in what students
        prove themselves with; once, however often it is called. at: when it happened. Students that are not
        in the library (any more) are left out."""
        with self._turn, Commit(self._db):
            if self.count_learned().get(session, 0) + 1 != events.start:
                return  # somebody else was faster
            self._db.execute("INSERT OR REPLACE INTO learned VALUES (?,?)", [session, events.stop - 1])
            for student in filter(self._has_student, learned.forgotten):
                store_pin(self._db, student, None)
            self._db.conn.executemany("DELETE FROM devices WHERE token=?", [(one,) for one in learned.lost])
            for student, hash in learned.pins.items():
                if self._has_student(student):
                    store_pin(self._db, student, hash)
            for token, student in learned.devices.items():
                if self._has_student(student):
                    store_device(self._db, student, token, at)

    def forget_sessions(self, sessions: Iterable[str]) -> None:
        """Sessions that are not there any more."""
        with self._turn:
            with Commit(self._db):
                found = forget_learned(self._db, sessions)
            if found:
                wipe_erased(self._db)

    def _mark_students(self, ids: Iterable[str], at: float | None) -> None:
        with self._turn, Commit(self._db):
            self._db.conn.executemany(
                "UPDATE students SET removed_at=? WHERE id=?", [(at, student) for student in ids]
            )

    def _expect_student(self, student: str) -> None:
        if not self._has_student(student):
            raise Refused("no_such_student")

    def _has_student(self, student: str) -> bool:
        return bool(self._fetch("SELECT 1 FROM students WHERE id=?", [student]))


def forget_learned(db: Database, sessions: Iterable[str]) -> int:
    """Forget that these sessions were learned from, inside a commit; how many there were."""
    sql = "DELETE FROM learned WHERE session IN (SELECT value FROM json_each(?))"
    return int(db.execute(sql, [json.dumps(sorted(sessions))]).rowcount)
