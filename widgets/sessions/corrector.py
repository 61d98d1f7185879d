"""Corrections go where the session lives: to the class server while it runs, else into the archive."""

from collections.abc import Sequence
from dataclasses import fields

from PySide6.QtCore import QObject, Signal

from app.live.commands import AcceptAnswer, CancelQuestion, Command, CorrectKey, MarkByHand, Rename
from app.live.events import KeyCorrected
from app.live.state import SessionState
from widgets.desk import Desk
from widgets.language import translate


def running_session(desk: Desk) -> str:
    """Id of the session that the window drives; '' without one."""
    view = desk.bridge.view
    return str(view.session.get("id", "")) if desk.bridge.is_attached and view is not None else ""


def take_back(state: SessionState, command: Command) -> Command | None:
    """The command that gives back what holds now, before `command` is carried out."""
    match command:
        case CorrectKey(question=question):
            keys = [
                event.key
                for event in state.corrections
                if isinstance(event, KeyCorrected) and event.question == question
            ]
            return CorrectKey(question, keys[-1] if keys else None)
        case CancelQuestion(question=question):
            return CancelQuestion(question, question in state.cancelled)
        case AcceptAnswer(student=student, round=round_):
            return AcceptAnswer(student, round_, state.accepted.get((round_, student)))
        case Rename(student=student):
            return Rename(student, state.students[student].nickname)
        case MarkByHand(student=student):
            said = [mark for mark in state.register.marks if mark.student == student][-1:]
            if not said:
                return MarkByHand(student, "")
            return MarkByHand(student, said[0].status, said[0].who, said[0].why)
    return None


class Corrector(QObject):
    """Says what was done in the strip, with Undo."""

    corrected = Signal(str, object)
    """Id of a session and its new state; of the running one nothing comes, it changes by its snapshots."""
    busy = Signal(bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def correct(self, state: SessionState, commands: Sequence[Command], said: str) -> None:
        """Carry out the commands; said: what has been done, in a sentence."""
        back = [undo for command in commands if (undo := take_back(state, command)) is not None]
        self._send(state.id, commands, said, list(reversed(back)))

    def _send(self, session: str, commands: Sequence[Command], said: str, back: Sequence[Command]) -> None:
        if session == running_session(self._desk):
            for command in commands:
                arguments = {item.name: getattr(command, item.name) for item in fields(command)}
                self._desk.bridge.do(command.NAME, **arguments)
            self._tell(session, said, back)
            return
        self.busy.emit(True)
        task = self._desk.worker.run(self._desk.archive.correct, session, *commands)
        task.finished.connect(lambda state: self._on_done(session, state, said, back))
        task.failed.connect(self._on_failed)

    def _on_done(self, session: str, state: SessionState, said: str, back: Sequence[Command]) -> None:
        self.busy.emit(False)
        self.corrected.emit(session, state)
        self._tell(session, said, back)

    def _on_failed(self, error: Exception) -> None:
        self.busy.emit(False)
        self._desk.tell_error(error)

    def _tell(self, session: str, said: str, back: Sequence[Command]) -> None:
        if not back:
            self._desk.tell(said)
            return
        undone = translate("Taken back. Marks are as before.")
        self._desk.tell(said, "good", translate("Undo"), lambda: self._send(session, back, undone, ()))
