"""The side of the editor with the questions: to choose, add, copy, move and remove them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.quiz import editing
from app.quiz.blank import blank_question
from widgets.editor.bench import Bench
from widgets.editor.kind_names import KIND_HELP, kind_icon
from widgets.editor.question_form import truth_words
from widgets.editor.question_model import QuestionModel
from widgets.editor.question_view import QuestionView
from widgets.language import ngettext, translate
from widgets.parts.basics import button, column, icon_button, row
from widgets.parts.icons import icon
from widgets.parts.kind_names import kind_name
from widgets.theme import XS, L, M, S


class ListPanel(QWidget):
    made = Signal(str)
    """A question was added by hand; its id."""
    pasted = Signal(QMimeData)

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._draft = bench.draft
        self.page_actions: list[QAction] = []
        self.model = QuestionModel()
        self.view = QuestionView(self.model)
        self.view.setAccessibleName(translate("Questions"))
        self.view.moved.connect(self._on_moved)
        self.view.shifted.connect(self.shift)
        self.view.remove_wanted.connect(self.remove)
        self.view.pasted.connect(self.pasted)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.add_button = button(translate("Add"), icon_name="plus", tip="Ctrl+N")
        self.add_button.setMenu(self.make_menu())
        self._copy = icon_button("copy", translate("Duplicate (Ctrl+D)"), self.duplicate)
        self._up = icon_button("up", translate("Move up (Alt+Up)"), partial(self.shift, -1))
        self._down = icon_button("down", translate("Move down (Alt+Down)"), partial(self.shift, 1))
        self._remove = icon_button("trash", translate("Remove (Delete)"), self.remove)
        self.wrong = button("", self.jump_to_wrong, kind="quiet", icon_name="warning")
        tools = row(self.add_button, 0, self._up, self._down, self._copy, self._remove, space=0)
        layout = column(tools, self.view, self.wrong, space=S)
        layout.setContentsMargins(L, M, XS, M)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setMinimumWidth(232)
        self._shortcut("Ctrl+N", self.add_button.showMenu)
        self._shortcut("Ctrl+D", self.duplicate)
        self._shortcut("Ctrl+PgDown", partial(self._step, 1))
        self._shortcut("Ctrl+PgUp", partial(self._step, -1))
        self._settling = False
        bench.draft.changed.connect(self.refresh)
        bench.draft.chosen.connect(self.refresh)

    def make_menu(self) -> QMenu:
        """A menu with every kind of question to add."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for name, help_ in KIND_HELP.items():
            action = menu.addAction(icon(kind_icon(name)), kind_name(name))
            action.setToolTip(translate(help_))
            action.triggered.connect(partial(self._on_kind, name))
        return menu

    def refresh(self) -> None:
        """Show the quiz as it is now and select what is chosen."""
        chosen = self._draft.question.id if self._draft.question else ""
        self._settling = True
        selected = self.view.selected_ids()
        self.model.set_quiz(self._draft.quiz)
        known = [question_id for question_id in selected if self.model.place_of(question_id) >= 0]
        self.view.select(known if chosen in known else [chosen] if chosen else [], chosen)
        self._settling = False
        for tool in (self._copy, self._up, self._down, self._remove):
            tool.setEnabled(bool(chosen))
        count = len(self.model.wrong)
        words = ngettext("{count} question to complete", "{count} questions to complete", count)
        self.wrong.setText(words.format(count=count))
        self.wrong.setVisible(count > 0)

    def add(self, kind: str) -> None:
        """A new question of this kind behind the chosen one."""
        question = blank_question(kind, truth_words())
        self.made.emit(question.id)
        at = self._place() + 1
        self._draft.edit(editing.insert_questions(self._draft.quiz, at, (question,)), choose=question.id)

    def duplicate(self) -> None:
        ids = self.view.selected_ids()
        if ids:
            quiz, copies = editing.duplicate_questions(self._draft.quiz, ids)
            self._draft.edit(quiz, choose=copies[0])

    def remove(self) -> None:
        """Remove what is selected and choose what comes next. Undo brings it back."""
        ids = self.view.selected_ids()
        if not ids:
            return
        at = self.model.place_of(ids[0])
        quiz = editing.remove_questions(self._draft.quiz, ids)
        near = quiz.questions[min(at, len(quiz.questions) - 1)].id if quiz.questions else ""
        self._draft.edit(quiz, choose=near)
        words = ngettext("{count} question removed.", "{count} questions removed.", len(ids))
        self._draft.desk.tell(words.format(count=len(ids)), "", translate("Undo"), self._draft.undo)

    def shift(self, step: int) -> None:
        """Move what is selected one place up (-1) or down (1)."""
        ids = self.view.selected_ids()
        self._draft.edit(editing.shift_questions(self._draft.quiz, ids, step))

    def jump_to_wrong(self) -> None:
        """Choose the next question that cannot be asked, from the chosen one on, round and round."""
        wrong, here = self.model.wrong, self._place()
        later = [question_id for question_id in wrong if self.model.place_of(question_id) > here]
        if wrong:
            self._draft.choose((later or wrong)[0])

    def _place(self) -> int:
        question = self._draft.question
        return self.model.place_of(question.id) if question else -1

    def _step(self, step: int) -> None:
        place = self._place() + step
        if 0 <= place < len(self._draft.quiz.questions):
            self._draft.choose(self._draft.quiz.questions[place].id)

    def _on_kind(self, kind: str, _checked: bool = False) -> None:
        self.add(kind)

    def _on_moved(self, ids: list[str], at: int) -> None:
        self._draft.edit(editing.move_questions(self._draft.quiz, ids, at))

    def _on_current(self) -> None:
        place = self.view.currentIndex().row()
        if not self._settling and 0 <= place < len(self._draft.quiz.questions):
            self._draft.choose(self._draft.quiz.questions[place].id)

    def _shortcut(self, keys: str, do: Callable[[], object]) -> None:
        """A key that works in the whole page, also while people type in the form."""
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda *_: do())
        self.page_actions.append(action)
