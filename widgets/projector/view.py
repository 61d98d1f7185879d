"""The wall of the running class: what the bridge tells, as a scene for the canvas."""

from typing import Any, Final

from PySide6.QtCore import Qt, QTimer

from app.wifi import wifi_text
from widgets.desk import Desk
from widgets.projector.canvas import WallCanvas
from widgets.projector.strip import Time
from widgets.projector.wall import Line, Question, Scene, read_lines, read_wall

TICK: Final = 100  # ms between two looks at the clock
SMALL_TICK: Final = 500
_WITH_BARS: Final = frozenset({"single", "multiple", "true_false", "poll"})
_SHOWN_BY: Final = frozenset(
    {"wall_theme", "theme", "language", "live_bars", "wifi_name", "wifi_password", "wifi_security"}
)


class WallView(WallCanvas):
    """small: a live picture of the wall for the control room, new at most twice a second."""

    def __init__(self, desk: Desk, *, small: bool = False) -> None:
        super().__init__(desk.bridge.media, small=small)
        self._desk = desk
        self._password = ""
        self._round, self._whole = "", 0.0
        self._clock = QTimer(self)
        self._clock.setInterval(SMALL_TICK if small else TICK)
        self._clock.timeout.connect(self._tick)
        bridge = desk.bridge
        # A turn of the loop later, so that the control room and the wall do not take their time in one.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.follow)
        for signal in (bridge.opened, bridge.changed, bridge.ended, bridge.found_again):
            signal.connect(self._soon.start)
        bridge.media_arrived.connect(self.media_arrived)
        # Queued: after whoever applies the new language or theme.
        desk.settings_changed.connect(self._on_setting, Qt.ConnectionType.QueuedConnection)
        self.set_wall_theme(str(desk.settings.get("wall_theme")))
        self._read_password()
        self.follow()

    def follow(self) -> None:
        """Show what the class shows now."""
        self.set_scene(self._make_scene())
        self._tick()
        running = self.scene.wall.view == "question" and self._desk.bridge.seconds_left() is not None
        if running != self._clock.isActive():
            self._clock.start() if running else self._clock.stop()

    # --- inside -----------------------------------------------------------------------------------

    def _make_scene(self) -> Scene:
        view = self._desk.bridge.view
        if view is None or not view.wall:
            return Scene()
        wall, snapshot = read_wall(view.wall), view.snapshot
        round_: dict[str, Any] = snapshot.get("round") or {}
        addresses = snapshot.get("addresses") or [""]
        names: tuple[str, ...] = ()
        if wall.view == "lobby" and view.session.get("settings", {}).get("show_names"):
            present = [student for student in view.students.values() if not student["removed"]]
            present.sort(key=lambda student: -(student.get("joined") or 0))
            names = tuple(str(student["nickname"]) for student in present)
        get = self._desk.settings.get
        wifi = str(get("wifi_name"))
        return Scene(
            wall,
            title=str(view.session.get("title", "")),
            code=str(view.session.get("code", "")),
            join=str(addresses[0]),
            joined=int(snapshot.get("joined", 0)),
            answered=int(round_.get("answered", 0)),
            names=names,
            wifi=wifi,
            wifi_code=wifi_text(wifi, self._password, str(get("wifi_security"))) if wifi else "",
            scan=str(view.wall.get("join", "")),
            digits=str(view.wall.get("digits", "")),
            live=self._live(wall.view, wall.question, round_),
        )

    def _live(self, view: str, question: Question | None, round_: dict[str, Any]) -> tuple[Line, ...]:
        """The distribution while answers come in, where the teacher wants it seen: without what is right."""
        if view not in ("question", "locked") or question is None or question.kind not in _WITH_BARS:
            return ()
        if not self._desk.settings.get("live_bars") or round_.get("question") != question.id:
            return ()
        return tuple(Line(line.key, line.count) for line in read_lines(round_.get("bars", ())))

    def _read_password(self) -> None:
        """The system's keyring can take long."""
        task = self._desk.worker.run(self._desk.settings.get, "wifi_password")
        task.finished.connect(self._on_password)

    def _on_password(self, password: object) -> None:
        self._password = str(password or "")
        self.follow()

    def _on_setting(self, name: str) -> None:
        if name not in _SHOWN_BY:
            return
        if name == "wifi_password":
            self._read_password()
        elif name in ("wall_theme", "theme", "language"):
            self.set_wall_theme(str(self._desk.settings.get("wall_theme")))
        self.follow()

    def _tick(self) -> None:
        left = self._desk.bridge.seconds_left() if self.scene.wall.view == "question" else None
        if left is None:
            self.set_time(Time())
            return
        round_id, limit = self._limit()
        if round_id != self._round:
            self._round, self._whole = round_id, limit
        self._whole = max(self._whole, left)
        self.set_time(Time(left, self._whole))

    def _limit(self) -> tuple[str, float]:
        """The round that runs and how long its question lasts, as far as is known."""
        view = self._desk.bridge.view
        round_: dict[str, Any] = (view.snapshot.get("round") if view else None) or {}
        for question in view.questions if view else ():
            if question["id"] == round_.get("question"):
                return str(round_.get("id", "")), float(question.get("time_limit") or 0)
        return str(round_.get("id", "")), 0.0
