"""What the wall shows while attendance is taken: a token in the QR code and two digits, new every 15 s.

Both are HMACs of the session's seed and of the time slot by the class's clock, so nothing is stored and a
restart changes nothing. A scan leads to a hold: a cookie that says when this device has scanned, and is good
while its owner types, for no other device and no other class.
"""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.errors import Refused

PERIOD: Final = 15.0  # seconds
ACCEPTED: Final = 2  # slots: the one shown now and the one before, for slow cameras and eyes
HOLD: Final = 600.0  # seconds between the scan and the end of signing in
_TOKEN: Final = re.compile(r"(-?[0-9]{1,9})\.([0-9a-f]{12})")
_HOLD: Final = re.compile(r"([0-9]{1,12})\.([0-9a-f]{32})")


@dataclass(frozen=True, slots=True)
class RollingCode:
    """seed: the session's secret; opened: seconds, when the slots begin to be counted."""

    seed: str
    opened: float
    now: Callable[[], float]
    period: float = PERIOD

    def token(self) -> str:
        """What the QR code of this moment carries."""
        return self._token(self._slot())

    def digits(self) -> str:
        """Two digits for those who type."""
        return self._digits(self._slot())

    def next_change(self) -> float:
        """Seconds until both change."""
        return self.opened + (self._slot() + 1) * self.period - self.now()

    def check_token(self, token: str) -> None:
        """Raises `Refused` with `scan_other_class` (also for what we never made) or `scan_old`."""
        match = _TOKEN.fullmatch(token)
        if match is None or not hmac.compare_digest(token, self._token(int(match[1]))):
            raise Refused("scan_other_class")
        if not 0 <= self._slot() - int(match[1]) < ACCEPTED:
            raise Refused("scan_old")

    def check_digits(self, text: str) -> None:
        """Raises `Refused('digits_wrong')`."""
        slot = self._slot()
        if text not in [self._digits(slot - back) for back in range(ACCEPTED)]:
            raise Refused("digits_wrong")

    def make_hold(self, device: str) -> str:
        """To be given to the device (SHA-256 of its secret) that has scanned a good token."""
        return self._hold(int(self.now()), device)

    def carry_hold(self, hold: str, before: str, device: str) -> str:
        """The same hold for a device whose secret is another one now; "" where it did not hold."""
        return self._hold(int(hold.partition(".")[0]), device) if self.is_held(hold, before) else ""

    def _hold(self, at: int, device: str) -> str:
        return f"{at}.{self._sign(f'hold {at} {device}')[:32]}"

    def is_held(self, hold: str, device: str) -> bool:
        """Whether this device has scanned lately."""
        match = _HOLD.fullmatch(hold)
        if match is None or not device:
            return False
        own = self._hold(int(match[1]), device)
        return hmac.compare_digest(hold, own) and -1 <= self.now() - int(match[1]) <= HOLD

    def _slot(self) -> int:
        return int((self.now() - self.opened) // self.period)

    def _token(self, slot: int) -> str:
        return f"{slot}.{self._sign(f'scan {slot}')[:12]}"

    def _digits(self, slot: int) -> str:
        return f"{int(self._sign(f'digits {slot}'), 16) % 100:02}"

    def _sign(self, text: str) -> str:
        return hmac.new(self.seed.encode(), text.encode(), hashlib.sha256).hexdigest()
