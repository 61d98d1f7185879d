"""Starts, finds and leaves classes for the screens. The class itself runs in a process of its own."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from app.host.running import Running
from app.host.starting import Started
from app.host.supervisor import Supervisor
from app.people.class_options import FOR_EVERYBODY, ClassOptions, options_for
from app.quiz.model import Quiz, new_id
from app.quiz.shelf import ClassRow
from widgets.desk import Desk
from widgets.handing_over import clear_left_over, handed_over
from widgets.language import isolate, language, show_date, tell_error, translate
from widgets.wishes import Wishes, start_options

Load = Callable[[], Quiz]

REHEARSING: Final = 30  # simulated students


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
    """Somebody wants to start the quiz with this id, '' for none; the window asks how."""
    attendance_asked = Signal(str)
    """Somebody wants to take attendance without a quiz; the id of the class, '' where it is to be chosen."""

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

    def ask_for_attendance(self, class_id: str = "") -> None:
        """Let the teacher choose how to take the attendance of this class."""
        self.attendance_asked.emit(class_id)

    def wishes(self) -> Wishes:
        """The defaults from the settings, for the class that was taught last."""
        get = self._desk.settings.get
        last = self._last_class()
        return Wishes(
            class_id=last.id if last else "",
            class_name=last.name if last else "",
            options=self.class_options(last) if last else FOR_EVERYBODY,
            time_limit=int(get("time_limit")),
            change_answers=bool(get("change_answers")),
            shuffle_choices=bool(get("shuffle_choices")),
            shuffle_questions=bool(get("shuffle_questions")),
            show_names=bool(get("show_names")),
            speed_bonus=float(get("speed_bonus")),
        )

    def class_options(self, row: ClassRow) -> ClassOptions:
        """How this class is held, as far as its roster allows."""
        return options_for(self._desk.library.load_class_options(row.id), row.students)

    def start_class(self, quiz_id: str, wishes: Wishes) -> None:
        """Open a class with a copy of this quiz and go to its control room."""
        self._start(partial(self._desk.library.load_quiz, quiz_id), wishes, quiz_id)

    def start_empty(self, wishes: Wishes | None = None) -> None:
        """Open a class without a quiz, for questions made up in it. None: as chosen, where there is a roster
        to choose."""
        if wishes is None and any(row.students for row in self._desk.library.list_classes()):
            self.ask_to_start("")
            return
        self._start(_no_questions(translate("Questions asked in class")), wishes or self.wishes(), "")

    def take_attendance(self, wishes: Wishes) -> None:
        """Open a class without a quiz, to see who is there. Questions can be asked in it all the same."""
        title = translate("Attendance: {name}").format(name=wishes.class_name)
        wishes = replace(wishes, options=replace(wishes.options, attendance=True))
        self._start(_no_questions(title), wishes, "")

    def rehearse(self, quiz_id: str, students: int = REHEARSING) -> None:
        """Open a class marked as a rehearsal, with simulated students."""
        wishes = Wishes(time_limit=int(self._desk.settings.get("time_limit")), rehearsal=True)
        if self._start(partial(self._desk.library.load_quiz, quiz_id), wishes, quiz_id):
            self._rehearse = students

    def resume(self) -> None:
        """Go on with the class that was left open."""
        if self._begin(""):
            self._run(partial(self._supervisor.start, None, start_options(self._desk.settings, "", Wishes())))

    def attach_running(self) -> None:
        """Connect with a class that runs already, where there is one; says nothing where there is none."""
        task = self._desk.worker.run(self._supervisor.find)
        task.finished.connect(self._on_found)

    def stop_server(self) -> None:
        """Let the server go; a class that has not ended stays open and can be continued."""
        self._desk.bridge.do("stop")

    def tidy_up(self) -> None:
        """At the program's start: what another one, or a class that ended without a window, has left."""
        self._desk.worker.run(clear_left_over, self._desk.folder)
        self.learn()

    def learn(self) -> None:
        """Let the library know what students proved themselves with, for their next class."""
        task = self._desk.worker.run(self._desk.services.learn)
        task.finished.connect(self._on_learned)

    def leave(self) -> None:
        """Disconnect from the class; it goes on by itself."""
        self._supervisor.stop_rehearsal()
        self._desk.bridge.detach()
        self.learn()
        self.finished.emit()
        self._desk.sessions_changed.emit()

    # --- inside -----------------------------------------------------------------------------------

    def _start(self, load: Load, wishes: Wishes, quiz_id: str) -> bool:
        """Whether a class is being started now."""
        if self._is_in_the_way(wishes) or not self._begin(quiz_id):
            return False
        self._run(partial(self._open, load, wishes, quiz_id))
        if wishes.class_id or not wishes.rehearsal:
            self._desk.try_setting("last_class", wishes.class_id)
        return True

    def _open(self, load: Load, wishes: Wishes, quiz_id: str) -> Started:
        """In a worker: hand the server a copy of the quiz and wait until it is ready."""
        desk = self._desk
        quiz, roster = load(), None
        if wishes.class_id and wishes.options.identity == "number":
            desk.services.learn()  # also from the class that this one takes the place of
            roster = desk.library.load_roster_copy(wishes.class_id)
            roster = roster if roster.roster.students else None
        clear_left_over(desk.folder)
        with handed_over(desk.folder, quiz, roster) as (quiz_file, roster_file):
            options = start_options(desk.settings, quiz.title, wishes, roster_file, empty=not quiz_id)
            started = self._supervisor.start(quiz_file, options)
        now = desk.clock.now()
        if quiz_id:
            desk.library.note_used(quiz_id, now)
        if wishes.class_id:
            desk.library.note_class_used(wishes.class_id, now)
        return started

    def _last_class(self) -> ClassRow | None:
        last = str(self._desk.settings.get("last_class"))
        return next((row for row in self._desk.library.list_classes() if row.id == last), None)

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
        if started.notices:  # together: the strip says one thing at a time
            self._desk.tell("\n".join(text for _code, text in started.notices), "warn")

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
        self._desk.classes_changed.emit()  # when they were taught
        self.started.emit()
        self._desk.go("control")

    def send_wall(self) -> None:
        """Tell the class the Wi-Fi that its walls and its poster name; the keyring can take long."""
        task = self._desk.worker.run(self._read_wifi)
        task.finished.connect(self._on_wifi)

    def _on_wifi(self, wifi: dict[str, str] | None) -> None:
        if self.is_running:  # it may have ended meanwhile
            self._desk.bridge.do("set_wall", wifi=wifi)

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
        """The server has died, maybe before the window was connected with it. It is started again once by
        itself; after that the teacher is asked."""
        if self._mending:
            return
        self._mending = self._busy = True
        self._run(partial(self._supervisor.start, None, start_options(self._desk.settings, "", Wishes())))

    def _on_ended(self) -> None:
        self._supervisor.stop_rehearsal()
        self.learn()
        self._desk.sessions_changed.emit()

    def _on_learned(self, sessions: int) -> None:
        if sessions:
            self._desk.classes_changed.emit()

    def _on_setting(self, name: str) -> None:
        if name.startswith("wifi_") and self.is_running:
            self.send_wall()


def _no_questions(title: str) -> Load:
    return lambda: Quiz(new_id(), title, language=language())
