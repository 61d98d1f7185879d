"""Connecting a platform: which kind, then what it asks for. Another kind is one line in `WAYS`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLayout, QStackedWidget, QVBoxLayout, QWidget

from app.errors import PreauError
from app.i18n import mark
from app.outgoing.connections import Connection
from widgets.desk import Desk
from widgets.language import isolate, tell_error, translate
from widgets.parts.asking import Asking
from widgets.parts.basics import button, column, label, row, scrolled
from widgets.parts.message_strip import MessageStrip
from widgets.parts.two_lines import TwoLineButton
from widgets.sync.connect_form import ConnectForm, RecordStoreForm
from widgets.sync.lti_form import LtiForm
from widgets.sync.moodle_form import MoodleForm
from widgets.sync.trust_box import TrustBox
from widgets.theme import XL, M, S


@dataclass(frozen=True, slots=True)
class Way:
    """A kind of platform. kind: as of `Connection`."""

    kind: str
    name: str
    note: str
    make: Callable[[Desk, str], ConnectForm]


WAYS: Final[tuple[Way, ...]] = (
    Way("moodle", mark("Moodle"), mark("Marks and attendance, with your own account."), MoodleForm),
    Way(
        "lti",
        mark("A course's own tool (LTI 1.3)"),
        mark("Columns of its own in the gradebook of Moodle, Canvas and others, without your password."),
        LtiForm,
    ),
    Way(
        "xapi",
        mark("A record store (xAPI)"),
        mark("Who attended, answered and completed, for a school that collects learning records."),
        RecordStoreForm,
    ),
)
_CHOICE, _FORM = range(2)


class ConnectDialog(QDialog):
    """`show()` it. known: a connection that is to be made anew."""

    connected = Signal(object)
    """The `Connection`."""

    def __init__(self, desk: Desk, known: Connection | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._form: ConnectForm | None = None
        self.trust_box: TrustBox | None = None
        self.setWindowTitle(translate("Connect a platform"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(560, 560)
        self._build()
        way = next((way for way in WAYS if known is not None and way.kind == known.kind), None)
        if way is not None and known is not None:
            self.choose(way, known.address)
            self.back_button.hide()

    @property
    def form(self) -> ConnectForm | None:
        return self._form

    def choose(self, way: Way, address: str = "") -> None:
        """Show what this kind of platform asks for."""
        self._clear()
        self._form = way.make(self._desk, address)
        self._form.asking = self.asking
        self._form.changed.connect(self._look)
        self._form.failed.connect(self._on_failed)
        self._holder.addWidget(self._form)
        self.heading.setText(translate(way.name))
        self.resize(self.size().expandedTo(self._form.room))
        self._stack.setCurrentIndex(_FORM)
        self._look()
        self._form.setFocus()

    def connect_now(self) -> None:
        if self._form is not None and self._form.is_ready and not self.asking.is_busy:
            self.strip.hide_message()
            self._end_doubts()
            words = translate("Asking the platform…")
            self.asking.ask(words, self._on_connected, self._on_failed, self._form.work())

    def back(self) -> None:
        self._clear()
        self.heading.setText(translate("Which platform is it?"))
        self._stack.setCurrentIndex(_CHOICE)
        self._look()

    def done(self, result: int) -> None:
        """Passwords leave the window with it."""
        self.asking.let_go()
        if self._form is not None:
            self._form.forget()
        super().done(result)

    # --- inside -----------------------------------------------------------------------------------

    def _build(self) -> None:
        self.heading = label(translate("Which platform is it?"), "large", wrap=True)
        self.strip = MessageStrip()
        self.asking = Asking(self._desk.worker)
        self.asking.changed.connect(lambda _: self._look())
        choice = QWidget()
        self.way_buttons = [
            TwoLineButton(translate(way.name), translate(way.note), partial(self.choose, way)) for way in WAYS
        ]
        choice.setLayout(column(*self.way_buttons, 0, space=M))
        form = QWidget()
        self._holder = QVBoxLayout(form)
        self._holder.setContentsMargins(2, 0, 2, 0)
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolled(choice))
        self._stack.addWidget(scrolled(form))
        self.back_button = button(translate("Another platform"), self.back, kind="quiet", icon_name="back")
        self.connect_button = button(translate("Connect"), self.connect_now, kind="main", icon_name="link")
        self.connect_button.setDefault(True)
        cancel = button(translate("Cancel"), self.reject, kind="quiet")
        foot: QLayout = row(self.back_button, 0, cancel, self.connect_button)
        self._doubts = QVBoxLayout()
        layout = column(
            self.heading, self.strip, self._doubts, self.asking, self._stack, S, foot, space=M, margin=XL
        )
        layout.setStretch(4, 1)
        self.setLayout(layout)
        self._look()

    def _clear(self) -> None:
        self.asking.let_go()
        self.strip.hide_message()
        self._end_doubts()
        if self._form is not None:
            self._form.forget()
            self._form.deleteLater()
            self._form = None

    def _look(self) -> None:
        on_form = self._stack.currentIndex() == _FORM
        self.back_button.setVisible(on_form)
        self.connect_button.setVisible(on_form)
        ready = self._form is not None and self._form.is_ready and not self.asking.is_busy
        self.connect_button.setEnabled(ready)

    def _on_connected(self, connection: Connection) -> None:
        self._desk.tell(translate("Connected to {name}.").format(name=isolate(connection.name)))
        self.connected.emit(connection)
        self.accept()

    def _on_failed(self, error: PreauError) -> None:
        action = translate("Look at its certificate…") if error.code == "platform_not_trusted" else ""
        self.strip.show_message(tell_error(error), "bad", action, self._look_at_certificate)
        self._look()

    # --- a certificate that nobody has signed -------------------------------------------------------

    def _look_at_certificate(self) -> None:
        if self._form is None:
            return
        server = self._form.server
        words = translate("Asking the platform…")
        self.asking.ask(
            words, partial(self._show_certificate, server), self._on_not_shown,
            self._desk.sync.fingerprint_of, server,
        )  # fmt: skip

    def _show_certificate(self, server: str, fingerprint: str) -> None:
        self._end_doubts()
        self.trust_box = TrustBox(server, fingerprint)
        self.trust_box.trusted.connect(partial(self._trust, server, fingerprint))
        self.trust_box.given_up.connect(self._end_doubts)
        self._doubts.addWidget(self.trust_box)
        self.trust_box.compared.setFocus()

    def _trust(self, server: str, fingerprint: str) -> None:
        words, trust = translate("Keeping it…"), self._desk.sync.trust
        self.asking.ask(words, lambda _: self.connect_now(), self._on_not_shown, trust, server, fingerprint)

    def _on_not_shown(self, error: PreauError) -> None:
        self.strip.show_message(tell_error(error), "bad")
        self._look()

    def _end_doubts(self) -> None:
        if self.trust_box is not None:
            self._doubts.removeWidget(self.trust_box)
            self.trust_box.deleteLater()
            self.trust_box = None
