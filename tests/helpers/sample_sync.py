"""A platform in use after some weeks: what the screens of sync look like when there is something on them."""

from dataclasses import replace

from app.outgoing.connections import Step
from app.outgoing.plan import Notice
from app.outgoing.rows import State
from app.outgoing.seen import AccountSeen, CourseSeen, MatchSeen, PlaceSeen, SessionSync
from app.people.model import Student
from tests.helpers.fake_sync import FakeSync
from widgets.desk import Desk

NAMES = {
    "fr": ("Moodle du lycée", "Biologie L1, groupe A", "Devoir 3 : les cellules", "Présences"),
    "ar": ("منصة الثانوية", "علوم الحياة، السنة الأولى", "الفرض 3: الخلايا", "الحضور"),
    "en": ("Moodle of the school", "Biology L1, group A", "Assignment 3: cells", "Attendance"),
}


def fill_sync(desk: Desk, language: str) -> FakeSync:
    """The desk's sync, with the sessions of its archive: the newest in every state, one all there, one on its
    way, the others not sent anywhere."""
    sync = desk.sync
    assert isinstance(sync, FakeSync)
    platform, course, work, register = NAMES[language]
    connection = sync.connect(platform)
    sync.confirmed_at = desk.clock.now() - 3_600
    sync.courses = [CourseSeen("2", course, "BIO-L1-A"), CourseSeen("3", f"{course} (2)", "BIO-L1-B")]
    sync.places = [
        PlaceSeen("grade", "g1", work, "20", (Notice("will_stay_apart"),)),
        PlaceSeen("grade", "g2", f"{work} (2)", "100"),
        PlaceSeen("attendance", "a1", register, "", (Notice("will_not_refresh"),)),
    ]
    class_id = desk.library.list_classes()[0].id
    students = desk.library.load_roster(class_id).students
    sync.accounts = [_account(number, one) for number, one in enumerate(students)]
    sync.matches = [_match(number, one, sync.accounts) for number, one in enumerate(students)]
    sync.notices = (Notice("will_notify", {"count": 24}), Notice("will_rewrite_comments", {"count": 2}))
    rows = [row for row in desk.archive.list_sessions() if not row.rehearsal and row.ended_at is not None]
    sync.sessions = [
        SessionSync(row.id, row.title, row.class_name, row.opened_at) for row in rows
    ]  # fmt: skip
    marks = [f"{8 + number * 7 % 25 / 2:g}" for number in range(len(students))]
    sync.results = [(one.id, one.name, one.number, mark) for one, mark in zip(students, marks, strict=True)]
    for place, session in enumerate(sync.sessions[:3]):
        target = sync.set_target(session.session, "grade", connection.id, f"g{place}", work)
        state = (State.CONFIRMED, State.CONFIRMED, State.WAITING)[place]
        for student, _, _, value in sync.results:
            base = value if state is State.CONFIRMED else None
            sync.move(target.id, student, state=state, base=base, confirmed_at=sync.confirmed_at)
    _spoil(sync, sync.sessions[0].session, [one[0] for one in sync.results])
    return sync


def _account(number: int, one: Student) -> AccountSeen:
    return AccountSeen(f"u{number}", f"{one.given} {one.family}", one.number, f"e{number}@etu.example.org")


def _match(number: int, one: Student, accounts: list[AccountSeen]) -> MatchSeen:
    if number == 4:
        return MatchSeen(one.id, one.name, one.number, candidates=tuple(accounts[4:6]))
    if number == 7:
        return MatchSeen(one.id, one.name, one.number)
    return MatchSeen(one.id, one.name, one.number, f"u{number}", True)


def _spoil(sync: FakeSync, session: str, students: list[str]) -> None:
    """Some of everything that can happen."""
    target = f"{session}-grade"
    sync.move(target, students[1], state=State.CHANGED_THERE, there="15")
    sync.move(target, students[3], state=State.CHANGED_THERE, there="9.5")
    sync.move(target, students[4], state=State.PARKED, reason="not_matched", base=None)
    sync.move(target, students[5], state=State.REFUSED, reason="grade_locked", base=None)
    sync.move(target, students[6], state=State.WAITING, reason="platform_unanswered", base=None)
    sync.move(target, students[7], state=State.PARKED, reason="not_matched", base=None)
    sync.move(target, students[8], state=State.PARKED, reason="kept_theirs", base="12")
    key = next(seen.row.key for seen in sync.rows[target] if seen.row.student == students[1])
    at = (sync.confirmed_at or 0.0) - 90_000
    sync.steps[key] = [
        Step(at, "waiting", ""),
        Step(at + 60, "sending", ""),
        Step(at + 65, "confirmed", ""),
        Step(at + 88_000, "changed_there", ""),
    ]
    sync.there = {student: seen for student, _, _, seen in sync.results[:1]}
    sync.targets = [replace(one, agreed=()) for one in sync.targets]
