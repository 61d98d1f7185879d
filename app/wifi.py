"""A Wi-Fi as a QR code tells it to phones: the `WIFI:` text that Android and iOS read.

The format is ZXing's, https://github.com/zxing/zxing/wiki/Barcode-Contents#wi-fi-network-config-android-ios-11.
"""

import re
from dataclasses import dataclass, field
from typing import Final

SECURITIES: Final = ("WPA", "WEP", "nopass")  # WPA stands for WPA2 and WPA3 too
MAX_NAME: Final = 32  # bytes of a network's name
MAX_PASSWORD: Final = 64  # characters


@dataclass(frozen=True, slots=True)
class Wifi:
    """security: one of `SECURITIES`. The password is in no log: it is left out of the value's own text."""

    name: str
    password: str = field(default="", repr=False)
    security: str = "WPA"

    def __post_init__(self) -> None:
        """Raises ValueError for what cannot be a network."""
        if not 0 < len(self.name.encode("utf-8", "surrogatepass")) <= MAX_NAME:
            raise ValueError("name")
        if len(self.password) > MAX_PASSWORD or self.security not in SECURITIES:
            raise ValueError("security")


def wifi_text(name: str, password: str = "", security: str = "WPA") -> str:
    """What a phone's camera reads to join the network; without a password in an open one."""
    parts = [f"T:{security}", f"S:{_escape(name)}"]
    if security != "nopass" and password:
        parts.append(f"P:{_escape(password)}")
    return f"WIFI:{';'.join(parts)};;"


def _escape(text: str) -> str:
    return re.sub(r'([\\;,":])', r"\\\1", text)
