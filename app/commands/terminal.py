"""What every command needs to speak to a person: their language, plain lines, a QR code.

Never fails because a console cannot show a letter.
"""

import ctypes
import os
import sys
from collections.abc import Mapping
from typing import Final, TextIO

import qrcode

from app.i18n import DEFAULT_LANGUAGE, LANGUAGES

# Primary language identifiers of Windows (winnt.h).
_WINDOWS_LANGUAGES: Final = {0x01: "ar", 0x09: "en", 0x0C: "fr"}


def _windows_ui_language() -> int:
    windll = getattr(ctypes, "windll", None)
    return int(windll.kernel32.GetUserDefaultUILanguage()) if windll else 0


def user_language(
    environment: Mapping[str, str] | None = None,
    platform: str = sys.platform,
    windows_language: int | None = None,
) -> str:
    """'fr', 'ar' or 'en': PREAU_LANG, else what the system is set to, else French.

    `windows_language` is a LANGID, asked of Windows if not given.
    """
    environment = os.environ if environment is None else environment
    names = ("PREAU_LANG",) if platform == "win32" else ("PREAU_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    for name in names:
        if value := environment.get(name):
            wished = value.replace("-", "_").partition("_")[0].partition(".")[0].lower()
            return wished if wished in LANGUAGES else DEFAULT_LANGUAGE
    if platform == "win32":
        identifier = _windows_ui_language() if windows_language is None else windows_language
        return _WINDOWS_LANGUAGES.get(identifier & 0x3FF, DEFAULT_LANGUAGE)
    return DEFAULT_LANGUAGE


def _can_show(stream: TextIO, text: str) -> bool:
    try:
        text.encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def say(stream: TextIO, text: str = "") -> None:
    """One line; letters that the console does not know become question marks."""
    if not _can_show(stream, text):
        encoding = getattr(stream, "encoding", None) or "ascii"
        text = text.encode(encoding, errors="replace").decode(encoding)
    stream.write(text + "\n")
    stream.flush()


def error(sentence: str) -> None:
    """One line on the error channel."""
    say(sys.stderr, sentence)


def qr_lines(text: str, *, blocks: bool = True, invert: bool = False) -> list[str]:
    """The QR code of `text`, quiet zone included, for light letters on a dark ground.

    `invert`: for dark letters on a light ground. `blocks`: two rows of modules in one line by half blocks,
    else two characters for one module in ASCII.
    """
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    code.make(fit=True)
    # What is drawn are the light modules: on a dark terminal the letters are the light.
    rows = [[dark == invert for dark in row] for row in code.get_matrix()]
    if not blocks:
        return ["".join("##" if drawn else "  " for drawn in row) for row in rows]
    if len(rows) % 2:
        rows.append([not invert] * len(rows[0]))  # one more row of quiet zone
    signs = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
    return [
        "".join(signs[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    ]


def print_qr(text: str, stream: TextIO, *, invert: bool = False) -> None:
    """Draw the QR code of `text`; in ASCII where the console has no half blocks."""
    for line in qr_lines(text, blocks=_can_show(stream, "█▀▄"), invert=invert):
        say(stream, line)
