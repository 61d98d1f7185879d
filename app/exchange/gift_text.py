"""GIFT's escapes, and pieces of a question that know which of their characters are marks. Strict grammar."""

import re
from dataclasses import dataclass
from typing import Final

TRIM: Final = " \t\n\r\0\x0b"  # what counts as blank; a no-break space does not
_ESCAPE: Final = re.compile(r"\\([\\:#={}~n])")
_MARKER: Final = re.compile(r"\[(html|markdown|plain|moodle)\]")
_SHIELD: Final = "\x01"


def mask_escapes(text: str) -> str:
    """A text of equal length in which escaped characters are no marks; a doubled backslash ends as one."""
    return _ESCAPE.sub(lambda match: _SHIELD + ("\\" if match[1] == "\\" else _SHIELD), text)


def unescape(text: str) -> str:
    r"""`\:` and the like to the character, `\n` to a line break, `\\` to a backslash; others stay."""
    return _ESCAPE.sub(lambda match: "\n" if match[1] == "n" else match[1], text)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a block. mask: as `mask_escapes`; offset: where it begins in the block."""

    text: str
    mask: str
    offset: int = 0

    @classmethod
    def of(cls, text: str) -> "Piece":
        return cls(text, mask_escapes(text))

    def __bool__(self) -> bool:
        return bool(self.text)

    def cut(self, start: int, end: int | None = None) -> "Piece":
        return Piece(self.text[start:end], self.mask[start:end], self.offset + start)

    def strip(self) -> "Piece":
        start = len(self.text) - len(self.text.lstrip(TRIM))
        return self.cut(start, max(start, len(self.text.rstrip(TRIM))))

    def partition(self, mark: str) -> tuple["Piece", "Piece | None"]:
        """Before and after the first `mark`, both stripped; after is None without one."""
        position = self.mask.find(mark)
        if position < 0:
            return self.strip(), None
        return self.cut(0, position).strip(), self.cut(position + len(mark)).strip()

    def split(self, marks: str) -> list[tuple[str, "Piece"]]:
        """Stripped parts with the mark before each ('' for the first)."""
        parts: list[tuple[str, Piece]] = []
        mark, start = "", 0
        for match in re.finditer(f"[{marks}]", self.mask):
            parts.append((mark, self.cut(start, match.start()).strip()))
            mark, start = match[0], match.end()
        parts.append((mark, self.cut(start).strip()))
        return parts

    def text_format(self, default: str) -> tuple["Piece", str]:
        """Without the format marker at its beginning, and the format."""
        match = _MARKER.match(self.text)
        return (self.cut(match.end()), match[1]) if match else (self, default)

    def plain(self) -> str:
        return unescape(self.text).strip(TRIM)
