"""What a reader of bar codes or QR codes has typed: it works like an English keyboard, also where the laptop
has a French one, on which its digits come out as other signs."""

from typing import Final

_FRENCH: Final = str.maketrans("&é\"'(-è_çà", "1234567890")
LEAST: Final = 3  # such signs in what can be a number


def read_typed(text: str) -> str:
    """The number or name that is meant. Signs stand for digits where there are several, more than letters,
    and no digit."""
    text = " ".join(text.split())
    signs = sum(1 for char in text if ord(char) in _FRENCH)
    letters = sum(1 for char in text if char.isalpha() and ord(char) not in _FRENCH)
    if signs < LEAST or letters >= signs or any(char.isdigit() for char in text):
        return text
    return text.translate(_FRENCH)
