"""The students of a class with a roster or attendance as a table: who is here, since when, what shows it."""

import time
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon

from app.host.view import ClassView
from app.i18n import mark
from app.reports.attendance_sheet import HOST, PROOF_NAMES
from widgets.classes.entries import show_factor
from widgets.control.placed_model import ID_ROLE, Index, Key, PlacedModel
from widgets.control.roll_rows import STANDINGS, RollBook, RollRow
from widgets.language import is_rtl, isolate, show, translate
from widgets.parts.icons import icon
from widgets.parts.tips import plain_tip
from widgets.theme import colour, tokens

NAME, NUMBER, STATUS, ARRIVED, PROOF, PHONE, ANSWER, EXTRA, POINTS = range(9)

Filter = Callable[[RollRow], bool]

FILTERS: Final[dict[str, tuple[str, Filter]]] = {
    "all": (mark("Everybody ({count})"), lambda row: True),
    "missing": (mark("Not here yet ({count})"), lambda row: row.standing == "absent"),
    "unproved": (mark("To confirm ({count})"), lambda row: row.standing == "unproved"),
    "problems": (mark("Problems ({count})"), lambda row: row.is_problem),
    "waiting": (
        mark("Not answered yet ({count})"),
        lambda row: row.has_come and not row.answered and row.standing != "removed",
    ),
}
"""Whom the list can be narrowed to: the words and the rule."""

_SIGNS: Final = {
    "present": ("check", "garden"),
    "late": ("clock", "amber"),
    "away": ("moon", "amber"),
    "left_early": ("exit", "amber"),
    "unproved": ("help", "amber"),
    "absent": ("circle", "soft"),
    "excused": ("minus", "soft"),
    "removed": ("remove", "soft"),
}
_HEAD_SIGNS: Final = {PHONE: "phone", ANSWER: "comment"}
"""Columns whose heading is a sign, because the word is wider than what stands below."""
_PROOF_SIGNS: Final = {"scan": "scan", "digits": "digits", "host": "hand", "kiosk": "laptop"}


class RollModel(PlacedModel[RollRow]):
    """In the order of the roster, then guests; removed ones last."""

    COLUMNS = 9

    def __init__(self) -> None:
        super().__init__()
        self._book = RollBook()
        self._has_round = False
        self._filter = "all"

    # --- what it is told --------------------------------------------------------------------------

    def take(self, view: ClassView) -> None:
        """The newest snapshot."""
        changed, gone = self._book.take(view)
        has_round = view.snapshot["round"] is not None
        other_round, self._has_round = has_round != self._has_round, has_round
        self.change(changed, gone, anew=other_round)

    def set_filter(self, name: str) -> None:
        """name: of `FILTERS`."""
        if name != self._filter:
            self._filter = name
            self.reset_rows()

    @property
    def rows(self) -> list[RollRow]:
        """Everybody, also who is not shown."""
        return list(self._rows.values())

    def find(self, id_: str) -> RollRow | None:
        return self._rows.get(id_)

    def count(self, name: str) -> int:
        """How many pass a filter."""
        _, fits = FILTERS[name]
        return sum(1 for row in self._rows.values() if fits(row))

    def key_of(self, row: RollRow) -> Key:
        place = row.place if row.listed else 0
        return (row.standing == "removed", not row.listed, place, self.fold(row.name), row.id)

    def is_shown(self, row: RollRow) -> bool:
        if not FILTERS[self._filter][1](row):
            return False
        words = (self.fold(row.name), row.number.casefold(), self.fold(row.nickname))
        return not self._search or any(self._search in one for one in words)

    # --- what it tells ----------------------------------------------------------------------------

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        words = (
            translate("Name"), translate("Number"), translate("Status"), translate("Arrived"),
            translate("Shown by"), translate("Phone"), translate("Answer"), translate("Time ×"),
            translate("Points"),
        )[section]  # fmt: skip
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if section in _HEAD_SIGNS else words
        if role == Qt.ItemDataRole.DecorationRole and section in _HEAD_SIGNS:
            return icon(_HEAD_SIGNS[section], tokens().soft, 16)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return translate("Extra time on every question; only you see it") if section == EXTRA else words
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.row_at(index.row()), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == ID_ROLE:
            return row.id
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = self._tip(row, column)
            return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._shade(row, column)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icon(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if is_rtl() else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        return None

    def _text(self, row: RollRow, column: int) -> str:
        if column == NAME:
            name = isolate(row.name)
            return translate("{name} (guest)").format(name=name) if row.guest else name
        if column == NUMBER:
            return row.number
        if column == STATUS:
            return translate(STANDINGS[row.standing])
        if column == ARRIVED:
            return show_clock(row.arrived)
        if column == PROOF:
            return translate(PROOF_NAMES[row.proved]) if row.proved else ""
        if column == ANSWER:
            return "" if self._has_round and row.has_come else "–"
        if column == EXTRA:
            return show_factor(row.extra_time) if row.extra_time > 1 else ""
        if column == POINTS:
            return "–" if row.points is None else show(row.points)
        return ""

    def _tip(self, row: RollRow, column: int) -> str:
        """The whole of what a cell may show in part or by a sign alone."""
        if column == NAME:
            return row.name
        if column == STATUS:
            return tell_mark(row) if row.marked else translate(STANDINGS[row.standing])
        if column == ARRIVED and row.proved:
            return translate(PROOF_NAMES[row.proved])
        if column == PHONE:
            return tell_phone(row)
        if column == ANSWER and self._has_round and row.has_come:
            return translate("answered") if row.answered else translate("not yet")
        return self._text(row, column)

    def _shade(self, row: RollRow, column: int) -> QColor | None:
        if row.standing in ("absent", "removed", "excused"):
            return colour("soft")
        return colour(_SIGNS[row.standing][1]) if column == STATUS and row.standing != "present" else None

    def _icon(self, row: RollRow, column: int) -> QIcon | None:
        t = tokens()
        if column == NAME and (row.claimed or row.is_contradicted):
            return icon("warning", t.brick, 16)
        if column == STATUS:
            sign, shade = _SIGNS[row.standing]
            return icon("hand" if row.marked and row.standing == "present" else sign, getattr(t, shade), 16)
        if column == ARRIVED and row.proved:
            return icon(_PROOF_SIGNS[row.proved], t.soft, 16)
        if column == PHONE and row.has_come and row.standing != "removed":
            if row.partners:
                return icon("people", t.ink if row.connected else t.amber, 16)
            return icon("phone", t.garden if row.connected else t.amber, 16)
        if column == ANSWER and self._has_round and row.has_come and row.standing != "removed":
            return icon("check", t.garden, 16) if row.answered else icon("dot", t.soft, 16)
        return None


def show_clock(at: int | None) -> str:
    """The time of day of a moment; '' for none. at: ms since 1970."""
    return "" if at is None else time.strftime("%H:%M", time.localtime(at / 1000))


def tell_phone(row: RollRow) -> str:
    """The phone in words."""
    if not row.has_come:
        return translate("no phone")
    here = translate("connected") if row.connected else translate("away")
    if not row.partners:
        return here
    names = translate(", ").join(isolate(name) for name in row.partners)
    return translate("{state}, shares a phone with {names}").format(state=here, names=names)


def tell_mark(row: RollRow) -> str:
    """What was marked by hand, when, by whom and why."""
    if row.marked is None:
        return ""
    status, at = translate(STANDINGS[row.marked.status]), show_clock(row.marked.at)
    if row.marked.who in ("", HOST):
        text = translate("{status}, marked by hand at {time}").format(status=status, time=at)
    else:
        text = translate("{status}, marked by {who} at {time}").format(
            status=status, time=at, who=isolate(row.marked.who)
        )
    if row.marked.why:
        return translate("{what}: {why}").format(what=text, why=isolate(row.marked.why))
    return text


def tell_all(row: RollRow) -> str:
    """Everything that is known of one student, in one line."""
    parts = [tell_mark(row) if row.marked else translate(STANDINGS[row.standing])]
    if row.arrived is not None:
        parts.append(translate("arrived at {time}").format(time=show_clock(row.arrived)))
    if row.proved:
        parts.append(translate(PROOF_NAMES[row.proved]))
    if row.has_come:
        parts.append(tell_phone(row))
    if row.extra_time > 1:
        parts.append(translate("time {factor}").format(factor=show_factor(row.extra_time)))
    return "  ·  ".join(parts)
