"""Home: today at a glance, with one large way to start."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.live.past import SessionRow
from widgets.classes.class_list import ClassList
from widgets.desk import Desk
from widgets.home.leaving_card import LeavingCard
from widgets.home.network_card import NetworkCard
from widgets.home.quiz_choice import QuizChoice
from widgets.language import isolate, show_date, show_day, translate
from widgets.library.arriving import DropPage
from widgets.nearby.dialog import NearbyDialog
from widgets.parts.basics import Card, button, clear_layout, column, label, row, scrolled
from widgets.parts.two_lines import TwoLineButton
from widgets.sync.home_line import SyncLine
from widgets.theme import XL, L, M, S

RECENT: Final = 6  # quizzes
SESSIONS: Final = 5


class HomePage(DropPage):
    """Refreshed each time it is shown and when something it shows has changed. Files that are dropped are
    imported in the library."""

    NAME = "home"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._open_card = Card(kind="card")
        self._open_box = QVBoxLayout(self._open_card)
        self._open_box.setContentsMargins(L, L, L, L)
        self._quizzes = QuizChoice()
        self._quizzes.opened.connect(desk.conductor.ask_to_start)
        self._classes, self._network, self._sync = ClassList(desk), NetworkCard(desk), SyncLine(desk)
        self.leaving = LeavingCard(desk)
        self._sessions_box = QVBoxLayout()
        self._sessions_box.setSpacing(0)
        body = QWidget()
        content = column(
            label(translate("Today, {day}").format(day=isolate(show_day(desk.clock.now()))), "title"),
            self._open_card,
            self._sync,
            self.leaving,
            self._make_start(),
            self._make_lower(),
            0,
            space=L,
            margin=XL,
        )
        body.setLayout(content)
        self.setLayout(column(scrolled(body), space=0))
        for signal in (desk.quizzes_changed, desk.sessions_changed, desk.bridge.opened, desk.bridge.ended):
            signal.connect(self._on_changed)
        # Methods, no lambdas: they are let go with the page when another language makes it anew.
        desk.conductor.starting.connect(self._on_starting)
        desk.conductor.started.connect(self._on_over)
        desk.conductor.failed.connect(self._on_over)
        self._set_busy(desk.conductor.is_busy)

    def open(self, **arguments: Any) -> None:
        self.refresh()
        self._network.begin()
        self._sync.refresh()
        self.leaving.look()
        (self._start if self._start.isVisibleTo(self) else self._first).setFocus()

    def leave(self) -> bool:
        self._network.stop()
        return True

    def refresh(self) -> None:
        rows = self.desk.library.list_quizzes()
        recent = sorted(rows, key=lambda row: max(row.used_at or 0, row.changed_at), reverse=True)[:RECENT]
        self._quizzes.set_quizzes(recent)
        self._no_quizzes.setVisible(not recent)
        self._quizzes.setVisible(bool(recent))
        self._first.setVisible(not recent)
        self._start.setVisible(bool(recent))
        self._practise.setVisible(bool(recent))
        self._place_others()
        self._start.setEnabled(bool(recent) and not self.desk.conductor.is_busy)
        self._practise.setEnabled(self._start.isEnabled())
        sessions = self.desk.archive.list_sessions()
        self._show_open(next((row for row in sessions if row.ended_at is None), None))
        self._show_sessions([row for row in sessions if row.ended_at is not None][:SESSIONS])

    # --- building -----------------------------------------------------------------------------------

    def _make_start(self) -> QWidget:
        desk = self.desk
        self._start = button(
            translate("Start a class"),
            lambda: desk.conductor.ask_to_start(self._quizzes.quiz_id),
            kind="big",
            icon_name="play",
        )
        self._practise = button(
            translate("Practise alone"),
            lambda: desk.conductor.rehearse(self._quizzes.quiz_id),
            icon_name="people",
            tip=translate("A class with 30 simulated students; it is marked as a rehearsal"),
        )
        self._made_up = button(
            translate("Ask without a quiz"),
            desk.conductor.start_empty,
            icon_name="bolt",
            tip=translate("Open a class and make up the questions as you go"),
        )
        self._no_quizzes = self._make_no_quizzes()
        self._attendance = button(
            translate("Take attendance"),
            desk.conductor.ask_for_attendance,
            icon_name="hand",
            tip=translate("See who is there, without a quiz"),
        )
        all_quizzes = button(
            translate("All quizzes"), lambda: desk.go("library"), kind="quiet", icon_name="quizzes"
        )
        new = button(
            translate("New quiz"), lambda: desk.go("editor", new=True), kind="quiet", icon_name="plus"
        )
        heading = row(label(translate("Choose a quiz"), "large"), 0, new, all_quizzes)
        self._others = QGridLayout()
        self._others.setSpacing(S)
        actions = row(self._first, self._start, M, self._others, 0)
        return Card(column(heading, self._no_quizzes, self._quizzes, actions, space=L))

    def _place_others(self) -> None:
        """The other ways to begin beside each other where there is room, else in two lines."""
        practise = (self._practise,) if self._quizzes.quiz_id else ()  # with a quiz only
        buttons = (*practise, self._made_up, self._attendance)
        big = max(made.sizeHint().width() for made in (self._first, self._start))
        needed = big + M + sum(made.sizeHint().width() + S for made in buttons)
        across = len(buttons) if needed <= self.width() - 2 * (XL + L) else 2
        for place, made in enumerate(buttons):
            self._others.addWidget(made, place // across, place % across)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_others()
        super().resizeEvent(event)

    def take_files(self, files: Sequence[Path]) -> None:
        self.desk.go("library", files=list(files))

    def _make_no_quizzes(self) -> QWidget:
        """What the first day shows, with the way to a first quiz as the one large button."""
        self._first = button(
            translate("Get a first quiz"), lambda: self.desk.go("library"), kind="big", icon_name="quizzes"
        )
        words = translate(
            "There is no quiz yet. Write one, import a file from Moodle, Kahoot or Word, or take the samples."
        )
        return label(words, "soft", wrap=True)

    def _make_lower(self) -> QWidget:
        nearby = button(translate("Classes near by"), self._show_nearby, kind="quiet", icon_name="wifi")
        every = button(
            translate("All sessions"), lambda: self.desk.go("sessions"), kind="quiet", icon_name="sessions"
        )
        heading = row(label(translate("Last sessions"), "large"), 0, every)
        past = Card(column(heading, self._sessions_box, 0, space=S))
        left = column(past, self._classes, 0, space=L)
        right = column(self._network, row(nearby, 0), 0, space=M)
        lower = QWidget()
        both = row(left, right, space=L)
        both.setStretch(0, 3)
        both.setStretch(1, 2)
        lower.setLayout(both)
        return lower

    # --- what changes ---------------------------------------------------------------------------------

    def _show_open(self, open_: SessionRow | None) -> None:
        clear_layout(self._open_box)
        self._open_card.setVisible(open_ is not None)
        if open_ is None:
            return
        running = self.desk.conductor.is_running
        words = translate("A class is running") if running else translate("A class is still open")
        title = label(open_.title, "large", wrap=True)
        note = translate("Opened {date}. All answers are saved.").format(
            date=isolate(show_date(open_.opened_at))
        )
        go = button(
            translate("Back to the class") if running else translate("Continue"),
            self._go_on,
            kind="main",
            icon_name="play",
        )
        buttons: list[QPushButton] = [go]
        if not running:
            buttons.append(
                button(translate("End it"), lambda: self._end(open_), kind="quiet", icon_name="flag")
            )
        text = column(label(words, "warn" if not running else "good"), title, label(note, "soft"), space=4)
        line = row(text, 0, *buttons, space=M)
        for made in buttons:
            line.setAlignment(made, Qt.AlignmentFlag.AlignVCenter)
        self._open_box.addLayout(line)

    def _show_sessions(self, rows: list[SessionRow]) -> None:
        clear_layout(self._sessions_box)
        if not rows:
            text = translate("Past sessions appear here, with every answer and all marks.")
            self._sessions_box.addWidget(label(text, "soft", wrap=True))
        for one in rows:
            self._sessions_box.addWidget(self._session_button(one))

    def _session_button(self, one: SessionRow) -> TwoLineButton:
        parts = [show_date(one.opened_at)]
        if one.class_name:
            parts.append(isolate(one.class_name))
        if one.rehearsal:
            parts.append(translate("rehearsal"))
        else:
            parts.append(translate("kept on this laptop"))
        note = " · ".join(parts)
        return TwoLineButton(one.title, note, lambda: self.desk.go("sessions", session=one.id), kind="nav")

    def _go_on(self) -> None:
        if self.desk.conductor.is_running:
            self.desk.go("control")
        else:
            self.desk.conductor.resume()

    def _end(self, open_: SessionRow) -> None:
        task = self.desk.worker.run(self.desk.archive.end_left_open, open_.id)
        task.finished.connect(lambda _: self.desk.sessions_changed.emit())
        task.failed.connect(self.desk.tell_error)

    def _show_nearby(self) -> None:
        dialog = NearbyDialog(self.desk, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def _on_changed(self) -> None:
        """Looked at anew only while it is seen: the editor saves each second."""
        if self.isVisible():
            self.refresh()

    def _on_starting(self, _title: str) -> None:
        self._set_busy(True)

    def _on_over(self, _why: str = "") -> None:
        self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        self._start.setText(translate("Starting …") if busy else translate("Start a class"))
        for made in (self._start, self._practise, self._made_up, self._attendance):
            made.setEnabled(not busy)
