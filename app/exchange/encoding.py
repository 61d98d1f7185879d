"""Bytes of a quiz file to text. Says which encoding it was; refuses what is no text."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.errors import Trouble

LARGEST_FILE: Final = 50_000_000  # bytes
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8", "utf-8-bom"),
    (b"\xff\xfe", "utf-16-le", "utf-16le-bom"),
    (b"\xfe\xff", "utf-16-be", "utf-16be-bom"),
)
_CHARSET: Final = re.compile(
    r"windows-?125\d|cp\d{3,4}|iso[-_]?8859[-_]?\d{1,2}|latin[-_]?\d{1,2}|mac[-_]?[a-z]{2,12}|koi8[-_]?[rtu]"
    r"|gb\d{4,5}|gbk|big5|shift[-_]?jis|euc[-_]?(?:jp|kr|cn)|utf[-_]?(?:8|16|32)(?:[-_]?[lb]e)?|(?:us-)?ascii",
    re.IGNORECASE,
)
_DECLARED: Final = re.compile(rb"\s*<\?xml\s[^<>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_BINARY: Final = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\xd0\xcf\x11\xe0",
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """encoding: 'ascii', 'utf-8', 'utf-8-bom', 'utf-16le-bom', 'utf-16be-bom' or 'windows-1252'; of XML also
    what the file declares, in small letters."""

    text: str
    encoding: str


def read_bytes(path: Path) -> bytes:
    """The content of a file. Raises `Trouble` with `file_unreadable`, `file_empty` or `file_too_large`."""
    try:
        if not path.is_file():
            path.stat()  # tells what is missing
            raise Trouble("file_unreadable", file=str(path), reason="not a file")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Trouble("file_unreadable", file=str(path), reason=error.strerror or str(error)) from error
    except ValueError as error:  # a NUL in the name
        raise Trouble("file_unreadable", file=str(path), reason=str(error)) from error
    if not data:
        raise Trouble("file_empty", file=str(path))
    if len(data) > LARGEST_FILE:
        raise Trouble("file_too_large", file=str(path), limit=LARGEST_FILE // 1_000_000)
    return data


def decode(data: bytes, file: str) -> Decoded:
    """The text of `data`, without its byte order mark. Raises `Trouble` with `file_not_text` or `file_empty`.

    What is not UTF-8 is taken for Windows-1252; its five bytes without a meaning become U+FFFD.
    """
    for bom, codec, name in _BOMS:
        if data.startswith(bom):
            text = data[len(bom) :].decode(codec, errors="replace")
            return _checked(Decoded(text, name), file)
    if data.startswith(_BINARY) or b"\0" in data:
        raise Trouble("file_not_text", file=file)
    declared = _declared(data)
    if declared:
        return _checked(declared, file)
    if data.isascii():
        return _checked(Decoded(data.decode("ascii"), "ascii"), file)
    try:
        return _checked(Decoded(data.decode("utf-8"), "utf-8"), file)
    except UnicodeDecodeError:
        return _checked(Decoded(data.decode("cp1252", errors="replace"), "windows-1252"), file)


def is_charset(name: str) -> bool:
    """Whether a declared name is that of an encoding of text; Python knows other codecs by name too, some of
    which fail always (`undefined`, `idna`)."""
    return bool(_CHARSET.fullmatch(name))


def _declared(data: bytes) -> Decoded | None:
    """The text of an XML file by the encoding that it declares; None where it declares none or a wrong one.

    What is UTF-8 is read as UTF-8, whatever it declares: programs that change a file often forget the rest.
    """
    found = _DECLARED.match(data)
    name = found[1].decode("ascii").lower() if found else ""
    if (
        name in ("", "utf-8", "utf8", "us-ascii", "ascii")
        or name.startswith(("utf", "ucs"))
        or not is_charset(name)
        or data.isascii()
    ):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            # Latin-1 means Windows-1252 wherever it is declared, as in browsers.
            codec = "cp1252" if name in ("iso-8859-1", "latin1", "windows-1252") else name
            shown = "cp1252" if name == "windows-1252" else name  # declared, not guessed
            return Decoded(data.decode(codec, errors="replace"), shown)
        except (UnicodeError, LookupError):
            return None
    return None


def _checked(decoded: Decoded, file: str) -> Decoded:
    if "\0" in decoded.text:
        raise Trouble("file_not_text", file=file)
    if not decoded.text.strip():
        raise Trouble("file_empty", file=file)
    return decoded
