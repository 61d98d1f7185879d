"""The waiting room: how to come in, and who is here, where the teacher wants names seen."""

from collections.abc import Iterable
from html import escape
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from app.signs import direction_of
from widgets.language import is_rtl, isolate, translate
from widgets.parts.qr_code import paint_qr, qr_matrix
from widgets.parts.rich_text import LoadMedia
from widgets.projector.digits import digits_width, draw_digits
from widgets.projector.fitting import SMALLEST, flow, largest
from widgets.projector.look import Look
from widgets.projector.pieces import (
    RichPiece,
    draw_card,
    draw_disc,
    draw_text,
    fit_size,
    flip,
    line_height,
    text_width,
)
from widgets.projector.stage import Stage
from widgets.projector.wall import Scene

_CODE_SHARE: Final = 0.46  # of the width, at most, is the large code
_TALLEST: Final = 1 / 17
_BESIDE: Final = 0.35  # share of the code's size between it and the digits
_PERIOD: Final = 15  # seconds after which the digits are others


class LobbyStage(Stage):
    """The large code on the leading side, the steps on the other; names fill what is left below them."""

    def __init__(self, scene: Scene, look: Look, load: LoadMedia) -> None:
        super().__init__(scene, look, load)
        rtl = is_rtl()
        self._heading = RichPiece(escape(translate("Join with your phone")), load, rtl=rtl, bold=True)
        scan = translate("Scan the large code, or type this address:")
        self._scan = RichPiece(escape(scan), load, rtl=rtl)
        name = f"<b>{escape(isolate(scene.wifi))}</b>"
        self._wifi = RichPiece(f"{escape(translate('Join this Wi-Fi:'))} {name}", load, rtl=rtl)
        change = translate("Then type the two digits beside it. They change every {n} seconds.")
        self._change = RichPiece(escape(change.format(n=_PERIOD)), load, rtl=rtl)
        self._matrix = qr_matrix(scene.scan or scene.join)
        self._wifi_matrix = qr_matrix(scene.wifi_code) if scene.wifi_code else ()
        self._size = 0
        self._width = self._room = self._side = 0.0
        self._x = self._each = 0.0
        self._tops: dict[str, float] = {}

    def take(self, scene: Scene) -> bool:
        before, self.scene = self.scene, scene
        if scene.scan != before.scan:
            self._matrix = qr_matrix(scene.scan or scene.join)
        return scene.names != before.names or scene.scan != before.scan

    def describe(self) -> str:
        return f"{translate('Join with your phone')}: {self.scene.join}"

    def pieces(self) -> Iterable[RichPiece]:
        return (self._heading, self._scan, self._wifi, self._change)

    def boxes(self) -> list[QRectF]:
        return [QRectF(0, 0, self._side, self._side), QRectF(self._x, 0, self._each, self._tops["names"])]

    def lay_out(self, width: float, height: float) -> None:
        self._width, self._room = width, height
        self._side = min(height, width * _CODE_SHARE)
        self._x = self._side + self.look.px(0.055)
        self._each = width - self._x
        high = self.look.type(_TALLEST)
        size = largest(lambda size: self._need(size) <= height, self.look.smallest, high)
        self._need(size or self.look.smallest)
        self.height = min(self._tops["names"], height)
        free = max(height - self._tops["names"], 0.0)
        if not self.scene.names:
            for name in self._tops:
                self._tops[name] += free * 0.4

    def paint(self, painter: QPainter, grown: float) -> None:
        look, rtl = self.look, is_rtl()
        code = QRectF(0, (self._room - self._side) / 2, self._side, self._side)
        paint_qr(painter, flip(code, self._width, rtl), self._matrix, look.unit / 60)
        painter.save()
        painter.translate(0.0 if rtl else self._x, 0)
        tops, each = self._tops, self._each
        self._heading.paint(painter, 0, tops["heading"])
        step = 1
        if self.scene.wifi:
            self._paint_step(painter, "1", self._wifi, tops["wifi"], self._wifi_side())
            if self._wifi_matrix:
                side = self._wifi_side()
                box = QRectF(each - side, tops["wifi"], side, side)
                paint_qr(painter, flip(box, each, rtl), self._wifi_matrix, look.unit / 90)
            step = 2
        self._paint_step(painter, str(step) if step > 1 else "", self._scan, tops["scan"], 0)
        lead = self._lead()
        address, code_text = split_address(self.scene)
        box = QRectF(lead, tops["address"], each - lead, line_height(self._address_size(), bold=True))
        align = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        draw_text(
            painter, flip(box, each, rtl), address, self._address_size(), look.colour("ink"),
            bold=True, rtl=False, align=align,
        )  # fmt: skip
        size = self._code_size()
        box = QRectF(lead, tops["code"], each - lead, line_height(size, bold=True))
        draw_text(
            painter, flip(box, each, rtl), code_text, size, look.colour("tile"),
            bold=True, rtl=False, align=align,
        )  # fmt: skip
        if self.scene.digits:
            box.setLeft(lead + text_width(code_text, size, bold=True) + size * _BESIDE)
            box.setWidth(digits_width(size))
            draw_digits(painter, flip(box, each, rtl), self.scene.digits, size, look, rtl=rtl)
            x = lead if not rtl else each - lead - self._change.width
            self._change.paint(painter, x, tops["change"])
        self._paint_names(painter, QRectF(0, tops["names"], each, self._room - tops["names"]))
        painter.restore()

    # --- inside -----------------------------------------------------------------------------------

    def _need(self, size: int) -> float:
        """Lay the steps out at this size of type; the height that they take."""
        look, each = self.look, self._each
        self._size = size
        ink = look.colour("ink")
        gap, top = size * 0.75, 0.0
        self._tops = {"heading": top}
        heading = max(round(size * 1.45), look.smallest)
        top += self._heading.lay_out(each, heading, ink, 0) + gap
        if self.scene.wifi:
            self._tops["wifi"] = top
            side = self._wifi_side()
            room = each - self._lead() - (side + size * 0.5 if side else 0)
            top += max(self._wifi.lay_out(room, size, ink, 0), side, self._disc()) + gap
        self._tops["scan"] = top
        top += max(self._scan.lay_out(each - self._lead(), size, ink, 0), self._disc() if self._lead() else 0)
        self._tops["address"] = top
        top += line_height(self._address_size(), bold=True)
        self._tops["code"] = top
        top += line_height(self._code_size(), bold=True)
        if self.scene.digits:
            self._tops["change"] = top = top + gap * 0.4
            small = max(round(size * 0.8), look.smallest)
            top += self._change.lay_out(each - self._lead(), small, look.colour("soft"), 0)
        top += gap * 0.6
        self._tops["names"] = top
        return top + (line_height(look.smallest) * 1.5 if self.scene.names else 0)

    def _disc(self) -> float:
        """The side of a step's number, large enough that the number can be read."""
        return max(self._size * 1.6, self.look.smallest * 1.8)

    def _lead(self) -> float:
        return self._size * 2.2 if self.scene.wifi else 0.0

    def _wifi_side(self) -> float:
        return self._size * 4.6 if self._wifi_matrix else 0.0

    def _address_size(self) -> int:
        return self._fitting(split_address(self.scene)[0], self._size * 1.5)

    def _code_size(self) -> int:
        code = split_address(self.scene)[1]
        size = self._fitting(code, self._size * 2.6)
        if not self.scene.digits:
            return size
        wide = text_width(code, size, bold=True) + size * _BESIDE + digits_width(size)
        return max(int(size * min((self._each - self._lead()) / wide, 1.0)), self.look.smallest)

    def _fitting(self, text: str, size: float) -> int:
        """The size of type at which a line fits, at most `size`."""
        return fit_size(text, self._each - self._lead(), round(size), self.look.smallest)

    def _paint_step(self, painter: QPainter, number: str, piece: RichPiece, top: float, taken: float) -> None:
        rtl, each, side = is_rtl(), self._each, self._disc()
        if number:
            draw_disc(painter, flip(QRectF(0, top, side, side), each, rtl), number, self.look)
        x = self._lead() if not rtl else each - self._lead() - piece.width
        piece.paint(painter, x, top + max((side - piece.height) / 2, 0.0) if number else top)

    def _paint_names(self, painter: QPainter, room: QRectF) -> None:
        """Names on tags, the newest first; those without room are counted on the last tag."""
        size = self.look.type(SMALLEST)
        high, gap = line_height(size) * 1.3, size * 0.35
        rows = int((room.height() + gap) // (high + gap))
        names = self.scene.names
        if rows < 1 or not names:
            return
        pad = size * 1.0
        widths = [min(text_width(name, size) + pad, room.width()) for name in names[:200]]
        lines = flow(widths, room.width(), gap)[:rows]
        shown = [index for line in lines for index in line]
        hidden = len(names) - len(shown)
        tags = [names[index] for index in shown]
        if hidden:
            tags, lines = self._make_room(list(names), lines, widths, room.width(), gap, size, pad)
        y, index = room.y(), 0
        for line in lines:
            x = 0.0
            for _ in line:
                wide = min(text_width(tags[index], size) + pad, room.width())
                box = flip(QRectF(x, y, wide, high), room.width(), is_rtl())
                draw_card(painter, box, self.look)
                draw_text(
                    painter, box.adjusted(pad * 0.4, 0, -pad * 0.4, 0), tags[index], size,
                    self.look.colour("ink"), align=Qt.AlignmentFlag.AlignHCenter,
                    rtl=direction_of(tags[index]) == "rtl",
                )  # fmt: skip
                x += wide + gap
                index += 1
            y += high + gap

    def _make_room(
        self,
        names: list[str],
        lines: list[list[int]],
        widths: list[float],
        width: float,
        gap: float,
        size: int,
        pad: float,
    ) -> tuple[list[str], list[list[int]]]:
        """Let the last names give way to a tag that counts all who have none."""
        last = lines[-1]
        while True:
            shown = sum(len(line) for line in lines)
            more = f"+{len(names) - shown}"
            used = sum(widths[index] + gap for index in last)
            if not last or used + text_width(more, size) + pad <= width:
                last.append(shown)
                return [*names[:shown], more], lines
            last.pop()


def split_address(scene: Scene) -> tuple[str, str]:
    """The address as it is typed, with its slash, and the code with its letters apart."""
    address = scene.join.split("://", 1)[-1].removesuffix(scene.code)
    return address, "\N{NO-BREAK SPACE}".join(scene.code)
