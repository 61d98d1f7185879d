"""Correcting the key of a question that was asked: the form, what it changes for the class, the reason."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from app.errors import Refused
from app.live.views import counted_answers
from app.quiz.kinds import find_kind
from app.quiz.kinds.base import Answer
from app.quiz.model import Question
from app.quiz.scoring import judge
from app.reports.summary import QuestionSummary
from widgets.language import translate
from widgets.parts.basics import button, column, label, row, scrolled, set_look
from widgets.parts.rich_text import RichText
from widgets.sessions.ask import reason_field
from widgets.sessions.key_editors import make_editor
from widgets.sessions.loaded import Loaded
from widgets.theme import XL, XXXL, L, M


def can_correct(question: Question) -> bool:
    """Whether questions of this kind have a key."""
    return find_kind(question.kind).scored and find_kind(question.kind).answerable


class KeyDialog(QDialog):
    """`key` and `why` after it was accepted. The button is there when the key is possible and another one."""

    def __init__(self, loaded: Loaded, item: QuestionSummary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        question = item.question
        self._question = loaded.state.quiz.find(question.id) or question
        self._present = question
        self._answers = _answers_of(loaded, item)
        self.setWindowTitle(translate("Correct the key"))
        self.setMinimumSize(560, 420)
        self.resize(620, min(680, self.screen().availableGeometry().height() - 2 * XXXL))
        editor = make_editor(question, self._unaccepted())
        assert editor is not None, question.kind
        self.editor = editor
        self._before = editor.key()
        self.effect = label(wrap=True)
        self.why = reason_field()
        self.why.setAccessibleName(translate("Reason (you may leave it empty)"))
        why_label = label(translate("Reason (you may leave it empty)"), "strong")
        why_label.setBuddy(self.why)
        self.done_button = button(translate("Correct the key"), self.accept, kind="main")
        self.done_button.setDefault(True)
        content = QWidget()
        content.setLayout(column(self.editor, 0))
        foot = row(0, button(translate("Cancel"), self.reject, kind="quiet"), self.done_button)
        text = RichText(loaded.html.get(question.id, ""), 16, loaded.texts)
        self.setLayout(
            column(
                label(translate("What is right?"), "large"), text, scrolled(content), self.effect, why_label,
                self.why, foot, space=M, margin=XL,
            )
        )  # fmt: skip
        box = self.layout()
        assert box is not None
        box.setSpacing(L)
        editor.changed.connect(self._look)
        self._look()

    @property
    def key(self) -> dict[str, Any]:
        return self.editor.key()

    def _look(self) -> None:
        """Say what the key in the form would change."""
        key = self.editor.key()
        corrected = self._corrected(key)
        self.done_button.setEnabled(corrected is not None and key != self._before)
        before = self._right_with(self._present)
        if corrected is None:
            set_look(self.effect, "level", "warn")
            self.effect.setText(translate("Say what is right: with this nothing would be."))
            return
        set_look(self.effect, "level", "soft")
        words = translate("Wholly right: {before} of {all} now, {after} with this key.")
        self.effect.setText(
            words.format(before=before, all=len(self._answers), after=self._right_with(corrected))
        )

    def _corrected(self, key: Mapping[str, Any]) -> Question | None:
        try:
            return find_kind(self._question.kind).correct(self._question, key)
        except Refused:
            return None

    def _right_with(self, question: Question) -> int:
        kind = find_kind(question.kind)
        return sum(judge(kind.score(question, answer)) == "right" for answer in self._answers)

    def _unaccepted(self) -> list[tuple[str, int]]:
        """What students wrote that is not wholly right, the most frequent first."""
        if self._present.kind != "short_text":
            return []
        kind = find_kind(self._present.kind)
        wrong = (a for a in self._answers if judge(kind.score(self._present, a)) != "right")
        return [(bar.label, bar.count) for bar in kind.summarise(self._present, wrong)]


def _answers_of(loaded: Loaded, item: QuestionSummary) -> list[Answer]:
    if item.round is None:
        return []
    return [given.answer for given in counted_answers(loaded.state, item.round).values()]
