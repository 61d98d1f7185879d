"""The names and the text under which a class is announced, fitted to the limits of DNS.

Pure text; `mdns.py` sends it.
"""

import re
import unicodedata
from typing import Final

SERVICE: Final = "_preau._tcp.local."
LABEL_BYTES: Final = 63  # of one part of a name (RFC 1035, 2.3.4)
TXT_BYTES: Final = 255  # of one entry of a TXT record (RFC 6763, 6.1)
_ROOM_FOR_NUMBER: Final = 4  # a conflict is renamed to "title-2" and so on


def cut_utf8(text: str, size: int) -> str:
    """The longest beginning of `text` that takes at most `size` bytes and cuts no character in two."""
    return text.encode("utf-8", "replace")[:size].decode(errors="ignore")


def clean_text(text: str) -> str:
    """Without control characters and without the marks that turn the direction of what follows."""
    return "".join(
        character
        for character in text
        if unicodedata.category(character) != "Cc"
        and character not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    ).strip()


def instance_label(title: str) -> str:
    """The title as one part of a service name: no dots (they would split it), at most 59 bytes."""
    text = " ".join(clean_text(title).replace(".", " ").split()) or "Préau"
    return cut_utf8(text, LABEL_BYTES - _ROOM_FOR_NUMBER).strip()


def host_name(code: str) -> str:
    """`preau-k7pm.local.`: the laptop's name while the class `code` runs."""
    return f"preau-{re.sub('[^a-z0-9]', '', code.lower())[:40]}.local."


def txt_record(title: str, code: str, path: str, version: str) -> dict[str, str]:
    """The TXT record; each entry fits its 255 bytes."""
    entries = {"title": clean_text(title), "code": code, "path": path, "version": version}
    return {key: cut_utf8(value, TXT_BYTES - len(key) - 1) for key, value in entries.items()}
