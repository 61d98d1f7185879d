"""What students wrote is read by everybody only after the teacher has shown it."""

import pytest

from app.live import commands as cmd
from app.live import events as ev
from app.live import views
from tests.helpers.classroom import Classroom, capitals
from tests.helpers.questions import sample_question


def closed(kind: str, *texts: str) -> Classroom:
    """A closed round of this kind in which S0, S1, ... have written these texts."""
    room = Classroom([sample_question(kind)])
    room.ask()
    for number, text in enumerate(texts):
        room.join(f"S{number}")
        room.write(f"S{number}", text)
    room.lock()
    return room


def bars(room: Classroom) -> list[tuple[str, int, float | None]]:
    return [(bar.label, bar.count, bar.right) for bar in views.bars_for_all(room.state, room.round)]


def show(room: Classroom, word: str, shown: bool = True) -> list[ev.Event]:
    return room.do(cmd.ShowWords(room.round.id, word, shown))


def test_words_of_an_open_question_are_shown_at_the_reveal_and_can_be_taken_back():
    room = closed("open_text", "The last step", "the LAST step", "Bob is a fool")
    (event,) = show(room, "the last step")
    assert event == ev.WordsShown(room.clock.now(), "r1", ["s1", "s2"], True), "no words are in the event"
    assert bars(room) == []
    room.reveal()
    assert [(count, right) for _, count, right in bars(room)] == [(2, None)]
    assert bars(room)[0][0].casefold() == "the last step"
    version = views.version_of(room.state)
    assert show(room, "the last step") == [], "they are shown already"
    show(room, "the last step", shown=False)
    assert bars(room) == [] and views.version_of(room.state) != version
    assert room.replayed() == room.state


def test_words_stand_beside_those_of_the_key():
    room = closed("short_text", "Paris", "Pariss", "Lyon", "Lyon", "Bob is a fool")
    show(room, "lyon")
    room.reveal()
    assert bars(room) == [("Lyon", 2, 0.0), ("Paris", 1, 1.0), ("Pari…", 1, 0.5)]
    show(room, "pariss")
    assert bars(room) == [("Lyon", 2, 0.0), ("Paris", 1, 1.0), ("Pariss", 1, 0.5)]
    show(room, "paris")
    assert bars(room) == [("Lyon", 2, 0.0), ("Paris", 1, 1.0), ("Pariss", 1, 0.5)]
    assert sum(count for _, count, _ in bars(room)) == 4


def test_a_removed_student_s_words_are_not_shown():
    room = closed("open_text", "mine", "mine")
    room.reveal()
    show(room, "mine")
    room.remove("S0")
    assert bars(room) == [("mine", 1, None)]


def test_another_answer_has_to_be_shown_anew():
    room = closed("open_text", "good")
    show(room, "good")
    room.extend(30)
    room.write("S0", "bad")
    room.reveal()
    assert bars(room) == []
    show(room, "bad")
    assert bars(room) == [("bad", 1, None)]


def test_words_of_an_earlier_round_can_be_shown_later_and_after_the_end():
    room = closed("open_text", "good")
    room.end()
    room.do(cmd.ShowWords("r1", "good"))
    assert room.state.rounds["r1"].shown == {"s1"}


def test_what_nobody_wrote_is_refused():
    room = closed("open_text", "good")
    for command in (cmd.ShowWords("r1", "bad"), cmd.ShowWords("r1", ""), cmd.ShowWords("r9", "good")):
        assert room.refused(command).code == "no_such_words"
    room.extend(30)
    assert room.refused(cmd.ShowWords("r1", "good")).code == "not_now"


@pytest.mark.parametrize(("kind", "form"), [("single", {"choice": ["c1"]}), ("numeric", {"number": ["3"]})])
def test_kinds_without_words_show_none(kind, form):
    room = Classroom([sample_question(kind), *capitals(1)])
    room.join("Amina")
    room.ask()
    room.do(room.answer_command("Amina", form))
    room.lock()
    for word in ("c1", "3", ""):
        assert room.refused(cmd.ShowWords("r1", word)).code == "no_such_words"
