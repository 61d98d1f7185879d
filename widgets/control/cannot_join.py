"""All that helps when a student cannot join: address, code, QR, Wi-Fi, what the network check says; and the
QR with which the teacher's own phone drives the class."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from widgets.control.floating import FloatingPanel
from widgets.control.notes import short_address
from widgets.desk import Desk
from widgets.language import isolate, tell_error, translate
from widgets.parts.basics import button, clear_layout, column, label, row, rule
from widgets.parts.finding_line import finding_line
from widgets.parts.qr_code import QrCode
from widgets.theme import L, S

TICKET_LASTS: Final = 60  # seconds
QR_SIZE: Final = 250


class CannotJoinPanel(FloatingPanel):
    def __init__(self, page: QWidget, ground: QWidget, desk: Desk) -> None:
        self.address = label("", "title")
        self.address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.qr = QrCode(name=translate("QR code"), smallest=QR_SIZE)
        self.qr.setFixedSize(QR_SIZE, QR_SIZE)
        self.under = label("", "soft", wrap=True)
        self.under.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.under.setFixedSize(QR_SIZE, 48)
        self.join = self._make_tab(translate("Join"), self.show_join)
        self.drive = self._make_tab(translate("Drive from my phone"), self.ask_ticket)
        group = QButtonGroup(self.qr)
        for made in (self.join, self.drive):
            group.addButton(made)
        self.join.setChecked(True)
        left = column(
            row(0, self.qr, 0), row(0, self.under, 0), row(self.join, self.drive, space=S), 0, space=S
        )
        self.second_screen = label("", "soft", wrap=True)
        self._steps = column(space=S)
        self._findings = column(space=S)
        self.check = button(translate("Check the network again"), self.look, icon_name="wifi")
        right = column(
            label(translate("Type this address"), "soft"), self.address, self._steps,
            self.second_screen, rule(), label(translate("What the network check says"), "strong"),
            self._findings, row(self.check, 0), 0,
            space=S,
        )  # fmt: skip
        content = QVBoxLayout()
        both = row(left, right, space=L)
        both.setStretch(1, 1)
        content.addLayout(both)
        super().__init__(page, ground, translate("A student cannot join"), content, 880)
        self._desk = desk
        self._waits_for_ticket = False
        self._left = 0
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        desk.bridge.replied.connect(self._on_replied)
        desk.bridge.refused.connect(self._on_refused)
        desk.bridge.changed.connect(self._on_changed)

    def open_panel(self) -> None:
        self.show_join()
        self._fill()
        self.look()
        super().open_panel()

    def close_panel(self) -> None:
        """A ticket that was shown is not shown again."""
        self._clock.stop()
        self._waits_for_ticket = False
        super().close_panel()

    def show_join(self) -> None:
        """The QR code for students."""
        self._clock.stop()
        self._waits_for_ticket = False
        self.join.setChecked(True)
        address = self._address()
        self.qr.set_text(address)
        self.under.setText(translate("Let the phone scan this.") if address else translate("No network."))

    def ask_ticket(self) -> None:
        """Fetch a QR code with which one phone can drive the class; it is asked for here once more."""
        self.drive.setChecked(True)
        self.qr.set_text("")
        self.under.setText(translate("One moment…"))
        self._waits_for_ticket = True
        self._desk.bridge.do("make_ticket", role="host")

    def look(self) -> None:
        """Let the network be checked; it takes a moment."""
        clear_layout(self._findings)
        self._findings.addWidget(label(translate("Looking at the network…"), "soft"))
        self.check.setEnabled(False)
        task = self._desk.worker.run(self._desk.services.check_network)
        task.finished.connect(self._on_checked)
        task.failed.connect(self._on_not_checked)

    # --- within -----------------------------------------------------------------------------------

    def _address(self) -> str:
        view = self._desk.bridge.view
        addresses = view.snapshot.get("addresses", ()) if view else ()
        return str(addresses[0]) if addresses else ""

    def _fill(self) -> None:
        address = short_address(self._address())
        self.address.setText(isolate(address) if address else translate("no network"))
        place = address.partition("/")[0] if address else ""
        words = translate("A second screen opens {address}.").format(address=isolate(f"{place}/screen"))
        self.second_screen.setText(words if place else "")
        wifi = str(self._desk.settings.get("wifi_name"))
        steps = [
            translate("Is the phone in the Wi-Fi {name}?").format(name=isolate(wifi))
            if wifi
            else translate("Is the phone in the same Wi-Fi as this laptop?"),
            translate("Mobile data off, no VPN."),
            translate("Type the address in the browser itself, not in a search engine."),
            translate("Still nothing? A neighbour's phone may be shared."),
        ]
        clear_layout(self._steps)
        for number, text in enumerate(steps, start=1):
            line = row(label(f"{number}.", "strong"), label(text, wrap=True), space=S)
            line.setStretch(1, 1)
            self._steps.addLayout(line)

    def _on_changed(self) -> None:
        """The laptop may have got another address while the panel is open."""
        if self.is_open and self.join.isChecked() and self.qr.text != self._address():
            self.show_join()
            self._fill()

    def _on_checked(self, findings: list[tuple[str, str]]) -> None:
        clear_layout(self._findings)
        self.check.setEnabled(True)
        for level, text in findings:
            self._findings.addLayout(finding_line(level, text))

    def _on_not_checked(self, error: Exception) -> None:
        self._on_checked([("warn", tell_error(error))])

    def _on_replied(self, command: str, result: dict[str, Any]) -> None:
        if command == "make_ticket" and self._waits_for_ticket:
            self._waits_for_ticket = False
            self.qr.set_text(result["url"])
            self._left = TICKET_LASTS
            self._clock.start()
            self._show_left()

    def _on_refused(self, _code: str, sentence: str) -> None:
        if self._waits_for_ticket:
            self.show_join()
            self.under.setText(sentence)

    def _tick(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self.show_join()
        else:
            self._show_left()

    def _show_left(self) -> None:
        words = translate("Scan it with your own phone, then allow it here. Good for {seconds} s, once.")
        self.under.setText(words.format(seconds=self._left))

    def _make_tab(self, words: str, do: Callable[[], object]) -> QPushButton:
        made = button(words, do)
        made.setCheckable(True)
        return made
