"""The control room: what a teacher sees and does while the class runs."""

from typing import Any, ClassVar, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QWidget

from app.host.view import ClassView
from widgets.control.action_bar import ActionBar
from widgets.control.answers_column import AnswersColumn
from widgets.control.cannot_join import CannotJoinPanel
from widgets.control.driver import Driver
from widgets.control.keys import bind_keys
from widgets.control.kiosk import KioskWindow
from widgets.control.made_up_panel import MadeUpPanel
from widgets.control.next_column import NextColumn
from widgets.control.now_column import NowColumn
from widgets.control.roll_rows import is_taken
from widgets.control.summary import Summary
from widgets.control.trouble import TroubleLine
from widgets.desk import Desk
from widgets.language import translate
from widgets.page import Page
from widgets.parts.basics import button, column, row
from widgets.parts.empty_state import EmptyState
from widgets.theme import M

WIDTHS: Final = (30, 43, 27)  # shares of now, answers, next
NARROW: Final = 900  # pixels of width under which a button beside the class's name shows its icon only
_EMPTY, _ROOM, _SUMMARY = range(3)


class ControlPage(Page):
    NAME: ClassVar[str] = "control"

    projector_wanted = Signal(bool)
    """Show the projector's window, or hide it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.driver = Driver(desk, self)
        self._only = False  # there is nothing but attendance
        self.projector = self._make_projector_button()
        self._columns = QWidget()
        self.now = NowColumn(desk, self.driver)
        self.answers = AnswersColumn(desk, self.driver)
        self.next = NextColumn(desk, self.driver)
        self.bar = ActionBar(self.driver)
        self.cannot_join = CannotJoinPanel(self, self._columns, desk)
        self.made_up = MadeUpPanel(self, self._columns, self.driver)
        self.trouble = TroubleLine(desk, self._open_cannot_join, self.answers.show_claims)
        self.summary = Summary(desk)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._make_empty())
        self._stack.addWidget(self._make_room())
        self._stack.addWidget(self.summary)
        self.setLayout(column(self._stack, margin=M))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for panel in (self.made_up, self.cannot_join):
            panel.closed.connect(self.setFocus)
        bind_keys(self, self.driver)
        self.driver.made_up_wanted.connect(self._open_made_up)
        self.driver.close_wanted.connect(self._close_panels)
        self.driver.projector_wanted.connect(self.projector.setChecked)
        self.driver.changed.connect(self.refresh)
        self.kiosk: KioskWindow | None = None
        self.answers.roll.kiosk_wanted.connect(self.open_kiosk)
        self.refresh()

    # --- as a page --------------------------------------------------------------------------------

    def open(self, **arguments: Any) -> None:
        """own_keys: ids of questions whose key the teacher may still give; tab: of the answers' column."""
        self.answers.distribution.own_keys |= set(arguments.get("own_keys", ()))
        view = self.driver.view
        if "tab" in arguments:
            self.answers.tabs.setCurrentIndex(arguments["tab"])
        elif view is not None and is_taken(view) and view.snapshot["round"] is None:
            self.answers.show_people()
        if (chosen := arguments.get("chosen")) is not None:
            self.driver.choose(chosen)
        if "projector" in arguments:
            self.show_projector(arguments["projector"])
        if arguments.get("kiosk"):
            self.open_kiosk()
        self.refresh()
        self.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window what is told of the class goes before words on a button."""
        super().resizeEvent(event)
        self._help.setText(self._help.accessibleName() if self.width() >= NARROW else "")

    def leave(self) -> bool:
        self._close_panels()
        if self.kiosk is not None:
            self.kiosk.leave()
        return True

    def state(self) -> dict[str, Any]:
        return {
            "own_keys": sorted(self.answers.distribution.own_keys),
            "tab": self.answers.tabs.currentIndex(),
            "chosen": self.driver.coming if self.driver.is_chosen else None,
            "projector": self.projector.isChecked(),
            "kiosk": self.kiosk is not None,
        }

    # --- for others -------------------------------------------------------------------------------

    def key_pressed(self, key: int) -> None:
        """A key that was pressed in the projector's window."""
        self.driver.press_key(key)

    def show_projector(self, shown: bool) -> None:
        """Tell the button whether the projector's window is there; asks for nothing."""
        self.projector.blockSignals(True)
        self.projector.setChecked(shown)
        self.projector.blockSignals(False)

    def open_kiosk(self) -> None:
        """Let students without a phone sign in on this laptop, whose screen shows nothing else meanwhile."""
        if self.kiosk is None:
            self._close_panels()
            self.kiosk = KioskWindow(self.desk)
            self.kiosk.closed.connect(self._on_kiosk_closed)
            self.kiosk.open_on(self.window().screen())

    def refresh(self) -> None:
        """Show the room, or what there is instead of it."""
        view = self.driver.view
        if view is not None and view.phase == "ended":
            self.summary.take(view)
            self._show(_SUMMARY)
        elif view is not None and self.desk.bridge.is_attached:
            self._arrange(view)
            self._show(_ROOM)
        else:
            self._show(_EMPTY)

    # --- within -----------------------------------------------------------------------------------

    def _arrange(self, view: ClassView) -> None:
        """A class without questions takes attendance: who is here has the room of what comes next."""
        only = is_taken(view) and not view.questions
        if only == self._only:
            return
        self._only = only
        self.next.setHidden(only)
        columns = self._columns.layout()
        assert isinstance(columns, QHBoxLayout)
        columns.setStretch(1, WIDTHS[1] + WIDTHS[2] if only else WIDTHS[1])
        self.answers.set_people_only(only)
        if only:
            self.answers.show_people()

    def _show(self, place: int) -> None:
        if self._stack.currentIndex() != place:
            self._close_panels()
            self._stack.setCurrentIndex(place)

    def _make_room(self) -> QWidget:
        self._help = button(
            translate("A student cannot join"),
            self._open_cannot_join,
            icon_name="help",
            tip=translate("Address, code, QR, and what the network check says"),
        )
        self._help.setAccessibleName(translate("A student cannot join"))
        for made in (self._help, self.projector):
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a space after a click is the next step
        head = row(self.trouble, self._help, self.projector, space=M)
        head.setStretch(0, 1)
        columns = QHBoxLayout(self._columns)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(M)
        for part, share in zip((self.now, self.answers, self.next), WIDTHS, strict=True):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            columns.addWidget(part, share)
        body = column(head, self._columns, self.bar, space=M)
        body.setStretch(1, 1)
        room = QWidget()
        room.setLayout(body)
        return room

    def _make_empty(self) -> QWidget:
        start = button(
            translate("Choose a quiz"), lambda: self.desk.go("library"), kind="main", icon_name="quizzes"
        )
        spoken = button(translate("Start without a quiz"), self._start_empty, icon_name="bolt")
        return EmptyState(
            "projector",
            translate("No class is running"),
            translate("Choose a quiz and start it. Students join with their phones; you lead from here."),
            start,
            spoken,
        )

    def _make_projector_button(self) -> QPushButton:
        made = button(
            translate("Projector"), icon_name="projector", tip=translate("Show or hide the projector (F5)")
        )
        made.setCheckable(True)
        made.toggled.connect(self.projector_wanted)
        return made

    def _on_kiosk_closed(self) -> None:
        if self.kiosk is not None:
            self.kiosk.deleteLater()
            self.kiosk = None
            self.window().activateWindow()
            self.setFocus()

    def _start_empty(self) -> None:
        self.desk.conductor.start_empty()

    def _open_made_up(self) -> None:
        self.cannot_join.close_panel()
        self.made_up.open_panel()

    def _open_cannot_join(self) -> None:
        self.made_up.close_panel()
        self.cannot_join.open_panel()

    def _close_panels(self) -> None:
        self.made_up.close_panel()
        self.cannot_join.close_panel()
        self.answers.close_lines()
