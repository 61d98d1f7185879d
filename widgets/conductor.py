"""Starts, finds and leaves classes for the screens. The class itself runs in a process of its own."""

import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from app.errors import PreauError
from app.host.running import Running
from app.host.starting import Started, StartOptions
from app.host.supervisor import Supervisor
from app.quiz.model import Quiz, new_id
from widgets.desk import Desk
from widgets.language import isolate, language, show_date, tell_error, translate

Load = Callable[[], Quiz]

REHEARSING: Final = 30  # simulated students


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a teacher chooses when starting a class. time_limit: seconds, 0 for none. end_open: end the class
    that is still open instead of going on with it."""

    class_name: str = ""
    time_limit: int = 0
    change_answers: bool = True
    shuffle_choices: bool = False
    shuffle_questions: bool = False
    show_names: bool = True
    speed_bonus: float = 0.0
    rehearsal: bool = False
    end_open: bool = False


class Conductor(QObject):
    """One per program; lives in the GUI thread, waits in workers."""

    starting = Signal(str)
    """A class is being started; the title of its quiz."""
    started = Signal()
    """The window is connected with a class that has just been started or found."""
    failed = Signal(str)
    """A class could not be started; the sentence that says why."""
    finished = Signal()
    """The class has ended and its server has been left."""
    start_asked = Signal(str)
    """Somebody wants to start the quiz with this id; the window asks how."""

    def __init__(self, desk: Desk, supervisor: Supervisor) -> None:
        super().__init__()
        self._desk = desk
        self._supervisor = supervisor
        self._busy = False
        self._mending = False
        self._rehearse = 0
        desk.conductor = self
        desk.bridge.opened.connect(self._on_opened)
        desk.bridge.found_again.connect(self._on_found_again)
        desk.bridge.gone.connect(self._on_gone)
        desk.bridge.ended.connect(self._on_ended)
        desk.settings_changed.connect(self._on_setting)

    @property
    def is_running(self) -> bool:
        """Whether the window is connected with a class that has not ended."""
        view = self._desk.bridge.view
        return bool(self._desk.bridge.is_attached) and (view is None or view.phase != "ended")

    @property
    def is_busy(self) -> bool:
        """Whether a class is being started."""
        return self._busy

    @property
    def session_id(self) -> str:
        """Of the class that runs; '' without one."""
        view = self._desk.bridge.view
        attached = self._desk.bridge.is_attached
        return str(view.session.get("id", "")) if attached and view is not None else ""

    # --- starting ---------------------------------------------------------------------------------

    def ask_to_start(self, quiz_id: str) -> None:
        """Let the teacher choose how to start this quiz."""
        self.start_asked.emit(quiz_id)

    def wishes(self) -> Wishes:
        """The defaults from the settings."""
        get = self._desk.settings.get
        return Wishes(
            class_name=str(get("last_class")),
            time_limit=int(get("time_limit")),
            change_answers=bool(get("change_answers")),
            shuffle_choices=bool(get("shuffle_choices")),
            shuffle_questions=bool(get("shuffle_questions")),
            show_names=bool(get("show_names")),
            speed_bonus=float(get("speed_bonus")),
        )

    def start_class(self, quiz_id: str, wishes: Wishes) -> None:
        """Open a class with a copy of this quiz and go to its control room."""
        self._start(partial(self._desk.library.load_quiz, quiz_id), wishes, quiz_id)

    def start_empty(self) -> None:
        """Open a class without a quiz, for questions made up in it."""
        title = translate("Questions asked in class")
        self._start(lambda: Quiz(new_id(), title, language=language()), self.wishes(), "")

    def rehearse(self, quiz_id: str, students: int = REHEARSING) -> None:
        """Open a class marked as a rehearsal, with simulated students."""
        wishes = Wishes(time_limit=self.wishes().time_limit, rehearsal=True)
        if self._start(partial(self._desk.library.load_quiz, quiz_id), wishes, quiz_id):
            self._rehearse = students

    def resume(self) -> None:
        """Go on with the class that was left open."""
        if self._begin(""):
            self._run(partial(self._supervisor.start, None, self._options("", self.wishes())))

    def attach_running(self) -> None:
        """Connect with a class that runs already, where there is one; says nothing where there is none."""
        task = self._desk.worker.run(self._supervisor.find)
        task.finished.connect(self._on_found)

    def stop_server(self) -> None:
        """Let the server go; a class that has not ended stays open and can be continued."""
        self._desk.bridge.do("stop")

    def leave(self) -> None:
        """Disconnect from the class; it goes on by itself."""
        self._supervisor.stop_rehearsal()
        self._desk.bridge.detach()
        self.finished.emit()
        self._desk.sessions_changed.emit()

    # --- inside -----------------------------------------------------------------------------------

    def _start(self, load: Load, wishes: Wishes, quiz_id: str) -> bool:
        """Whether a class is being started now."""
        if self._is_in_the_way(wishes) or not self._begin(quiz_id):
            return False
        self._run(partial(self._open, load, wishes, quiz_id))
        if wishes.class_name or not wishes.rehearsal:
            try:
                self._desk.set_setting("last_class", wishes.class_name)
            except PreauError as error:  # the class begins all the same
                self._desk.tell_error(error)
        return True

    def _open(self, load: Load, wishes: Wishes, quiz_id: str) -> Started:
        """In a worker: hand the server a copy of the quiz and wait until it is ready."""
        from app.exchange import preau_file  # not needed until a class is started

        quiz = load()
        copy = self._desk.folder / f"starting-{secrets.token_hex(4)}.preau"
        copy.write_bytes(preau_file.write(quiz))
        try:
            started = self._supervisor.start(copy, self._options(quiz.title, wishes, empty=not quiz_id))
        finally:
            with contextlib.suppress(OSError):
                copy.unlink()
        if quiz_id:
            self._desk.library.note_used(quiz_id, self._desk.clock.now())
        return started

    def _options(self, title: str, wishes: Wishes, *, empty: bool = False) -> StartOptions:
        get = self._desk.settings.get
        return StartOptions(
            title=title,
            class_name=wishes.class_name,
            port=int(get("port")) or None,
            time_limit=wishes.time_limit or None,
            change_answers=wishes.change_answers,
            shuffle_choices=wishes.shuffle_choices,
            shuffle_questions=wishes.shuffle_questions,
            speed_bonus=wishes.speed_bonus,
            show_names=wishes.show_names,
            rehearsal=wishes.rehearsal,
            new=wishes.end_open,
            empty=empty,
            language=language(),
            announce=bool(get("announce")),
        )

    def _is_in_the_way(self, wishes: Wishes) -> bool:
        """Whether a class is still open that nobody has said to end; the strip offers to go on with it."""
        if self.is_running and not wishes.end_open:
            self._desk.go("control")
            return True
        open_ = next((row for row in self._desk.archive.list_sessions() if row.ended_at is None), None)
        if open_ is None or wishes.end_open:
            return False
        text = translate("The class {title} of {date} is still open.").format(
            title=isolate(open_.title), date=show_date(open_.opened_at)
        )
        self._desk.tell(text, "warn", translate("Go on with it"), self.resume)
        return True

    def _begin(self, quiz_id: str) -> bool:
        if self._busy:
            return False
        if self._desk.bridge.is_attached and not self.is_running:
            self.leave()  # its server still shows phones the end of the class before
        self._busy, self._rehearse = True, 0
        self.starting.emit(quiz_id)
        return True

    def _run(self, work: partial[Started]) -> None:
        task = self._desk.worker.run(work)
        task.finished.connect(self._on_ready)
        task.failed.connect(self._on_failed)

    def _on_ready(self, started: Started) -> None:
        if not self._mending:  # else the bridge finds the server by itself
            self._desk.bridge.attach(started.running.host, started.secret)
        for _code, text in started.notices:
            self._desk.tell(text, "warn")

    def _on_found(self, running: Running | None) -> None:
        if running is not None:
            self._desk.bridge.attach(running.host, self._supervisor.secret())

    def _on_found_again(self) -> None:
        """The same class after its server or the connection was lost."""
        mended, self._mending = self._mending, False
        self._busy = self._busy and not mended
        self.send_wall()
        if mended:
            self._desk.tell(translate("The class goes on where it was. All answers are there."))

    def _on_opened(self) -> None:
        self._busy = self._mending = False
        self.send_wall()
        students, self._rehearse = self._rehearse, 0
        view = self._desk.bridge.view
        if students and view is not None and view.session.get("settings", {}).get("rehearsal"):
            # Never into another class: simulated students would stand among its real ones.
            task = self._desk.worker.run(self._supervisor.start_rehearsal, students)
            task.failed.connect(self._desk.tell_error)
        self._desk.sessions_changed.emit()
        self.started.emit()
        self._desk.go("control")

    def send_wall(self) -> None:
        """Tell the class the Wi-Fi that its walls and its poster name; the keyring can take long."""
        task = self._desk.worker.run(self._read_wifi)
        task.finished.connect(lambda wifi: self._desk.bridge.do("set_wall", wifi=wifi))

    def _read_wifi(self) -> dict[str, str] | None:
        """In a worker. None where the settings name no Wi-Fi."""
        get = self._desk.settings.get
        name = str(get("wifi_name"))
        if not name:
            return None
        return {"name": name, "password": str(get("wifi_password")), "security": str(get("wifi_security"))}

    def _on_failed(self, error: Exception) -> None:
        self._busy = self._mending = False
        self._rehearse = 0
        self._desk.tell_error(error)
        self.failed.emit(tell_error(error))

    def _on_gone(self) -> None:
        """The server has died. It is started again once by itself; after that the teacher is asked."""
        if self._mending or self._busy:
            return
        self._mending = self._busy = True
        self._run(partial(self._supervisor.start, None, self._options("", self.wishes())))

    def _on_ended(self) -> None:
        self._supervisor.stop_rehearsal()
        self._desk.sessions_changed.emit()

    def _on_setting(self, name: str) -> None:
        if name.startswith("wifi_") and self.is_running:
            self.send_wall()
