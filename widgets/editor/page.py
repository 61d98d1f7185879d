"""The page on which a quiz is written. It saves by itself; what is asked in a class meanwhile is a copy."""

import time
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.errors import PreauError
from app.quiz.model import Quiz, new_id
from widgets.desk import Desk
from widgets.editor.body import EditorBody
from widgets.editor.draft import Draft
from widgets.editor.fields import Chooser, Line
from widgets.language import is_rtl, language, translate
from widgets.page import Page
from widgets.parts.basics import button, column, icon_button, label, row, rule, set_look
from widgets.parts.message_strip import MessageStrip
from widgets.theme import L, M, S

_LANGUAGES: Final = (("fr", "Français"), ("ar", "العربية"), ("en", "English"))


class EditorPage(Page):
    NAME = "editor"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._body: EditorBody | None = None
        self._folder = ""
        self._loading = 0
        self._warned = False
        self._back = icon_button("back", translate("Back to the quizzes"), lambda: desk.go("library"))
        self.title = Line(translate("Title of the quiz"), translate("Quiz without a title"))
        set_look(self.title, "kind", "title")
        self.title.setMinimumWidth(180)
        side = Qt.AlignmentFlag.AlignRight if is_rtl() else Qt.AlignmentFlag.AlignLeft
        self.title.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)
        self.title.edited.connect(self._on_title)
        self.language = Chooser(
            translate("Language of the quiz"), (("", translate("Any language")), *_LANGUAGES)
        )
        self.language.chosen.connect(self._on_language)
        self.saved = label("", "soft")
        self._undo = icon_button("undo", translate("Undo (Ctrl+Z)"), self.undo)
        self._redo = icon_button("redo", translate("Redo (Ctrl+Y)"), self.redo)
        self._eye = icon_button("reveal", translate("Preview"), self._on_eye)
        self._eye.setCheckable(True)
        self._start = button(translate("Start the class"), self._on_start, kind="main", icon_name="play")
        self._strip = MessageStrip()
        head = row(
            self._back,
            self.title,
            self.language,
            self.saved,
            self._undo,
            self._redo,
            self._eye,
            self._start,
            space=S,
        )
        head.setContentsMargins(L, M, L, M)
        head.setStretch(1, 1)
        self._holder = QWidget()
        self._holder.setLayout(column(space=0))
        self._layout = column(head, rule(), self._strip, self._holder, space=0)
        self._layout.setStretch(3, 1)
        self.setLayout(self._layout)
        for standard, more, do in (
            (QKeySequence.StandardKey.Undo, {"Ctrl+Z"}, self.undo),
            (QKeySequence.StandardKey.Redo, {"Ctrl+Y", "Ctrl+Shift+Z"}, self.redo),
        ):
            action = QAction(self)
            names = {keys.toString() for keys in QKeySequence.keyBindings(standard)} | more
            action.setShortcuts([QKeySequence(name) for name in sorted(names)])
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(do)
            self.addAction(action)
        self._enable(False)
        desk.bridge.opened.connect(self._tell_class)
        desk.bridge.ended.connect(self._tell_class)

    @property
    def body(self) -> EditorBody | None:
        """The columns; None until the quiz is loaded."""
        return self._body

    @property
    def draft(self) -> Draft | None:
        return self._body.draft if self._body else None

    def open(self, **arguments: Any) -> None:
        """quiz: id of a quiz of the library, question: id of the one to begin with; or new=True with a
        folder. Without arguments what was open stays open."""
        if arguments.get("new"):
            self._folder = str(arguments.get("folder", ""))
            quiz = Quiz(new_id() + new_id(), "", language=language())
            self._show(Draft(self.desk, quiz, is_new=True, folder=self._folder))
            self.title.setFocus()
        elif quiz_id := arguments.get("quiz"):
            self._load(str(quiz_id), str(arguments.get("question", "")))

    def leave(self) -> bool:
        """Save. If that is not possible, stay once; whoever leaves again loses what could not be saved."""
        if self._body is None:
            return True
        self._body.tidy()
        try:
            self._body.draft.flush()
        except PreauError as error:
            self.desk.tell_error(error)
            if not self._warned:
                self._warned = True
                return False
        self._warned = False
        self._body.rest()
        return True

    def state(self) -> dict[str, Any]:
        draft = self.draft
        if draft is None:
            return {}
        with suppress(PreauError):  # said when the page is left
            draft.flush()
        if draft.is_new:
            return {"new": True, "folder": self._folder}
        return {"quiz": draft.quiz.id, "question": draft.question.id if draft.question else ""}

    def undo(self) -> None:
        if self.draft is not None:
            self.draft.undo()

    def redo(self) -> None:
        if self.draft is not None:
            self.draft.redo()

    def _load(self, quiz_id: str, question_id: str) -> None:
        self._loading += 1
        number = self._loading
        task = self.desk.worker.run(self.desk.library.load_quiz, quiz_id)
        task.give(self, lambda quiz: self._on_loaded(number, quiz, question_id))
        task.failed.connect(self._on_not_loaded)

    def _on_loaded(self, number: int, quiz: Quiz, question_id: str) -> None:
        if number != self._loading:
            return
        if self._body is None or self._body.draft.quiz != quiz:
            self._show(Draft(self.desk, quiz))
            assert self._body is not None
            self._body.questions.view.setFocus()  # its keys add, copy, move and remove
        else:
            self._body.preview.refresh()
        if question_id and self.draft is not None:
            self.draft.choose(question_id)

    def _on_not_loaded(self, error: PreauError) -> None:
        self.desk.tell_error(error)
        if self._body is None:
            self.desk.go("library")

    def _show(self, draft: Draft) -> None:
        layout = self._holder.layout()
        assert layout is not None
        if self._body is not None:
            layout.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = EditorBody(draft)
        self._body.preview_shown.connect(self._eye.setChecked)
        self._eye.setChecked(True)
        layout.addWidget(self._body)
        self._body.show()  # at once, for only what is shown can take the focus
        draft.changed.connect(self._settle)
        draft.saved.connect(self._on_saved)
        draft.unsaved.connect(lambda: self.saved.setText(translate("Saving…")))
        self.saved.setText("")
        self._enable(True)
        self._settle()
        self._tell_class()

    def _settle(self) -> None:
        draft = self.draft
        if draft is not None:
            self.title.set_line(draft.quiz.title)
            known = self.language.findData(draft.quiz.language) >= 0
            self.language.set_value(draft.quiz.language if known else "")
            self._undo.setEnabled(draft.can_undo)
            self._redo.setEnabled(draft.can_redo)
            self._start.setEnabled(bool(draft.quiz.questions))

    def _enable(self, possible: bool) -> None:
        for part in (self.title, self.language, self._undo, self._redo, self._eye, self._start):
            part.setEnabled(possible)

    def _on_saved(self, at: float) -> None:
        when = time.localtime(at)
        self.saved.setText(translate("Saved {time}").format(time=f"{when.tm_hour:02}:{when.tm_min:02}"))

    def _on_title(self, title: str) -> None:
        if self.draft is not None:
            self.draft.edit(replace(self.draft.quiz, title=title), "title")

    def _on_language(self, chosen: str) -> None:
        if self.draft is not None:
            self.draft.edit(replace(self.draft.quiz, language=chosen))

    def _on_eye(self) -> None:
        if self._body is not None:
            self._body.show_preview(self._eye.isChecked())

    def _on_start(self) -> None:
        if self.draft is not None and self.leave():
            self.desk.conductor.ask_to_start(self.draft.quiz.id)

    def _tell_class(self) -> None:
        """Say that a running class has its own copy of this quiz."""
        if self._is_asked():
            self._strip.show_message(
                translate(
                    "This quiz is being asked now. The class keeps its own copy; what you change here counts "
                    "from the next class on."
                ),
                "warn",
            )
        else:
            self._strip.hide_message()

    def _is_asked(self) -> bool:
        """Whether a class runs with this quiz: by its questions, for it may have been renamed since; a copy
        has the same ones, but another quiz has the name then."""
        view = self.desk.bridge.view if self.desk.bridge.is_attached else None
        if view is None or self.draft is None:
            return False
        quiz, title = self.draft.quiz, str(view.session.get("title", ""))
        asked = {question["id"] for question in view.questions}
        if not any(question.id in asked for question in quiz.questions):
            return False
        rows = self.desk.library.list_quizzes()
        return quiz.title == title or all(row.title != title or row.id == quiz.id for row in rows)
