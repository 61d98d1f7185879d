"""What the classes of `make soak` are counted by, against figures made by hand from docs/."""

from dataclasses import replace
from random import Random

import pytest

from app.live import events as ev
from app.quiz.codec import question_to_json
from app.quiz.kinds import find_kind
from app.quiz.model import RichText
from tests.soak.classes_answers import fill, read_fields, spread
from tests.soak.classes_keys import corrected, credit, key_of, other_key, points
from tests.soak.classes_presence import Presence
from tests.soak.classes_quiz import KINDS, make_added, make_quiz
from tests.soak.classes_times import Stopwatch
from tests.soak.classes_truth import Truth


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "slide"])
def test_answers_and_credits_of_every_kind_are_those_of_the_program(kind):
    """Two counts that know nothing of each other agree, also after a correction."""
    random, found = Random(kind), set()
    questions = [one for one in make_quiz(random, 150).questions if one.kind == kind]
    for question in questions:
        sent = other_key(random, question) if find_kind(kind).scored else None
        mended = question if sent is None else find_kind(kind).correct(question, sent)
        for _ in range(4):
            answer = read_fields(question, fill(random, question))
            if answer is None:
                continue
            for asked, key in ((question, key_of(question)), (mended, corrected(question, sent))):
                worth = credit(asked, key, spread(question, answer))
                assert worth == pytest.approx(find_kind(kind).score(asked, answer))
                found.add(round(worth, 3))
    assert len(found) > 1 or not find_kind(kind).scored


def test_points_with_a_bonus_for_speed():
    question = replace(make_quiz(Random(1), 1).questions[0], points=2.0, below_zero=False)
    assert points(question, 1.0, bonus=0.5, left=0.5) == 2.5
    assert points(question, 1.0, bonus=0.5) == 2.0
    assert points(question, 0.5, bonus=0.5, left=1.0) == 1.0, "only for what is wholly right"
    assert points(question, -0.5, bonus=0.5, left=1.0) == 0.0


def test_a_questions_time_stands_still_in_pauses_and_while_the_server_is_down():
    watch = Stopwatch()
    watch.run(100.0, 120.0)
    watch.wait(105.0, 15.0)
    assert watch.used_at(200.0) == 5.0
    watch.run(200.0, 215.0)
    watch.stop(203.0)  # last seen alive
    watch.run(300.0, 312.0)
    assert (watch.used_at(304.0), watch.whole) == (12.0, 20.0)
    assert watch.share_left(12.0, 1.0) == 0.4 and watch.share_left(12.0, 1.5) == pytest.approx(0.6)
    watch.run(305.0, 400.0)  # more time for all
    assert watch.whole == 108.0


@pytest.mark.parametrize(
    ("closed", "factor", "at", "taken"),
    [
        (None, 1.0, 121.0, True), (None, 1.0, 121.1, False), (None, 1.5, 131.0, True),
        (110.0, 1.0, 110.1, False), (110.0, 1.5, 116.0, True), (110.0, 1.5, 116.1, False),
    ],
)  # fmt: skip
def test_extra_time_is_of_the_time_that_the_others_had(closed, factor, at, taken):
    watch = Stopwatch()
    watch.run(100.0, 120.0)
    if closed is not None:
        watch.close(closed)
    assert watch.takes(at, factor) is taken


def test_without_a_limit_there_is_neither_extra_time_nor_a_bonus():
    watch = Stopwatch()
    watch.run(100.0, None)
    watch.close(110.0)
    assert not watch.takes(110.1, 3.0) and watch.share_left(1.0, 1.0) is None


def test_who_was_there():
    settings = {"late_after": 600.0, "left_early_before": 600.0, "attendance": True, "rehearsal": False}
    presence = Presence()
    names = ["early", "slow", "gone", "asleep", "unproved", "excused", "never"]
    events = [ev.Opened(0.0, "s", "", "CODE", "", settings, {})]
    events += [ev.SignedIn(700.0 if name == "slow" else 5.0, name, "t", "d") for name in names[:6]]
    events += [ev.PresenceProved(700.0, name, "digits", "") for name in names[:4]]
    events += [ev.WentAway(2000.0, "gone", 1799.0), ev.WentAway(2000.0, "asleep", 1801.0)]
    events += [
        ev.MarkedByHand(2100.0, "excused", "late", "", ""),
        ev.MarkedByHand(2101.0, "excused", "excused", "", ""),
    ]
    for event in [*events, ev.Ended(3000.0)]:
        presence.follow(event)
    assert list(presence.statuses(names).values()) == [
        "present", "late", "left_early", "present", "absent", "excused", "absent",
    ]  # fmt: skip


def test_a_question_made_up_in_class_is_stored_as_it_was_sent_and_once():
    made = make_added(Random(5), 0)
    stored = question_to_json(replace(made, id="q9"))
    truth = Truth(make_quiz(Random(3), 1), [ev.QuestionAdded(1.0, stored)], [made])
    assert truth.wrong == [] and truth.questions["q9"].title == made.title
    other = question_to_json(replace(made, id="q9", text=RichText("another")))
    assert Truth(make_quiz(Random(3), 1), [ev.QuestionAdded(1.0, other)], [made]).wrong
    assert Truth(make_quiz(Random(3), 1), [ev.QuestionAdded(1.0, stored)], []).wrong
