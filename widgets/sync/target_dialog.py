"""The assistant for where a session's values go: course, place, who is who, what would change. Nothing is
sent before its last button; leaving it takes back what it had chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from app.errors import PreauError
from app.outgoing.connections import Connection
from app.outgoing.plan import Plan
from app.outgoing.rows import Kind, Target
from app.outgoing.seen import CourseSeen, PlaceSeen, RowSeen, SendWishes, SessionSync
from widgets.desk import Desk
from widgets.language import isolate, tell_error, translate
from widgets.parts.asking import Asking
from widgets.parts.basics import button, column, label, row
from widgets.parts.message_strip import MessageStrip
from widgets.ports import ArchivePort, Progress, SyncPort
from widgets.sync.course_step import CourseStep
from widgets.sync.matching import People, find_class, load_people
from widgets.sync.people_step import PeopleStep
from widgets.sync.place_step import PlaceStep
from widgets.sync.preview_step import PreviewStep
from widgets.sync.session_list import facts_of
from widgets.sync.words import tell_kind
from widgets.theme import XL, M, S

COURSE, PLACE, PEOPLE, PREVIEW = range(4)
_SIZE: Final = (860, 620)


@dataclass(frozen=True, slots=True)
class _Begun:
    class_id: str
    wishes: SendWishes
    connections: list[Connection]


@dataclass(frozen=True, slots=True)
class _Planned:
    target: Target
    seen: list[RowSeen]
    plan: Plan


class TargetDialog(QDialog):
    """`show()` it."""

    def __init__(self, desk: Desk, session: SessionSync, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = session
        self._kind = kind
        self._before = next((target for target in session.targets if target.kind == kind), None)
        self._planned: _Planned | None = None
        self._was_paused = desk.sync.is_paused
        self._begun = _Begun("", SendWishes(), [])
        self.setWindowTitle(translate("Where {kind} go").format(kind=tell_kind(kind)))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)  # what it holds back would else be sent
        self.resize(*_SIZE)
        self._build()
        self._ask(
            translate("Getting ready…"), self._on_begun, _begin, desk.archive, desk.sync, session.session
        )

    @property
    def step(self) -> int:
        return self._stack.currentIndex()

    def next(self) -> None:
        """To the next step, or send."""
        if not self.next_button.isEnabled():
            return
        go = (self._go_to_places, self._go_to_people, self._go_to_preview, self._finish)
        go[self.step]()

    def back(self) -> None:
        if self.step == PREVIEW:
            self._take_back()
        self._show(max(self.step - 1, COURSE))

    def reject(self) -> None:
        """Leave; what was chosen here is taken back."""
        self.asking.let_go()
        if self.step == PREVIEW:
            self._take_back()
        super().reject()

    # --- building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        self.heading, self.count = label("", "large", wrap=True), label("", "soft")
        words = (isolate(self._session.title), facts_of(self._session), tell_kind(self._kind))
        facts = label(" · ".join(words), "soft", wrap=True)
        self.strip = MessageStrip()
        self.asking = Asking(self._desk.worker)
        self.asking.changed.connect(lambda _: self._look())
        self.asking.stopped.connect(self._on_stopped)
        self.courses, self.places = CourseStep(), PlaceStep(self._kind)
        self.people, self.preview = PeopleStep(), PreviewStep()
        self._stack = QStackedWidget()
        for step in (self.courses, self.places, self.people, self.preview):
            self._stack.addWidget(step)
        self.again_button = button(translate("Look again"), self._look_again, icon_name="again")
        self.back_button = button(translate("Back"), self.back, kind="quiet", icon_name="back")
        self.next_button = button("", self.next, kind="main")
        self.next_button.setDefault(True)
        cancel = button(translate("Cancel"), self.reject, kind="quiet")
        head = row(self.heading, 0, self.count)
        head.setStretch(0, 1)
        foot = row(self.back_button, self.again_button, 0, cancel, self.next_button)
        layout = column(head, facts, self.strip, self.asking, self._stack, S, foot, space=M, margin=XL)
        layout.setStretch(4, 1)
        self.setLayout(layout)
        self.courses.platform_chosen.connect(lambda _: self._load_courses())
        for part in (self.courses, self.places):
            part.changed.connect(self._look)
            part.entered.connect(self.next)
        self.people.matched.connect(self._on_matched)
        self._show(COURSE)

    def _show(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        headings = (
            translate("Which course is it?"),
            translate("Where do they stand there?"),
            translate("Who is who?"),
            translate("What would change"),
        )
        self.heading.setText(headings[step])
        self.count.setVisible(self._kind != "statement")
        self.count.setText(translate("Step {step} of {count}").format(step=step + 1, count=len(headings)))
        self.strip.hide_message()
        self._look()

    def _look(self) -> None:
        step, busy = self.step, self.asking.is_busy
        ready = (
            bool(self.courses.course),
            self.places.place is not None,
            True,
            self._planned is not None,
        )[step]
        self.back_button.setVisible(step > COURSE and self._kind != "statement")
        self.back_button.setEnabled(not busy)
        self.again_button.setVisible(step in (COURSE, PLACE) and self._kind != "statement")
        self.again_button.setEnabled(not busy)
        self.next_button.setEnabled(ready and not busy)
        self.next_button.setText(self._tell_next())

    def _tell_next(self) -> str:
        if self.step != PREVIEW:
            return translate("Go on")
        plan = self._planned.plan if self._planned is not None else None
        if plan is None or not plan.to_send:
            return translate("Use this place")
        return translate("I agree, send") if plan.notices else translate("Send")

    # --- asking -----------------------------------------------------------------------------------

    def _ask(self, words: str, done: object, function: object, *args: object) -> None:
        self.strip.hide_message()
        self.asking.ask(words, done, self._on_failed, function, *args)  # type: ignore[arg-type]

    def _on_failed(self, error: PreauError) -> None:
        self.strip.show_message(tell_error(error), "bad")
        self._look()

    def _on_stopped(self) -> None:
        self.strip.show_message(translate("Stopped. Nothing was changed."), "warn")

    def _on_begun(self, begun: _Begun) -> None:
        self._begun = begun
        if self._kind == "statement":
            self._go_to_store(begun.connections)
            return
        fitting = [one for one in begun.connections if one.kind != "xapi"]
        chosen = self._before.connection if self._before is not None else begun.wishes.connection
        self.courses.show_platforms(fitting or begun.connections, chosen)
        self._load_courses()

    def _go_to_store(self, connections: Sequence[Connection]) -> None:
        """A record store takes every session and knows no courses: there is nothing to choose. Which one, is
        said for the whole class."""
        stores = [one for one in connections if one.kind == "xapi"]
        wanted = self._begun.wishes.store
        store = next((one for one in stores if one.id == wanted or not wanted), None)
        if store is None:
            words = translate("Connect a record store first.")
            if stores:
                words = translate(
                    "The record store of this class is not connected any more. Choose another one on the "
                    "class's page: What is sent."
                )
            self.strip.show_message(words, "warn")
            return
        place = PlaceSeen("statement", self._session.session, store.name)
        self.courses.show_platforms([store], store.id)
        self.places.show_places([place], place.ref, "")
        self._go_to_preview()

    def _load_courses(self) -> None:
        words = translate("Asking for your courses…")
        self._ask(words, self._on_courses, self._desk.sync.list_courses, self.courses.connection)

    def _on_courses(self, courses: list[CourseSeen]) -> None:
        self.courses.show_courses(courses, self._begun.wishes.course)
        self._look()

    def _look_again(self) -> None:
        if self.step == COURSE:
            self._load_courses()
        else:
            self._go_to_places()

    def _go_to_places(self) -> None:
        self._ask(
            translate("Asking what is in the course…"), self._on_places, self._desk.sync.list_places,
            self.courses.connection, self.courses.course, self._kind,
        )  # fmt: skip

    def _on_places(self, places: list[PlaceSeen]) -> None:
        chosen = self._before.ref if self._before is not None else ""
        self._show(PLACE)
        self.places.show_places(places, chosen, self._begun.wishes.grade)

    def _go_to_people(self) -> None:
        wishes = replace(self._begun.wishes, connection=self.courses.connection, course=self.courses.course)
        if self._kind == "grade":
            wishes = replace(wishes, grade=self.places.grade_kind)
        else:
            wishes = replace(wishes, attendance=True)
        self._begun = replace(self._begun, wishes=wishes)
        self._ask(
            translate("Looking who is in the course…"), self._on_people, _save_and_match,
            self._desk.sync, self._begun.class_id, wishes,
        )  # fmt: skip

    def _on_people(self, people: People) -> None:
        self._show(PEOPLE)
        self.people.show_people(people)
        self.people.table.setFocus()

    def _on_matched(self, student: str, account: str | None) -> None:
        self._ask(
            translate("Keeping it…"), lambda _: self.people.take_account(student, account),
            self._desk.sync.set_account, self.courses.connection, student, account,
        )  # fmt: skip

    def _go_to_preview(self) -> None:
        place = self.places.place
        assert place is not None
        self._planned = None
        self._ask(
            translate("Looking what stands there…"), self._on_planned, _plan, self._desk.sync,
            self._session.session, self._kind, self.courses.connection, place, self._before, self._was_paused,
        )  # fmt: skip

    def _on_planned(self, planned: _Planned) -> None:
        self._planned = planned
        self._show(PREVIEW)
        self.preview.show_plan(planned.target, planned.seen, planned.plan)
        self._look()
        self.next_button.setFocus()

    def _finish(self) -> None:
        assert self._planned is not None
        codes = [notice.code for notice in self._planned.plan.notices]
        self._ask(
            translate("Keeping it…"), self._on_finished, _agree, self._desk.sync, self._planned.target.id,
            codes, self._was_paused,
        )  # fmt: skip

    def _on_finished(self, _: object) -> None:
        self._planned = None
        self._desk.tell(translate("Chosen. What was sent is read there before it counts as being there."))
        self.accept()

    def _take_back(self) -> None:
        planned, self._planned = self._planned, None
        if planned is not None:
            task = self._desk.worker.run(
                _undo, self._desk.sync, planned.target, self._before, self._was_paused
            )
            task.failed.connect(self._desk.tell_error)


# --- in the worker --------------------------------------------------------------------------------------


def _begin(archive: ArchivePort, sync: SyncPort, session: str) -> _Begun:
    class_id = find_class(archive, session)
    connections = [health.connection for health in sync.list_health()]
    return _Begun(class_id, sync.load_wishes(class_id), connections)


def _save_and_match(sync: SyncPort, class_id: str, wishes: SendWishes) -> People:
    sync.save_wishes(class_id, wishes)
    return load_people(sync, wishes.connection, wishes.course, class_id)


def _plan(
    sync: SyncPort,
    session: str,
    kind: Kind,
    connection: str,
    place: PlaceSeen,
    before: Target | None,
    was_paused: bool,
    progress: Progress,
) -> _Planned | None:
    """The target has to be there to be planned for, so nothing may be sent meanwhile. Where nobody waits for
    the answer any more, it is taken back."""
    sync.pause()
    planned: _Planned | None = None
    target: Target | None = None
    try:
        target = sync.set_target(session, kind, connection, place.ref, place.name)
        plan = sync.plan(target.id, progress)
        if progress(1, 1):
            planned = _Planned(target, sync.list_rows(target.id), plan)
        return planned
    finally:
        if planned is None:
            _undo(sync, target, before, was_paused)


def _agree(sync: SyncPort, target: str, codes: list[str], was_paused: bool) -> None:
    sync.agree(target, codes)
    if not was_paused:
        sync.resume()
        sync.sync_now()


def _undo(sync: SyncPort, target: Target | None, before: Target | None, was_paused: bool) -> None:
    try:
        _restore(sync, target, before)
    finally:
        if not was_paused:
            sync.resume()


def _restore(sync: SyncPort, target: Target | None, before: Target | None) -> None:
    if target is None:
        return
    if before is None:
        sync.remove_target(target.id)
    elif before.id != target.id:
        sync.set_target(before.session, before.kind, before.connection, before.ref, before.name)
