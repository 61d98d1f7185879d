"""What the readers of one block share: its lines, the report, texts with their pictures, new ids."""

from dataclasses import dataclass
from typing import Any

from app.exchange.gift_blocks import Block
from app.exchange.gift_text import TRIM, Piece, unescape
from app.exchange.report import Report, Severity
from app.quiz.embedded import take_embedded
from app.quiz.model import Media, NewId, RichText
from app.quiz.pictures import MEDIA, is_remote, named_pictures
from app.quiz.sounds import shown_name


class NotTaken(Exception):
    """A block that makes no question. code and params as in the report."""

    def __init__(self, code: str, place: int = 0, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.place = place
        self.params = params


@dataclass
class Reading:
    """One block being read. format: of its text, for all that names no other."""

    block: Block
    report: Report
    media: dict[str, Media]
    new_id: NewId
    format: str = "moodle"

    def tell(self, severity: Severity, code: str, place: int | Piece = 0, **params: Any) -> None:
        """Report a finding at a place of the block, with the piece concerned, else its line, as source."""
        text = ""
        if isinstance(place, Piece):
            text = place.text
            place = place.offset
        line, source = self.block.line_at(place)
        self.report.add(line, severity, code, text or source, **params)

    def rich(self, piece: Piece) -> RichText:
        """A text with its own format marker or the question's format; its pictures are taken or reported."""
        inner, text_format = piece.text_format(self.format)
        return self.take_pictures(unescape(inner.text), piece, text_format)

    def take_pictures(self, source: str, piece: Piece, text_format: str = "") -> RichText:
        """A text without escapes in the question's format or another one; its pictures are taken or
        reported."""
        source, text_format = source.strip(TRIM), text_format or self.format
        if text_format == "plain":
            return RichText(source, text_format)
        taken = take_embedded(source)
        self.media.update(taken.media)
        for problem in taken.problems:
            self.tell("warning", problem.code, piece, **problem.params)
        for name in taken.sounds:
            self.tell("info", "sound_kept", piece, name=shown_name(name))
        text = RichText(taken.source, text_format)
        for address in named_pictures(text):
            if address and not address.startswith(MEDIA):
                code = "remote_picture" if is_remote(address) else "picture_missing"
                self.tell("warning", code, piece, address=address)
        return text

    def feedback(self, piece: Piece | None) -> RichText:
        return self.rich(piece) if piece else RichText("", self.format)
