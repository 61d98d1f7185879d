"""What troubles the class, with its remedy, in a line that is always there so that nothing moves.

In calm times the line says where the class is to be found and who is here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QWidget

from widgets.control.figures_line import describe_figures, explain_figures
from widgets.control.notes import short_address
from widgets.desk import Desk
from widgets.language import isolate, show_time, translate
from widgets.parts.basics import Card, button, column, label, row, set_look
from widgets.parts.cut_label import CutLabel
from widgets.parts.icons import icon_pixmap
from widgets.parts.tips import plain_tip
from widgets.theme import M, S, tokens

HEIGHT: Final = 60
_PASSING: Final = frozenset({"phones_lost", "storing_slow"})  # nothing is lost by them


@dataclass(frozen=True, slots=True)
class Alarm:
    """A sentence and up to two buttons: words and what they do."""

    name: str
    text: str
    level: str
    actions: tuple[tuple[str, Callable[[], object]], ...] = ()


class TroubleLine(QStackedWidget):
    """show_address: how the class is joined; show_people: who is here, and what is to be decided of them."""

    def __init__(
        self, desk: Desk, show_address: Callable[[], object], show_people: Callable[[], object]
    ) -> None:
        super().__init__()
        self._desk = desk
        self._show_address = show_address
        self._show_people = show_people
        self._lost_since = QElapsedTimer()
        self._is_lost, self._is_gone = desk.bridge.is_lost, desk.bridge.is_gone
        self._known_address = ""
        self._moved_to = ""
        self._shown: Alarm | None = None
        self.title = CutLabel("strong")
        self.place = label("", "soft")
        self.here = label("", "body")
        self.figures = label("", "soft")
        calm = QWidget()
        words = column(0, self.title, self.place, 0, space=2)
        numbers = column(0, self.here, self.figures, 0, space=2)
        for number in (self.here, self.figures):
            numbers.setAlignment(number, Qt.AlignmentFlag.AlignTrailing)
        line = row(words, numbers, M, space=M)
        line.setStretch(0, 1)
        calm.setLayout(line)
        self._sign = QLabel()
        self._text = label(wrap=True)
        self._more = button("", self._show_next, kind="quiet", tip=translate("Show the next message"))
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more.setAccessibleName(translate("Show the next message"))
        self._turn = 0  # how often the teacher went on to the next
        self._names: list[str] = []
        self._buttons: list[QPushButton] = []
        self._strip_box = row(self._sign, self._text, self._more, space=M)
        self._strip_box.setStretch(1, 1)
        self._strip = Card(self._strip_box, kind="strip")
        self._strip_box.setContentsMargins(M, 2, S, 2)
        self.addWidget(calm)
        self.addWidget(self._strip)
        self.setFixedHeight(HEIGHT)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self.refresh)
        bridge = desk.bridge
        bridge.opened.connect(self._on_opened)
        bridge.changed.connect(self.refresh)
        bridge.lost.connect(self._on_lost)
        bridge.gone.connect(self._on_gone)
        bridge.found_again.connect(self._on_found)
        bridge.host_asked.connect(self._on_asked)
        if self._is_lost:
            self._lost_since.start()
            self._clock.start()
        self.refresh()

    @property
    def text(self) -> str:
        """What is said now, '' in calm times."""
        return self._shown.text if self._shown else ""

    @property
    def buttons(self) -> list[QPushButton]:
        """The remedies that are offered now."""
        return list(self._buttons)

    def refresh(self) -> None:
        """Say the most urgent thing, or the one that the teacher went on to."""
        self._show_calm()
        troubles = self._troubles()
        names = [trouble.name for trouble in troubles]
        if set(names) - set(self._names):
            self._turn = 0  # what is new may be more urgent
        self._names = names
        self._show(troubles[self._turn % len(troubles)] if troubles else None, len(troubles) - 1)

    def _show_next(self) -> None:
        self._turn += 1
        self.refresh()

    def _troubles(self) -> list[Alarm]:
        """All that is wrong: first what keeps the class from going on, then what waits for a decision."""
        found = []
        view = self._desk.bridge.view
        snapshot: dict[str, Any] = view.snapshot if view else {}
        if self._is_gone:
            text = translate("The class has stopped by itself. All saved answers are kept. Continue it.")
            found.append(Alarm("gone", text, "bad", ((translate("Continue the class"), self._resume),)))
        elif self._is_lost:
            text = translate("The class goes on; the window is trying to reach it again. ({seconds} s)")
            seconds = show_time(self._lost_since.elapsed() / 1000)
            found.append(Alarm("lost", text.format(seconds=seconds), "warn"))
        for request in snapshot.get("requests", ()):
            found.append(self._request(request))
        for trouble in snapshot.get("trouble", ()):
            code, text = trouble["code"], trouble["text"]
            if code.startswith("claim_"):
                found.append(Alarm(code, text, "warn", ((translate("Decide"), self._show_people),)))
            elif code == "many_from_one":
                found.append(self._crowd(text, trouble["params"]["address"]))
            elif code == "door_is_closed":
                opening = (translate("Open the door"), lambda: self._set_door(False))
                found.append(Alarm(code, text, "warn", (opening,)))
            else:
                found.append(Alarm(code, text, "warn" if code in _PASSING else "bad"))
        if self._moved_to:
            text = translate(
                "The laptop has a new address: {address}. Phones that are in find it by themselves."
            )
            actions = (
                (translate("Show the QR"), self._show_moved), (translate("Understood"), self._forget_moved)
            )  # fmt: skip
            found.append(Alarm("moved", text.format(address=isolate(self._moved_to)), "warn", actions))
        return sorted(found, key=lambda alarm: alarm.level != "bad")

    def _request(self, request: dict[str, Any]) -> Alarm:
        text = translate("A phone at {address} wants to drive this class.")
        return Alarm(
            f"request {request['id']}",
            text.format(address=isolate(request["address"])),
            "warn",
            (
                (translate("Allow"), lambda: self._answer(request["id"], True)),
                (translate("Refuse"), lambda: self._answer(request["id"], False)),
            ),
        )

    def _crowd(self, text: str, address: str) -> Alarm:
        return Alarm(
            f"crowd {address}",
            text,
            "warn",
            (
                (translate("Send them out"), lambda: self._remove_from(address)),
                (translate("Close the door"), lambda: self._set_door(True)),
            ),
        )

    def _show(self, trouble: Alarm | None, others: int) -> None:
        before, self._shown = self._shown, trouble
        self.setCurrentIndex(1 if trouble else 0)
        if trouble is None:
            return
        self._text.setText(trouble.text)
        self._text.setToolTip(plain_tip(trouble.text))
        self._more.setText(translate("+ {count} more").format(count=others))
        self._more.setVisible(others > 0)
        set_look(self._strip, "level", trouble.level)
        self._strip.setAccessibleName(trouble.text)
        shade = tokens().brick if trouble.level == "bad" else tokens().amber
        self._sign.setPixmap(icon_pixmap("warning", shade, 22))
        if before is None or before.name != trouble.name:
            for made in self._buttons:
                self._strip_box.removeWidget(made)
                made.deleteLater()
            self._buttons = [button(words, do) for words, do in trouble.actions]
            for made in self._buttons:
                made.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a space after a click is the next step
                self._strip_box.addWidget(made)

    def _show_calm(self) -> None:
        view = self._desk.bridge.view
        if view is None or not view.snapshot:
            return
        snapshot, session = view.snapshot, view.session
        addresses = snapshot["addresses"]
        address = short_address(addresses[0]) if addresses else translate("no network")
        self.title.setText(isolate(session["title"]))
        place = isolate(address)
        rehearsal = bool(session["settings"].get("rehearsal"))
        if rehearsal:
            place = translate("Rehearsal") + "  ·  " + place
        self.place.setText(place)
        self.place.setToolTip(plain_tip("\n".join(addresses)))
        here = translate("{joined} here, {connected} connected")
        self.here.setText(here.format(joined=snapshot["joined"], connected=snapshot["connected"]))
        words = describe_figures(view.figures, rehearsal=rehearsal)
        self.figures.setText(words)
        self.figures.setVisible(bool(words))
        explained = explain_figures(view.figures, rehearsal=rehearsal)
        self.figures.setToolTip(plain_tip(explained))
        self.figures.setAccessibleName(explained)
        if addresses and self._known_address and addresses[0] != self._known_address:
            self._moved_to = short_address(addresses[0])
        if addresses:
            self._known_address = addresses[0]

    # --- what happens -----------------------------------------------------------------------------

    def _on_opened(self) -> None:
        self._known_address = self._moved_to = ""
        self._on_found()

    def _on_lost(self) -> None:
        if not self._is_lost:
            self._lost_since.start()
        self._is_lost = True
        self._clock.start()
        self.refresh()

    def _on_gone(self) -> None:
        self._is_gone = True
        self.refresh()

    def _on_found(self) -> None:
        self._is_lost = self._is_gone = False
        self._clock.stop()
        self.refresh()

    def _on_asked(self, _requests: list[Any]) -> None:
        self.refresh()

    def _answer(self, request_id: str, allow: bool) -> None:
        self._desk.bridge.do("answer_request", id=request_id, allow=allow)

    def _remove_from(self, address: str) -> None:
        self._desk.bridge.do("remove_from", address=address)

    def _set_door(self, closed: bool) -> None:
        self._desk.bridge.do("set_door", closed=closed)

    def _resume(self) -> None:
        self._desk.conductor.resume()

    def _show_moved(self) -> None:
        self._forget_moved()
        self._show_address()

    def _forget_moved(self) -> None:
        self._moved_to = ""
        self.refresh()
