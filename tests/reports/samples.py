"""One ended class with everything that reports must stand: formulas for names, Arabic, own words, a removed
student, a cancelled question, a question asked twice."""

from app.quiz.model import Choice, RichText
from tests.helpers.classroom import Classroom
from tests.helpers.questions import sample_question

NAMES = ("=cmd|' /C calc'!A0", "سلمى", 'Zoé; "la" <b>', "-12", "Gone")


def ended_class() -> Classroom:
    """Five questions: single (1 point), numeric (2), open text, ordering (1) that is cancelled, a slide.

    Points: 1 + 1 (half of 2) for the first student, 0 and a late start for سلمى, 1 + 2 for Zoé, none for -12.
    """
    room = Classroom(
        [
            sample_question(
                "single",
                title="",
                text=RichText("=1+1 <b>capital</b>?", "html"),
                choices=(Choice("c1", RichText("=2")), Choice("c2", RichText("الرباط"), 1.0)),
            ),
            sample_question("numeric", points=2.0),
            sample_question("open_text"),
            sample_question("ordering"),
            sample_question("slide"),
        ]
    )
    room.join(*NAMES)
    room.ask()
    room.answer(NAMES[0], "c1")
    room.reveal()
    room.ask_again()
    for name, choice in zip(NAMES, ("c2", "c1", "c2", "c1", "c2"), strict=True):
        room.answer(name, choice)
    room.reveal()
    room.remove("Gone")
    room.ask()
    for name, number in ((NAMES[0], "3,5"), (NAMES[2], "3.14")):
        room.do(room.answer_command(name, {"number": [number]}))
    room.reveal()
    room.ask()
    room.write(NAMES[1], '=HYPERLINK("http://x")\nsecond line')
    room.reveal()
    room.ask()
    order = {f"place-{item}": [str(place)] for place, item in enumerate(("o3", "o1", "o4", "o2"), 1)}
    room.do(room.answer_command(NAMES[0], order))
    room.reveal()
    room.ask()
    room.end()
    room.cancel("q-ordering")
    return room
