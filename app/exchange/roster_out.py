"""A roster as comma-separated values, which `read_roster` reads again and a spreadsheet opens."""

import csv
import io
from collections.abc import Sequence
from typing import Final

from app.exchange.csv_quiz import guard
from app.people.model import Student

# Words that the reader knows in every language of the program.
_PARTS: Final = ("Family name", "Given name")
_WHOLE: Final = ("Full name",)
_REST: Final = ("E-mail", "Groups", "Language", "Extra time", "Remark")


def write_roster(students: Sequence[Student]) -> bytes:
    """UTF-8 with a byte order mark, in this order. Family and given name have columns of their own where
    they are known of everybody; else the name stands as it was written. No secret is among it."""
    parted = bool(students) and all(student.family and student.given for student in students)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["Student number", *(_PARTS if parted else _WHOLE), *_REST])
    for student in students:
        writer.writerow([guard(cell.replace("\0", "")) for cell in _cells_of(student, parted)])
    return out.getvalue().encode("utf-8-sig", errors="replace")


def _cells_of(student: Student, parted: bool) -> list[str]:
    name = [student.family, student.given] if parted else [student.name]
    time = f"{student.extra_time:g}" if student.extra_time > 1 else ""
    groups = ", ".join(student.groups)
    return [student.number, *name, student.email, groups, student.language, time, student.note]
