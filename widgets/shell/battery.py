"""Says while a class runs that the laptop wants its cable, once at each level."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer

from app.host.power import Battery, battery_warning, read_battery
from widgets.desk import Desk
from widgets.language import translate

EVERY: Final = 60_000  # ms between two looks


class BatteryWatch(QTimer):
    """read: what the system tells, None where it tells nothing."""

    def __init__(self, desk: Desk, read: Callable[[], Battery | None] = read_battery) -> None:
        super().__init__(desk)
        self._desk = desk
        self._read = read
        self._level = "good"
        self.setInterval(EVERY)
        self.timeout.connect(self.look)

    def begin(self) -> None:
        """A class runs from now on."""
        self.start()
        self.look()

    def look(self) -> None:
        battery = self._read() if self._desk.settings.get("warn_battery") else None
        level = battery_warning(battery)
        if level not in ("good", self._level) and battery is not None:
            text = translate(
                "The battery is at {percent} %. Plug the laptop in; everything is saved meanwhile."
            )
            self._desk.tell(text.format(percent=round(battery.percent)), level)
        self._level = level
