"""One session on its way: where its values go, what is there, what would change, what waits for the
teacher."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QStackedWidget, QTabBar, QWidget

from app.errors import Refused, Trouble
from app.outgoing.connections import Connection, Step
from app.outgoing.plan import Plan
from app.outgoing.rows import Kind, Target
from app.outgoing.seen import RowSeen, SessionSync
from app.reports.session_attendance import guests_of
from widgets.desk import Desk
from widgets.language import isolate, translate
from widgets.parts.asking import Asking
from widgets.parts.basics import Card, button, column, label, row, scrolled
from widgets.parts.empty_state import EmptyState
from widgets.ports import ArchivePort
from widgets.sessions.ask import Ask
from widgets.sessions.guests import tell_not_sent
from widgets.sessions.rows import RowsModel, RowsTable
from widgets.sync.decisions import Decisions
from widgets.sync.history_dialog import HistoryDialog
from widgets.sync.matching import AccountChooser
from widgets.sync.notices_box import NoticesBox
from widgets.sync.rows import SyncRow, make_columns, make_rows
from widgets.sync.session_list import facts_of
from widgets.sync.state_filter import StateFilter
from widgets.sync.words import KINDS, not_agreed, tell_confirmed, tell_kind
from widgets.theme import M, S

NARROW: Final = 680  # pixels of width
# Pixels of height with which nothing is cut, in a usual and in a narrow window; in a lower one it scrolls.
LEAST_HEIGHT: Final = 460
LEAST_IF_NARROW: Final = 580
LEAST_TABLE: Final = 170  # pixels of height: the heading and three rows


class _Tall(QWidget):
    """Holds `body` at a height that does not hang on its width: else Qt's scroll area would take its bar away
    and bring it for ever, where lines break only beside it."""

    def __init__(self, body: QWidget) -> None:
        super().__init__()
        self._body = body
        body.setParent(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._body.setGeometry(self.rect())
        super().resizeEvent(event)


class SessionView(QWidget):
    place_wanted = Signal(str, str)
    """A place is to be chosen for a session (its id) and a kind of value."""
    connect_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._session: SessionSync | None = None
        self._connections: dict[str, Connection] = {}
        self._seen: list[RowSeen] = []
        self._shown: list[SyncRow] = []
        self._plan: Plan | None = None
        self._read_for = ""  # id of the target whose rows are shown
        self.asking = Asking(desk.worker)
        self.chooser = AccountChooser(desk, self.asking, self)
        self._build()
        self._connect()

    @property
    def target(self) -> Target | None:
        """Where the values of the chosen kind go."""
        targets = self._session.targets if self._session is not None else ()
        return next((target for target in targets if target.kind == self.kind), None)

    @property
    def kind(self) -> Kind:
        kind: Kind = self.tabs.tabData(max(self.tabs.currentIndex(), 0))
        return kind

    def show_session(self, session: SessionSync, connections: Sequence[Connection]) -> None:
        """Show it, at the same kind of value where it is the same one."""
        if self._session is None or self._session.session != session.session:
            self.asking.let_go()
            self._plan = None
            self._look_for_guests(session.session)
        self._session = session
        self._connections = {connection.id: connection for connection in connections}
        self.title.setText(session.title)
        self.facts.setText(facts_of(session))
        has_store = any(connection.kind == "xapi" for connection in connections)
        place = list(KINDS).index("statement")
        self.tabs.setTabVisible(place, has_store or any(one.kind == "statement" for one in session.targets))
        self._look()

    def choose_kind(self, kind: str) -> None:
        self.tabs.setCurrentIndex(list(KINDS).index(kind) if kind in KINDS else 0)

    def look_ahead(self) -> None:
        """Ask the platform what sending would change; nothing is sent."""
        target = self.target
        if target is not None:
            words = translate("Looking what stands there…")
            self.asking.ask(words, self._on_plan, self._desk.tell_error, self._desk.sync.plan, target.id)

    # --- building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        self.title, self.facts = label("", "large", wrap=True), label("", "soft")
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(translate("Kind of value"))
        for place, (kind, words) in enumerate(KINDS.items()):
            self.tabs.addTab(translate(words))
            self.tabs.setTabData(place, kind)
        self._stack = QStackedWidget()
        self._choose = button(
            translate("Choose where they go…"), self._want_place, kind="main", icon_name="sync"
        )
        self._nowhere = EmptyState(
            "sync",
            translate("These values are not sent anywhere yet"),
            translate(
                "Choose the course and the place there. You see who is who and what would change before "
                "anything is sent."
            ),
            self._choose,
        )
        self._stack.addWidget(self._nowhere)
        self._stack.addWidget(self._make_body())
        head = column(self.title, self.facts, space=2)
        layout = column(head, self.tabs, self._stack, space=S)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _make_body(self) -> QWidget:
        self.where = label("", "strong", wrap=True)
        self.confirmed = label("", "tiny")
        self.guests = label("", "soft", wrap=True)
        self.guests.hide()
        self.look_button = button(
            translate("What would change?"), self.look_ahead, icon_name="reveal", tip="Ctrl+L"
        )
        self.look_button.setShortcut("Ctrl+L")
        self.change_button = button(translate("Another place…"), self._want_place, kind="quiet")
        self.stop_button = button(translate("Send no more"), self._remove_target, kind="quiet")
        buttons = row(0, self.stop_button, self.change_button, self.look_button)
        self._place = row(column(self.where, self.confirmed, space=2), buttons)
        self._place.setStretch(0, 1)
        self.notices = NoticesBox()
        self.found = label("", "strong", wrap=True)
        self.filter = StateFilter()
        self.model = RowsModel(make_columns(), lambda item: item.key)
        self.table: RowsTable[SyncRow] = RowsTable(
            self.model, translate("Values of the students"), several=True
        )
        self.decisions = Decisions()
        foot = Card(column(self.decisions), margin=M)
        body = QWidget()
        inner = column(
            self._place,
            self.asking,
            self.guests,
            self.notices,
            self.found,
            self.filter,
            self.table,
            foot,
            space=S,
        )
        inner.setStretch(6, 1)
        inner.setContentsMargins(0, M, 0, 0)
        body.setLayout(inner)
        self.table.setMinimumHeight(LEAST_TABLE)
        self._tall = _Tall(body)
        area = scrolled(self._tall)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_kind)
        self.filter.changed.connect(self._narrow)
        self.table.chosen.connect(self._show_decisions)
        self.table.entered_row.connect(self._on_entered)
        self.decisions.decided.connect(self._on_decided)
        self.notices.agreed.connect(self._agree)
        self.asking.changed.connect(lambda busy: self.look_button.setEnabled(not busy))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the buttons stand below the place that they are about."""
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        narrow = self.width() < NARROW
        self._tall.setMinimumHeight(LEAST_IF_NARROW if narrow else LEAST_HEIGHT)
        self._place.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    # --- what is shown ------------------------------------------------------------------------------

    def _on_kind(self) -> None:
        self.asking.let_go()
        self._plan = None
        self._look()

    def _look(self) -> None:
        target = self.target
        self._stack.setCurrentIndex(1 if target is not None else 0)
        if target is None:
            self._seen, self._read_for = [], ""
            has_platform = bool(self._connections)
            self._choose.setText(
                translate("Choose where they go…") if has_platform else translate("Connect a platform…")
            )
            return
        connection = self._connections.get(target.connection)
        words = translate("{kind} go to {place}") if target.name else translate("{kind} go to {platform}")
        platform = isolate(connection.name) if connection is not None else ""
        text = words.format(kind=tell_kind(target.kind), place=isolate(target.name), platform=platform)
        self.where.setText(f"{text} · {platform}" if target.name and platform else text)
        self.change_button.setVisible(target.kind != "statement")
        self.confirmed.setText(tell_confirmed(self._session.last_confirmed if self._session else None))
        if self._read_for != target.id:
            self._seen, self._read_for = [], target.id
            self._show_rows()
        task = self._desk.worker.run(_read_rows, self._desk.sync.list_rows, target.id)
        task.finished.connect(self._on_rows)
        task.failed.connect(self._desk.tell_error)

    def _look_for_guests(self, session: str) -> None:
        self.guests.hide()
        task = self._desk.worker.run(_find_guests, self._desk.archive, session)
        task.finished.connect(self._on_guests)
        task.failed.connect(self._desk.tell_error)

    def _on_guests(self, found: tuple[str, list[str]]) -> None:
        session, names = found
        if self._session is not None and session == self._session.session:
            self.guests.setText(tell_not_sent(names))
            self.guests.setVisible(bool(names))

    def _on_rows(self, found: tuple[str, list[RowSeen]]) -> None:
        read_for, seen = found
        target = self.target
        if target is None or read_for != target.id:
            return
        if self._plan is not None and [one.row for one in seen] != [one.row for one in self._seen]:
            self._plan = None  # it was made for other rows
        self._seen = seen
        self._show_rows()

    def _on_plan(self, plan: Plan) -> None:
        target = self.target
        if target is not None and plan.target == target.id:
            self._plan = plan
            self._show_rows()
            (self.notices.button if self.notices.isVisibleTo(self) else self.table).setFocus()

    def _show_rows(self) -> None:
        target = self.target
        if target is None:
            return
        rows = make_rows(target, self._seen, self._plan)
        plan = self._plan
        unagreed = not_agreed(plan.notices, target.agreed) if plan is not None else []
        self.notices.show_notices(unagreed if plan is not None and plan.to_send else [])
        self.found.setText(self._tell_found(rows, plan))
        self.found.setVisible(bool(self.found.text()))
        self.filter.show_counts(rows)
        wanted = self.filter.wanted
        shown = [item for item in rows if wanted in (None, item.state)]
        if shown != self._shown:  # else the table stays where it was scrolled to
            self._shown = shown
            self.model.set_rows(shown)
        self._show_decisions()

    def _tell_found(self, rows: Sequence[SyncRow], plan: Plan | None) -> str:
        if plan is None:
            if any(item.reason == "not_agreed" for item in rows):
                return translate(
                    "Sending needs your yes: press “What would change?” to see what it brings about."
                )
            return ""
        if plan.to_send:
            return translate("Values that would be sent: {count}. Nothing has been sent by looking.").format(
                count=plan.to_send
            )
        return translate("Nothing would be sent: what stands there is as it shall be, or waits for you.")

    def _narrow(self) -> None:
        self._show_rows()

    def _show_decisions(self) -> None:
        self.decisions.show_rows(self.table.chosen_rows(), self.model.rows)

    # --- what is done -------------------------------------------------------------------------------

    def _run(self, function: Callable[..., Any], *args: Any) -> None:
        task = self._desk.worker.run(function, *args)
        task.give(self, lambda _: self._look())
        task.failed.connect(self._desk.tell_error)

    def _want_place(self) -> None:
        if not self._connections:
            self.connect_wanted.emit()
        elif self._session is not None:
            self.place_wanted.emit(self._session.session, self.kind)

    def _remove_target(self) -> None:
        target, sync = self.target, self._desk.sync
        if target is None:
            return
        again = partial(
            sync.set_target, target.session, target.kind, target.connection, target.ref, target.name
        )
        said = translate("Nothing more is sent there. What stands there stays.")
        task = self._desk.worker.run(sync.remove_target, target.id)
        task.failed.connect(self._desk.tell_error)
        task.finished.connect(
            lambda _: self._desk.tell(said, "", translate("Undo"), lambda: self._run(again))
        )

    def _agree(self, codes: Sequence[str]) -> None:
        target = self.target
        if target is not None:
            self._plan = None
            self._run(_agree_and_send, self._desk.sync.agree, self._desk.sync.sync_now, target.id, codes)

    def _on_entered(self) -> None:
        rows = self.table.chosen_rows()
        if len(rows) == 1:
            self._on_decided("match" if rows[0].reason == "not_matched" else "history", rows)

    def _on_decided(self, name: str, rows: list[SyncRow]) -> None:
        keys = [item.key for item in rows]
        if name == "history":
            task = self._desk.worker.run(self._desk.sync.history, keys[0])
            task.give(self, partial(self._show_history, rows[0].seen.name))
            task.failed.connect(self._desk.tell_error)
        elif name == "match" and self.target is not None and self._session is not None:
            self.chooser.choose(self.target, self._session.session, rows[0].seen)
        elif name == "keep":
            self._run(self._desk.sync.keep_theirs, keys)
        elif name == "again":
            self._run(self._desk.sync.try_again, keys)
        elif name == "send" and (len(keys) == 1 or self._ask_to_send(len(keys))):
            self._run(self._desk.sync.send_ours, keys)

    def _ask_to_send(self, count: int) -> bool:
        ask = Ask(
            self,
            translate("Replace what stands there?"),
            translate(
                "Somebody changed these values on the platform. Yours take their place. Values: {count}"
            ).format(count=count),
            translate("Send ours"),
        )
        yes = ask.exec() == QDialog.DialogCode.Accepted
        ask.deleteLater()
        return yes

    def _show_history(self, name: str, steps: list[Step]) -> None:
        dialog = HistoryDialog(name, steps, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()


def _read_rows(list_rows: Callable[[str], list[RowSeen]], target: str) -> tuple[str, list[RowSeen]]:
    return target, list_rows(target)


def _find_guests(archive: ArchivePort, session: str) -> tuple[str, list[str]]:
    """Nobody in a session that another computer has brought."""
    try:
        return session, list(guests_of(archive.load_state(session)).values())
    except (Trouble, Refused):
        return session, []


def _agree_and_send(
    agree: Callable[[str, Sequence[str]], None], send: Callable[[], None], target: str, codes: Sequence[str]
) -> None:
    agree(target, codes)
    send()
