"""One session as its screen shows it, worked out beside the window: figures, answers, texts."""

from dataclasses import dataclass, field, replace

from app.live.results import Results
from app.live.state import SessionState
from app.reports.answers import AnswerRow, list_answers
from app.reports.corrections import CorrectionRow, list_corrections
from app.reports.marks import Marks, StudentMarks
from app.reports.options import Options
from app.reports.summary import QuestionSummary, summarise_session
from widgets.parts.quiz_texts import QuizTexts
from widgets.ports import ArchivePort


@dataclass(frozen=True, slots=True)
class StudentRow:
    """marks: as in the reports; answered, right: number of questions that count."""

    marks: StudentMarks
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """texts: draws the session's own copy of the quiz. html: question id to its text."""

    state: SessionState
    texts: QuizTexts
    options: Options
    questions: list[QuestionSummary] = field(default_factory=list)
    students: list[StudentRow] = field(default_factory=list)
    answers: list[AnswerRow] = field(default_factory=list)
    corrections: list[CorrectionRow] = field(default_factory=list)
    marks: Marks | None = None
    html: dict[str, str] = field(default_factory=dict)


def load_session(archive: ArchivePort, session: str, options: Options) -> Loaded:
    """Read and work out. Blocks; raises `Trouble`."""
    state = archive.load_state(session)
    texts = QuizTexts(replace(state.quiz, media=archive.load_media(session)))
    return work_out(Loaded(state, texts, options))


def work_out(known: Loaded) -> Loaded:
    """Figures anew, after a correction or with other options."""
    state, results = known.state, Results(known.state)
    marks = known.options.marks(state)
    counted = {counting.question for counting in marks.questions}
    students = [
        StudentRow(
            row,
            sum(question in counted for question in row.results),
            sum(result.judgement == "right" for result in row.results.values()),
        )
        for row in marks.rows
    ]
    return replace(
        known,
        questions=summarise_session(state, results),
        students=students,
        answers=list(list_answers(state, results)),
        corrections=list_corrections(state),
        marks=marks,
        html={id_: known.texts.render(question.text) for id_, question in state.questions.items()},
    )


def with_state(known: Loaded, state: SessionState) -> Loaded:
    return work_out(replace(known, state=state))


def with_options(known: Loaded, options: Options) -> Loaded:
    return work_out(replace(known, options=options))
