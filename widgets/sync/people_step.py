"""Where values go, third step: who is who. Those who are not known come first."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.outgoing.seen import MatchSeen
from widgets.language import isolate, translate
from widgets.parts.basics import button, column, label, row
from widgets.sessions.rows import Column, RowsModel, RowsTable
from widgets.sync.matching import People, ask_for_account, sort_matches
from widgets.theme import M


class PeopleStep(QWidget):
    matched = Signal(str, object)
    """A student (id) and the account that the teacher chose, None for none."""

    def __init__(self) -> None:
        super().__init__()
        self._people = People((), ())
        self.heading = label("", "strong", wrap=True)
        self.hint = label("", "soft", wrap=True)
        columns: list[Column[MatchSeen]] = [
            Column(translate("Student"), lambda one: one.name, lambda one: one.name.casefold(), width=210),
            Column(translate("Number"), lambda one: one.number, lambda one: one.number, width=110),
            Column(translate("Account there"), self._tell_account, self._tell_account, shade=_shade, width=0),
        ]
        self.model = RowsModel(columns, lambda one: one.student)
        self.table: RowsTable[MatchSeen] = RowsTable(self.model, translate("Who is who"))
        self.choose = button(
            translate("Choose the account…"), self.choose_account, icon_name="person", tip="Enter"
        )
        box = column(self.heading, self.hint, self.table, row(self.choose, 0), space=M)
        box.setStretch(2, 1)
        self.setLayout(box)
        self.table.entered_row.connect(self.choose_account)
        self.table.chosen.connect(lambda: self.choose.setEnabled(bool(self.table.chosen_rows())))
        self.choose.setEnabled(False)

    @property
    def matches(self) -> Sequence[MatchSeen]:
        return self._people.matches

    def show_people(self, people: People) -> None:
        self._people = people
        count, known = len(people.matches), sum(bool(one.account) for one in people.matches)
        if not count:
            text = translate("This session has no list of students of yours.")
        elif known == count:
            text = translate("Every student was found in the course.")
        else:
            text = translate("Found in the course: {known} of {count}.").format(known=known, count=count)
        self.heading.setText(text)
        if not count:
            hint = translate(
                "Its students came with nicknames. After this, choose on the session's page which account "
                "each of them is."
            )
        elif known == count:
            hint = translate("By number, e-mail or name. Correct it where it is wrong.")
        else:
            hint = translate("The others are not sent until you say who they are; you can do that later too.")
        self.hint.setText(hint)
        self.table.setVisible(count > 0)
        self.choose.setVisible(count > 0)
        self.model.set_rows(sort_matches(people.matches))
        if not self.table.chosen_rows():
            self.table.choose_place(0)

    def choose_account(self) -> None:
        """Ask for the account of the chosen student."""
        rows = self.table.chosen_rows()
        if not rows:
            return
        one = rows[0]
        account = ask_for_account(self._people, one.student, one.name, one.account, self)
        if account is not None and account != one.account:
            self.matched.emit(one.student, account or None)

    def take_account(self, student: str, account: str | None) -> None:
        """It is stored: show it."""
        matches = tuple(
            replace(one, account=account or "", sure=True) if one.student == student else one
            for one in self._people.matches
        )
        self.show_people(replace(self._people, matches=matches))

    def _tell_account(self, one: MatchSeen) -> str:
        if one.account:
            name = self._people.name_of(one.account)
            known = next((c for c in one.candidates if c.id == one.account), None)
            return isolate(name or (known.name if known else translate("known")))
        if one.candidates:
            names = " · ".join(isolate(candidate.name) for candidate in one.candidates)
            return translate("Not sure: {names}?").format(names=names)
        return translate("Not found")


def _shade(one: MatchSeen) -> str:
    return "" if one.account else "amber"
