"""What an import would do to a class: who is new, changed, gone or doubtful, each to be taken or left."""

from typing import Any, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTreeWidget, QTreeWidgetItem

from app.i18n import mark
from app.people.merge import Changed, Changes, Doubtful
from app.people.model import Student
from app.people.taking import NEW, Decisions
from widgets.classes.entries import LANGUAGE_NAMES, show_factor, written_name
from widgets.language import isolate, translate
from widgets.parts.tips import plain_tip
from widgets.theme import colour

FIELD_WORDS: Final = {
    "number": mark("Number"),
    "name": mark("Name"),
    "family": mark("Family name"),
    "given": mark("Given name"),
    "email": mark("E-mail"),
    "groups": mark("Groups"),
    "language": mark("Language"),
    "extra_time": mark("Extra time"),
    "note": mark("Note"),
}
LEFT_OUT: Final = "-"
_UNDECIDED: Final = "?"
_ID: Final = Qt.ItemDataRole.UserRole
_CHOICE_HEIGHT: Final = 46
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class ChangesView(QTreeWidget):
    decided = Signal()
    """Something is to be taken, or not any more."""

    def __init__(self) -> None:
        super().__init__()
        self._changes = Changes()
        self._parts: dict[str, list[QTreeWidgetItem]] = {}
        self._choices: dict[str, QComboBox] = {}
        self.setColumnCount(2)
        self.setHeaderLabels([translate("Student"), translate("What happens")])
        for part in (self, self.header()):
            part.setAccessibleName(translate("What the import changes"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.header().setStretchLastSection(True)
        self.setColumnWidth(0, 330)
        self.setUniformRowHeights(False)
        self.itemChanged.connect(lambda *_: self.decided.emit())

    def show_changes(self, changes: Changes) -> None:
        self.blockSignals(True)
        self.clear()
        self._changes, self._choices = changes, {}
        self._parts = {"doubtful": [], "new": [], "changed": [], "gone": []}
        if changes.doubtful:
            top = self._make_top(
                translate("Doubtful: the same person, or somebody new?"), len(changes.doubtful)
            )
            for doubtful in changes.doubtful:
                self._add_doubtful(top, doubtful)
        if changes.new:
            top = self._make_top(translate("New in the list"), len(changes.new), _CHECKED)
            for one in changes.new:
                self._add("new", top, one, _tell_new(one), _CHECKED)
        if changes.changed:
            top = self._make_top(translate("Changed"), len(changes.changed), _CHECKED)
            for item in changes.changed:
                self._add("changed", top, item.old, tell_change(item), _CHECKED)
        if changes.gone:
            top = self._make_top(translate("No longer in the list"), len(changes.gone), _UNCHECKED)
            for one in changes.gone:
                self._add("gone", top, one, translate("Removed if you tick it"), _UNCHECKED)
        self.expandAll()
        self.blockSignals(False)
        self.decided.emit()

    @property
    def decisions(self) -> Decisions:
        """As the boxes and choices stand."""
        meant = {row: str(box.currentData()) for row, box in self._choices.items()}
        return Decisions(
            left_out=frozenset(self._ids("new", _UNCHECKED) + self._ids("changed", _UNCHECKED)),
            leaving=frozenset(self._ids("gone", _CHECKED)),
            meant={row: one for row, one in meant.items() if one not in (LEFT_OUT, _UNDECIDED)},
        )

    @property
    def undecided(self) -> int:
        """How many doubtful rows nobody has said anything of."""
        return sum(box.currentData() == _UNDECIDED for box in self._choices.values())

    @property
    def count(self) -> int:
        """How many students are taken, changed or removed."""
        ticked = sum(len(self._ids(part, _CHECKED)) for part in ("new", "changed", "gone"))
        return ticked + len(self.decisions.meant)

    def decide(self, row: str, meant: str) -> None:
        """Say whom a doubtful row means: a student's id, `NEW` or `LEFT_OUT`."""
        box = self._choices[row]
        box.setCurrentIndex(box.findData(meant))

    # --- inside -----------------------------------------------------------------------------------

    def _ids(self, part: str, state: Qt.CheckState) -> list[str]:
        return [str(item.data(0, _ID)) for item in self._parts.get(part, []) if item.checkState(0) == state]

    def _make_top(self, words: str, count: int, state: Qt.CheckState | None = None) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self, [f"{words} ({count})", ""])
        font = self.font()
        font.setBold(True)
        item.setFont(0, font)
        item.setFirstColumnSpanned(state is None)
        if state is not None:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsAutoTristate | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(0, state)
        else:
            item.setForeground(0, colour("amber"))
        return item

    def _add(
        self, part: str, top: QTreeWidgetItem, student: Student, words: str, state: Qt.CheckState
    ) -> None:
        item = QTreeWidgetItem(top, [_name(student), words])
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(0, state)
        item.setData(0, _ID, student.id)
        item.setToolTip(1, plain_tip(words))
        item.setForeground(1, colour("soft"))
        self._parts[part].append(item)

    def _add_doubtful(self, top: QTreeWidgetItem, doubtful: Doubtful) -> None:
        student = doubtful.new
        item = QTreeWidgetItem(top, [_name(student), ""])
        item.setToolTip(0, plain_tip(_tell_new(student)))
        box = QComboBox()
        box.addItem(translate("Please decide"), _UNDECIDED)
        for candidate in doubtful.candidates:
            name = isolate(_name(candidate))
            box.addItem(translate("The same as {name}").format(name=name), candidate.id)
        box.addItem(translate("Somebody new"), NEW)
        box.addItem(translate("Leave this line out"), LEFT_OUT)
        box.setAccessibleName(translate("Who {name} is").format(name=isolate(_name(student))))
        box.currentIndexChanged.connect(lambda _: self.decided.emit())
        self._choices[student.id] = box
        item.setSizeHint(1, QSize(0, _CHOICE_HEIGHT))
        self.setItemWidget(item, 1, box)


def tell_change(item: Changed) -> str:
    """What differs, old and new."""
    names = [name for name in item.fields if name not in ("family", "given") or "name" not in item.fields]
    words = translate("{field}: {old} → {new}")
    parts = (
        words.format(
            field=translate(FIELD_WORDS[name]),
            old=_tell_value(name, getattr(item.old, name)),
            new=_tell_value(name, getattr(item.new, name)),
        )
        for name in names
    )
    return "   ".join(parts)


def _tell_value(name: str, value: Any) -> str:
    if name == "groups":
        return isolate(", ".join(value)) if value else "–"
    if name == "extra_time":
        return show_factor(value)
    if name == "language":
        return LANGUAGE_NAMES.get(value, "–")
    return isolate(value) if value else "–"


def _tell_new(student: Student) -> str:
    parts = [
        isolate(student.email),
        isolate(", ".join(student.groups)),
        LANGUAGE_NAMES.get(student.language, ""),
    ]
    if student.extra_time > 1:
        parts.append(show_factor(student.extra_time))
    return "   ".join(part for part in parts if part.strip("\u2068\u2069"))


def _name(student: Student) -> str:
    """Name and number, as far as they are there."""
    name = isolate(written_name(student))
    return f"{name}  {isolate(student.number)}" if student.number else name
