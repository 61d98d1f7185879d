"""What must be true after a class, from the phones' own receipts. The events are followed here, by the rules
of docs/ and not by the program's state; credits are counted by `classes_keys`, times by `classes_times`, who
was there by `classes_presence`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from app.attendance.session import session_attendance
from app.live import events as ev
from app.quiz.codec import question_to_json
from app.quiz.model import Question, Quiz
from app.storage.journal import Journal
from tests.helpers.served_class import read_export, read_state
from tests.soak.classes_answers import read_fields, spread
from tests.soak.classes_host import Teacher
from tests.soak.classes_keys import can_be_right, corrected, credit, points
from tests.soak.classes_lesson import Sent
from tests.soak.classes_phone import Phone
from tests.soak.classes_presence import SENT_AS, Presence
from tests.soak.classes_quiz import mark_of, secret_of
from tests.soak.classes_times import Stopwatch

AFTER_THE_END = (ev.KeyCorrected, ev.QuestionCancelled, ev.AnswerAccepted, ev.MarkedByHand)


@dataclass
class Told:
    """One time that a question was asked, as the events tell it. order: ids of answers by student as they
    came, the last one counts; reopened: answers were taken again after they had not been; used: of the time
    until it came; late: how many came in extra time."""

    question: str
    is_open: bool = True
    locked: bool = False
    revealed: bool = False
    skipped: bool = False
    reopened: bool = False
    order: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    last: dict[str, dict[str, Any]] = field(default_factory=dict)
    used: dict[str, float] = field(default_factory=dict)
    late: int = 0
    watch: Stopwatch = field(default_factory=Stopwatch)


class Truth:
    """The class as its events tell it; `wrong` lists what cannot be. made: what the teacher made up in it."""

    def __init__(self, quiz: Quiz, events: Iterable[ev.Event], made: Iterable[Question] = ()) -> None:
        self.wrong: list[str] = []
        self.names: dict[str, str] = {}  # student's id to what the class calls them
        self.listed: dict[str, ev.RosterTaken] = {}
        self.rounds: dict[str, Told] = {}
        self.removed: set[str] = set()
        self.keys = {question.id: corrected(question, None) for question in quiz.questions}
        self.cancelled: set[str] = set()
        self.accepted: dict[tuple[str, str], float] = {}
        self.reasons: Counter[str] = Counter()
        self.ended = False
        self.presence = Presence()
        self.bonus = 0.0
        self.added: Counter[str] = Counter()  # tags of what was made up
        self._made = {question.title: question for question in made}
        self._now: Told | None = None
        self.questions = {question.id: question for question in quiz.questions}
        for event in events:
            self.presence.follow(event)
            self._follow(event)

    def _follow(self, event: ev.Event) -> None:
        if self.ended and not isinstance(event, AFTER_THE_END):
            self.wrong.append(f"after the end: {event.TYPE}")
        if why := getattr(event, "why", ""):
            self.reasons[why] += 1
        match event:
            case ev.Opened():
                self.bonus = event.settings["speed_bonus"]
            case ev.RosterTaken():
                self.listed[event.student] = event
            case ev.Joined():
                self._expect(event.nickname not in self.names.values(), "two students of one name")
                self.names[event.student] = event.nickname
            case ev.SignedIn():
                self.names[event.student] = self.listed[event.student].name
            case ev.Removed():
                self.removed.add(event.student)
            case ev.Readmitted():
                self.removed.discard(event.student)
            case ev.Asked():
                self._expect(event.round not in self.rounds, f"{event.round} asked twice")
                self._now = self.rounds[event.round] = Told(event.question)
                self._now.watch.run(event.at, event.deadline)
            case ev.QuestionAdded():
                self._add(event)
            case ev.Answered():
                self._take(event)
            case ev.Locked():
                self._at(event.round).is_open, self._at(event.round).locked = False, True
                self._at(event.round).watch.close(event.at)
            case ev.Paused():
                self._at(event.round).is_open = False
                self._at(event.round).watch.wait(event.at, event.left)
            case ev.Resumed():
                self._at(event.round).is_open = self._at(event.round).reopened = True
                self._at(event.round).watch.run(event.at, event.deadline)
            case ev.Extended() if event.deadline is None:
                self._at(event.round).watch.wait(event.at, event.left)
            case ev.Restarted() if self._now is not None and self._now.is_open:
                self._now.watch.stop(event.down_since)
                self._now.watch.run(event.at, event.deadline)
            case ev.Extended():
                told = self._at(event.round)
                told.watch.run(event.at, event.deadline)
                told.reopened = told.reopened or told.locked
                told.is_open, told.locked = True, False
                self._expect(not told.revealed, "more time after the reveal")
            case ev.Revealed():
                self._expect(not self._at(event.round).is_open, "revealed while open")
                self._at(event.round).revealed = True
            case ev.Skipped() if event.round is not None:
                self._at(event.round).skipped, self._at(event.round).is_open = True, False
                self._now = None
            case ev.KeyCorrected():
                self.keys[event.question] = corrected(self.questions[event.question], event.key)
            case ev.QuestionCancelled():
                (self.cancelled.add if event.cancelled else self.cancelled.discard)(event.question)
            case ev.AnswerAccepted() if event.credit is None:
                self.accepted.pop((event.round, event.student), None)
            case ev.AnswerAccepted():
                self.accepted[event.round, event.student] = event.credit
            case ev.Ended():
                self.ended = True

    def _take(self, event: ev.Answered) -> None:
        told, factor = self._at(event.round), self._factor(event.student)
        has_more_time = factor > 1 and told.locked and not told.revealed
        self._expect(told is self._now, f"an answer to {event.round}, which is over")
        self._expect(told.is_open or has_more_time, f"an answer to {event.round} after its lock")
        if told.is_open or has_more_time:
            self._expect(told.watch.takes(event.at, factor), f"an answer to {event.round} after its time")
        self._expect(event.student not in self.removed, "an answer of a removed student")
        self._expect(event.id not in told.order[event.student], f"the answer {event.id} is stored twice")
        told.order[event.student].append(event.id)
        told.last[event.student] = event.answer
        told.used[event.student] = told.watch.used_at(event.at)
        told.late += told.locked
        self.accepted.pop((event.round, event.student), None)

    def _add(self, event: ev.QuestionAdded) -> None:
        tag = event.question.get("title", "")
        question = self._made.get(tag)
        if question is None:
            self.wrong.append(f"nobody made up {event.question}")
            return
        self.added[tag] += 1
        question = replace(question, id=event.question["id"])
        self._expect(event.question == question_to_json(question), f"{question} is stored as {event}")
        self._expect(question.id not in self.questions, f"two questions {question.id}")
        self.questions[question.id] = question
        self.keys[question.id] = corrected(question, None)

    def _factor(self, student: str) -> float:
        """Of extra time."""
        return self.listed[student].extra_time if student in self.listed else 1.0

    def _at(self, round_: str) -> Told:
        return self.rounds[round_]

    def _expect(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.wrong.append(otherwise)

    # --- what was promised ----------------------------------------------------------------------

    def check_promises(self, phones: Iterable[Phone]) -> None:
        known: dict[tuple[str, str, str], Sent] = {}
        for phone in phones:
            for sent in phone.sent:
                known[sent.student, sent.round, sent.id] = sent
            self._check_pages(phone)
            for name in phone.names.values():
                self._expect(name in self.names.values(), f"{name} was let in and is not in the class")
        ids = {name: id for id, name in self.names.items()}
        for sent in known.values():
            told = self.rounds.get(sent.round)
            stored = told is not None and sent.id in told.order.get(ids.get(sent.student, ""), ())
            if sent.receipts:
                self._expect(stored, f"the receipted answer {sent} is missing")
            if sent.refused and told is not None and not told.reopened:
                # In a round that was opened again, another copy of it may have come after that.
                self._expect(not stored, f"the refused answer {sent} counts")
                self._expect(not sent.receipts, f"receipted and refused: {sent}")
        for round_, told in self.rounds.items():
            for student, order in told.order.items():
                self._check_order(round_, told, student, order, known)

    def check_commands(self, teacher: Teacher) -> None:
        for round_ in teacher.stored_rounds:
            self._expect(round_ in self.rounds, f"{round_} was said to be stored")
        for why in teacher.done:
            self._expect(self.reasons[why] == 1, f"a correction ({why}) is stored {self.reasons[why]} times")
        for why in teacher.refused:
            self._expect(self.reasons[why] == 0, f"a correction ({why}) was refused and counts")
        for tag in teacher.added:
            self._expect(self.added[tag] == 1, f"what was made up ({tag}) is stored {self.added[tag]} times")
        self._expect(all(count == 1 for count in self.added.values()), "made up once and stored twice")

    def _check_order(
        self, round_: str, told: Told, student: str, order: list[str], known: dict[tuple[str, str, str], Sent]
    ) -> None:
        """Of one student and round: only what the phone sent, in the order in which it was made."""
        name = self.names[student]
        made = [sent for sent in known.values() if (sent.student, sent.round) == (name, round_)]
        numbers = {sent.id: number for number, sent in enumerate(made)}
        if not all(id in numbers for id in order):
            self.wrong.append(f"{name} never sent one of {order} to {round_}")
            return
        came = [numbers[id] for id in order]
        by_socket = all(sent.by == "socket" for sent in made)
        if by_socket:
            self._expect(came == sorted(came), f"{name} answered {round_} in the order {came}")
        receipted = [numbers[sent.id] for sent in made if sent.receipts]
        last = made[came[-1]]
        if receipted:
            self._expect(
                came[-1] >= receipted[-1] or not by_socket,
                f"{name} has a receipt of {made[receipted[-1]]}, and {last} counts",
            )
        expected = read_fields(self.questions[told.question], last.fields)
        self._expect(told.last[student] == expected, f"{last} is stored as {told.last[student]}")

    def _check_pages(self, phone: Phone) -> None:
        """No solution before its reveal, and nothing that is not on the disk."""
        for page in phone.pages:
            told = self.rounds.get(page.round) if page.round else None
            if page.round and told is None:
                self.wrong.append(f"{phone.name} saw {page.round}, which was never stored")
            for id, question in self.questions.items():
                if secret_of(question) in page.text:
                    right = told is not None and told.question == id and told.revealed
                    self._expect(right, f"{phone.name} saw the solution of {id} in {page.view}")
                    self._expect(
                        page.view not in ("question", "paused", "locked"), f"solution in {page.view}"
                    )
                if page.view == "question" and mark_of(question) in page.text and told is not None:
                    self._expect(told.question == id, f"{page.round} shown as {id}")

    # --- what it is worth -----------------------------------------------------------------------

    def counted(self) -> dict[str, str]:
        """Question to the round that counts."""
        last: dict[str, str] = {}
        for round_, told in self.rounds.items():
            if not told.skipped and told.question not in self.cancelled:
                last.pop(told.question, None)
                last[told.question] = round_
        return last

    def credit_of(self, round_: str, student: str) -> tuple[float, float]:
        """Credit and points of an answer that counts."""
        told = self.rounds[round_]
        question = self.questions[told.question]
        accepted = self.accepted.get((round_, student))
        if accepted is not None:
            return accepted, accepted * question.points
        worth = credit(question, self.keys[question.id], spread(question, told.last[student]))
        factor = self._factor(student)
        left = told.watch.share_left(told.used[student], factor)
        return worth, points(question, worth, self.bonus, left)

    @property
    def rewarded(self) -> int:
        """How many answers were worth more because they came soon."""
        found = [(r, s) for r in self.counted().values() for s in self.rounds[r].last]
        worth = [(self.credit_of(r, s), self.questions[self.rounds[r].question].points) for r, s in found]
        return sum(points > most + 1e-6 for (_, points), most in worth)

    def can_bring_points(self, round_: str) -> bool:
        """Whether its question has a key, or an answer was accepted with credit all the same."""
        question = self.questions[self.rounds[round_].question]
        rewarded = any(worth for (accepted, _), worth in self.accepted.items() if accepted == round_)
        return can_be_right(question, self.keys[question.id]) or rewarded

    def totals(self) -> dict[str, float]:
        found = dict.fromkeys(self.names, 0.0)
        for round_ in self.counted().values():
            for student in self.rounds[round_].last:
                found[student] += self.credit_of(round_, student)[1]
        return {student: total for student, total in found.items() if student not in self.removed}

    def marks(self) -> dict[str, str]:
        """On a scale to 20, of those on the roster who came and were there."""
        counted = self.counted().items()
        most = sum(self.questions[name].points for name, round_ in counted if self.can_bring_points(round_))
        if not most:
            return {}
        return {
            student: str(
                Decimal(str(round(20 * min(max(total / most, 0.0), 1.0), 9))).quantize(
                    Decimal("0.01"), ROUND_HALF_UP
                )
            )
            for student, total in self.totals().items()
            if student in self.listed and self.statuses()[student] not in ("absent", "excused")
        }

    def statuses(self) -> dict[str, str]:
        """Of everybody on the roster, and of guests who were not sent out."""
        present = [student for student in self.names if student not in self.removed]
        return self.presence.statuses(dict.fromkeys([*self.listed, *present]))

    def sent_statuses(self) -> dict[str, str]:
        """As a platform is told, where it is known who was there."""
        if not self.presence.is_taken(self.listed):
            return {}
        found = self.presence.statuses(self.listed)
        return {student: SENT_AS.get(status, status) for student, status in found.items()}

    def check_attendance(self, folder: Path) -> None:
        found = {row.student: row.status for row in session_attendance(read_state(folder))}
        self._expect(found == self.statuses(), f"attendance is {found} instead of {self.statuses()}")

    def check_export(self, folder: Path) -> None:
        exported = read_export(folder)
        totals = self.totals()
        for student in exported["students"]:
            worth = totals.get(student["id"])
            same = worth == student["points"] or (
                worth is not None and student["points"] is not None and abs(worth - student["points"]) < 1e-6
            )
            self._expect(same, f"{student} has {worth} points by the recount")
        self._expect({one["id"] for one in exported["students"]} == set(self.names), "other students")
        counted = set(self.counted().values())
        for round_ in exported["rounds"]:
            told = self.rounds[round_["id"]]
            self._expect(round_["counts"] == (round_["id"] in counted), f"{round_['id']} counts")
            found = {answer["student"]: answer for answer in round_["answers"]}
            self._expect(len(found) == len(round_["answers"]), "two answers of one student")
            self._expect(found.keys() == told.last.keys(), f"answers of {round_['id']}: {found.keys()}")
            for student, answer in found.items():
                self._expect(answer["answer"] == told.last[student], f"{answer} is {told.last[student]}")
                if round_["question"] not in self.cancelled:
                    worth = self.credit_of(round_["id"], student)[0]
                    self._expect(abs(worth - answer["credit"]) < 1e-6, f"{answer} has {worth} by the recount")
        self._expect(exported["session"]["ended"] is not None, "the class did not end")


def read_truth(folder: Path, quiz: Quiz, made: Iterable[Question]) -> tuple[str, Truth]:
    """The id of the only session, and what its events tell. The file opens without damage."""
    with closing(Journal(folder)) as journal:
        [row] = journal.list_sessions()
        truth = Truth(quiz, journal.load_events(row.id), made)
        [[sound]] = journal._fetch("PRAGMA integrity_check")
        truth._expect(sound == "ok", f"the journal is {sound}")
        truth._expect(journal.damage is None and journal.missing is None, "the journal is damaged")
    truth._expect(not list(folder.glob("*.damaged-*")), "something was put aside as damaged")
    return row.id, truth
