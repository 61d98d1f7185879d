"""Who is here, in a class with a roster or attendance: everybody of the list, what a teacher has to decide,
and what can be done with one student or several."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QMenu, QPushButton, QSizePolicy, QStackedWidget, QWidget

from app.host.view import ClassView
from app.i18n import mark
from widgets.control.claim_card import ClaimCard
from widgets.control.one_line import OneLine
from widgets.control.roll_actions import RollActions
from widgets.control.roll_model import ANSWER, EXTRA, FILTERS, NUMBER, POINTS, PROOF, RollModel, tell_all
from widgets.control.roll_rows import RollRow
from widgets.control.roll_summary import tell_summary
from widgets.control.roll_table import RollTable
from widgets.desk import Desk
from widgets.language import isolate, ngettext, translate
from widgets.parts.basics import button, column, icon_button, label, row, scrolled
from widgets.parts.icons import icon
from widgets.parts.tips import plain_tip
from widgets.sessions.search_field import make_search_field
from widgets.theme import S

MAX_NICKNAME: Final = 30  # characters, as when joining
TALL: Final = 560  # pixels from which on there is room for what explains a decision
NARROW: Final = 400  # pixels under which most marks are in the menu only
WIDE: Final = 600  # pixels from which on it takes one line
MARKS: Final = (
    ("late", mark("Late"), "clock", "Ctrl+L"),
    ("left_early", mark("Gone early"), "exit", "Ctrl+G"),
    ("absent", mark("Absent"), "circle", "Ctrl+B"),
    ("excused", mark("Excused"), "minus", "Ctrl+E"),
)
"""Marks that have a reason: status, words, icon and key."""


class RollPanel(QWidget):
    kiosk_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._newest: ClassView | None = None
        self._words = ""  # about who is chosen
        self.actions_ = RollActions(desk)
        self.model = RollModel()
        self.table = RollTable(self.model)
        self.summary = label("", "strong", wrap=True)
        self.kiosk = button(
            "",
            self.kiosk_wanted.emit,
            icon_name="laptop",
            tip=translate("Students without a phone sign in on this laptop, by number or card"),
        )
        self.kiosk.setAccessibleName(translate("Sign in here"))
        self.kiosk.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.search = make_search_field(translate("Search name or number"))
        self.search.textChanged.connect(self.model.set_search)
        self.filter = self._make_filter()
        self.card = ClaimCard(self.actions_)
        self.card.show_unproved.connect(partial(self.show_only, "unproved"))
        self.details = label("", "soft")
        self.details.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.line = OneLine()
        self.line.closed.connect(self._close_line)
        self._below = QStackedWidget()
        self._below.addWidget(self._make_buttons())
        self._below.addWidget(self.line)
        self._below.setFixedHeight(44)
        narrow = row(self.filter, self.search, self.kiosk, space=S)
        narrow.setStretch(0, 1)
        narrow.setStretch(1, 1)
        upper = column(self.summary, narrow, self.table, self.card, space=S)
        upper.setStretch(2, 1)
        holder = QWidget()
        holder.setLayout(upper)
        self._upper = scrolled(holder)
        self._upper.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = column(self._upper, self.details, self._below, space=S)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bind_keys()
        self._show_chosen()

    # --- what it shows ----------------------------------------------------------------------------

    def take(self, view: ClassView) -> None:
        """The newest snapshot. While nobody sees the list, it is only kept for when it is seen."""
        self._newest = view
        if self.isVisible():
            self._catch_up()

    def show_only(self, name: str) -> None:
        """Narrow the list to a filter of `FILTERS`."""
        self.filter.setCurrentIndex(self.filter.findData(name))

    def show_card(self) -> None:
        """Bring what waits for a decision into sight, where there is not room for everything."""
        self._upper.ensureWidgetVisible(self.card)

    # --- what is done -----------------------------------------------------------------------------

    def tick(self) -> None:
        """The chosen ones are here."""
        self.actions_.tick(self.table.chosen_rows())

    def ask_reason(self, status: str) -> None:
        """Mark the chosen ones once a reason was typed; it may stay empty."""
        rows = self.table.chosen_rows()
        if not rows:
            return
        words = next(translate(words) for name, words, _, _ in MARKS if name == status)
        before = rows[0].marked.why if len(rows) == 1 and rows[0].marked else ""
        what = translate("{mark}: the reason, if you like").format(mark=words)
        self._open_line(what, before, words, lambda why: self.actions_.mark(rows, status, why))

    def take_back(self) -> None:
        self.actions_.mark(self.table.chosen_rows(), "")

    def reset_pin(self) -> None:
        self.actions_.reset_pin(self.table.chosen_rows())

    def remove(self) -> None:
        self.actions_.remove(self.table.chosen_rows())

    def readmit(self) -> None:
        self.actions_.readmit([one for one in self.table.chosen_rows() if one.standing == "removed"])

    def start_rename(self) -> None:
        """Another nickname, for one who has come."""
        rows = [one for one in self.table.chosen_rows() if one.has_come]
        if len(rows) == 1:
            self._open_line(
                translate("Another nickname"), rows[0].nickname, translate("Rename"),
                lambda name: self.actions_.rename(rows[0], name), MAX_NICKNAME,
            )  # fmt: skip

    def close_rename(self) -> None:
        """Whatever is being typed is not wanted any more."""
        self.line.close_line()

    def make_menu(self) -> QMenu:
        """What can be done with the chosen students."""
        menu, rows = QMenu(self), self.table.chosen_rows()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def add(icon_name: str, words: str, key: str, do: object, possible: bool = True) -> None:
            action = QAction(icon(icon_name), f"{words}\t{show_key(key)}" if key else words, menu)
            action.triggered.connect(do)
            action.setEnabled(possible)
            menu.addAction(action)

        here = any(one.standing != "removed" for one in rows)
        add("check", translate("Present"), "Enter", self.tick, here)
        for status, words, icon_name, key in MARKS:
            add(icon_name, translate(words) + "…", key, partial(self.ask_reason, status), here)
        marked = any(one.marked for one in rows)
        add("undo", translate("Take the mark back"), "Ctrl+Backspace", self.take_back, marked)
        menu.addSeparator()
        add("pin", translate("Reset the PIN"), "", self.reset_pin, any(one.listed for one in rows))
        come = [one for one in rows if one.has_come]
        add("edit", translate("Rename"), "F2", self.start_rename, len(come) == 1)
        if come and all(one.standing == "removed" for one in come):
            add("undo", translate("Let back in"), "", self.readmit)
        else:
            add("remove", translate("Send out"), "Del", self.remove, bool(come))
        return menu

    # --- within -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide, narrow = self.width() >= WIDE, self.width() < NARROW
        for made in self.marks.values():
            made.setVisible(not narrow)
        self.kiosk.setText(translate("Sign in here") if wide else "")
        self.card.set_room(short=self._is_short, narrow=narrow)
        self._make_room()
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        self._catch_up()
        super().showEvent(event)

    @property
    def _is_short(self) -> bool:
        return self.height() < (TALL if self.width() < WIDE else TALL - 100)

    def _make_room(self) -> None:
        """On a low screen what waits for a decision goes before the words about who is chosen."""
        self.details.setVisible(self.card.isHidden() or not self._is_short)
        self._write_details()

    def _catch_up(self) -> None:
        view = self._newest
        if view is None:
            return
        self.model.take(view)
        rows = self.model.rows
        self.summary.setText(tell_summary(rows))
        self.card.take(view.snapshot.get("claims", []), rows)
        self._make_room()
        self._count_filters(view.snapshot["round"] is not None)
        self.table.hide_columns(_useless(rows, has_round=view.snapshot["round"] is not None))
        self.kiosk.setVisible(bool(view.roster))
        self.kiosk.setEnabled("check_in" in view.snapshot["allowed"])
        self._show_chosen()

    def _make_filter(self) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(translate("Whom the list shows"))
        for name, (words, _) in FILTERS.items():
            made.addItem(translate(words).format(count=0), name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(6)
        made.setMaximumWidth(200)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.currentIndexChanged.connect(lambda _: self.model.set_filter(made.currentData()))
        return made

    def _count_filters(self, has_round: bool) -> None:
        for place, (name, (words, _)) in enumerate(FILTERS.items()):
            count = 0 if name == "waiting" and not has_round else self.model.count(name)
            text = translate(words).format(count=count)
            if self.filter.itemText(place) != text:
                self.filter.setItemText(place, text)

    def _make_buttons(self) -> QWidget:
        self.present = self._make_mark(translate("Present"), "Enter", self.tick)
        self.marks = {
            status: self._make_mark(translate(words), key, partial(self.ask_reason, status))
            for status, words, _, key in MARKS
            if status != "left_early"
        }
        self.more = icon_button("more", translate("More for the chosen students"), self._open_more)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made = QWidget()
        box = row(self.present, *self.marks.values(), 0, self.more, space=S)
        made.setLayout(box)
        return made

    def _make_mark(self, words: str, key: str, do: object) -> QPushButton:
        tip = translate("{what} ({key})").format(what=words, key=show_key(key))
        made = button(words, do, tip=tip)  # type: ignore[arg-type]
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    def _bind_keys(self) -> None:
        keys = {key: partial(self.ask_reason, status) for status, _, _, key in MARKS}
        self.table.bind(
            {
                **keys, "Return": self.tick, "Enter": self.tick, "Ctrl+Backspace": self.take_back,
                "F2": self.start_rename, "Del": self.remove,
            }
        )  # fmt: skip
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.table.chosen_changed.connect(self._on_chosen)

    def _open_menu(self, at: QPoint) -> None:
        if self.table.chosen_rows():
            self.make_menu().exec(self.table.viewport().mapToGlobal(at))

    def _open_more(self) -> None:
        self.make_menu().exec(self.more.mapToGlobal(self.more.rect().topLeft()))

    def _open_line(self, what: str, text: str, done: str, take: object, most: int = 500) -> None:
        self._below.setCurrentWidget(self.line)
        self.line.ask(what, text, done, take, most)  # type: ignore[arg-type]

    def _close_line(self) -> None:
        self._below.setCurrentIndex(0)
        self.table.setFocus()

    def _on_chosen(self) -> None:
        if self.table.hasFocus():  # chosen by the teacher, not because a row has gone
            self.line.close_line()
        self._show_chosen()

    def _show_chosen(self) -> None:
        rows = self.table.chosen_rows()
        self._words = _words_of(rows)
        self.details.setToolTip(plain_tip(self._words))
        self._write_details()
        possible = any(one.standing != "removed" for one in rows)
        for made in (self.present, *self.marks.values()):
            made.setEnabled(possible)
        self.more.setEnabled(bool(rows))

    def _write_details(self) -> None:
        """As much as there is room for; the tip has all of it."""
        room = max(self.details.width(), 80)
        cut = self.details.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.details.setText(cut)


def show_key(key: str) -> str:
    """As this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _words_of(rows: Sequence[RollRow]) -> str:
    if not rows:
        return translate("Choose one or several students to mark them.")
    if len(rows) == 1:
        return translate("{what}: {why}").format(what=isolate(rows[0].name), why=tell_all(rows[0]))
    words = ngettext("{count} student is chosen", "{count} students are chosen", len(rows))
    return words.format(count=len(rows))


def _useless(rows: Sequence[RollRow], *, has_round: bool) -> frozenset[int]:
    """Columns in which nothing would stand."""
    without = set() if has_round else {ANSWER}
    if not any(one.extra_time > 1 for one in rows):
        without.add(EXTRA)
    if all(one.points is None for one in rows):
        without.add(POINTS)
    if not any(one.number for one in rows):
        without.add(NUMBER)
    if not any(one.proved for one in rows):
        without.add(PROOF)
    return frozenset(without)
