"""Past sessions: the list on one side, the chosen one beside it. Figures are worked out beside the window."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget

from app.live.past import SessionRow
from app.live.state import SessionState
from app.reports.marks import Scale
from app.reports.options import Options
from widgets.desk import Desk
from widgets.language import language, translate
from widgets.page import Page
from widgets.parts.basics import button, column, label
from widgets.parts.empty_state import EmptyState
from widgets.sessions.corrector import Corrector, running_session
from widgets.sessions.loaded import Loaded, load_session, with_state
from widgets.sessions.past_list import PastList
from widgets.sessions.session_view import SessionView
from widgets.theme import XL, L, M
from widgets.worker import Task

FOLLOW_EVERY = 1_000
"""ms between two looks at the class that runs."""


class SessionsPage(Page):
    NAME: ClassVar[str] = "sessions"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wanted = ""  # id of the session that is to be shown
        self._is_asked = False  # it is to be shown in the list, whatever that is narrowed to
        self._task: Task | None = None
        self.list = PastList(desk.clock.now())
        self.corrector = Corrector(desk)
        self.view = SessionView(desk, self.corrector)
        self._stack = QStackedWidget()
        self._empty = EmptyState(
            "sessions",
            translate("No class was held yet"),
            translate(
                "Each class is kept here with all its answers: see how hard each question was, correct "
                "a key, and take the marks away as a table or on paper."
            ),
            button(translate("Choose a quiz"), lambda: desk.go("library"), kind="main"),
        )
        self._none = EmptyState(
            "list",
            translate("Choose a session"),
            translate("Its questions, students and answers are shown here."),
        )
        for part in (self._none, self.view):
            self._stack.addWidget(part)
        self.list.setMinimumWidth(250)
        self.list.setMaximumWidth(400)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setProperty("kind", "bare")
        self._split.addWidget(self.list)
        self._split.addWidget(self._stack)
        self._split.setSizes([290, 900])
        self._split.setStretchFactor(1, 1)
        self._split.setHandleWidth(L)
        self._split.setChildrenCollapsible(False)
        layout = column(label(translate("Sessions"), "title"), self._split, self._empty, space=M, margin=XL)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._empty.hide()
        self._follow = QTimer(self)
        self._follow.setSingleShot(True)
        self._follow.setInterval(FOLLOW_EVERY)
        self._connect()

    def open(self, **arguments: Any) -> None:
        """session: id of the one to show; tab: place of its tab."""
        wanted = str(arguments.get("session", ""))
        if wanted:
            self._wanted, self._is_asked = wanted, True
        self.view.tabs.setCurrentIndex(int(arguments.get("tab", self.view.tabs.currentIndex())))
        self._read_list()

    def state(self) -> dict[str, Any]:
        return {"session": self._wanted, "tab": self.view.tabs.currentIndex()}

    # --- inside -----------------------------------------------------------------------------------

    def _connect(self) -> None:
        desk = self.desk
        self.list.chosen.connect(self._on_chosen)
        self.view.options_chosen.connect(self._on_options)
        self.view.end_wanted.connect(self._end_left_open)
        self.corrector.corrected.connect(self._on_corrected)
        desk.sessions_changed.connect(self._read_list)
        desk.bridge.changed.connect(self._on_class_changed)
        self._follow.timeout.connect(self._follow_class)
        search = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        search.activated.connect(self.list.search.setFocus)

    def _read_list(self) -> None:
        task = self.desk.worker.run(self.desk.archive.list_sessions)
        task.finished.connect(self._on_list)
        task.failed.connect(self.desk.tell_error)

    def _on_list(self, rows: list[SessionRow]) -> None:
        self._split.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self.list.set_rows(rows, self.desk.clock.now())
        if not rows:
            return
        if self.list.session(self._wanted) is None:
            self._wanted, self._is_asked = rows[0].id, True
        if self._is_asked:  # else who types in the search has it emptied by whatever happens meanwhile
            self._is_asked = False
            self.list.choose(self._wanted)
        self._load(self._wanted)

    def _on_chosen(self, session: str) -> None:
        self._wanted = session
        self._load(session)

    def _options(self) -> Options:
        get = self.desk.settings.get
        scale = Scale(Decimal(str(get("marks_scale"))), int(get("marks_decimals")))
        return Options(language(), scale)

    def _load(self, session: str) -> None:
        desk, options = self.desk, self._options()
        self._run(load_session, desk.archive, session, options, desk.library, desk.clock.now())

    def _run(self, make: Callable[..., Loaded], *arguments: Any) -> None:
        if self._task is not None:
            self._task.cancel()  # what it gives may be older than what is asked for now
        self._task = self.desk.worker.run(make, *arguments)
        self._task.finished.connect(self._show)
        self._task.failed.connect(self.desk.tell_error)

    def _show(self, loaded: Loaded) -> None:
        """Show what was worked out, unless another session was chosen meanwhile."""
        row = self.list.session(loaded.state.id)
        if row is None or row.id != self._wanted:
            return
        self.view.show_session(row, loaded)
        self._stack.setCurrentWidget(self.view)

    def _on_corrected(self, session: str, state: SessionState) -> None:
        loaded = self.view.loaded
        if loaded is not None and loaded.state.id == session == self._wanted:
            self._run(with_state, loaded, state)

    def _on_options(self, options: Options) -> None:
        loaded = self.view.loaded
        if loaded is None:
            return
        self.desk.try_setting("marks_scale", int(options.scale.top))
        self.desk.try_setting("marks_decimals", options.scale.decimals)
        # Not by `_run`: what shall be kept is not dropped because something else is to be shown.
        session, coefficients = loaded.state.id, options.coefficients
        task = self.desk.worker.run(self.desk.library.save_coefficients, session, coefficients)
        task.finished.connect(self._on_options_kept)
        task.failed.connect(self.desk.tell_error)

    def _on_options_kept(self, _: object) -> None:
        self._load(self._wanted)

    def _end_left_open(self, session: str) -> None:
        task = self.desk.worker.run(self.desk.archive.end_left_open, session)
        task.finished.connect(lambda _: self.desk.sessions_changed.emit())
        task.failed.connect(self.desk.tell_error)

    def _on_class_changed(self) -> None:
        """The class that is shown goes on: look again soon, but not with every answer."""
        if self.isVisible() and self._wanted == running_session(self.desk) and not self._follow.isActive():
            self._follow.start()

    def _follow_class(self) -> None:
        if self.isVisible() and self._wanted:
            self._load(self._wanted)
