"""How long the laptop still lasts."""

from dataclasses import dataclass
from typing import Final, Literal

import psutil

Level = Literal["good", "warn", "bad"]
LOW: Final = 25.0  # per cent: about a lesson on most laptops
VERY_LOW: Final = 10.0


@dataclass(frozen=True, slots=True)
class Battery:
    """percent: 0 to 100; plugged: whether it hangs on the mains."""

    percent: float
    plugged: bool


def read_battery() -> Battery | None:
    """None where there is no battery, or the system does not tell."""
    sensor = getattr(psutil, "sensors_battery", None)  # not on every system
    try:
        found = sensor() if sensor is not None else None
    except (OSError, RuntimeError, ValueError, psutil.Error):
        return None
    if found is None:
        return None
    # Unknown whether it is plugged: no alarm.
    return Battery(min(max(float(found.percent), 0.0), 100.0), found.power_plugged is not False)


def battery_warning(battery: Battery | None) -> Level:
    """'warn': plug it in before the next lesson; 'bad': now."""
    if battery is None or battery.plugged or battery.percent > LOW:
        return "good"
    return "bad" if battery.percent <= VERY_LOW else "warn"
