"""The quiet strip of the wall: where we are, the time, how many answered, address and code."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from widgets.language import is_rtl, ngettext, show, show_time, translate
from widgets.projector.digits import digits_width, draw_digits
from widgets.projector.look import Look
from widgets.projector.pieces import draw_bar, draw_text, flip, text_width
from widgets.projector.wall import Scene

LATE: Final = 10.0  # seconds: then the time is shown in the colour of attention
_ASKED: Final = frozenset({"question", "locked", "reveal"})


class Words(NamedTuple):
    """A text of the strip. shade: its colour; counts: whether it is a number; on_card: the two digits."""

    text: str
    shade: str
    counts: bool = False
    on_card: bool = False

    def width(self, size: int) -> float:
        """In pixels, at this size of type."""
        return digits_width(size) if self.on_card else text_width(self.text, size, numbers=self.counts)


@dataclass(frozen=True, slots=True)
class Time:
    """left: seconds to answer; whole: of how many; None without a limit."""

    left: float | None = None
    whole: float = 0.0

    def shown(self) -> tuple[str, int]:
        """Seconds in words and the length of the bar in thousandths: what a viewer can tell apart."""
        if self.left is None:
            return "", 0
        share = self.left / self.whole if self.whole > 0 else 0.0
        return show_time(-(-self.left // 1)), round(min(max(share, 0.0), 1.0) * 1000)


def paint_strip(painter: QPainter, room: QRectF, scene: Scene, time: Time, look: Look) -> None:
    """Draw the strip into its room."""
    painter.save()
    painter.translate(room.topLeft())
    width, high, rtl, gap = room.width(), room.height(), is_rtl(), look.unit * 0.035
    size = look.type(1 / 18) if scene.wall.view == "lobby" else look.type(1 / 26)
    ticking = scene.wall.view == "question" and time.left is not None
    needed = _leading_width(scene, look) + (look.unit * 0.28 if ticking else gap)
    trailing = width
    for words in reversed(_choose_trailing(scene, width - needed, size, gap)):
        wide = words.width(size)
        box = flip(QRectF(trailing - wide, 0, wide, high), width, rtl)
        _paint_words(painter, box, words, size, look)
        trailing -= wide + gap
    leading = _paint_leading(painter, scene, look, width, high, trailing)
    if ticking:
        _paint_time(painter, QRectF(leading + gap, 0, trailing - leading - gap, high), width, time, look)
    painter.restore()


def _paint_words(painter: QPainter, box: QRectF, words: Words, size: int, look: Look) -> None:
    if words.on_card:
        draw_digits(painter, box, words.text, size, look, rtl=is_rtl())
        return
    shade, align = look.colour(words.shade), Qt.AlignmentFlag.AlignRight
    draw_text(painter, box, words.text, size, shade, numbers=words.counts, align=align)


def describe_strip(scene: Scene, time: Time) -> str:
    """The strip in words."""
    parts = [_leading_text(scene), *(words.text for words in _trailing_texts(scene)[0])]
    return ", ".join(part for part in (*parts, time.shown()[0]) if part)


def _paint_leading(
    painter: QPainter, scene: Scene, look: Look, width: float, high: float, trailing: float
) -> float:
    """Number of the question and its state, or the title; where it ends."""
    size = look.type(1 / 19)
    text, note = _leading_text(scene), _note(scene)
    wide = min(text_width(text, size, bold=True), max(trailing, 1))
    box = flip(QRectF(0, 0, wide, high), width, is_rtl())
    draw_text(painter, box, text, size, look.colour("ink"), bold=True)
    if not note:
        return wide
    small = look.type(1 / 26)
    x = wide + look.unit * 0.025
    tag = QRectF(x, high * 0.22, text_width(note, small, bold=True) + small * 1.2, high * 0.56)
    place = flip(tag, width, is_rtl())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("line"))
    painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
    draw_text(painter, place, note, small, look.colour("ink"), bold=True, align=Qt.AlignmentFlag.AlignHCenter)
    return tag.right()


def _paint_time(painter: QPainter, box: QRectF, width: float, time: Time, look: Look) -> None:
    words, length = time.shown()
    assert time.left is not None
    late = time.left <= LATE
    size, unit = look.type(1 / 16), translate("{time} s").format(time=words) if ":" not in words else words
    room = max(text_width(unit, size, numbers=True), text_width("88 s", size, numbers=True))
    rtl, thick = is_rtl(), look.unit * 0.024
    track = QRectF(box.x(), box.center().y() - thick / 2, box.width() - room - look.unit * 0.025, thick)
    if track.width() > look.unit * 0.08:
        shade = look.colour("amber" if late else "garden")
        draw_bar(painter, flip(track, width, rtl), length / 1000, look, shade, rtl=rtl)
    seconds = flip(QRectF(box.right() - room, 0, room, box.height()), width, rtl)
    draw_text(
        painter, seconds, unit, size, look.colour("amber" if late else "ink"),
        numbers=True, align=Qt.AlignmentFlag.AlignRight,
    )  # fmt: skip


def _leading_text(scene: Scene) -> str:
    wall = scene.wall
    return f"{wall.number}/{wall.total}" if wall.view in _ASKED and wall.total else scene.title


def _note(scene: Scene) -> str:
    if scene.wall.view == "locked":
        return translate("Closed")
    return translate("Vote again") if scene.wall.view == "question" and scene.wall.attempt > 1 else ""


def _leading_width(scene: Scene, look: Look) -> float:
    """Of the number of the question and its state; a title gives way."""
    if scene.wall.view not in _ASKED:
        return min(text_width(_leading_text(scene), look.type(1 / 19), bold=True), look.unit * 0.55)
    note = _note(scene)
    small = look.type(1 / 26)
    tag = look.unit * 0.025 + text_width(note, small, bold=True) + small * 1.2 if note else 0.0
    return text_width(_leading_text(scene), look.type(1 / 19), bold=True) + tag


def _choose_trailing(scene: Scene, room: float, size: int, gap: float) -> list[Words]:
    """The longest form for which there is room."""
    forms = _trailing_texts(scene)
    for form in forms:
        if sum(words.width(size) + gap for words in form) <= room:
            return form
    return forms[-1]


def _trailing_texts(scene: Scene) -> list[list[Words]]:
    """What stands at the end of the strip, in forms from the longest to the shortest."""
    if not scene.join:
        return [[]]
    # An address runs from left to right in every language.
    host = f"\N{LEFT-TO-RIGHT ISOLATE}{scene.join.split('://', 1)[-1]}\N{POP DIRECTIONAL ISOLATE}"
    digits = [Words(scene.digits, "ink", on_card=True)] if scene.digits else []
    address, code = [Words(host, "soft"), *digits], [Words(scene.code, "soft"), *digits]
    if scene.wall.view not in _ASKED:
        count = ngettext("{count} here", "{count} here", scene.joined).format(count=show(scene.joined))
        present = Words(count, "ink", counts=True)
        return [[present]] if scene.wall.view == "lobby" else [[present, *address], [present, *code]]
    if scene.wall.question is not None and scene.wall.question.kind == "slide":
        return [address, code]
    answered = scene.wall.answers if scene.wall.view == "reveal" else scene.answered
    done, total = show(answered), show(max(scene.joined, answered))
    sentence = ngettext("{count} of {total} answered", "{count} of {total} answered", answered)
    sentence = sentence.format(count=done, total=total)
    long, short = Words(sentence, "ink", counts=True), Words(f"{done}/{total}", "ink", counts=True)
    return [[long, *address], [short, *address], [short, *code]]
