"""Nothing of a solution before its reveal: the key is changed, and what can be seen must not change."""

import inspect
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.live import commands as cmd
from app.live import views
from app.live.states import Phase
from app.quiz.kinds import find_kind
from app.quiz.kinds.base import Solution
from tests.helpers.classroom import Classroom, capitals
from tests.helpers.questions import ANSWERABLE, forms, questions, rich, sample_question, with_other_key

# For the server itself: whole rounds and questions, of which pages are drawn by the other functions.
INTERNAL = {"counted_answers", "shown_round", "shown_question"}

# Every other function, called for the round r1 and the student s1.
SEEN = {
    "view_name": lambda s, r, q: views.view_name(s),
    "version_of": lambda s, r, q: views.version_of(s),
    "is_revealed": lambda s, r, q: views.is_revealed(s, r),
    "public_question": lambda s, r, q: views.public_question(s, q, lambda text: text.source),
    "own_order": lambda s, r, q: views.own_order(s, q, "s1"),
    "solution_for_all": lambda s, r, q: views.solution_for_all(s, r, lambda text: text.source),
    "bars_for_all": lambda s, r, q: views.bars_for_all(s, r),
    "own_feedback": lambda s, r, q: views.own_feedback(s, r, "s1"),
}


def look(room: Classroom) -> dict[str, object]:
    """All that anybody can see of round r1, and of the standing."""
    round_ = room.state.rounds["r1"]
    question = room.state.questions[round_.question]
    seen = {name: function(room.state, round_, question) for name, function in SEEN.items()}
    return seen | {"totals": room.results.totals(), "ranking": room.results.ranking()}


def test_every_function_of_the_module_is_looked_at():
    public = {
        name
        for name, value in vars(views).items()
        if inspect.isfunction(value) and value.__module__ == views.__name__ and not name.startswith("_")
    }
    assert public == SEEN.keys() | INTERNAL


def before_the_reveal(question, fields) -> list[dict[str, object]]:
    """What can be seen at every moment before the solution is shown, with an answer given."""
    room = Classroom([question, *capitals(1)], shuffle_choices=True)
    room.join("Amina", "Bilal")
    room.ask(seconds=60)
    seen = [look(room)]
    room.do(room.answer_command("Amina", fields))
    for step in (
        lambda: None, room.pause, room.resume, room.lock, room.to_lobby, room.show_ranking, room.to_lobby,
        room.ask_again, room.lock, room.ask,
    ):  # fmt: skip
        step()
        seen.append(look(room))
    return seen


@pytest.mark.parametrize("kind", ANSWERABLE)
@settings(max_examples=12)
@given(data=st.data())
def test_nothing_depends_on_the_key_before_the_reveal(kind, data):
    question = data.draw(questions(kind))
    other = with_other_key(question, data)
    fields = data.draw(forms(question))
    assert before_the_reveal(question, fields) == before_the_reveal(other, fields)


@pytest.mark.parametrize("kind", ANSWERABLE)
def test_after_the_reveal_the_solution_and_the_own_result_are_shown(kind):
    def solution(question) -> object:
        room = Classroom([replace(question, id="q1")])
        room.ask()
        assert look(room)["solution_for_all"] == Solution()
        room.reveal()
        return look(room)["solution_for_all"]

    question = sample_question(kind)
    assert solution(question) != Solution()
    assert solution(question) != solution(replace(question, feedback=rich("Something else")))


def test_the_same_question_asked_again_hides_what_its_first_round_showed():
    room = Classroom()
    room.join("Amina")
    room.ask()
    room.answer("Amina", "c2")
    room.reveal()
    shown = look(room)
    assert shown["solution_for_all"].right == ("c2",)
    assert [bar.count for bar in shown["bars_for_all"]] == [0, 1, 0]
    assert [text.source for text in shown["own_feedback"]] == ["About Rabat"]
    room.ask_again()
    hidden = look(room)
    assert (hidden["solution_for_all"], hidden["bars_for_all"], hidden["own_feedback"]) == (
        Solution(),
        [],
        [],
    )
    room.end()
    assert look(room)["solution_for_all"].right == ("c2",)
    assert views.solution_for_all(room.state, room.round, lambda text: text.source) == Solution()


def test_a_student_without_an_answer_has_no_feedback_of_their_own():
    room = Classroom()
    room.join("Amina", "Bilal")
    room.ask()
    room.answer("Bilal", "c2")
    room.reveal()
    assert look(room)["own_feedback"] == []


@pytest.mark.parametrize(
    ("kind", "typed", "shown"),
    [
        ("short_text", ["PARIS", "paris", "Pariss, and Bob is a fool", "Bob is a fool"],
         [("Paris", 2, 1.0), ("Pari…", 1, 0.5)]),
        ("open_text", ["Bob is a fool"], []),
    ],
)  # fmt: skip
def test_what_students_wrote_is_not_shown_to_others(kind, typed, shown):
    room = Classroom([sample_question(kind)])
    room.ask()
    for number, text in enumerate(typed):
        room.join(f"S{number}")
        room.write(f"S{number}", text)
    room.reveal()
    bars = views.bars_for_all(room.state, room.round)
    assert [(bar.label, bar.count, bar.right) for bar in bars] == shown
    everything = find_kind(kind).summarise(
        room.state.questions[f"q-{kind}"], [given.answer for given in room.round.answers.values()]
    )
    assert any("fool" in bar.label for bar in everything), "the teacher sees them"


def test_a_wrong_text_that_costs_points_is_not_shown_either():
    room = Classroom([sample_question("short_text")])
    room.join("Amina")
    room.ask()
    room.write("Amina", "London")
    room.reveal()
    room.correct_key("q-short_text", {"texts": [{"text": "Paris"}, {"text": "London", "weight": -0.5}]})
    assert views.bars_for_all(room.state, room.round) == []


PAGES = {
    Phase.LOBBY: "lobby", Phase.ASKING: "question", Phase.PAUSED: "paused", Phase.LOCKED: "locked",
    Phase.REVEALED: "reveal", Phase.RANKING: "ranking", Phase.ENDED: "ended",
}  # fmt: skip


def test_each_phase_has_its_page_and_a_name_that_does_not_come_back():
    room = Classroom()
    versions = []
    for step, phase in [
        (lambda: None, Phase.LOBBY), (room.ask, Phase.ASKING), (room.pause, Phase.PAUSED),
        (room.resume, Phase.ASKING), (room.lock, Phase.LOCKED), (room.extend, Phase.ASKING),
        (room.lock, Phase.LOCKED), (room.reveal, Phase.REVEALED), (room.show_ranking, Phase.RANKING),
        (room.reveal, Phase.REVEALED), (room.to_lobby, Phase.LOBBY), (room.ask, Phase.ASKING),
        (room.skip, Phase.LOBBY), (room.end, Phase.ENDED),
    ]:  # fmt: skip
        step()
        assert (room.phase, views.view_name(room.state)) == (phase, PAGES[phase])
        has_round = phase not in (Phase.LOBBY, Phase.RANKING, Phase.ENDED)
        assert (views.shown_round(room.state) is not None) is has_round
        assert (views.shown_question(room.state) is not None) is has_round
        versions.append(views.version_of(room.state))
    assert len(set(versions)) == len(versions)


def test_what_concerns_one_student_only_is_no_new_page_for_all():
    room = Classroom()
    room.ask(seconds=30)
    version = views.version_of(room.state)
    room.join("Amina", "Bilal")
    room.answer("Amina", "c2")
    room.extend(10)
    room.do(cmd.Rename("s1", "Aïcha"))
    room.remove("Bilal")
    room.readmit("Bilal")
    room.restart(down=60)
    assert views.version_of(room.state) == version


def test_a_name_or_a_student_that_was_shown_makes_a_new_page():
    room = Classroom()
    room.join("Amina", "Bilal")
    room.ask()
    room.reveal()
    versions = [views.version_of(room.state)]

    def look() -> None:
        versions.append(views.version_of(room.state))

    room.remove("Bilal")
    look()
    room.readmit("Bilal")
    look()
    room.show_ranking()
    look()
    room.do(cmd.Rename("s1", "Aïcha"))
    look()
    room.do(cmd.AddQuestion({"kind": "open_text"}, ask=False))
    look()
    room.end()
    look()
    room.do(cmd.Rename("s1", "Amina"))
    look()
    assert len(set(versions)) == len(versions)


def test_a_correction_of_what_is_shown_is_a_new_page():
    room = Classroom()
    room.ask()
    room.reveal()
    version = views.version_of(room.state)
    room.correct_key("q1", {"right": ["c1"]})
    assert views.version_of(room.state) != version


def test_a_slide_stays_a_question():
    room = Classroom([sample_question("slide")])
    room.ask()
    assert (room.phase, views.view_name(room.state)) == (Phase.REVEALED, "question")


@pytest.mark.parametrize(
    ("kind", "own"), [("single", True), ("poll", True), ("ordering", False), ("numeric", False)]
)
def test_only_choices_stand_in_an_order_of_one_s_own(kind, own):
    room = Classroom([sample_question(kind, shuffle=True)])
    order = views.own_order(room.state, room.state.questions[f"q-{kind}"], "s1")
    assert (order is not None) is own
    plain = Classroom([sample_question(kind)])
    assert views.own_order(plain.state, plain.state.questions[f"q-{kind}"], "s1") is None
