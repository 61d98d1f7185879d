"""The form of a text with gaps. The gaps stand in the text as [[1]], [[2]]...; here is what fills them."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from app.quiz.blank import blank_gap
from app.quiz.gap_editing import add_gap, is_placed, remove_gap
from app.quiz.kinds.gaps import gap_mark
from app.quiz.model import Gap, Question
from widgets.editor.bench import Bench
from widgets.editor.forms.base import KindForm
from widgets.editor.gap_row import GapRow
from widgets.editor.rows import RowList
from widgets.editor.text_field import TextField
from widgets.language import translate
from widgets.parts.basics import button, label, row


class GapsForm(KindForm):
    """text: the field of the question's text, in which gaps are put."""

    def __init__(self, bench: Bench, text: TextField) -> None:
        super().__init__(bench)
        self._text = text
        hint = translate("Choose a word of the text and make it a gap; the word is then what fills it.")
        make = button(translate("Make a gap"), self.make_gap, icon_name="kind-gaps", tip="Ctrl+G")
        make.setShortcut(QKeySequence("Ctrl+G"))
        self.rows: RowList = RowList(lambda: GapRow(bench), blank_gap, "")
        self.rows.add_button.hide()
        self.rows.changed.connect(self._on_rows)
        line = row(make, label(hint, "soft", wrap=True))
        line.setStretch(1, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.rows)

    def fill(self, question: Question) -> None:
        self.rows.set_items(question.gaps)
        for shown, gap in zip(self.rows.rows, question.gaps, strict=True):
            assert isinstance(shown, GapRow)
            shown.set_placed(is_placed(question, gap))

    def make_gap(self) -> None:
        """A gap at the cursor of the text, or of the words chosen there."""
        words = self._text.selected
        gap = blank_gap(words.strip())
        with self._text.held():
            self._text.insert(gap_mark(gap.id) + (" " if words.endswith(" ") else ""))
            text = self._text.read()
        self.take(add_gap(self.question, text, gap))
        number = next(n for n, other in enumerate(self.question.gaps, start=1) if other.id == gap.id)
        self._text.select(f"[[{number}]]")
        if not words.strip():
            self._focus_gap(self.rows.rows[number - 1])

    def _focus_gap(self, shown: QWidget) -> None:
        fields = shown.findChildren(QWidget, "answer")
        (fields[0] if fields else shown).setFocus()

    def _on_rows(self, gaps: tuple[Gap, ...], key: str) -> None:
        gone = {gap.id for gap in self.question.gaps} - {gap.id for gap in gaps}
        if gone:
            self.take(remove_gap(self.question, gone.pop()))
        else:
            self.edit(f"gaps {key}" if key else "", gaps=gaps)
