"""What questions of every kind have: points, time, the explanation, and where they belong."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QWidget

from app.quiz.difficulty import find_difficulty, set_difficulty
from app.quiz.kinds import KINDS
from app.quiz.kinds.base import Kind
from app.quiz.model import Question
from widgets.editor.bench import Bench
from widgets.editor.fields import Chooser, Count, Line, Points
from widgets.editor.text_field import TextField
from widgets.language import translate
from widgets.parts.basics import button, column, label, row
from widgets.parts.icons import icon
from widgets.theme import M, S

LONGEST_TIME = 7200  # seconds


class CommonFields(QWidget):
    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._question: Question | None = None
        self.points = Points(translate("Points"))
        self.points.edited.connect(lambda value: self._edit("points", points=value))
        self.time = Count(
            translate("Time limit"),
            0,
            LONGEST_TIME,
            suffix="\N{NO-BREAK SPACE}" + translate("s"),
            empty=translate("as in the class"),
        )
        self.time.setSingleStep(5)
        self.time.setMinimumWidth(150)
        self.time.edited.connect(lambda value: self._edit("time", time_limit=value or None))
        self.shuffle = QCheckBox(translate("Another order of choices for each student"))
        self.shuffle.clicked.connect(lambda on: self._edit(shuffle=on))
        self.explanation = TextField(
            bench,
            translate("Explanation"),
            lines=2,
            hint=translate("Shown with the answer: why it is right."),
        )
        self.explanation.edited.connect(lambda text: self._edit("feedback", feedback=text))
        time_label = _named(translate("Time limit"), self.time)
        self._points_part = QWidget()
        self._points_part.setLayout(row(_named(translate("Points"), self.points), self.points, M, space=S))
        line = row(self._points_part, time_label, self.time, 0, space=S)
        self._more = button(translate("More"), None, kind="quiet", icon_name="down")
        self._more.setCheckable(True)
        self._rest = self._make_rest()
        self._rest.hide()
        self._more.toggled.connect(self._on_more)
        self._explained = _named(translate("Explanation"), self.explanation)
        self.setLayout(
            column(
                line, self.shuffle, self._explained, self.explanation, row(self._more, 0), self._rest, space=M
            )
        )

    def show_question(self, question: Question) -> None:
        self._question = question
        kind = KINDS.get(question.kind, Kind())
        self.points.set_points(question.points)
        for part in (self._points_part, self.below):
            part.setVisible(kind.scored)
        self.time.set_count(min(question.time_limit or 0, LONGEST_TIME))
        self.shuffle.setVisible(kind.can_shuffle)
        self.shuffle.setChecked(question.shuffle)
        self.explanation.set_text(question.feedback)
        for part in (self._explained, self.explanation):
            part.setVisible(kind.answerable or bool(question.feedback))
        self.title.set_line(question.title)
        self.level.set_value(find_difficulty(question.tags))
        if _names(self.tags.text(), ",") != set_difficulty(question.tags, ""):
            self.tags.set_line(", ".join(set_difficulty(question.tags, "")))
        if _names(self.category.text(), "/") != question.category:
            self.category.set_line(" / ".join(question.category))
        self.below.setChecked(question.below_zero)

    def _make_rest(self) -> QWidget:
        self.title = Line(translate("Title"), translate("Only for you; lists show it"))
        self.title.edited.connect(lambda text: self._edit("title", title=text))
        self.level = Chooser(
            translate("Difficulty"),
            (
                ("", translate("not said")),
                ("easy", translate("easy")),
                ("medium", translate("medium")),
                ("hard", translate("hard")),
            ),
        )
        self.level.chosen.connect(self._on_level)
        self.tags = Line(translate("Tags"), translate("such as: cells, chapter 2"))
        self.tags.edited.connect(self._on_tags)
        self.category = Line(translate("Category"), translate("such as: Biology / Cells"))
        self.category.edited.connect(lambda text: self._edit("category", category=_names(text, "/")))
        self.below = QCheckBox(translate("Wrong answers may cost points"))
        self.below.clicked.connect(lambda on: self._edit(below_zero=on))
        made = QWidget()
        form = QFormLayout(made)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(S)
        form.setHorizontalSpacing(M)
        for field in (self.title, self.level, self.tags, self.category):
            form.addRow(_named(field.accessibleName(), field), field)
        form.addRow(self.below)
        return made

    def _on_more(self, wanted: bool) -> None:
        self._rest.setVisible(wanted)
        self._more.setIcon(icon("up" if wanted else "down"))

    def _on_level(self, level: str) -> None:
        if self._question is not None:
            self._edit(tags=set_difficulty(self._question.tags, level))

    def _on_tags(self, text: str) -> None:
        if self._question is not None:
            level = find_difficulty(self._question.tags)
            self._edit("tags", tags=set_difficulty(_names(text, ","), level))

    def _edit(self, key: str = "", **values: Any) -> None:
        if self._question is not None:
            self._question = replace(self._question, **values)
            self._bench.draft.edit_question(self._question, key)


def _named(words: str, field: QWidget) -> QLabel:
    made = label(words, "soft")
    made.setBuddy(field)
    return made


def _names(text: str, separator: str) -> tuple[str, ...]:
    """The names in a line; an Arabic comma parts them too."""
    parts = text.replace("،", ",").split(separator)
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
