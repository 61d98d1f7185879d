"""After the end: the class in a few numbers, and where its results are."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.attendance.rules import ATTENDED
from app.host.view import ClassView
from widgets.control.roll_rows import RollBook, count_standings, is_taken
from widgets.desk import Desk
from widgets.language import isolate, show, translate
from widgets.parts.basics import Card, button, column, label, row
from widgets.sync.end_offer import EndOffer
from widgets.theme import XL, L, M


class Summary(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.title = label("", "title")
        self.results = button(translate("See the results"), self._see, kind="main", icon_name="sessions")
        self.home = button(translate("Home"), lambda: desk.go("home"), icon_name="home")
        self.offer = EndOffer(desk)
        words = {
            "here": translate("students"),
            "late": translate("of them late"),
            "absent": translate("absent"),
            "questions": translate("questions asked"),
            "points": translate("points on average"),
        }
        self.numbers = {name: label("–", "huge") for name in words}
        self.cards = {name: self._make_card(name, text) for name, text in words.items()}
        cards = row(0, *self.cards.values(), 0, space=L)
        self.saved = label(translate("Everything is saved on this laptop."), "soft")
        for part in (self.title, self.saved):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(
            column(
                0, label_centred(translate("The class is over"), "soft"), self.title, XL, cards, XL,
                self.saved, self.offer, M, row(0, self.results, self.home, 0, space=M), 0, space=M,
            )
        )  # fmt: skip

    def take(self, view: ClassView) -> None:
        """The last snapshot of the class."""
        self.title.setText(isolate(str(view.session["title"])))
        rehearsal = bool(view.session.get("settings", {}).get("rehearsal"))
        self.offer.show_session(str(view.session.get("id", "")), rehearsal=rehearsal)
        points = [
            student["points"]
            for student in view.students.values()
            if not student["removed"] and student.get("points") is not None
        ]
        asked, taken = len(view.snapshot["done"]), is_taken(view)
        self.numbers["here"].setText(str(view.snapshot["joined"]))
        self.numbers["questions"].setText(str(asked))
        self.numbers["points"].setText(show(sum(points) / len(points)) if points else "–")
        if taken:
            self._take_roll(view)
        shown = {"here": True, "late": taken, "absent": taken}
        for name, card in self.cards.items():
            card.setVisible(shown.get(name, bool(asked) or not taken))

    def _take_roll(self, view: ClassView) -> None:
        """Who was there, instead of whose phone was."""
        book = RollBook()
        book.take(view)
        counts = count_standings(book.rows.values())
        here = sum(counts[standing] for standing in (*ATTENDED, "away"))
        self.numbers["here"].setText(str(here))
        self.numbers["late"].setText(str(counts["late"]))
        self.numbers["absent"].setText(str(counts["absent"] + counts["unproved"]))

    def _make_card(self, name: str, words: str) -> Card:
        number = self.numbers[name]
        number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        made = Card(column(number, label_centred(words, "soft"), space=0), margin=L)
        made.setMinimumWidth(190)
        return made

    def _see(self) -> None:
        view = self._desk.bridge.view
        if view is not None:
            self._desk.go("sessions", session=view.session["id"])


def label_centred(words: str, level: str) -> QWidget:
    """A line in the middle."""
    made = label(words, level)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made
