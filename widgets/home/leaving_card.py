"""Which sessions are deleted soon, because their class keeps them no longer; hidden while there is none."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QVBoxLayout

from app.live.keeping import Leaving
from widgets.desk import Desk
from widgets.language import isolate, ngettext, show_day, translate
from widgets.parts.basics import Card, button, clear_layout, column, label, row
from widgets.theme import XS, L, M, S

LONGER: Final = 30  # days
OPTIONS_TAB: Final = 2  # of the page of classes
MOST: Final = 2  # sessions that are named: the way to start a class stays in sight


class LeavingCard(Card):
    """To show it is to announce it: nothing goes that was not seen here a week before."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(kind="card")
        self._desk = desk
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(L, L, L, L)
        self.hide()

    def look(self) -> None:
        """Read anew what goes soon."""
        task = self._desk.worker.run(self._desk.privacy.list_leaving)
        task.finished.connect(self._show)
        task.failed.connect(self._desk.tell_error)

    def _show(self, leaving: list[Leaving]) -> None:
        clear_layout(self._box)
        self.setVisible(bool(leaving))
        if not leaving:
            return
        words = ngettext(
            "{count} session is deleted for good soon", "{count} sessions are deleted for good soon",
            len(leaving),
        )  # fmt: skip
        why = translate("Their classes keep them no longer. They go from backups in the data folder, too.")
        lines = [label(_line_of(one), wrap=True) for one in leaving[:MOST]]
        if more := len(leaving) - len(lines):
            lines.append(
                label(ngettext("and {count} more", "and {count} more", more).format(count=more), "soft")
            )
        keep = button(
            translate("Keep them {days} days longer").format(days=LONGER), partial(self._keep, leaving)
        )
        rules = button(
            translate("How long a class keeps them"),
            partial(self._desk.go, "classes", class_id=leaving[0].session.class_id, tab=OPTIONS_TAB),
            kind="quiet",
        )
        text = column(
            label(words.format(count=len(leaving)), "large", wrap=True),
            label(why, "soft", wrap=True),
            column(*lines, space=XS),
            space=XS,
        )
        line = row(text, column(keep, rules, 0, space=S), space=M)
        line.setStretch(0, 1)
        self._box.addLayout(line)

    def _keep(self, leaving: list[Leaving]) -> None:
        ids = [one.session.id for one in leaving]
        task = self._desk.worker.run(self._desk.privacy.keep_longer, ids, LONGER)
        task.give(self, lambda _: self._on_kept())
        task.failed.connect(self._desk.tell_error)

    def _on_kept(self) -> None:
        self._desk.tell(translate("They are kept {days} days longer.").format(days=LONGER))
        self.look()


def _line_of(one: Leaving) -> str:
    session = one.session
    facts = [isolate(session.title)]
    facts += [isolate(session.class_name)] if session.class_name else []
    facts.append(isolate(show_day(session.opened_at)))
    if one.is_sent:
        end = translate("on {day}").format(day=isolate(show_day(one.goes_at)))
    else:
        end = translate("when its results have been sent")
    return translate("{session}: {end}").format(session=" · ".join(facts), end=end)
