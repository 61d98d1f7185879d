"""What the teacher has to decide about students: two phones for one name, two names on one phone, and who
typed the code without the digits. One matter at a time, with what happened and what each button does."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QPushButton

from widgets.control.roll_actions import RollActions
from widgets.control.roll_rows import RollRow
from widgets.language import isolate, ngettext, translate
from widgets.parts.basics import button, column, label, row, set_look
from widgets.parts.icons import icon_pixmap
from widgets.parts.tips import plain_tip
from widgets.theme import M, S, tokens


class ClaimCard(QFrame):
    """Hidden while there is nothing to decide."""

    show_unproved = Signal()
    """The teacher wants to see who is to be confirmed."""

    def __init__(self, actions: RollActions) -> None:
        super().__init__()
        self._actions = actions
        self._claim: dict[str, Any] | None = None
        self._row: RollRow | None = None
        self._unproved: list[RollRow] = []
        self.setProperty("kind", "strip")
        sign = QLabel()
        sign.setPixmap(icon_pixmap("warning", tokens().amber, 20))
        sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.heading = label("", "strong", wrap=True)
        self.text = label("", "soft", wrap=True)
        self.yes = self._make_button(translate("They are here"), self._say_yes)
        self.no = self._make_button(translate("Refuse it"), self._say_no)
        self.more = label("", "tiny")
        self._buttons = row(self.yes, self.no, 0, self.more, space=S)
        words = column(self.heading, self.text, self._buttons, space=S)
        box = row(sign, words, space=M)
        box.setStretch(1, 1)
        box.setContentsMargins(M, S, M, S)
        self.setLayout(box)
        set_look(self, "level", "warn")
        self.hide()

    def take(self, claims: Sequence[dict[str, Any]], rows: Sequence[RollRow]) -> None:
        """What waits for the teacher now."""
        by_id = {one.id: one for one in rows}
        self._unproved = [one for one in rows if one.standing == "unproved"]
        before, self._claim = self._claim, claims[0] if claims else None
        if self.underMouse() and self.isVisible():  # no button becomes another one before it is clicked
            kept = next((one for one in claims if _is_same(one, before)), None)
            self._claim = kept if kept is not None or (before is None and self._unproved) else self._claim
        if self._claim is not None:
            self._row = by_id.get(self._claim["student"])
            self._show_claim(self._claim, by_id)
        elif self._unproved:
            self._show_unproved()
        waiting = len(claims) + bool(self._unproved) - 1
        self.more.setText(translate("+ {count} more").format(count=waiting) if waiting > 0 else "")
        self.setVisible(waiting >= 0)

    def set_room(self, *, short: bool, narrow: bool) -> None:
        """short: the explanation is a tip only, because the list needs the room; narrow: the buttons stand
        below each other."""
        self.text.setVisible(not short)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._buttons.setDirection(direction)

    # --- within -----------------------------------------------------------------------------------

    def _show_claim(self, claim: dict[str, Any], by_id: dict[str, RollRow]) -> None:
        name = isolate(self._row.name if self._row else "")
        if claim["kind"] == "devices":
            self._say(
                translate("{name} has signed in on a second phone").format(name=name),
                translate(
                    "The newer phone counts now. Did {name} change phones? Then allow it. If somebody else "
                    "used this PIN, refuse: the first phone goes on."
                ).format(name=name),
                translate("Allow the new phone"),
                translate("Refuse it"),
            )
            return
        others = translate(", ").join(
            isolate(by_id[other].name) for other in claim["others"] if other in by_id
        )
        self._say(
            translate("{name} has signed in on the phone of {others}").format(name=name, others=others),
            translate(
                "Do they share it because one has none? Then allow it. If {name} is not in the room, refuse."
            ).format(name=name),
            translate("Allow: they share it"),
            translate("Refuse it"),
        )

    def _show_unproved(self) -> None:
        count = len(self._unproved)
        if count == 1:
            heading = translate("{name} typed the code without the digits").format(
                name=isolate(self._unproved[0].name)
            )
        else:
            heading = ngettext(
                "{count} student typed the code without the digits",
                "{count} students typed the code without the digits",
                count,
            ).format(count=count)
        self._say(
            heading,
            translate("Do you see them in the room? Until then they count as absent."),
            translate("They are here"),
            translate("Show who"),
        )

    def _say(self, heading: str, text: str, yes: str, no: str) -> None:
        self.heading.setText(heading)
        self.text.setText(text)
        self.yes.setText(yes)
        self.no.setText(no)
        self.setAccessibleName(heading)
        self.setAccessibleDescription(text)
        self.setToolTip(plain_tip(text))

    def _say_yes(self) -> None:
        if self._claim is not None:
            self._actions.allow(self._claim)
        else:
            self._actions.confirm(self._unproved)

    def _say_no(self) -> None:
        if self._claim is not None:
            self._actions.refuse(self._claim, self._row)
        else:
            self.show_unproved.emit()

    def _make_button(self, words: str, clicked: Any) -> QPushButton:
        made = button(words, clicked)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made


def _is_same(claim: dict[str, Any], other: dict[str, Any] | None) -> bool:
    return other is not None and all(claim[key] == other[key] for key in ("student", "device", "kind"))
