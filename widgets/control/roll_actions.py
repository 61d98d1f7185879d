"""What a teacher can do with students of the roll: marks by hand, confirming, PINs, claims. Each says what it
did and, where it can, how to take it back."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.i18n import mark
from widgets.control.roll_rows import Marked, RollRow
from widgets.desk import Desk
from widgets.language import isolate, ngettext, translate

_ONE = {
    "present": mark("{name} is marked present."),
    "late": mark("{name} is marked late."),
    "left_early": mark("{name} is marked as gone early."),
    "absent": mark("{name} is marked absent."),
    "excused": mark("{name} is excused."),
    "": mark("What was marked for {name} is taken back."),
}


class RollActions:
    """The students come as rows of the list, so that what was marked before is known."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def mark(self, rows: Sequence[RollRow], status: str, why: str = "") -> None:
        """Mark them by hand; status '' takes back what was marked."""
        rows = [row for row in rows if row.standing != "removed" and (status or row.marked)]
        if not rows:
            return
        for row in rows:
            self._send(row.id, status, why)
        before = {row.id: row.marked for row in rows}
        self._desk.tell(self._words(rows, status), "good", translate("Undo"), lambda: self._restore(before))

    def tick(self, rows: Sequence[RollRow]) -> None:
        """They are here, as the teacher sees: who came by phone without proving it is confirmed, who did not
        come is marked present."""
        waiting = [row for row in rows if row.standing == "unproved"]
        if waiting:
            self.confirm(waiting)
        others = [row for row in rows if row.standing not in ("unproved", "present", "removed")]
        if others:
            self.mark(others, "present")

    def confirm(self, rows: Sequence[RollRow]) -> None:
        """They have signed in on a phone and are in the room."""
        for row in rows:
            self._desk.bridge.do("confirm_presence", student=row.id)
        words = ngettext(
            "{count} student is confirmed as being here.",
            "{count} students are confirmed as being here.",
            len(rows),
        )
        self._desk.tell(words.format(count=len(rows)))

    def reset_pin(self, rows: Sequence[RollRow]) -> None:
        """A lost PIN: the next sign-in chooses another one."""
        rows = [row for row in rows if row.listed]
        for row in rows:
            self._desk.bridge.do("reset_pin", student=row.id)
        if len(rows) == 1:
            text = translate(
                "{name} types the number again and chooses a new PIN. The phone in use now goes on; no other "
                "device signs in by itself any more."
            ).format(name=isolate(rows[0].name))
        else:
            text = ngettext(
                "{count} student chooses a new PIN at the next sign-in.",
                "{count} students choose a new PIN at the next sign-in.",
                len(rows),
            ).format(count=len(rows))
        if rows:
            self._desk.tell(text, "good", translate("Undo"), lambda: self._restore_pins(rows))

    def remove(self, rows: Sequence[RollRow]) -> None:
        """Send them out of the class; can be taken back."""
        rows = [row for row in rows if row.has_come and row.standing != "removed"]
        bridge = self._desk.bridge
        for row in rows:
            bridge.do("remove", student=row.id)
        if not rows:
            return
        if len(rows) == 1:
            text = translate("{name} was sent out of the class. Answers given so far are kept.")
        else:
            text = ngettext(
                "{count} student was sent out of the class.", "{count} students were sent out of the class.",
                len(rows),
            )  # fmt: skip
        text = text.format(name=isolate(rows[0].name), count=len(rows))
        self._desk.tell(text, "good", translate("Let back in"), lambda: self.readmit(rows))

    def readmit(self, rows: Sequence[RollRow]) -> None:
        for row in rows:
            self._desk.bridge.do("readmit", student=row.id)

    def rename(self, row: RollRow, nickname: str) -> None:
        if nickname and nickname != row.nickname:
            self._desk.bridge.do("rename", student=row.id, nickname=nickname)

    def allow(self, claim: Mapping[str, Any]) -> None:
        """The device may speak for the student."""
        self._resolve(claim, allow=True)

    def refuse(self, claim: Mapping[str, Any], row: RollRow | None) -> None:
        """It may not. row: of the student, whom somebody else may have signed in."""
        self._resolve(claim, allow=False)
        name = isolate(row.name if row is not None else "")
        if claim["kind"] == "students" and row is not None:
            text = translate("That phone does not count for {name} any more. Is {name} in the room?")
            self._desk.tell(
                text.format(name=name), "warn", translate("Mark absent"), lambda: self.mark([row], "absent")
            )
        else:
            text = translate("The first phone of {name} goes on; the other one is turned away.")
            self._desk.tell(
                text.format(name=name), "good", translate("Undo"), lambda: self._resolve(claim, allow=True)
            )

    # --- within -----------------------------------------------------------------------------------

    def _resolve(self, claim: Mapping[str, Any], *, allow: bool) -> None:
        self._desk.bridge.do("resolve_claim", student=claim["student"], device=claim["device"], allow=allow)

    def _restore_pins(self, rows: Sequence[RollRow]) -> None:
        for row in rows:
            self._desk.bridge.do("restore_pin", student=row.id)

    def _restore(self, before: Mapping[str, Marked | None]) -> None:
        for id_, marked in before.items():
            self._send(id_, marked.status if marked else "", marked.why if marked else "")

    def _send(self, student: str, status: str, why: str) -> None:
        self._desk.bridge.do("mark_by_hand", student=student, status=status, why=why)

    def _words(self, rows: Sequence[RollRow], status: str) -> str:
        if len(rows) == 1:
            return translate(_ONE[status]).format(name=isolate(rows[0].name))
        text = ngettext("{count} student was marked.", "{count} students were marked.", len(rows))
        return text.format(count=len(rows))
