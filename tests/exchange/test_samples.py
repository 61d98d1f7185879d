"""The samples can be read whole and asked as they are."""

from app.exchange.samples import FOLDER, SAMPLES, read_samples
from app.quiz.kinds import find_kind


def test_every_shipped_sample_is_in_the_table():
    assert {file for file, _, _ in SAMPLES} == {path.name for path in FOLDER.iterdir()}


def test_samples_have_titles_languages_and_questions_that_can_be_asked():
    samples = list(read_samples())
    assert [(quiz.language, quiz.title, file) for quiz, file in samples] == [
        (language, title, file) for file, language, title in SAMPLES
    ]
    for quiz, file in samples:
        assert quiz.questions, file
        assert [q.title for q in quiz.questions if find_kind(q.kind).check(q)] == []
