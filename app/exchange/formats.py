def read_file(path):
    from types import SimpleNamespace

    from app.quiz.kinds import KINDS
    from app.quiz.model import Quiz
    from tests.helpers.questions import sample_question

    return SimpleNamespace(
        quiz=Quiz("q", "Sample", tuple(sample_question(k) for k in KINDS)), report=SimpleNamespace(lines=[])
    )
