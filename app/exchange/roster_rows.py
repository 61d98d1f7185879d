"""The rows of a roster's table to students, with a line in the report for each that is odd."""

from collections.abc import Iterable

from app.exchange.report import Report
from app.exchange.roster_cells import (
    is_email,
    is_footer,
    is_person,
    read_extra_time,
    read_groups,
    read_language,
    read_name_cell,
    read_number_cell,
)
from app.exchange.roster_columns import ColumnMapping, roles_of
from app.exchange.tables import Row
from app.folding import clean_text
from app.people.model import LEAST_TIME, LONGEST_NOTE, MOST_STUDENTS, Student, new_student_id
from app.people.names import fold_name, full_name_key, split_name


def read_students(rows: Iterable[Row], mapping: ColumnMapping, report: Report) -> tuple[Student, ...]:
    """Students in the order of the rows; each id is new."""
    reader = _Reader(mapping, report)
    for row in rows:
        if row.empty or (mapping.header and roles_of(row) == mapping.roles):  # the header on each page
            continue
        if len(reader.students) == MOST_STUDENTS:
            report.add(row.number, "error", "roster_cut", most=MOST_STUDENTS)
            break
        reader.read(row)
    return tuple(reader.students)


class _Reader:
    def __init__(self, mapping: ColumnMapping, report: Report) -> None:
        self.mapping = mapping
        self.report = report
        self.students: list[Student] = []
        self._numbers: dict[str, tuple[int, str]] = {}  # folded number -> line, key of the name
        self._emails: dict[str, int] = {}
        self._nameless: dict[str, int] = {}  # key of a name that came without a number -> line

    def read(self, row: Row) -> None:
        """Take the row, or say why not."""
        text = " ".join(cell for cell in row.cells if cell)
        family, given, name = self._names(row)
        number = read_number_cell(row.cell(self.mapping.only("number")))
        if number is None:
            self.report.add(row.number, "error", "number_spoilt", text)
            number = ""
        if is_footer(text) or is_footer(name) or ":" in name or not (name or number):
            self.report.add(row.number, "info", "row_without_student", text)
        elif not any(char.isalpha() for char in name):
            self.report.add(row.number, "error", "row_without_name", text)
        elif self._is_new(row, number, full_name_key(name), text):
            if not is_person(name):
                self.report.add(row.number, "warning", "name_doubtful", name)
            self.students.append(self._student(row, number, family, given, name))

    def _names(self, row: Row) -> tuple[str, str, str]:
        """Family, given and the whole as it was written."""
        mapping = self.mapping
        if "name" in mapping.roles.values():
            name = read_name_cell(row.cell(mapping.only("name")))
            return *split_name(name), name
        family = read_name_cell(row.cell(mapping.only("family")))
        given = read_name_cell(row.cell(mapping.only("given")))
        return family, given, f"{family} {given}".strip()

    def _is_new(self, row: Row, number: str, key: str, text: str) -> bool:
        """Whether nobody before has this number, or without one this name."""
        if not number:
            first = self._nameless.setdefault(key, row.number)
            if first != row.number:
                self.report.add(row.number, "warning", "row_twice", text, first=first)
                return False
            if self.mapping.columns("number"):
                self.report.add(row.number, "warning", "row_without_number", text)
            return True
        first, other = self._numbers.setdefault(fold_name(number), (row.number, key))
        if first == row.number:
            return True
        if other == key:
            self.report.add(row.number, "warning", "row_twice", text, first=first)
        else:
            self.report.add(row.number, "error", "number_twice", text, number=number, first=first)
        return False

    def _student(self, row: Row, number: str, family: str, given: str, name: str) -> Student:
        mapping = self.mapping
        language = read_language(row.cell(mapping.only("language")))
        if language is None:
            self.report.add(row.number, "warning", "language_unread", row.cell(mapping.only("language")))
        time = read_extra_time(row.cell(mapping.only("extra_time")))
        if time is None:
            self.report.add(row.number, "warning", "extra_time_unread", row.cell(mapping.only("extra_time")))
        notes = (clean_text(row.cell(column)) for column in mapping.columns("note"))
        return Student(
            id=new_student_id(),
            number=number,
            family=family,
            given=given,
            name=name,
            email=self._email(row),
            groups=read_groups([row.cell(column) for column in mapping.columns("group")]),
            language=language or "",
            extra_time=time or LEAST_TIME,
            note="\n".join(note for note in notes if note)[:LONGEST_NOTE],
        )

    def _email(self, row: Row) -> str:
        email = read_name_cell(row.cell(self.mapping.only("email")))
        if not email:
            return ""
        if not is_email(email):
            self.report.add(row.number, "warning", "email_unread", email)
            return ""
        first = self._emails.setdefault(email.casefold(), row.number)
        if first != row.number:
            self.report.add(row.number, "warning", "email_twice", email, first=first)
        return email
