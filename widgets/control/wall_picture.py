"""The wall in small: what students see now, drawn from the same values as the projector's window."""

from typing import Any

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from widgets.desk import Desk
from widgets.language import is_rtl, isolate, show, translate
from widgets.parts.choice_mark import paint_choice_mark
from widgets.parts.rich_text import RichDocument
from widgets.theme import RADIUS, colour, text_font

_WIDE, _HIGH = 640, 360  # it is drawn at this size and scaled


class WallPicture(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._bridge = desk.bridge
        self._wall: dict[str, Any] = {}
        self.setAccessibleName(translate("The wall in small"))
        desk.bridge.wall_changed.connect(self.refresh)
        desk.bridge.media_arrived.connect(self._on_media)
        self.refresh()

    def refresh(self) -> None:
        """Draw the wall of the class as it is now."""
        view = self._bridge.view
        self._wall = view.wall if view is not None else {}
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 180)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        share = min(self.width() / _WIDE, self.height() / _HIGH)
        painter.translate((self.width() - share * _WIDE) / 2, 0)
        painter.scale(share, share)
        painter.setPen(colour("line"))
        painter.setBrush(colour("paper"))
        painter.drawRoundedRect(QRectF(1, 1, _WIDE - 2, _HIGH - 2), RADIUS, RADIUS)
        if self._wall:
            self._paint(painter, self._wall)
        painter.end()

    def _paint(self, painter: QPainter, wall: dict[str, Any]) -> None:
        question = wall["question"]
        if wall["rows"]:
            for place, row in enumerate(wall["rows"]):
                text = f"{row['place']}.  {isolate(row['nickname'])}   {show(row['points'])}"
                self._say(painter, text, QRectF(40, 36 + 58 * place, _WIDE - 80, 54), 26)
        elif question is None or wall["view"] == "paused":
            words = {
                "lobby": translate("Waiting room"),
                "paused": translate("Pause"),
                "ranking": translate("Ranking"),
                "ended": translate("The class is over"),
            }
            self._say(painter, words.get(wall["view"], ""), QRectF(0, 0, _WIDE, _HIGH), 40, centred=True)
        else:
            self._paint_question(painter, wall, question)

    def _paint_question(self, painter: QPainter, wall: dict[str, Any], question: dict[str, Any]) -> None:
        document = RichDocument(self._bridge.media)
        html = question["html"] or translate("Question asked aloud")
        document.set_content(html, 28, colour("ink"), QSizeF(_WIDE - 60, 130), bold=True)
        painter.save()
        painter.translate(30, 24)
        document.drawContents(painter, QRectF(0, 0, _WIDE - 60, 160))
        painter.restore()
        right = set((wall["solution"] or {}).get("right", ()))
        for index, choice in enumerate(question["choices"][:8]):
            x, y = 30 + 295 * (index % 2), 190 + 40 * (index // 2)
            if is_rtl():
                x = _WIDE - x - 280
            painter.setOpacity(0.35 if right and choice["id"] not in right else 1.0)
            paint_choice_mark(painter, QRectF(x + (248 if is_rtl() else 0), y, 32, 32), index)
            small = RichDocument(self._bridge.media)
            small.set_content(choice["html"], 19, colour("ink"), QSizeF(236, 32))
            painter.save()
            painter.translate(x + (0 if is_rtl() else 44), y + 2)
            small.drawContents(painter, QRectF(0, 0, 236, 34))
            painter.restore()
        painter.setOpacity(1.0)

    def _say(self, painter: QPainter, text: str, box: QRectF, size: int, *, centred: bool = False) -> None:
        painter.setPen(colour("ink"))
        painter.setFont(text_font(size, bold=True))
        side = Qt.AlignmentFlag.AlignRight if is_rtl() else Qt.AlignmentFlag.AlignLeft
        across = Qt.AlignmentFlag.AlignHCenter if centred else side
        painter.drawText(box, across | Qt.AlignmentFlag.AlignVCenter, text)

    def _on_media(self, address: str) -> None:
        if self._wall.get("question"):
            self.update()
