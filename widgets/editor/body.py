"""The three columns of the editor for one quiz: questions, form, preview."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QWidget

from app.errors import Refused
from app.exchange.formats import Imported, read_file
from app.exchange.pasted import read_pasted
from app.exchange.report import Report
from app.quiz import editing
from app.quiz.model import Quiz
from app.quiz.weighing import drop_blank_choices
from widgets.editor.bench import Bench
from widgets.editor.draft import Draft
from widgets.editor.list_panel import ListPanel
from widgets.editor.preview import PreviewPanel
from widgets.editor.question_form import QuestionForm
from widgets.language import ngettext, translate
from widgets.parts.basics import button, column
from widgets.parts.empty_state import EmptyState

NARROW: Final = 1010  # below, there is no room for the preview beside the form
_PASTE_KEYS: Final = "Ctrl+Shift+V"


class EditorBody(QWidget):
    """Made for one draft, and thrown away with it."""

    preview_shown = Signal(bool)

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft
        self.bench = Bench(draft, draft.desk.worker)
        self.bench.problem.connect(draft.desk.tell_error)
        self.questions = ListPanel(self.bench)
        self.questions.made.connect(self._on_made)
        self.questions.pasted.connect(self.take_mime)
        self.form = QuestionForm(self.bench)
        self.preview = PreviewPanel(self.bench)
        self._wishes_preview = True
        self._shown = draft.question.id if draft.question else ""
        self._middle = QStackedWidget()
        self._middle.addWidget(self.form)
        self._middle.addWidget(self._make_empty())
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.questions, self._middle, self.preview):
            self._splitter.addWidget(part)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([252, 560, 400])
        self._middle.setMinimumWidth(360)
        self.setLayout(column(self._splitter, space=0))
        paste = QAction(self)
        paste.setShortcut(QKeySequence(_PASTE_KEYS))
        paste.triggered.connect(self.paste)
        self.addActions([*self.questions.page_actions, paste])
        draft.changed.connect(self._settle)
        draft.chosen.connect(self._on_chosen)
        self.questions.refresh()
        self.form.refresh()
        self.preview.refresh()
        self._settle()

    def show_preview(self, wanted: bool) -> None:
        """Show the preview or not; in a narrow window it takes the place of the list of questions."""
        self._wishes_preview = wanted
        if self.width() >= NARROW:
            self._place_preview()
            return
        self.preview.setVisible(wanted)
        self.questions.setVisible(not wanted)
        self.preview_shown.emit(wanted)

    def paste(self) -> None:
        """Take questions from the clipboard."""
        self.take_mime(QApplication.clipboard().mimeData())

    def take_mime(self, source: QMimeData) -> None:
        """Take questions that are pasted or dropped, as text or as files."""
        files = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
        for path in files:
            task = self.bench.worker.run(read_file, path)
            task.finished.connect(self._on_read)
            task.failed.connect(self.bench.problem)
        if not files and source.hasText() and source.text().strip():
            task = self.bench.worker.run(read_pasted, source.text(), "")
            task.finished.connect(self._on_pasted)
            task.failed.connect(self.bench.problem)

    def rest(self) -> None:
        """Begin no more work by itself: the page is left."""
        self.draft.rest()
        self.preview.rest()

    def tidy(self) -> None:
        """Take out the empty places of questions that were made here and are not written at now."""
        for question_id in tuple(self.form.fresh):
            question = self.draft.quiz.find(question_id)
            if question is not None:
                tidied = drop_blank_choices(question)
                if tidied is not question:
                    self.draft.edit_question(tidied)
        self.form.fresh.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._place_preview()

    def _make_empty(self) -> QWidget:
        add = button(translate("Add a question"), kind="main", icon_name="plus")
        add.setMenu(self.questions.make_menu())
        paste = button(translate("Paste questions"), self.paste, icon_name="import", tip=_PASTE_KEYS)
        words = translate(
            "Add the first question, or paste several from Word: numbered questions, lettered choices, "
            "a star before the right one. Files of quizzes can be dropped on the list."
        )
        return EmptyState("edit", translate("No question yet"), words, add, paste)

    def _settle(self) -> None:
        has_any = bool(self.draft.quiz.questions)
        self._middle.setCurrentIndex(0 if has_any else 1)
        self._place_preview()

    def _place_preview(self) -> None:
        """The preview stands beside the form where it is wanted, there is room, and something to show."""
        room = self.width() >= NARROW
        self.questions.show()
        self.preview.setVisible(self._wishes_preview and room and bool(self.draft.quiz.questions))
        self.preview_shown.emit(self.preview.isVisibleTo(self))

    def _on_made(self, question_id: str) -> None:
        self.tidy()
        self.form.fresh.add(question_id)

    def _on_chosen(self) -> None:
        question = self.draft.question
        left, self._shown = self._shown, question.id if question else ""
        if left in self.form.fresh and left != self._shown:
            self.tidy()
        if question is not None and question.id in self.form.fresh:
            self.form.focus_text()

    def _on_read(self, imported: Imported) -> None:
        self._take(imported.quiz, imported.report)

    def _on_pasted(self, result: tuple[Quiz, Report]) -> None:
        self._take(*result)

    def _take(self, quiz: Quiz, report: Report) -> None:
        if not quiz.questions:
            self.draft.desk.tell_error(Refused("nothing_to_paste"))
            return
        chosen = self.draft.question
        at = self.questions.model.place_of(chosen.id) + 1 if chosen else 0
        after, ids = editing.take_questions(self.draft.quiz, quiz, at)
        self.draft.edit(after, choose=ids[0])
        words = ngettext("{count} question added.", "{count} questions added.", len(ids))
        words = words.format(count=len(ids))
        doubts = len(report.lines)
        if doubts:
            more = ngettext(
                "{count} line was doubtful: look through them.",
                "{count} lines were doubtful: look through them.",
                doubts,
            )
            words = f"{words} {more.format(count=doubts)}"
        self.draft.desk.tell(words, "warn" if doubts else "good", translate("Undo"), self.draft.undo)
