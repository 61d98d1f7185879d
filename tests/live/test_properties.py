"""Any sequence of commands keeps the session's promises; points are counted again from the events alone."""

from copy import deepcopy

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.errors import Refused
from app.live import commands as cmd
from app.live import events as ev
from app.live.state import replay
from app.live.states import Phase, next_phases
from app.live.views import is_revealed
from tests.helpers.classroom import Classroom, same_state
from tests.helpers.questions import sample_question

WEIGHTS = {"c1": 0.0, "c2": 1.0, "c3": -0.5}
POINTS = {"q1": 1.0, "q2": 3.0, "q3": 2.0}  # q3: penalties count
QUESTIONS = (
    sample_question("single", id="q1"),
    sample_question("single", id="q2", points=3.0, time_limit=20),
    sample_question("single", id="q3", points=2.0, below_zero=True),
    sample_question("poll", id="poll", points=5.0),
    sample_question("slide", id="slide", points=7.0),
)
students = st.sampled_from(["s1", "s2", "s3", "nobody"])
rounds = st.integers(1, 6).map("r{}".format)
question_ids = st.sampled_from([question.id for question in QUESTIONS] + ["unknown"])
keys = st.none() | st.fixed_dictionaries(
    {"right": st.lists(st.sampled_from(["c1", "c2", "c3", "c9"]), max_size=2, unique=True)}
)
seconds = st.none() | st.sampled_from([0.0, 5.0, 20.0, -1.0, float("nan")])
simple = st.sampled_from(
    [cmd.Lock(), cmd.Reveal(), cmd.ShowRanking(), cmd.ToLobby(), cmd.Pause(), cmd.Resume(), cmd.TimeOut()]
)


def recount(events: list[ev.Event]) -> dict[str, float]:
    """Totals by the rules of the classroom, read from the events without any code of the session's."""
    asked: dict[str, str] = {}
    answers: dict[tuple[str, str], str] = {}
    locked, shown, skipped, cancelled, removed = set(), set(), set(), set(), set()
    weights: dict[str, dict[str, float] | None] = {question: dict(WEIGHTS) for question in POINTS}
    full = POINTS | {"poll": 5.0}
    made_up = set()
    accepted: dict[tuple[str, str], float | None] = {}
    everybody, over = [], False
    for event in events:
        match event:
            case ev.Joined(student=student):
                everybody.append(student)
            case ev.Asked(round=round_, question=question):
                asked[round_] = question
            case ev.Answered(round=round_, student=student, answer=answer):
                answers[round_, student] = answer["choices"][0]
                accepted[round_, student] = None
            case ev.Locked(round=round_):
                locked.add(round_)
            case ev.Extended(round=round_):
                locked.discard(round_)
            case ev.Revealed(round=round_):
                shown.add(round_)
            case ev.Skipped(round=round_) if round_:
                skipped.add(round_)
            case ev.QuestionCancelled(question=question, cancelled=on):
                (cancelled.add if on else cancelled.discard)(question)
            case ev.KeyCorrected(question=question, key=key) if question in POINTS:
                weights[question] = {c: float(c in key["right"]) for c in WEIGHTS} if key else dict(WEIGHTS)
            case ev.QuestionAdded(question={"id": question}):
                made_up.add(question)
                weights[question], full[question] = None, 4.0
            case ev.KeyCorrected(question=question, key=key) if question in made_up:
                weights[question] = {c: float(c in key["right"]) for c in WEIGHTS} if key else None
            case ev.AnswerAccepted(round=round_, student=student, credit=credit):
                accepted[round_, student] = credit
            case ev.Removed(student=student):
                removed.add(student)
            case ev.Readmitted(student=student):
                removed.discard(student)
            case ev.Ended():
                over = True
    counting = {}
    for round_, question in asked.items():
        if round_ not in skipped and round_ in locked and (over or round_ in shown):
            counting[question] = round_
    totals = {student: 0.0 for student in everybody if student not in removed}
    for (round_, student), choice in answers.items():
        question = asked[round_]
        if counting.get(question) != round_ or question in cancelled or student not in totals:
            continue
        credit = accepted[round_, student]
        if credit is None:
            credit = (weights.get(question) or {}).get(choice, 0.0)
            if question != "q3":
                credit = max(credit, 0.0)
        totals[student] += credit * full[question]
    return totals


class AnyClass(RuleBasedStateMachine):
    """A class in which everything is tried at any time, allowed or not."""

    @initialize(change=st.booleans(), limit=st.sampled_from([None, 30.0]))
    def open(self, change: bool, limit: float | None) -> None:
        self.room = Classroom(QUESTIONS, change_answers=change, time_limit=limit)
        self.room.join("Amina", "Bilal")

    def attempt(self, command: cmd.Command) -> None:
        room = self.room
        before, phase = deepcopy(room.state), room.phase
        try:
            events = room.do(command)
        except Refused:
            assert same_state(before, room.state), "a refused command has changed something"
            return
        if isinstance(command, cmd.Answer) and not events:
            assert same_state(before, room.state), "an answer sent again has changed something"
            return
        assert room.phase in next_phases(phase, command.NAME) or (not events and room.phase is phase)

    @rule(command=simple)
    def drive(self, command: cmd.Command) -> None:
        self.attempt(command)

    @rule(question=st.none() | question_ids, limit=seconds)
    def ask(self, question: str | None, limit: float | None) -> None:
        self.attempt(cmd.Ask(question, limit))

    @precondition(lambda self: self.room.phase is not Phase.ENDED)
    @rule(
        question=question_ids, choices=st.lists(st.sampled_from(["c1", "c2", "c3"]), min_size=2, max_size=2)
    )
    def play_a_round(self, question: str, choices: list[str]) -> None:
        self.attempt(cmd.Lock())
        self.attempt(cmd.Ask(question))
        for student, choice in zip(("s1", "s2"), choices, strict=True):
            self.answer(student, choice, None, None)
        self.attempt(cmd.Lock())
        self.attempt(cmd.Reveal())

    @rule(limit=seconds)
    def ask_again(self, limit: float | None) -> None:
        self.attempt(cmd.AskAgain(limit))

    @rule(more=st.sampled_from([0.0, 1.0, 15.0]))
    def extend(self, more: float) -> None:
        self.attempt(cmd.Extend(more))

    @rule(question=st.none() | question_ids)
    def skip(self, question: str | None) -> None:
        self.attempt(cmd.Skip(question))

    @rule(
        student=students,
        choice=st.sampled_from(["c1", "c2", "c3", "c9", ""]),
        answer_id=st.none() | st.sampled_from(["a", "b", "no id"]),
        round_=st.none() | rounds,
    )
    def answer(self, student: str, choice: str, answer_id: str | None, round_: str | None) -> None:
        current = self.room.state.current
        round_ = round_ or (current.id if current else "r1")
        answer_id = answer_id or f"new-{len(self.room.events)}"
        self.attempt(cmd.Answer(student, round_, answer_id, {"choice": [choice]}))

    @rule(name=st.sampled_from(["Amina", "AMINA", "Chaima", " "]), token=st.sampled_from(["t1", "t2", "t3"]))
    def join(self, name: str, token: str) -> None:
        self.attempt(cmd.Join(name, token))

    @rule(student=students, token=st.sampled_from(["t1", "t2", "t9"]))
    def add_device(self, student: str, token: str) -> None:
        self.attempt(cmd.AddDevice(student, token))

    @rule(kind=st.sampled_from([cmd.Remove, cmd.Readmit]), student=students)
    def send_out_or_in(self, kind: type, student: str) -> None:
        self.attempt(kind(student))

    @rule(student=students, name=st.sampled_from(["Bilal", "Dina", ""]))
    def rename(self, student: str, name: str) -> None:
        self.attempt(cmd.Rename(student, name))

    @rule(question=question_ids, key=keys)
    def correct(self, question: str, key: dict | None) -> None:
        self.attempt(cmd.CorrectKey(question, key))

    @rule(at_once=st.booleans(), limit=seconds)
    def make_up(self, at_once: bool, limit: float | None) -> None:
        choices = [{"id": choice, "text": ""} for choice in WEIGHTS]
        self.attempt(cmd.AddQuestion({"kind": "single", "choices": choices, "points": 4}, at_once, limit))

    @rule(key=keys)
    def give_a_key_to_the_newest(self, key: dict | None) -> None:
        self.attempt(cmd.CorrectKey(list(self.room.state.questions)[-1], key))

    @rule(question=question_ids, cancelled=st.booleans())
    def cancel(self, question: str, cancelled: bool) -> None:
        self.attempt(cmd.CancelQuestion(question, cancelled))

    @rule(student=students, round_=rounds, credit=st.sampled_from([None, 0.0, 0.5, 1.0, 2.0]))
    def accept(self, student: str, round_: str, credit: float | None) -> None:
        self.attempt(cmd.AcceptAnswer(student, round_, credit))

    @rule(passed=st.sampled_from([0.5, 5.0, 30.0]))
    def wait(self, passed: float) -> None:
        self.room.wait(passed)

    @rule(down=st.sampled_from([0.0, 100.0]))
    def restart(self, down: float) -> None:
        open_ = self.room.phase is Phase.ASKING
        self.room.restart(down)
        due = self.room.session.next_deadline()
        assert due is None or (open_ and due >= self.room.clock.now() + 10)

    @precondition(lambda self: len(self.room.events) > 30)
    @rule()
    def end(self) -> None:
        self.attempt(cmd.End())

    # --- what always holds ----------------------------------------------------------------------

    @invariant()
    def a_replay_gives_the_same_state(self) -> None:
        assert same_state(replay(self.room.events), self.room.state)

    @invariant()
    def points_are_what_the_events_say(self) -> None:
        room = self.room
        assert room.results.totals() == pytest.approx(recount(room.events))
        fresh = type(room.results)(room.state)
        assert room.results.totals() == fresh.totals(), "kept results are not older than the state"
        for round_ in room.state.rounds.values():
            assert room.results.round_results(round_) == fresh.round_results(round_)

    @invariant()
    def penalties_are_taken_only_where_they_were_chosen(self) -> None:
        for round_ in self.room.state.rounds.values():
            for result in self.room.results.round_results(round_).values():
                assert result.points >= 0 or round_.question == "q3"

    @invariant()
    def one_answer_counts_for_each_student_and_round_the_last_one_taken(self) -> None:
        last = {(e.round, e.student): e.id for e in self.room.events if isinstance(e, ev.Answered)}
        counted = {
            (round_.id, student): given.id
            for round_ in self.room.state.rounds.values()
            for student, given in round_.answers.items()
        }
        assert counted == last
        ids = [(e.round, e.student, e.id) for e in self.room.events if isinstance(e, ev.Answered)]
        assert len(ids) == len(set(ids))

    @invariant()
    def a_clock_runs_only_while_asking(self) -> None:
        room = self.room
        due = room.session.next_deadline()
        assert due is None or (room.phase is Phase.ASKING and due > room.round.asked_at)
        for round_ in room.state.rounds.values():
            running = room.phase is Phase.ASKING and round_ is room.state.current
            assert (round_.running_since is not None) is running

    @invariant()
    def places_follow_points(self) -> None:
        ranks = self.room.results.ranking()
        assert {rank.student for rank in ranks} == {s.id for s in self.room.state.present()}
        for rank in ranks:
            assert rank.place == 1 + sum(other.points > rank.points for other in ranks)

    @invariant()
    def nicknames_are_unique(self) -> None:
        names = [student.nickname.casefold() for student in self.room.state.students.values()]
        assert len(names) == len(set(names))

    @invariant()
    def before_the_end_only_what_was_revealed_counts(self) -> None:
        room = self.room
        for round_ in room.results.counted_rounds():
            assert round_.revealed_at is not None or room.phase is Phase.ENDED
            assert not round_.skipped and round_.question not in room.state.cancelled
        for round_ in room.state.rounds.values():
            if is_revealed(room.state, round_):
                assert room.phase in (Phase.REVEALED, Phase.RANKING, Phase.ENDED)


AnyClass.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestAnyClass = AnyClass.TestCase
