"""A GIFT file cut into blocks: comments set apart, every line remembered. Knows nothing of answers."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from app.exchange.gift_mending import Mended, mend
from app.exchange.gift_text import TRIM, mask_escapes

_BRACE: Final = re.compile(r"[{}]")
_ID: Final = re.compile(r"\[id:((?:[^\]\\]|\\\]|\\(?!\])){0,255}+)\]")
_TAG: Final = re.compile(r"\[tag:((?:[^\]\\]|\\\]|\\(?!\])){0,255}+)\]")
CATEGORY: Final = "$CATEGORY:"


@dataclass
class Block:
    """A run of lines. numbers: the line in the file of each line of the text (comments left out)."""

    lines: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    joined: bool = False  # blank lines between its braces were ignored

    @cached_property
    def source(self) -> str:
        return "\n".join(self.lines)

    @cached_property
    def mended(self) -> Mended:
        return mend(self.source)

    @property
    def line(self) -> int:
        return self.numbers[0]

    @cached_property
    def _breaks(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self.mended.text)]

    def line_at(self, offset: int) -> tuple[int, str]:
        """The line of a place in the mended text: its number in the file and its source."""
        index = min(bisect_right(self._breaks, offset), len(self.numbers) - 1)
        return self.numbers[index], self.lines[index]

    def id_number(self) -> str:
        found = _ID.search("\n".join(self.comments))
        return found[1].replace("\\]", "]").strip() if found else ""

    def tags(self) -> tuple[str, ...]:
        found = _TAG.findall("\n".join(self.comments))
        return tuple(tag.replace("\\]", "]").strip() for tag in found)


def split_lines(text: str) -> list[str]:
    """Trimmed lines; a carriage return ends a line only in a file without line feeds."""
    return [line.strip(TRIM) for line in text.split("\n" if "\n" in text else "\r")]


def split_blocks(text: str) -> Iterator[Block]:
    """Blocks between blank lines; blank lines inside braces end none. Blocks of comments only are skipped."""
    waiting: list[Block] = []  # an open block, then what may belong to it
    for block in _runs(text):
        if not waiting:
            if _last_opens(block):
                waiting = [block]
            else:
                yield block
            continue
        begins_anew = block.source.startswith(("::", CATEGORY))
        first = None if begins_anew else _BRACE.search(mask_escapes(block.mended.text))
        if first is None and not begins_anew:
            waiting.append(block)
            continue
        if first is not None and first[0] == "}":
            yield _join([*waiting, block])
            waiting = []
            continue
        yield from waiting
        waiting = []
        if _last_opens(block):
            waiting = [block]
        else:
            yield block
    yield from waiting


def _join(blocks: list[Block]) -> Block:
    return Block(
        [line for block in blocks for line in block.lines],
        [number for block in blocks for number in block.numbers],
        [comment for block in blocks for comment in block.comments],
        joined=True,
    )


def _runs(text: str) -> Iterator[Block]:
    block = Block()
    for number, line in enumerate(split_lines(text), 1):
        if line.startswith("//"):
            block.comments.append(line)
        elif line:
            if line.startswith(CATEGORY) and block.lines:
                yield block
                block = Block()
            block.lines.append(line)
            block.numbers.append(number)
        else:
            if block.lines:
                yield block
            block = Block()
    if block.lines:
        yield block


def _last_opens(block: Block) -> bool:
    """Whether the block has an opening brace and none that closes it."""
    mask = mask_escapes(block.mended.text)
    opening = mask.find("{")
    return opening >= 0 and mask.find("}", opening) < 0
