"""The places on the side of the window: with their words, or icons alone where the page needs the room."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton

from app.i18n import mark
from widgets.language import translate
from widgets.parts.basics import column, label, row
from widgets.parts.icons import icon, icon_pixmap
from widgets.parts.tips import plain_tip
from widgets.theme import L, M, S, tokens

PLACES: Final = (
    ("home", mark("Home"), "home"),
    ("library", mark("Quizzes"), "quizzes"),
    ("control", mark("Class now"), "projector"),
    ("classes", mark("Classes"), "people"),
    ("sessions", mark("Sessions"), "sessions"),
    ("sync", mark("Sync"), "sync"),
    ("settings", mark("Settings"), "settings"),
)
"""Name of the page, its words and its icon, in the order of the side; Ctrl+1 to Ctrl+7."""
WIDTH: Final = 196  # px, with words
SLIM: Final = 72  # px, icons alone
SIGN: Final = 30  # px


class Side(QFrame):
    """places: the buttons by the names of their pages."""

    wanted = Signal(str)
    """A place was chosen: the name of its page."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "sidebar")
        self.places: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        for name, words, icon_name in PLACES:
            self.places[name] = self._make_place(name, translate(words), icon_name)
        sign = QLabel()
        sign.setPixmap(icon_pixmap("preau", tokens().tile, SIGN))
        self._name = label("Préau", "large")
        self._brand = row(sign, self._name, 0, space=S)
        self._box = column(self._brand, M, *self.places.values(), 0, space=4, margin=L)
        self.setLayout(self._box)
        self._is_slim: bool | None = None
        self.set_slim(False)

    def set_slim(self, slim: bool) -> None:
        """Whether the words give their room to the page; then each button's tip says them."""
        if slim == self._is_slim:
            return
        self._is_slim = slim
        self.setFixedWidth(SLIM if slim else WIDTH)
        margin = M if slim else L
        self._box.setContentsMargins(margin, L, margin, L)
        self._name.setHidden(slim)
        middle = (SLIM - SIGN) // 2 - margin if slim else 0
        self._brand.setContentsMargins(middle, 0, middle, 0)
        for number, place in enumerate(self.places.values(), start=1):
            words, keys = place.accessibleName(), f"Ctrl+{number}"
            place.setText("" if slim else "  " + words)
            place.setToolTip(plain_tip(f"{words} ({keys})" if slim else keys))

    def _make_place(self, name: str, words: str, icon_name: str) -> QPushButton:
        place = QPushButton(icon(icon_name), "")
        place.setIconSize(QSize(20, 20))
        place.setProperty("kind", "nav")
        place.setCheckable(True)
        place.setCursor(Qt.CursorShape.PointingHandCursor)
        place.setAccessibleName(words)
        place.clicked.connect(lambda _=False, name=name: self.wanted.emit(name))
        self._group.addButton(place)
        return place
