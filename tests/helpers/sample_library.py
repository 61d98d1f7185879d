"""A teacher's data folder after some weeks, in one language: quizzes in folders, classes, past sessions."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from app.clock import ManualClock
from app.exchange.formats import read_file
from app.live import commands as cmd
from app.paths import RESOURCES
from app.people.model import Student
from app.quiz.model import Quiz
from app.storage.journal import Journal
from app.storage.library import Library
from tests.helpers.classroom import Classroom
from tests.helpers.lesson import Lesson
from tests.helpers.sample_class import GROUPS, TITLES, SampleClass, names_of, sample_quiz

NOW: Final = 1_760_000_000.0  # a Thursday morning in October
DAY: Final = 86_400.0
SAMPLES: Final = {"fr": "decouverte.gift", "ar": "sample-ar.gift", "en": "sample-en.gift"}
SAMPLE_TITLES: Final = {"fr": "Découverte", "ar": "تجربة", "en": "Try it"}
SHELVES: Final = {
    "fr": (
        ("Biologie", "La photosynthèse", ("L1", "révision")),
        ("Biologie", "Génétique : les lois de Mendel", ("L1",)),
        ("Biologie", "Le système immunitaire", ("L2", "examen")),
        ("Physique", "Forces et mouvements", ("S1",)),
        ("Physique", "Circuits électriques", ("S1", "examen")),
        ("Méthodologie", "Citer ses sources", ()),
    ),
    "ar": (
        ("علوم الحياة", "التركيب الضوئي", ("سنة أولى", "مراجعة")),
        ("علوم الحياة", "الوراثة: قوانين مندل", ("سنة أولى",)),
        ("علوم الحياة", "الجهاز المناعي", ("سنة ثانية", "امتحان")),
        ("فيزياء", "القوى والحركة", ("س1",)),
        ("فيزياء", "الدارات الكهربائية", ("س1", "امتحان")),
        ("منهجية", "توثيق المصادر", ()),
    ),
    "en": (
        ("Biology", "Photosynthesis", ("L1", "revision")),
        ("Biology", "Genetics: Mendel's laws", ("L1",)),
        ("Biology", "The immune system", ("L2", "exam")),
        ("Physics", "Forces and motion", ("S1",)),
        ("Physics", "Electric circuits", ("S1", "exam")),
        ("Method", "How to cite", ()),
    ),
}
CLASSES: Final = {
    "fr": ("L1 groupe A", "L1 groupe B", "L2 biologie"),
    "ar": ("السنة الأولى - الفوج أ", "السنة الأولى - الفوج ب", "السنة الثانية"),
    "en": ("L1 group A", "L1 group B", "L2 biology"),
}
FAMILIES: Final = {
    "fr": ("ALAOUI", "BENALI", "CHERKAOUI", "DURAND", "EL FASSI", "FILALI", "MARTIN", "TAZI"),
    "ar": ("العلوي", "بنعلي", "الشرقاوي", "الإدريسي", "الفاسي", "الفيلالي", "المنصوري", "التازي"),
}
REASONS: Final = {
    "fr": "« cytosol » est juste aussi",
    "ar": "«العصارة الخلوية» صحيحة أيضًا",
    "en": "“cytosol” is right as well",
}
DOCTOR: Final = {"fr": "certificat médical", "ar": "شهادة طبية", "en": "doctor's note"}


def fill_sample(folder: Path, language: str) -> None:
    """Everything that a busy day shows; nothing is left open."""
    fill_shelves(folder, language)
    fill_past(folder, language)


def fill_shelves(folder: Path, language: str) -> None:
    clock = ManualClock(NOW - 40 * DAY)
    library = Library(folder, clock)
    try:
        for number, name in enumerate(CLASSES[language]):
            class_id = library.add_class(name)
            library.save_roster(class_id, _students(language, number))
            if number == 1:
                fill_lessons(folder, language, class_id)
        found = read_file(RESOURCES / "samples" / SAMPLES[language]).quiz
        sources = {name: read_file(RESOURCES / "samples" / file).quiz for name, file in SAMPLES.items()}
        for number, (shelf, title, tags) in enumerate(SHELVES[language]):
            clock.advance(3 * DAY)
            pool = sources[language].questions
            questions = pool[number % 3 : number % 3 + 3 + number % 4]
            quiz = Quiz("", title, questions, language=language)
            id_ = library.add_quiz(quiz, "moodle.xml" if number % 2 else "", shelf)
            library.set_tags(id_, tags)
        clock.advance(2 * DAY)
        library.add_quiz(replace(found, id="", title=SAMPLE_TITLES[language]), SAMPLES[language])
        clock.advance(2 * DAY)
        cells = library.add_quiz(replace(sample_quiz(language), id=""), "", SHELVES[language][0][0])
        library.set_tags(cells, SHELVES[language][0][2])
        library.note_used(cells, NOW - 2 * DAY)
    finally:
        library.close()


def _students(language: str, number: int) -> tuple[Student, ...]:
    """Of the class with this number: the sample's names, with family names and numbers."""
    families = FAMILIES["ar" if language == "ar" else "fr"]
    made = []
    for place, given in enumerate(names_of(language)[: 30 - 4 * number]):
        family = families[place % len(families)]
        id_ = f"student-{number}-{place}"
        groups = (f"TP {1 + place % 2}",)
        time = 1.33 if place == 6 else 1.0
        made.append(
            Student(
                id_,
                f"{20_250 + number}{place:03}",
                family,
                given,
                f"{family} {given}",
                groups=groups,
                extra_time=time,
            )
        )
    return tuple(made)


def fill_past(folder: Path, language: str) -> None:
    """Sessions of the last weeks; the newest with corrections, one rehearsal among them."""
    journal = Journal(folder)
    try:
        titles = [title for _, title, _ in SHELVES[language]]
        for number, title in enumerate((*titles, TITLES[language])):
            newest = number == len(titles)
            days = 2 if newest else 3 + (len(titles) - number) * 5
            room = SampleClass(
                language,
                now=NOW - days * DAY,
                session=f"past-{number}",
                quiz=replace(sample_quiz(language), title=title),
                class_name=CLASSES[language][(number + 1) % 3] if not newest else GROUPS[language],
                rehearsal=number == 3,
            )
            room.fill()
            room.play(9 if newest else 4)
            room.end()
            if newest:
                _correct(room, language)
            keep(journal, room)
    finally:
        journal.close()


def fill_lessons(folder: Path, language: str, class_id: str) -> None:
    """Fourteen sessions in which attendance was taken, with students who come late, leave, and stay away."""
    titles = [title for _, title, _ in SHELVES[language]]
    students = _students(language, 1)
    journal = Journal(folder)
    try:
        for number in range(14):
            room = Lesson(
                NOW - (34 - 2 * number) * DAY - 3_600,
                students,
                session=f"lesson-{number}",
                title=titles[number % len(titles)],
                class_name=CLASSES[language][1],
                class_id=class_id,
            )
            _teach(room, number, students, language)
            keep(journal, room)
    finally:
        journal.close()


def _teach(room: Lesson, number: int, students: tuple[Student, ...], language: str) -> None:
    here = [
        student
        for place, student in enumerate(students)
        if (place * 7 + number * 5) % 13 and not (place in (3, 14) and number > 9)
    ]
    for place, student in enumerate(here):
        if place == len(here) - 2:
            room.after(11)
        room.clock.advance(5)
        room.comes(student, "digits" if place % 6 == 5 else "scan")
    room.ask()
    for place, student in enumerate(here):
        room.do(cmd.Answer(student.id, room.round.id, f"a-{place}", {"choice": [f"c{1 + (place % 4 > 0)}"]}))
    room.reveal()
    room.after(12)
    room.goes(here[(number * 5) % len(here)])
    room.after(35)
    for student in students:
        if student not in here and (int(student.number) + number) % 3 == 0:
            room.do(cmd.MarkByHand(student.id, "excused", why=DOCTOR[language]))
    room.end()


def _correct(room: SampleClass, language: str) -> None:
    words = [answer.text for answer in room.state.questions["q4"].texts]
    accepted = [
        {"text": text, "weight": 1.0}
        for text in (*words, "protoplasme" if language == "fr" else "protoplasm")
    ]
    room.clock.advance(3600)
    room.do(cmd.CorrectKey("q4", {"texts": accepted}, why=REASONS[language]))
    room.cancel("q5")


def keep(journal: Journal, room: Classroom) -> None:
    """Put a class into the journal as its server would have."""
    opened, *events = room.events
    journal.create_session(opened, {}, 8080)
    journal.append(room.state.id, events)


def leave_open(folder: Path, language: str) -> None:
    """A class that nobody has ended."""
    room = SampleClass(language, now=NOW - 3_000, session="left-open")
    room.fill()
    room.play(2)
    journal = Journal(folder)
    try:
        keep(journal, room)
    finally:
        journal.close()
