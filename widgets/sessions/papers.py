"""Taking something out of the program in several forms: tables as files, pages as PDF or printed at once.

Everything is made and written beside the window.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Literal, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QMenu, QWidget

from app.errors import Trouble
from app.exchange.whole_files import file_name
from app.reports.options import Options
from widgets.desk import Desk
from widgets.language import isolate, language, translate
from widgets.parts.icons import icon
from widgets.parts.targets import ask_target, documents
from widgets.sessions.printing import document_of, print_document, write_document

Subject = TypeVar("Subject")
Form = Literal["csv", "xlsx", "pdf", "print"]


@dataclass(frozen=True, slots=True)
class Paper(Generic[Subject]):
    """One way out. words: in the menu, English. table: makes the file of 'csv' and 'xlsx'; page: the HTML of
    'pdf' and 'print'. kind: a word for the file's name, English; landscape: pages are wider than high."""

    form: Form
    words: str
    table: Callable[[Subject, Options], bytes] | None = None
    page: Callable[[Subject, Options], str] | None = None
    kind: str = ""
    landscape: bool = False


class Outlet(QObject, Generic[Subject]):
    """Asks where to, writes, and says where it is. title: what a subject is called."""

    def __init__(
        self, desk: Desk, owner: QWidget, papers: Sequence[Paper[Subject]], title: Callable[[Subject], str]
    ) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._papers = papers
        self._title = title

    def make_menu(self, subject: Callable[[], Subject | None]) -> QMenu:
        """subject: what is taken out when something is chosen; None for nothing."""
        menu = QMenu(self._owner)
        printing = False
        for paper in self._papers:
            if paper.form == "print" and not printing:
                menu.addSeparator()
            printing = paper.form == "print"
            action = menu.addAction(icon("print" if printing else "export"), translate(paper.words))
            action.triggered.connect(lambda _=False, paper=paper: self._ask(paper, subject()))
        return menu

    def write(self, paper: Paper[Subject], subject: Subject, path: Path) -> None:
        """Write it as `path`."""
        task = self._desk.worker.run(_write, paper, subject, Options(language()), self._title(subject), path)
        words = translate("Saved as {file}").format(file=isolate(str(path)))
        task.finished.connect(lambda _: self._desk.tell(words))
        task.failed.connect(self._desk.tell_error)

    def _ask(self, paper: Paper[Subject], subject: Subject | None) -> None:
        if subject is None:
            return
        if paper.form == "print":
            self._print(paper, subject)
            return
        kind = translate(paper.kind) if paper.kind else ""
        proposed = documents() / f"{file_name(f'{self._title(subject)} {kind}')}.{paper.form}"
        if path := ask_target(self._owner, translate("Export"), proposed, paper.form.upper()):
            self.write(paper, subject, path)

    def _print(self, paper: Paper[Subject], subject: Subject) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        title = self._title(subject)
        printer.setDocName(file_name(title))
        if paper.landscape:
            printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        dialog = QPrintDialog(printer, self._owner)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            task = self._desk.worker.run(_print, paper, subject, Options(language()), title, printer)
            task.failed.connect(self._desk.tell_error)
        dialog.deleteLater()


def _write(paper: Paper[Subject], subject: Subject, options: Options, title: str, path: Path) -> None:
    if paper.page is not None:
        document = document_of(paper.page(subject, options), title, options.language)
        write_document(document, path, landscape=paper.landscape)
        return
    assert paper.table is not None
    data = paper.table(subject, options)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Trouble("file_not_written", file=str(path), reason=error.strerror or "") from error


def _print(paper: Paper[Subject], subject: Subject, options: Options, title: str, printer: QPrinter) -> None:
    assert paper.page is not None
    print_document(document_of(paper.page(subject, options), title, options.language), printer)
