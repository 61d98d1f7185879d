"""PINs as salted scrypt hashes (RFC 7914). A short PIN stays weak against who holds the file: it keeps one
student from posing as another in the room, and no more."""

import hashlib
import hmac
import re
import secrets
from typing import Final

SHORTEST_PIN: Final = 4
LONGEST_PIN: Final = 8
COST: Final = (
    1 << 12
)  # scrypt's N with r=8, p=1: 4 MB and some 10 ms, so that 300 may sign in within a minute
_MOST_COST: Final = 1 << 15
_HASH: Final = re.compile(r"scrypt\$([0-9]{1,6})\$([0-9a-f]{32})\$([0-9a-f]{64})")


def hash_pin(pin: str, cost: int = COST) -> str:
    """A new hash: 'scrypt$N$salt$key'. Takes some milliseconds of one core."""
    salt = secrets.token_bytes(16)
    return f"scrypt${cost}${salt.hex()}${_derive(pin, salt, cost).hex()}"


def check_pin(pin: str, stored: str) -> bool:
    """Whether the PIN is the one that was hashed; False for a hash of another form."""
    match = _HASH.fullmatch(stored)
    if not match or not 2 <= int(match[1]) <= _MOST_COST or int(match[1]) & (int(match[1]) - 1):
        return False
    found = _derive(pin, bytes.fromhex(match[2]), int(match[1]))
    return hmac.compare_digest(found, bytes.fromhex(match[3]))


def is_pin_hash(text: str) -> bool:
    """Whether `text` has the form that `hash_pin` gives."""
    return bool(_HASH.fullmatch(text))


def _derive(pin: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=cost, r=8, p=1, maxmem=1 << 26, dklen=32)
