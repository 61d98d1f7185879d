"""Forms for the key of a question, one for each way of being right. Each gives it as the kind takes it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.numerals import format_number
from app.quiz.kinds.gaps import part_of
from app.quiz.kinds.matching import left_sides, right_texts, shown_rights
from app.quiz.model import NumericAnswer, Question, TextAnswer
from app.quiz.plain import readable
from widgets.language import isolate, language, translate
from widgets.parts.basics import button, column, icon_button, keep_off_border, label, row
from widgets.parts.choice_mark import ChoiceMark, choice_letter
from widgets.parts.tips import plain_caption
from widgets.theme import M, S

Key = dict[str, Any]


class KeyEditor(QWidget):
    """`changed` comes with every change; `key` may be impossible then, which the kind says."""

    changed = Signal()

    def key(self) -> Key:
        raise NotImplementedError


class ChoiceEditor(KeyEditor):
    """Which choices are right; parts of the credit become whole by that."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._boxes: list[tuple[str, QCheckBox]] = []
        lines = []
        for place, choice in enumerate(question.choices):
            words = readable(choice.text) or translate("choice {letter}").format(letter=choice_letter(place))
            box = QCheckBox(plain_caption(words))
            box.setAccessibleName(f"{choice_letter(place)}: {words}")
            box.setChecked(choice.weight > 0)
            box.toggled.connect(lambda _: self.changed.emit())
            self._boxes.append((choice.id, box))
            lines.append(row(ChoiceMark(place, 26), box, 0, space=M))
        self.setLayout(column(*lines, space=S))

    def key(self) -> Key:
        return {"right": [id_ for id_, box in self._boxes if box.isChecked()]}


class _Line(QWidget):
    """One accepted answer: its fields, its credit and a button that takes it away."""

    def __init__(self, fields: Sequence[QWidget], weight: float, name: str) -> None:
        super().__init__()
        self.percent = QDoubleSpinBox()
        keep_off_border(self.percent)
        self.percent.setRange(-100.0, 100.0)
        self.percent.setDecimals(1)
        self.percent.setSuffix(" %")
        self.percent.setValue(weight * 100)
        self.percent.setAccessibleName(translate("Credit"))
        self.remove = icon_button("cross", translate("Take {name} away").format(name=name))
        self.setLayout(row(*fields, self.percent, self.remove))

    @property
    def weight(self) -> float:
        return self.percent.value() / 100


class LinesEditor(KeyEditor):
    """Accepted answers below each other, with a button for one more."""

    def __init__(self, add_words: str) -> None:
        super().__init__()
        self.lines: list[_Line] = []
        self._box = column(space=S)
        self.add_button = button(add_words, self.add_empty, icon_name="plus")
        self.setLayout(column(self._box, row(self.add_button, 0), space=S))

    def add_empty(self) -> None:
        raise NotImplementedError

    def _add(self, line: _Line) -> None:
        self.lines.append(line)
        self._box.addWidget(line)
        line.percent.valueChanged.connect(lambda _: self.changed.emit())
        line.remove.clicked.connect(lambda: self._take_away(line))
        self.changed.emit()

    def _take_away(self, line: _Line) -> None:
        self.lines.remove(line)
        self._box.removeWidget(line)
        line.deleteLater()
        self.add_button.setFocus()
        self.changed.emit()


class TextsEditor(LinesEditor):
    """Accepted texts; `*` stands for any characters. given: what students wrote and the key does not accept,
    with how many did, offered to be accepted by a click."""

    def __init__(self, texts: Sequence[TextAnswer], given: Sequence[tuple[str, int]] = ()) -> None:
        super().__init__(translate("Accept another text"))
        self._fields: dict[_Line, QLineEdit] = {}
        for answer in texts:
            self.add_text(answer.text, answer.weight)
        if given:
            self._offer(given)

    def add_empty(self) -> None:
        self.add_text("").setFocus()

    def add_text(self, text: str, weight: float = 1.0) -> QLineEdit:
        field = QLineEdit(text)
        field.setAccessibleName(translate("Accepted text"))
        field.setPlaceholderText(translate("Text; * stands for anything"))
        line = _Line([field], weight, isolate(text) or translate("this text"))
        self._fields[line] = field
        field.textChanged.connect(lambda _: self.changed.emit())
        self._add(line)
        return field

    def key(self) -> Key:
        found = [(self._fields[line].text().strip(), line.weight) for line in self.lines]
        return {"texts": [{"text": text, "weight": weight} for text, weight in found if text]}

    def _offer(self, given: Sequence[tuple[str, int]]) -> None:
        self._offers = column(label(translate("Students also wrote"), "strong"), space=S)
        for text, count in given[:12]:
            words = translate("Accept {text} ({count})").format(text=isolate(text), count=count)
            made = button(plain_caption(words), icon_name="check")
            made.clicked.connect(lambda _=False, text=text, made=made: self._accept(text, made))
            self._offers.addLayout(row(made, 0))
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addSpacing(M)
        layout.addLayout(self._offers)

    def _accept(self, text: str, made: QWidget) -> None:
        made.setEnabled(False)
        # A star that a student wrote is a star.
        self.add_text(text.replace("\\", "\\\\").replace("*", "\\*"))


EXACT: Final = "exact"
RANGE: Final = "range"


class NumbersEditor(LinesEditor):
    """Accepted numbers with a tolerance, and ranges. Numbers are typed as people write them."""

    def __init__(self, numbers: Sequence[NumericAnswer]) -> None:
        super().__init__(translate("Accept another number"))
        self._fields: dict[_Line, tuple[QComboBox, QLineEdit, QLineEdit]] = {}
        for answer in numbers:
            self._add_number(answer)

    def add_empty(self) -> None:
        self._add_number(NumericAnswer(Decimal(0)), empty=True)[1].setFocus()

    def _add_number(
        self, answer: NumericAnswer, *, empty: bool = False
    ) -> tuple[QComboBox, QLineEdit, QLineEdit]:
        form = QComboBox()
        form.setAccessibleName(translate("How numbers are accepted"))
        form.addItem(translate("number ± tolerance"), EXACT)
        form.addItem(translate("from … to …"), RANGE)
        ranged = answer.value is None
        form.setCurrentIndex(int(ranged))
        pair = (answer.low, answer.high) if ranged else (answer.value, answer.tolerance)
        texts = ("", "") if empty else tuple(_show(number) for number in pair)
        fields = (form, QLineEdit(texts[0]), QLineEdit(texts[1]))
        line = _Line(list(fields), answer.weight, translate("this number"))
        self._fields[line] = fields
        form.currentIndexChanged.connect(lambda _: self._name_fields(line))
        for field in fields[1:]:
            field.setMinimumWidth(90)
            field.textChanged.connect(lambda _: self.changed.emit())
        self._name_fields(line)
        self._add(line)
        return fields

    def _name_fields(self, line: _Line) -> None:
        form, first, second = self._fields[line]
        ranged = form.currentData() == RANGE
        names = (
            (translate("From"), translate("To")) if ranged else (translate("Number"), translate("Tolerance"))
        )
        for field, words in zip((first, second), names, strict=True):
            field.setAccessibleName(words)
            field.setPlaceholderText(words)
        self.changed.emit()

    def key(self) -> Key:
        entries = []
        for line in self.lines:
            form, first, second = self._fields[line]
            one, two = first.text().strip(), second.text().strip()
            if not one and not two:
                continue
            if form.currentData() == RANGE:
                entries.append({"low": one, "high": two, "weight": line.weight})
            else:
                entries.append({"value": one, "tolerance": two or "0", "weight": line.weight})
        return {"numbers": entries}


def _show(number: Decimal | None) -> str:
    return "" if number is None or not number.is_finite() else format_number(number, language())


class OrderEditor(KeyEditor):
    """The items in the right order: dragged, or moved by the buttons and Alt with the arrow keys."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setAccessibleName(translate("Items in the right order"))
        self.list.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        for number, choice in enumerate(question.choices, start=1):
            item = QListWidgetItem(readable(choice.text) or f"#{number}")
            item.setData(Qt.ItemDataRole.UserRole, choice.id)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setMinimumHeight(44 * min(len(question.choices), 8))
        self.list.model().rowsMoved.connect(lambda *_: self.changed.emit())
        up = icon_button("up", translate("Move up"), lambda: self.move_item(-1))
        down = icon_button("down", translate("Move down"), lambda: self.move_item(1))
        up.setShortcut("Alt+Up")
        down.setShortcut("Alt+Down")
        self.setLayout(row(self.list, column(up, down, 0, space=S)))

    def move_item(self, step: int) -> None:
        place = self.list.currentRow()
        if 0 <= place + step < self.list.count():
            item = self.list.takeItem(place)
            self.list.insertItem(place + step, item)
            self.list.setCurrentRow(place + step)
            self.changed.emit()

    def key(self) -> Key:
        ids = (self.list.item(n).data(Qt.ItemDataRole.UserRole) for n in range(self.list.count()))
        return {"order": list(ids)}


class PairsEditor(KeyEditor):
    """The right side of each left one."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._boxes: dict[str, QComboBox] = {}
        texts = right_texts(question.pairs)
        # Right sides that look the same are one.
        rights = {id_: texts[id_] for id_ in dict.fromkeys(shown_rights(question.pairs).values())}
        lines = column(space=S)
        for left_id, (left, own) in left_sides(question).items():
            words = readable(left) or "?"
            box = QComboBox()
            box.setAccessibleName(translate("Belongs to {text}").format(text=isolate(words)))
            for right_id, text in rights.items():
                box.addItem(readable(text) or "?", right_id)
            box.setCurrentIndex(max(box.findData(own), 0))
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
            self._boxes[left_id] = box
            caption = label(plain_caption(words), wrap=True)
            caption.setBuddy(box)
            line = row(caption, box, space=M)
            line.setStretch(0, 1)
            line.setStretch(1, 1)
            lines.addLayout(line)
        self.setLayout(lines)

    def key(self) -> Key:
        return {"pairs": {left_id: box.currentData() for left_id, box in self._boxes.items()}}


class GapsEditor(KeyEditor):
    """A form for each gap; only gaps that were changed are in the key."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._editors: dict[str, tuple[KeyEditor, Key]] = {}
        lines = column(space=M)
        for number, gap in enumerate(question.gaps, start=1):
            editor = make_editor(part_of(gap)[1], ())
            if editor is None:
                continue
            editor.changed.connect(self.changed.emit)
            self._editors[gap.id] = (editor, editor.key())
            lines.addWidget(label(translate("Gap [{number}]").format(number=number), "strong"))
            lines.addWidget(editor)
        self.setLayout(lines)

    def key(self) -> Key:
        found = {id_: (editor.key(), before) for id_, (editor, before) in self._editors.items()}
        return {"gaps": {id_: key for id_, (key, before) in found.items() if key != before}}


def make_editor(question: Question, given: Sequence[tuple[str, int]]) -> KeyEditor | None:
    """The form for this question's key; None for kinds that have none. given: see `TextsEditor`."""
    match question.kind:
        case "single" | "multiple" | "true_false":
            return ChoiceEditor(question)
        case "numeric":
            return NumbersEditor(question.numbers)
        case "short_text":
            return TextsEditor(question.texts, given)
        case "ordering":
            return OrderEditor(question)
        case "matching":
            return PairsEditor(question)
        case "gaps":
            return GapsEditor(question)
    return None
