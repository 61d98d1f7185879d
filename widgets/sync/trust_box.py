"""A certificate that nobody has signed: shown by its fingerprint, trusted only after it was compared."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox

from widgets.language import isolate, translate
from widgets.parts.basics import Card, button, column, label, row
from widgets.theme import M, S


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
