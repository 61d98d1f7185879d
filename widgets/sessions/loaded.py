"""One session as its screen shows it, worked out beside the window: figures, answers, texts."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.attendance.rules import ManualChange
from app.attendance.session import manual_changes
from app.live.results import Results
from app.live.state import SessionState
from app.people.model import Student
from app.quiz.folding import fold
from app.quiz.model import Folding
from app.reports.answers import AnswerRow, list_answers
from app.reports.attendance_sheet import SessionSheet
from app.reports.corrections import CorrectionRow, list_corrections
from app.reports.marks import Marks, StudentMarks
from app.reports.options import Options
from app.reports.session_attendance import make_sheet
from app.reports.summary import QuestionSummary, summarise_session
from widgets.parts.quiz_texts import QuizTexts
from widgets.ports import ArchivePort, LibraryPort


@dataclass(frozen=True, slots=True)
class StudentRow:
    """marks: as in the reports; answered, right: number of questions that count."""

    marks: StudentMarks
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """texts: draws the session's own copy of the quiz. html: question id to its text. roster: the class as it
    is now, for its names; seen_at: when it was looked at. changes: marks of attendance by hand, in order.
    searched: what each of the answers is found by, folded."""

    state: SessionState
    texts: QuizTexts
    options: Options
    roster: tuple[Student, ...] = ()
    seen_at: float = 0.0
    questions: list[QuestionSummary] = field(default_factory=list)
    students: list[StudentRow] = field(default_factory=list)
    answers: list[AnswerRow] = field(default_factory=list)
    searched: list[str] = field(default_factory=list)
    corrections: list[CorrectionRow] = field(default_factory=list)
    marks: Marks | None = None
    html: dict[str, str] = field(default_factory=dict)
    sheet: SessionSheet | None = None
    changes: list[ManualChange] = field(default_factory=list)


def load_session(
    archive: ArchivePort,
    session: str,
    options: Options,
    library: LibraryPort | None = None,
    seen_at: float = 0.0,
) -> Loaded:
    """Read and work out. library: knows the class and the coefficients. Blocks; raises `Trouble`."""
    state = archive.load_state(session)
    texts = QuizTexts(replace(state.quiz, media=archive.load_media(session)))
    roster: tuple[Student, ...] = ()
    if library is not None:
        options = replace(options, coefficients=library.load_coefficients(session))
        class_id = state.settings.class_id
        if any(row.id == class_id for row in library.list_classes()):
            roster = library.load_roster(class_id).students
    return work_out(Loaded(state, texts, options, roster, seen_at))


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
    answers = list(list_answers(state, results))
    return replace(
        known,
        questions=summarise_session(state, results),
        students=students,
        answers=answers,
        searched=_fold_all(answers),
        corrections=list_corrections(state),
        marks=marks,
        html={id_: known.texts.render(question.text) for id_, question in state.questions.items()},
        sheet=make_sheet(state, known.roster, known.seen_at),
        changes=manual_changes(state),
    )


def _fold_all(answers: Sequence[AnswerRow]) -> list[str]:
    """Names come again and again: each is folded once."""
    folding = Folding()
    names = {name: fold(name, folding) for name in {one.nickname for one in answers}}
    return [f"{names[one.nickname]}\n{fold(one.text, folding)}" for one in answers]


def with_state(known: Loaded, state: SessionState) -> Loaded:
    return work_out(replace(known, state=state))
