"""A class's list as files: a table for other programs, a sheet to sign on paper."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from app.errors import Trouble
from app.exchange.roster_out import write_roster
from app.exchange.whole_files import file_name
from app.i18n import mark
from app.people.model import Roster, Student
from app.reports.attendance_html import render_signatures
from app.reports.attendance_sheet import SessionSheet
from app.reports.options import Options
from widgets.desk import Desk
from widgets.language import isolate, language, translate
from widgets.parts.icons import icon
from widgets.parts.targets import ask_target, documents
from widgets.sessions.printing import document_of, write_document

_FILES: Final = (
    ("csv", "export", mark("Table for other programs (.csv)…")),
    ("pdf", "print", mark("Sheet to sign on paper (.pdf)…")),
)


class RosterExporter(QObject):
    """Asks where to, writes beside the window, and says where it is."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._roster = Roster("", "")

    def set_roster(self, roster: Roster) -> None:
        """What is written from now on."""
        self._roster = roster

    def make_menu(self) -> QMenu:
        menu = QMenu(self._owner)
        for suffix, picture, words in _FILES:
            action = menu.addAction(icon(picture), translate(words))
            action.triggered.connect(lambda _=False, suffix=suffix: self._ask(suffix))
        return menu

    def write(self, path: Path) -> None:
        """As a table, or as a sheet to sign where `path` ends with .pdf."""
        roster = self._roster
        if path.suffix.lower() == ".pdf":
            now = self._desk.clock.now()
            sheet = SessionSheet("", roster.name, now, None, roster.students, ())
            task = self._desk.worker.run(_write_sheet, sheet, Options(language()), path)
        else:
            task = self._desk.worker.run(_write_table, roster.students, path)
        words = translate("Saved as {file}").format(file=isolate(str(path)))
        task.finished.connect(lambda _: self._desk.tell(words))
        task.failed.connect(self._desk.tell_error)

    def _ask(self, suffix: str) -> None:
        proposed = documents() / f"{file_name(self._roster.name, 'class')}.{suffix}"
        if path := ask_target(self._owner, translate("Export"), proposed, suffix.upper()):
            self.write(path)


def _write_table(students: Sequence[Student], path: Path) -> None:
    try:
        path.write_bytes(write_roster(students))
    except OSError as error:
        raise Trouble("file_not_written", file=str(path), reason=error.strerror or "") from error


def _write_sheet(sheet: SessionSheet, options: Options, path: Path) -> None:
    html = render_signatures(sheet, options)
    write_document(document_of(html, sheet.class_name, options.language), path)
