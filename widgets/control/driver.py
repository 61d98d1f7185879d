"""What a press does: finds the command behind a key or button and sends it, once.

After a command nothing more is sent until the class shows its effect or refuses it, so that a second press,
meant for what one saw, cannot act on what comes after it (two spaces must not skip the reveal).
"""

from typing import Any, Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from app.host.steps import Step, next_step
from app.host.view import ClassView
from app.i18n import mark
from widgets.control.actions import EXTEND_BY, KEYS, can_do, command_of
from widgets.control.notes import find_question
from widgets.desk import Desk

PATIENCE: Final = 5_000  # ms until presses are taken again where neither effect nor refusal has come
SETTLING: Final = 500  # ms in which no press is taken after the class went on by itself (time is up)
CONFIRMED_AFTER: Final = 500  # ms before a second press may mean "yes, end the class"
ASKS_FOR: Final = 8_000  # ms

_ASK_CHOSEN: Final = Step("ask", mark("Ask question {number}"))
_OF_KIOSK: Final = frozenset({"not_listed", "name_not_unique"})  # said to the student who signs in there
_SILENT: Final = frozenset({"extend", "add_question"})  # their effect may not show in the state


class Driver(QObject):
    changed = Signal()
    """What can be done now is different."""
    made_up_wanted = Signal()
    close_wanted = Signal()
    """Escape: whatever floats goes."""
    projector_wanted = Signal(bool)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._chosen: str | None = None
        self._state: tuple[Any, ...] | None = None
        self._waiting = False
        self._reachable = not desk.bridge.is_lost
        self._ending = False
        self._asked_since = QElapsedTimer()
        self._patience = self._timer(PATIENCE, self._release)
        self._settling = self._timer(SETTLING, self.changed.emit)
        self._asking = self._timer(ASKS_FOR, self.keep_class)
        bridge = desk.bridge
        bridge.opened.connect(self._on_opened)
        bridge.changed.connect(self._on_changed)
        bridge.refused.connect(self._on_refused)
        bridge.lost.connect(self._on_lost)
        bridge.gone.connect(self._on_lost)
        bridge.found_again.connect(self._on_found_again)
        self._on_changed()

    # --- what is so -------------------------------------------------------------------------------

    @property
    def view(self) -> ClassView | None:
        """The class, once its first snapshot is there."""
        view = self._desk.bridge.view
        return view if view is not None and view.snapshot else None

    @property
    def is_free(self) -> bool:
        """Whether a press is taken."""
        return (
            self.view is not None
            and self._reachable
            and not self._waiting
            and not self._settling.isActive()
            and self.view.phase != "ended"
        )

    @property
    def is_ending(self) -> bool:
        """Whether the teacher was asked if the class shall end."""
        return self._ending

    @property
    def coming(self) -> str | None:
        """Id of the question that is asked next: the one that the teacher chose, or the class's."""
        if self._chosen is not None:
            return self._chosen
        return self.view.snapshot["next"] if self.view else None

    @property
    def is_chosen(self) -> bool:
        """Whether the teacher chose what comes next."""
        return self._chosen is not None

    def step(self) -> Step | None:
        """The one next step; None without a class and after its end."""
        if self.view is None:
            return None
        step = next_step(self.view.snapshot)
        if step is not None and self._chosen is not None and step.command in ("ask", "show_ranking", "end"):
            return _ASK_CHOSEN
        return step

    def can(self, name: str) -> bool:
        """Whether the action of this name would do something now."""
        if name == "next":
            return self.is_free and self.step() is not None
        return self.is_free and self.view is not None and can_do(name, self.view.snapshot)

    # --- what is pressed --------------------------------------------------------------------------

    def press_key(self, key: int) -> bool:
        """A key, here or in the projector's window; whether it means something."""
        name = KEYS.get(key)
        if name is not None:
            self.press(name)
        return name is not None

    def press(self, name: str) -> None:
        """An action by its name, or 'next'. What cannot be done now does nothing."""
        if name == "projector":
            self.projector_wanted.emit(True)
        elif name == "close":
            self.keep_class()
            self.close_wanted.emit()
        elif not self.can(name):
            return
        elif name == "end" or (name == "next" and (step := self.step()) and step.command == "end"):
            self._end()
        elif name == "made_up":
            self.keep_class()
            self.made_up_wanted.emit()
        elif name == "next":
            step = self.step()
            assert step is not None
            self._send(step.command, **self._arguments(step.command))
        else:
            assert self.view is not None
            command = command_of(name, self.view.snapshot)
            self._send(command, **self._arguments(command))

    def ask(self, question_id: str) -> None:
        """Ask this question now, if questions can be asked now."""
        if self.is_free and self.view is not None and "ask" in self.view.snapshot["allowed"]:
            self._send("ask", question=question_id)

    def choose(self, question_id: str | None) -> None:
        """Let this question come next; None for the class's own order."""
        view = self.view
        chosen = question_id if view and question_id != view.snapshot["next"] else None
        if chosen != self._chosen:
            self._chosen = chosen
            self.changed.emit()

    def add_question(self, question: dict[str, Any], seconds: float | None, *, ask: bool) -> None:
        """A question made up now: asked at once, or put next."""
        if self.is_free:
            args: dict[str, Any] = {"question": question, "ask": ask}
            if ask and seconds is not None:
                args["seconds"] = seconds
            self._chosen = None
            self._send("add_question", hold=ask, **args)

    def extend(self, seconds: float) -> None:
        if self.can("extend"):
            self._send("extend", seconds=seconds)

    def keep_class(self) -> None:
        """The teacher does not want to end the class after all."""
        self._asking.stop()
        if self._ending:
            self._ending = False
            self.changed.emit()

    # --- within -----------------------------------------------------------------------------------

    def _arguments(self, command: str) -> dict[str, Any]:
        if command == "extend":
            return {"seconds": EXTEND_BY}
        view = self.view
        if self._chosen is not None and view is not None:
            is_open = view.phase in ("asking", "paused", "locked")
            if command == "ask" or (
                command == "skip" and not is_open and self._chosen not in view.snapshot["done"]
            ):
                return {"question": self._chosen}
        return {}

    def _send(self, command: str, *, hold: bool | None = None, **args: Any) -> None:
        self._ending = False
        self._asking.stop()
        if hold is None:
            hold = command not in _SILENT
        if hold:
            self._waiting = True
            self._patience.start()
        self._desk.bridge.do(command, **args)
        self.changed.emit()

    def _end(self) -> None:
        """The first press asks, the second one ends; one that follows too fast was no answer."""
        if not self._ending:
            self._ending = True
            self._asked_since.start()
            self._asking.start()
            self.changed.emit()
        elif self._asked_since.elapsed() >= CONFIRMED_AFTER:
            self._send("end")

    def confirm_end(self) -> None:
        """The button beside the question "End the class?"."""
        if self._ending and self.is_free:
            self._send("end")

    def _on_opened(self) -> None:
        self._state, self._chosen, self._reachable = None, None, True
        self._release()
        self.keep_class()

    def _on_changed(self) -> None:
        view = self.view
        if view is None:
            return
        snapshot = view.snapshot
        round_ = snapshot["round"]
        step = next_step(snapshot)
        state = (
            snapshot["phase"], round_ and round_["id"], snapshot["next"], len(snapshot["done"]),
            step.command if step else "",
        )  # fmt: skip
        before, self._state = self._state, state
        if before != state:
            self._forget_asked(snapshot)
            if self._waiting:
                self._release()
            elif before is not None and before[-1] != state[-1]:
                self._settling.start()
            if before is not None:
                self._ending = False
                self._asking.stop()
        self.changed.emit()

    def _forget_asked(self, snapshot: dict[str, Any]) -> None:
        """A chosen question that is being asked is not chosen any more."""
        round_ = snapshot["round"]
        is_open = round_ is not None and snapshot["phase"] in ("asking", "paused", "locked")
        asked = round_ is not None and round_["question"] == self._chosen
        if self._chosen is not None and (
            self._chosen == snapshot["next"] or (asked and (is_open or self._waiting))
        ):
            self._chosen = None

    def _on_refused(self, code: str, sentence: str) -> None:
        if code in _OF_KIOSK:
            return
        self._desk.tell(sentence, "warn")
        self._release()

    def _on_lost(self) -> None:
        self._reachable = False
        self._release()

    def _on_found_again(self) -> None:
        self._reachable = True
        self._release()

    def _release(self) -> None:
        self._waiting = False
        self._patience.stop()
        self.changed.emit()

    def _timer(self, milliseconds: int, then: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer

    def question(self, question_id: str | None) -> dict[str, Any] | None:
        """A question of the class by its id."""
        return find_question(self.view.questions, question_id) if self.view else None
