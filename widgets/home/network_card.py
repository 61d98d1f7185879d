"""Whether phones can reach this laptop, and under which address."""

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QVBoxLayout

from widgets.desk import Desk
from widgets.language import isolate, translate
from widgets.parts.basics import Card, button, clear_layout, column, label, row, set_look
from widgets.parts.finding_line import finding_line
from widgets.parts.icons import icon_pixmap
from widgets.theme import S, tokens

EVERY: Final = 10_000  # ms


class NetworkCard(Card):
    """Looks every ten seconds while it is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._icon = QLabel()
        self._state = label(translate("Looking for the network …"), "strong", wrap=True)
        self._address = label("", "soft", wrap=True)
        self._findings = QVBoxLayout()
        self._check = button(translate("Can phones reach me?"), self.check)
        self.setLayout(
            column(
                label(translate("Network"), "large"),
                row(self._icon, self._state, 0),
                self._address,
                self._findings,
                row(self._check, 0),
                space=S,
                margin=16,
            )
        )
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """The page is shown."""
        self.look()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def look(self) -> None:
        task = self._desk.worker.run(self._desk.services.list_addresses)
        task.finished.connect(self._on_addresses)

    def check(self) -> None:
        """Let the doctor look."""
        self._check.setEnabled(False)
        self._check.setText(translate("Looking …"))
        task = self._desk.worker.run(self._desk.services.check_network)
        task.finished.connect(self._on_findings)
        task.failed.connect(self._on_failed)

    def _on_addresses(self, addresses: list[str]) -> None:
        there = bool(addresses)
        self._icon.setPixmap(icon_pixmap("wifi", tokens().garden if there else tokens().amber, 22))
        if there:
            self._state.setText(translate("The network is there"))
            shown = addresses[0].removeprefix("http://")
            self._address.setText(
                translate("Phones will find this laptop at {address}").format(address=isolate(shown))
            )
        else:
            self._state.setText(translate("No network yet"))
            self._address.setText(
                translate(
                    "Join the room's Wi-Fi, or open a hotspot on this laptop or a phone. No internet needed."
                )
            )
        set_look(self._state, "level", "good" if there else "warn")

    def _on_findings(self, findings: list[tuple[str, str]]) -> None:
        self._reset_button()
        clear_layout(self._findings)
        for level, text in findings:
            self._findings.addLayout(finding_line(level, text))

    def _on_failed(self, error: Exception) -> None:
        self._reset_button()
        self._desk.tell_error(error)

    def _reset_button(self) -> None:
        self._check.setEnabled(True)
        self._check.setText(translate("Can phones reach me?"))
