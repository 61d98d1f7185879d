"""The wall as a widget: draws a scene at any size and knows nothing of the class behind it."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEasingCurve, QRect, QRectF, QSize, QSizeF, Qt, QTimer, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.parts.rich_text import LoadMedia
from widgets.projector.look import Look, make_look
from widgets.projector.pieces import draw_icon
from widgets.projector.stage import Stage
from widgets.projector.stages import make_stage
from widgets.projector.strip import Time, describe_strip, paint_strip
from widgets.projector.wall import Scene
from widgets.theme import BAR_MS, motion

VIRTUAL: Final = QSizeF(1280, 720)
"""The wall that a small picture shows; everything is drawn as large as there and then smaller."""
SMALL_EVERY: Final = 500  # ms between two paintings of a small picture
SMALL_FIRST: Final = 120  # ms after which one is painted that has stood still

# Shares of the wall's height.
_STRIP, _SIDE, _ABOVE, _BELOW, _SCROLL = 0.1, 0.045, 0.012, 0.035, 0.3


class WallCanvas(QWidget):
    """load: gives the bytes of a picture. small: for the laptop, still and seldom new."""

    def __init__(self, load: LoadMedia, *, small: bool = False) -> None:
        super().__init__()
        self._load, self._small = load, small
        self._scene, self._time = Scene(), Time()
        self._wall_theme = "auto"
        self._look: Look = make_look("auto", VIRTUAL.width(), VIRTUAL.height())
        self._stage: Stage | None = None
        self._made_for = QSizeF()
        self._offset = 0.0
        self._grown = 1.0
        self._growth = QVariantAnimation(self)
        self._growth.setDuration(BAR_MS)
        self._growth.setStartValue(0.0)
        self._growth.setEndValue(1.0)
        self._growth.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._growth.valueChanged.connect(self._on_grown)
        self._joined = 0
        self._counting = QVariantAnimation(self)
        self._counting.setDuration(BAR_MS)
        self._counting.valueChanged.connect(self._on_counted)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._catch_up)
        self._waiting: Scene | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(small)
        self.setSizePolicy(policy)
        self.setMinimumSize(160, 90)

    @property
    def scene(self) -> Scene:
        """What is shown."""
        return self._scene

    @property
    def stage(self) -> Stage:
        """What draws the part below the strip."""
        if self._stage is None:
            self._build(animate=False)
        assert self._stage is not None
        return self._stage

    def set_scene(self, scene: Scene) -> None:
        """Show this. A small picture may take half a second, and lets the large one go first."""
        if not self._small or (self._stage is None and not self.isVisible()):
            self._show(scene)
            return
        self._waiting = scene
        if not self._later.isActive():
            self._later.start(SMALL_FIRST)

    def set_time(self, time: Time) -> None:
        """Show the time that is left; only the strip is painted, and only where a viewer could tell."""
        changed = time.shown() != self._time.shown()
        self._time = time
        if changed:
            self.update(self._on_screen(self._strip_box()))

    def set_wall_theme(self, theme: str) -> None:
        """theme: 'light', 'dark' or 'auto'."""
        self._wall_theme = theme
        self.refresh()

    def refresh(self) -> None:
        """Draw all anew, in another language, theme or size."""
        self._stage = None
        self.update()

    def media_arrived(self, address: str) -> None:
        """Draw anew with a picture that was waited for."""
        if self._stage is not None and self._stage.misses(address):
            self._stage.media_arrived()
            self._lay_out()
            self.update()

    def scroll_by(self, steps: int) -> bool:
        """Move a text that is too long, down for positive steps; whether anything moved."""
        room = self._content_box().height()
        most = max(self.stage.height - room, 0.0)
        offset = min(max(self._offset + steps * room * _SCROLL, 0.0), most)
        moved = offset != self._offset
        self._offset = offset
        if moved:
            self.update(self._on_screen(self._content_box(), whole=True))
        return moved

    def sizeHint(self) -> QSize:
        return QSize(320, 180) if self._small else QSize(960, 540)

    def heightForWidth(self, width: int) -> int:
        return round(width * VIRTUAL.height() / VIRTUAL.width())

    # --- events -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._small and self._made_for != self._size():
            self.refresh()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.scroll_by(-1 if event.angleDelta().y() > 0 else 1):
            super().wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        self.render_wall(painter, QRectF(event.rect()))
        painter.end()

    def render_wall(self, painter: QPainter, dirty: QRectF | None = None) -> None:
        """Paint the wall. dirty: what has to be painted, in our pixels; None for all."""
        stage, look = self.stage, self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(dirty or QRectF(self.rect()), look.colour("paper"))
        scale, left, top = self._fit()
        painter.translate(left, top)
        painter.scale(scale, scale)
        strip, content = self._strip_box(), self._content_box()
        if dirty is None or dirty.intersects(QRectF(self._on_screen(strip))):
            inner = strip.adjusted(self._side(), 0, -self._side(), 0)
            paint_strip(painter, inner, replace(self._scene, joined=self._joined), self._time, look)
        if dirty is not None and not dirty.intersects(QRectF(self._on_screen(content, whole=True))):
            return
        painter.save()
        whole = content.adjusted(-self._side(), 0, self._side(), self._size().height() - content.bottom())
        painter.setClipRect(whole, Qt.ClipOperation.IntersectClip)
        painter.translate(content.x(), content.y() - self._offset)
        stage.paint(painter, self._grown)
        painter.restore()
        if stage.height - self._offset > content.height() + 1:
            self._paint_more(painter, content)

    # --- inside -----------------------------------------------------------------------------------

    def _show(self, scene: Scene) -> None:
        before, self._scene = self._scene, scene
        self._count_up()
        if _key(before) != _key(scene) or self._stage is None:
            if before.wall.question != scene.wall.question:
                self._offset = 0.0
            self._build(animate=before.wall.view != scene.wall.view or before.wall.rows != scene.wall.rows)
            self.update()
            return
        if self._stage.take(scene):
            if self._stage.moves:
                self._grow()
            self.update(self._on_screen(self._content_box(), whole=True))
        if describe_strip(before, self._time) != describe_strip(scene, self._time):
            self.update(self._on_screen(self._strip_box()))

    def _catch_up(self) -> None:
        if self._waiting is not None:
            scene, self._waiting = self._waiting, None
            self._show(scene)
            self._later.start(SMALL_EVERY)

    def _build(self, *, animate: bool) -> None:
        size = self._made_for = self._size()
        self._look = make_look(self._wall_theme, size.width(), size.height())
        self._stage = make_stage(self._scene, self._look, self._load)
        self._lay_out()
        self.setAccessibleName(f"{describe_strip(self._scene, Time())}. {self._stage.describe()}")
        self._growth.stop()
        self._grown = 1.0
        if animate and self._stage.moves:
            self._grow()

    def _grow(self) -> None:
        """Let bars grow, rows move and numbers count up, where motion is wanted and seen."""
        self._growth.stop()
        self._grown = 1.0
        if motion() and self.isVisible() and not self._small:
            self._grown = 0.0
            self._growth.start()

    def _on_grown(self, value: float) -> None:
        self._grown = value
        self.update(self._on_screen(self._content_box(), whole=True))

    def _count_up(self) -> None:
        """Let the number of those who joined run up to what it is, where motion is wanted and seen."""
        self._counting.stop()
        joined = self._scene.joined
        if self._scene.wall.view == "lobby" and motion() and self.isVisible() and not self._small:
            self._counting.setStartValue(self._joined)
            self._counting.setEndValue(joined)
            self._counting.start()
        elif self._joined != joined:
            self._on_counted(joined)

    def _on_counted(self, value: int) -> None:
        if value != self._joined:
            self._joined = value
            self.update(self._on_screen(self._strip_box()))

    def _lay_out(self) -> None:
        assert self._stage is not None
        box = self._content_box()
        self._stage.lay_out(box.width(), box.height())
        self._offset = min(self._offset, max(self._stage.height - box.height(), 0.0))

    def _size(self) -> QSizeF:
        """Of the wall that is drawn, before it is made smaller."""
        return VIRTUAL if self._small else QSizeF(self.size())

    def _fit(self) -> tuple[float, float, float]:
        """Scale, left and top of the wall in this widget."""
        if not self._small:
            return 1.0, 0.0, 0.0
        scale = min(self.width() / VIRTUAL.width(), self.height() / VIRTUAL.height())
        left, top = self.width() - VIRTUAL.width() * scale, self.height() - VIRTUAL.height() * scale
        return scale, left / 2, top / 2

    def _side(self) -> float:
        return self._look.unit * _SIDE

    def _strip_box(self) -> QRectF:
        return QRectF(0, 0, self._size().width(), self._look.unit * _STRIP)

    def _content_box(self) -> QRectF:
        size, unit = self._size(), self._look.unit
        top = unit * (_STRIP + _ABOVE)
        return QRectF(self._side(), top, size.width() - 2 * self._side(), size.height() - top - unit * _BELOW)

    def _on_screen(self, box: QRectF, *, whole: bool = False) -> QRect:
        """A place of the wall in our own pixels. whole: with the margins around it."""
        if whole:
            box = QRectF(0, box.y(), self._size().width(), self._size().height() - box.y())
        scale, left, top = self._fit()
        return QRectF(
            left + box.x() * scale, top + box.y() * scale, box.width() * scale, box.height() * scale
        ).toAlignedRect()

    def _paint_more(self, painter: QPainter, content: QRectF) -> None:
        """A sign at the foot that there is more below."""
        side = self._look.unit * 0.05
        box = QRectF(content.center().x() - side / 2, self._size().height() - side, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("tint"))
        painter.drawRoundedRect(box.adjusted(-side, -side * 0.1, side, side), side / 3, side / 3)
        draw_icon(painter, box, "down", self._look.colour("ink"))


def _key(scene: Scene) -> tuple[object, ...]:
    """What a stage is built from; anything else it takes as it comes."""
    return (
        scene.wall,
        scene.join,
        scene.code,
        scene.wifi,
        scene.wifi_code,
        bool(scene.live),
        bool(scene.names),
        bool(scene.digits),
    )
