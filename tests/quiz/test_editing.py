"""What the editor does to a quiz, without any window."""

from itertools import count

import pytest

from app.quiz import editing
from app.quiz.blank import blank_question
from app.quiz.changing_kind import change_kind
from app.quiz.history import LONGEST, History
from app.quiz.kinds import KINDS, find_kind
from app.quiz.model import Choice, Gap, Media, Pair, Question, Quiz, RichText, TextAnswer
from tests.helpers.questions import KIND_NAMES, sample_question


def quiz_of(letters: str) -> Quiz:
    return Quiz("z", "Letters", tuple(Question(letter, "slide", RichText(letter)) for letter in letters))


def order(quiz: Quiz) -> str:
    return "".join(question.id for question in quiz.questions)


def numbered_ids():
    numbers = count(1)
    return lambda: f"new{next(numbers)}"


@pytest.mark.parametrize(
    ("ids", "at", "after"),
    [("a", 5, "bcdea"), ("e", 0, "eabcd"), ("bd", 0, "bdace"), ("bd", 4, "acbde"), ("b", 2, "abcde")],
)
def test_questions_are_moved_before_the_place_where_they_are_dropped(ids, at, after):
    assert order(editing.move_questions(quiz_of("abcde"), ids, at)) == after


@pytest.mark.parametrize(
    ("ids", "step", "after"),
    [("b", -1, "bacde"), ("b", 1, "acbde"), ("a", -1, "abcde"), ("e", 1, "abcde"), ("bd", 1, "acebd")],
)
def test_questions_are_shifted_by_one_place_as_far_as_there_is_room(ids, step, after):
    assert order(editing.shift_questions(quiz_of("abcde"), ids, step)) == after


def test_nothing_chosen_moves_nothing():
    quiz = quiz_of("abc")
    assert editing.shift_questions(quiz, (), 1) is quiz


def test_a_removed_question_leaves_the_others_as_they_were():
    quiz = quiz_of("abc")
    after = editing.remove_questions(quiz, {"b"})
    assert order(after) == "ac" and order(quiz) == "abc"
    assert after.questions[0] is quiz.questions[0]


def test_a_copy_stands_behind_its_original_and_shares_no_id_with_it():
    quiz, ids = editing.duplicate_questions(
        Quiz("z", "One", (sample_question("matching"), sample_question("slide"))), {"q-matching"}
    )
    original, copy, last = quiz.questions
    assert ids == (copy.id,) and last.kind == "slide"
    assert copy.text == original.text
    own = {pair.right_id for pair in copy.pairs} | {pair.left_id for pair in copy.pairs} | {copy.id}
    theirs = {pair.right_id for pair in original.pairs} | {pair.left_id for pair in original.pairs}
    assert not (own - {""}) & (theirs - {""}) and copy.id != original.id


def test_right_sides_that_were_one_stay_one_in_a_copy():
    shared = RichText("animal")
    question = Question(
        "q", "matching", RichText("?"),
        pairs=(Pair("l1", RichText("cat"), "r", shared), Pair("l2", RichText("dog"), "r", shared)),
    )  # fmt: skip
    copy = editing.renew_ids(question, numbered_ids())
    assert copy.pairs[0].right_id == copy.pairs[1].right_id != "r"
    assert copy.pairs[0].left_id != copy.pairs[1].left_id


def test_the_marks_of_gaps_follow_their_new_ids():
    question = Question(
        "q", "gaps", RichText("A [[g1]] and a [[g2]]"),
        gaps=(Gap("g1", texts=(TextAnswer("x"),)), Gap("g2", texts=(TextAnswer("y"),))),
    )  # fmt: skip
    copy = editing.renew_ids(question)
    assert copy.text.source == f"A [[{copy.gaps[0].id}]] and a [[{copy.gaps[1].id}]]"
    assert not find_kind("gaps").check(copy)


@pytest.mark.parametrize("name", KIND_NAMES)
def test_a_copy_of_any_kind_can_be_asked_like_its_original(name):
    question = sample_question(name)
    assert find_kind(name).check(editing.renew_ids(question)) == find_kind(name).check(question)


def test_questions_of_another_quiz_bring_their_pictures():
    other = Quiz("o", "Other", (sample_question("single"),), {"a.png": Media("image/png", b"a")})
    quiz, ids = editing.take_questions(quiz_of("ab"), other, 1)
    assert [question.id for question in quiz.questions] == ["a", *ids, "b"]
    assert quiz.media == other.media and ids != ("q-single",)


def test_only_pictures_that_no_text_shows_are_dropped():
    media = {name: Media("image/png", name.encode()) for name in ("kept.png", "gone.png", "old.ogg")}
    question = Question(
        "q", "single", RichText("?"), choices=(Choice("c", RichText("![](media:kept.png)", "markdown")),)
    )
    quiz = editing.drop_media(Quiz("z", "", (question,), media), {"kept.png", "gone.png"})
    assert set(quiz.media) == {"kept.png", "old.ogg"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_question_waits_for_its_text_and_never_breaks_its_kind(kind):
    question = blank_question(kind)
    assert "no_text" in {problem.code for problem in find_kind(kind).check(question)}
    assert question.kind == kind


def test_single_and_multiple_keep_choices_and_what_is_right():
    single = sample_question("single")
    multiple = change_kind(single, "multiple")
    right = [choice.id for choice in single.choices if choice.weight > 0]
    assert [choice.text for choice in multiple.choices] == [choice.text for choice in single.choices]
    assert find_kind("multiple").score(multiple, {"choices": right}) == 1.0
    assert find_kind("single").score(change_kind(multiple, "single"), {"choices": right}) == 1.0


def test_a_poll_made_of_a_single_has_no_points_and_gets_them_back():
    single = sample_question("single")
    poll = change_kind(single, "poll")
    assert poll.points == 0 and poll.choices == single.choices
    assert change_kind(poll, "single").points == 1.0


def test_numbers_become_texts_and_come_back():
    numeric = sample_question("numeric")
    text = change_kind(numeric, "short_text")
    assert [item.text for item in text.texts] == [
        str(item.value) for item in numeric.numbers if item.value is not None
    ]
    assert change_kind(text, "numeric").numbers == numeric.numbers


def test_texts_that_are_numbers_become_numbers():
    question = Question("q", "short_text", RichText("?"), texts=(TextAnswer("3,5"), TextAnswer("three")))
    assert [str(item.value) for item in change_kind(question, "numeric").numbers] == ["3.5"]


@pytest.mark.parametrize("start", KIND_NAMES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_change_of_kind_keeps_the_text_and_gives_a_question_of_that_kind(start, kind):
    question = sample_question(start)
    changed = change_kind(question, kind)
    assert changed.kind == kind and changed.text == question.text and changed.feedback == question.feedback
    find_kind(kind).check(changed)
    find_kind(kind).public(changed, lambda text: text.source, list)


def test_true_false_never_has_two_right_answers():
    choices = (Choice("a", RichText("x"), 0.5), Choice("b", RichText("y"), 0.5))
    both = Question("q", "multiple", RichText("?"), choices=choices)
    assert [choice.weight for choice in change_kind(both, "true_false").choices] == [0.0, 0.0]


def test_a_change_can_be_taken_back_and_done_again():
    first, second = quiz_of("a"), quiz_of("ab")
    history = History(first)
    history.push(second, "b")
    assert history.undo() == "b" and history.quiz is first
    assert history.redo() == "b" and history.quiz is second
    assert history.redo() is None


def test_typing_in_one_field_is_one_step_until_a_pause():
    history = History(quiz_of(""))
    for at, letters in enumerate(("a", "ab", "abc")):
        history.push(quiz_of(letters), "a", "text", float(at))
    history.push(quiz_of("abcd"), "a", "text", 60.0)
    history.undo()
    assert order(history.quiz) == "abc"
    history.undo()
    assert order(history.quiz) == "" and not history.can_undo


def test_another_field_begins_another_step():
    history = History(quiz_of(""))
    history.push(quiz_of("a"), "a", "text", 0.0)
    history.push(quiz_of("ab"), "a", "title", 0.1)
    history.undo()
    assert order(history.quiz) == "a"


def test_typing_after_undo_does_not_join_the_step_before_it():
    history = History(quiz_of(""))
    history.push(quiz_of("a"), "a", "text", 0.0)
    history.push(quiz_of("b"), "a", "", 0.1)
    history.undo()
    history.push(quiz_of("c"), "a", "text", 0.2)
    assert not history.can_redo
    history.undo()
    assert order(history.quiz) == "a"


def test_what_changes_nothing_is_no_step():
    history = History(quiz_of("a"))
    history.push(quiz_of("a"))
    assert not history.can_undo


def test_the_oldest_steps_are_forgotten():
    history = History(quiz_of(""))
    for number in range(LONGEST + 5):
        history.push(Quiz("z", str(number)))
    steps = 0
    while history.undo() is not None:
        steps += 1
    assert steps == LONGEST
