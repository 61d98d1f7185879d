"""A page of the main window."""

from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from widgets.desk import Desk


class Page(QWidget):
    """Made anew when the language or the theme changes, so it keeps nothing that is not saved."""

    NAME: ClassVar[str] = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setProperty("kind", "page")

    def open(self, **arguments: Any) -> None:
        """Called each time the page is shown, with the arguments of `Desk.go`."""

    def leave(self) -> bool:
        """Called before another page is shown; False stays here (and has said why)."""
        return True

    def state(self) -> dict[str, Any]:
        """Arguments with which `open` shows the same again after the page was made anew."""
        return {}
