"""Keeps the wall on the projector: opens it there by itself, and brings it back when a cable was pulled."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication

from widgets.desk import Desk
from widgets.language import translate
from widgets.projector.placing import Place, ScreenInfo, choose_place

if TYPE_CHECKING:
    from widgets.projector.window import ProjectorWindow

ListScreens = Callable[[], list[ScreenInfo]]


class ScreenKeeper(QObject):
    """One per program. list_screens: the screens that there are; a test plays others."""

    key_pressed = Signal(int)
    """A key in the projector's window, for the control room."""
    shown = Signal(bool)
    """The wall is shown, or not any more."""

    def __init__(self, desk: Desk, list_screens: ListScreens | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._list = list_screens or self._list_screens
        self._window: ProjectorWindow | None = None
        self._place = Place("none")
        self._by_hand = False  # the teacher chose between window and full screen; kept until screens change
        # Systems tell of one cable by several signals, and have moved our windows only after them.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.place_again)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._on_screen_added)
        app.screenRemoved.connect(self._look_again)
        app.primaryScreenChanged.connect(self._look_again)
        for screen in QGuiApplication.screens():
            screen.geometryChanged.connect(self._look_again)
        desk.settings_changed.connect(self._on_setting)

    @property
    def window(self) -> "ProjectorWindow | None":
        """The window while it is open."""
        return self._window

    def open(self, *, asked: bool = False) -> None:
        """Show the wall where it belongs. asked: by the teacher, so also where the setting says 'off'."""
        if self._window is not None:
            if asked:
                self._window.activateWindow()
            return
        place = self._choose(asked)
        if place.kind == "none":
            return
        from widgets.projector.window import ProjectorWindow  # not needed until a class runs

        self._window = ProjectorWindow(self._desk)
        self._window.key_pressed.connect(self.key_pressed)
        self._window.closed.connect(self._on_closed)
        self._window.full_changed.connect(self._on_full_changed)
        self._put(place)
        self.shown.emit(True)

    def close(self) -> None:
        """Take the wall away; the class goes on."""
        if self._window is not None:
            self._window.close()

    def toggle(self) -> None:
        """Show the wall or take it away, as the teacher asks."""
        if self._window is None:
            self.open(asked=True)
        else:
            self.close()

    def rebuild(self) -> None:
        """Draw the wall in another language or theme."""
        if self._window is not None:
            self._window.rebuild()

    def place_again(self) -> None:
        """The screens are others: put the wall where it belongs now, and say so where it moved."""
        if self._window is None:
            return
        before, place = self._place, self._choose(True)
        if place.kind == "none":
            return
        if _name(place) == _name(before) and (self._by_hand or place.kind == "window" or place == before):
            self._place = place
            return
        self._by_hand = False
        self._put(place)
        if before.kind == "full" and place.kind == "window":
            text = translate("The projector is gone. The wall goes on in a window and returns with it.")
            self._desk.tell(text, "warn")
        elif before.kind == "window" and place.kind == "full":
            self._desk.tell(translate("The wall is on the projector."))

    # --- inside -----------------------------------------------------------------------------------

    def _choose(self, asked: bool) -> Place:
        wanted = str(self._desk.settings.get("projector"))
        return choose_place(self._list(), "auto" if asked and wanted == "off" else wanted)

    def _put(self, place: Place) -> None:
        assert self._window is not None and place.screen is not None
        self._place = place
        name = place.screen.name
        screen = next((screen for screen in QGuiApplication.screens() if screen.name() == name), None)
        if place.kind == "full":
            self._window.show_at(QRect(*place.screen.geometry), screen, full=True)
        else:
            from widgets.projector.window import window_place

            self._window.show_at(window_place(QRect(*place.screen.room)), screen, full=False)

    def _list_screens(self) -> list[ScreenInfo]:
        """The real screens; the teacher's is the one of the window in use, or of any other of ours."""
        windows = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not self._window]
        active = QApplication.activeWindow()
        main = active if active is not None and active is not self._window else next(iter(windows), None)
        own = main.screen() if main is not None else QGuiApplication.primaryScreen()
        return [
            ScreenInfo(
                screen.name(),
                screen.geometry().getRect(),  # type: ignore[arg-type]
                screen.availableGeometry().getRect(),  # type: ignore[arg-type]
                screen is own,
            )
            for screen in QGuiApplication.screens()
        ]

    def _on_screen_added(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._look_again)
        self._look_again()

    def _look_again(self, *_: object) -> None:
        self._soon.start(0)

    def _on_setting(self, name: str) -> None:
        if name == "projector" and self._window is not None:
            self._by_hand = False
            self._soon.start(0)

    def _on_full_changed(self, full: bool) -> None:
        self._by_hand = True

    def _on_closed(self) -> None:
        window, self._window = self._window, None
        self._by_hand = False
        if window is not None:
            window.deleteLater()
        self.shown.emit(False)


def _name(place: Place) -> tuple[str, str]:
    return place.kind, place.screen.name if place.screen is not None else ""
