"""Questions as a class answered them, and every answer as a row."""

import pytest

from app.live.results import Result
from app.reports.answers import list_answers
from app.reports.corrections import list_corrections
from app.reports.summary import facility_of, summarise_session
from tests.helpers.classroom import Classroom, capitals
from tests.reports.samples import NAMES, ended_class


def test_questions_that_ask_nothing_are_left_out_and_those_never_asked_are_not():
    room = Classroom(capitals(2))
    room.ask()
    room.reveal()
    assert [(item.number, item.round is None) for item in summarise_session(room.state)] == [
        (1, False),
        (2, True),
    ]
    kinds = [item.question.kind for item in summarise_session(ended_class().state)]
    assert kinds == ["single", "numeric", "open_text", "ordering"]


def test_what_a_class_made_of_each_question():
    single, numeric, words, order = summarise_session(ended_class().state)
    assert (single.attempts, single.answered, single.right, single.facility) == (2, 4, 2, 0.5)
    assert [(bar.label, bar.place, bar.count, bar.share, bar.right) for bar in single.bars] == [
        ("=2", 0, 2, 0.5, 0.0),
        ("الرباط", 1, 2, 0.5, 1.0),
    ]
    assert (numeric.answered, numeric.right, numeric.facility) == (2, 1, 0.75)
    assert (words.facility, words.counts) == (None, True)
    assert (order.cancelled, order.counts, order.facility, order.answered) == (True, False, None, 1)
    assert [(bar.label, bar.place) for bar in order.bars] == [
        ("ant", 0), ("cat", 1), ("cow", 2), ("whale", 3), ("", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("credits", "facility"), [([], None), ([1.0, 0.5, 0.0], 0.5), ([-1.0, 1.0], 0.5), ([1 / 3] * 3, 1 / 3)]
)
def test_facility_is_the_mean_of_what_the_answers_brought(credits, facility):
    assert facility_of([Result(credit, credit, "right") for credit in credits]) == pytest.approx(facility)
    assert facility_of([Result(0.0, 0.0, "unscored")]) is None


def test_every_answer_is_a_row():
    room = ended_class()
    room.accept(NAMES[3], 1.0, round_="r2")
    rows = list(list_answers(room.state))
    assert len(rows) == 1 + 5 + 2 + 1 + 1
    first, *second = [row for row in rows if row.question == "q-single"]
    assert (first.round, first.attempt, first.counts, first.text) == ("r1", 1, False, "=2")
    assert {row.nickname: (row.judgement, row.accepted, row.removed) for row in second} == {
        NAMES[0]: ("right", False, False),
        NAMES[1]: ("wrong", False, False),
        NAMES[2]: ("right", False, False),
        NAMES[3]: ("right", True, False),
        "Gone": ("right", False, True),
    }


def test_corrections_are_listed_with_what_takes_them_back():
    room = ended_class()
    room.correct_key("q-single", {"right": ["c1"]}, "both meant")
    room.correct_key("q-single", {"right": ["c1", "c2"]}, "at last")
    room.accept(NAMES[3], 0.5, round_="r2")
    rows = list_corrections(room.state)
    assert [(row.what, row.why, row.undo is None) for row in rows] == [
        ("accepted", "", False),
        ("key", "at last", False),
        ("key", "both meant", True),
        ("cancelled", "", False),
    ]
    before = {row.nickname: row.points for row in list_answers(ended_class().state) if row.counts}
    for row in rows:
        if row.undo is not None:
            room.do(row.undo)
    after = list_corrections(room.state)
    assert len(after) == 7 and all(row.undo is None for row in after)
    assert not room.state.cancelled and not room.state.accepted
    now = {row.nickname: row.points for row in list_answers(room.state) if row.counts and row.round != "r5"}
    assert now == before
