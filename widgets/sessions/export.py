"""Taking a session out of the program: as a file in each format, as PDF, on paper."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from app.errors import Trouble
from app.exchange import whole_files
from app.i18n import mark
from app.live.state import SessionState
from app.reports.formats import FORMATS
from app.reports.gradebook import GradebookRow, write_csv, write_moodle_csv, write_xlsx
from app.reports.options import Options
from widgets.desk import Desk
from widgets.language import isolate, translate
from widgets.parts.icons import icon
from widgets.parts.targets import ask_target, documents
from widgets.sessions.canvas_dialog import CanvasDialog
from widgets.sessions.guests import tell_apart, tell_left_out
from widgets.sessions.loaded import Loaded
from widgets.sessions.own_book_dialog import OwnBookDialog, marks_of
from widgets.sessions.printing import print_session, write_pdf

FILES: Final = (
    ("xlsx", mark("Workbook for Excel or LibreOffice (.xlsx)…")),
    ("csv", mark("Table of marks (.csv)…")),
    ("pdf", mark("Report to read or print (.pdf)…")),
    ("json", mark("Everything, for other programs (.json)…")),
)
GRADEBOOKS: Final = {
    "moodle": ("csv", mark("Marks for Moodle's gradebook (.csv)…")),
    "others_csv": ("csv", mark("Marks for another gradebook (.csv)…")),
    "others_xlsx": ("xlsx", mark("Marks for another gradebook (.xlsx)…")),
}
"""Tables of who has which mark: suffix and words."""


class Exporter(QObject):
    """Asks where to, writes beside the window, and says where it is."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner

    def make_menu(self, loaded: Callable[[], Loaded | None]) -> QMenu:
        menu = QMenu(self._owner)
        for name, words in FILES:
            action = menu.addAction(icon("export"), translate(words))
            action.triggered.connect(lambda _=False, name=name: self._ask(name, loaded()))
        menu.addSeparator()
        own = menu.addAction(icon("edit"), translate("Marks into your own workbook…"))
        own.triggered.connect(lambda _=False: self._ask_for_book(loaded()))
        canvas = menu.addAction(icon("export"), translate("Marks for Canvas's gradebook (.csv)…"))
        canvas.triggered.connect(lambda _=False: self._ask_for_canvas(loaded()))
        for name, (_suffix, words) in GRADEBOOKS.items():
            action = menu.addAction(icon("export"), translate(words))
            action.triggered.connect(lambda _=False, name=name: self._ask(name, loaded()))
        menu.addSeparator()
        paper = menu.addAction(icon("print"), translate("Print…"))
        paper.triggered.connect(lambda _=False: self._print(loaded()))
        return menu

    def write(self, name: str, loaded: Loaded, path: Path) -> None:
        """Write the session as `path`; name: of a format, 'pdf' or one of `GRADEBOOKS`."""
        if name == "pdf":
            task = self._desk.worker.run(write_pdf, loaded.state, loaded.options, path)
        elif name in GRADEBOOKS:
            task = self._desk.worker.run(_write_gradebook, name, loaded, path)
        else:
            task = self._desk.worker.run(_write_file, name, loaded.state, loaded.options, path)
        words = translate("Saved as {file}").format(file=isolate(str(path)))
        left_out = _tell_guests(name, loaded)
        told, level = (f"{words}. {left_out}", "warn") if left_out else (words, "good")
        task.finished.connect(lambda _: self._desk.tell(told, level))
        task.failed.connect(self._desk.tell_error)

    def _ask(self, name: str, loaded: Loaded | None) -> None:
        if loaded is None:
            return
        suffix = GRADEBOOKS[name][0] if name in GRADEBOOKS else name
        proposed = documents() / f"{file_name(loaded.state)}.{suffix}"
        if path := ask_target(self._owner, translate("Export"), proposed, suffix.upper()):
            self.write(name, loaded, path)

    def fill_book(self, loaded: Loaded, path: Path) -> OwnBookDialog:
        """Ask which column of the workbook at `path` gets the marks."""
        dialog = OwnBookDialog(self._desk, loaded, path, self._owner.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def fill_canvas(self, loaded: Loaded, path: Path) -> CanvasDialog:
        """Ask which assignment gets the marks; path: of the gradebook that Canvas exported."""
        dialog = CanvasDialog(self._desk, loaded, path, self._owner.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _ask_for_book(self, loaded: Loaded | None) -> None:
        chosen = self._ask_for_file(loaded, translate("Your own workbook"), "XLSX (*.xlsx *.xlsm)")
        if loaded is not None and chosen:
            self.fill_book(loaded, Path(chosen))

    def _ask_for_canvas(self, loaded: Loaded | None) -> None:
        chosen = self._ask_for_file(loaded, translate("The gradebook that Canvas exported"), "CSV (*.csv)")
        if loaded is not None and chosen:
            self.fill_canvas(loaded, Path(chosen))

    def _ask_for_file(self, loaded: Loaded | None, words: str, kinds: str) -> str:
        if loaded is None:
            return ""
        return QFileDialog.getOpenFileName(self._owner, words, str(documents()), kinds)[0]

    def _print(self, loaded: Loaded | None) -> None:
        if loaded is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(file_name(loaded.state))
        dialog = QPrintDialog(printer, self._owner)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            task = self._desk.worker.run(print_session, loaded.state, loaded.options, printer)
            task.failed.connect(self._desk.tell_error)
        dialog.deleteLater()


def file_name(state: SessionState) -> str:
    """Title and day, as every system takes them for a file, at most 80 characters."""
    day = time.strftime("%Y-%m-%d", time.localtime(state.opened_at))
    return f"{whole_files.file_name(state.title[:68], 'session')} {day}"


def _write_file(name: str, state: SessionState, options: Options, path: Path) -> None:
    _keep(FORMATS[name].write(state, options), path)


def _write_gradebook(name: str, loaded: Loaded, path: Path) -> None:
    """Whoever was not there keeps an empty cell."""
    marks = marks_of(loaded)
    people = loaded.sheet.students if loaded.sheet is not None else ()
    rows = [
        GradebookRow(one.number, one.email, one.family or one.name, one.given, marks.get(one.id))
        for one in people
    ]
    title, language = loaded.state.title, loaded.options.language
    if name == "moodle":
        content = write_moodle_csv(rows, title)
    elif name == "others_csv":
        content = write_csv(rows, title, language)
    else:
        guests = loaded.sheet.guests if loaded.sheet is not None else {}
        earned = {one.student: one.mark for one in loaded.marks.rows} if loaded.marks is not None else {}
        content = write_xlsx(rows, title, language, [(who, earned.get(id_)) for id_, who in guests.items()])
    _keep(content, path)


def _tell_guests(name: str, loaded: Loaded) -> str:
    """What a gradebook's file leaves out, '' for nothing and for other files."""
    if name not in GRADEBOOKS or loaded.sheet is None:
        return ""
    tell = tell_apart if name == "others_xlsx" else tell_left_out
    return tell(loaded.sheet.guests.values())


def _keep(data: bytes, path: Path) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Trouble("file_not_written", file=str(path), reason=error.strerror or "") from error
