"""A certificate that nobody has signed: shown by its fingerprint, trusted only after it was compared."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from app.errors import PreauError
from widgets.desk import Desk
from widgets.language import isolate, tell_error, translate
from widgets.parts.asking import Asking
from widgets.parts.basics import Card, button, column, fit_height, label, row
from widgets.parts.message_strip import MessageStrip
from widgets.theme import L, M, S


class TrustBox(Card):
    trusted = Signal()
    given_up = Signal()

    def __init__(self, server: str, fingerprint: str) -> None:
        super().__init__(kind="tint")
        self.fingerprint = fingerprint
        words = translate(
            "{server} shows a certificate that no authority vouches for. Some schools make their own. Ask "
            "the administrator, by telephone or in person, for its SHA-256 fingerprint, and compare every "
            "sign:"
        ).format(server=isolate(server))
        half = len(fingerprint) // 2
        self.shown = label(f"{fingerprint[: half + 1]}\n{fingerprint[half + 1 :]}", "strong")
        self.shown.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.shown.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self.shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.shown.setAccessibleName(translate("Fingerprint of the certificate"))
        self.compared = QCheckBox(translate("I have compared it: it is the same"))
        self.trust_button = button(translate("Trust this certificate"), self.trusted.emit)
        self.trust_button.setEnabled(False)
        self.compared.toggled.connect(self.trust_button.setEnabled)
        stop = button(translate("Do not connect"), self.given_up.emit, kind="quiet")
        box = column(
            label(words, wrap=True), self.shown, self.compared, row(0, stop, self.trust_button), space=S
        )
        box.setContentsMargins(M, M, M, M)
        self.setLayout(box)


class TrustDialog(QDialog):
    """The certificate of a server that is connected already; accepted once it is trusted. `show()` it."""

    def __init__(self, desk: Desk, server: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._server = desk, server
        self.box: TrustBox | None = None
        self.setWindowTitle(translate("Certificate of the platform"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self.strip, self.asking = MessageStrip(), Asking(desk.worker)
        self._place = column()
        self._cancel = button(translate("Cancel"), self.reject, kind="quiet")
        self._words = label(translate("Asking the platform…"), "soft")
        layout = column(
            self.strip, self._words, self._place, self.asking, row(0, self._cancel), space=M, margin=L
        )
        self.setLayout(layout)
        self.asking.stopped.connect(self.reject)
        self._ask(self._show, desk.sync.fingerprint_of, server)

    def done(self, result: int) -> None:
        self.asking.let_go()
        super().done(result)

    def _ask(self, done: Callable[[Any], None], function: Callable[..., Any], *args: str) -> None:
        self.asking.ask(translate("Asking the platform…"), done, self._on_failed, function, *args)

    def _show(self, fingerprint: str) -> None:
        self.box = TrustBox(self._server, fingerprint)
        self.box.given_up.connect(self.reject)
        self.box.trusted.connect(lambda: self._trust(fingerprint))
        self._words.hide()
        self._cancel.hide()  # the box has its own
        self._place.addWidget(self.box)
        self.box.show()  # at once, for its height to count
        fit_height(self)
        self.box.compared.setFocus()

    def _trust(self, fingerprint: str) -> None:
        self._ask(lambda _: self.accept(), self._desk.sync.trust, self._server, fingerprint)

    def _on_failed(self, error: PreauError) -> None:
        self._words.hide()
        self.strip.show_message(tell_error(error), "bad")
