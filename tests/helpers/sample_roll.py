"""The sample class with a roster and attendance, in the middle of arriving: somebody late, somebody without a
phone, two on one phone, two phones for one name, a guest, and who typed the code without the digits."""

from typing import Final

from app.live import commands as cmd
from app.people.model import Student
from app.quiz.model import Quiz
from tests.helpers.sample_class import SampleClass

LATIN: Final = (
    ("El Fassi", "Amina"), ("Étienne", "Yanis"), ("Benali", "Leïla"), ("Alaoui", "Mehdi"), ("Costa", "Sofia"),
    ("Haddad", "Adam"), ("Idrissi", "Inès"), ("Tazi", "Rayan"), ("Mansouri", "Nour"), ("Chraibi", "Ilyes"),
    ("Naciri", "Salma"), ("Berrada", "Anas"), ("Lahlou", "Lina"), ("Skalli", "Youssef"), ("Ziani", "Hiba"),
    ("de la Tour", "Jean-Baptiste"),
)  # fmt: skip
ARABIC: Final = (
    ("الفاسي", "أمينة"), ("العلوي", "ياسين"), ("بنعلي", "ليلى"), ("الإدريسي", "مهدي"), ("التازي", "صوفيا"),
    ("الحداد", "آدم"), ("الناصري", "إيناس"), ("برادة", "ريان"), ("المنصوري", "نور"), ("الشرايبي", "إلياس"),
    ("لحلو", "سلمى"), ("السقلي", "أنس"), ("الزياني", "لينا"), ("بناني", "يوسف"), ("القادري", "هبة"),
    ("Martin", "Camille"),
)  # fmt: skip
REASONS: Final = {"ar": "عند الممرضة", "fr": "à l'infirmerie", "en": "with the nurse"}
GUESTS: Final = {"ar": "ضيفة من الفوج أ", "fr": "Camille (3e A)", "en": "Camille (3A)"}


def roll_students(language: str) -> tuple[Student, ...]:
    """Sixteen of a class, l1 to l16, numbers from 0101 on; the second has a third more time."""
    return tuple(
        Student(
            f"l{n}", f"0{100 + n}", family, given, f"{family} {given}", extra_time=1.33 if n == 2 else 1.0
        )
        for n, (family, given) in enumerate(ARABIC if language == "ar" else LATIN, start=1)
    )


class SampleRoll(SampleClass):
    """quiz: without questions where there is to be attendance alone."""

    def __init__(self, language: str, *, now: float, quiz: Quiz | None = None) -> None:
        super().__init__(
            language, now=now, quiz=quiz, identity="number", attendance=True, guests=True, late_after=300
        )
        self.take_roster(*roll_students(language))

    def arrive(self, number: int, device: str = "", proof: str = "scan", shared: bool = False) -> None:
        """The student of this place signs in; proof '' typed the code without the digits."""
        id_, device = f"l{number}", device or f"device {number}"
        self.do(cmd.SignIn(id_, f"token {number} {device}", device, shared=shared))
        if proof:
            self.do(cmd.ProvePresence(id_, proof))
        self.clock.advance(4)

    def fill_roll(self) -> None:
        """Everybody who comes."""
        for number in (1, 2, 3, 5, 6, 7, 8):
            self.arrive(number, proof="digits" if number == 6 else "scan")
        self.arrive(9, "device 8", shared=True)
        self.arrive(10, proof="")
        self.join(GUESTS[self.language])
        self.clock.advance(330)
        self.arrive(11)
        self.do(cmd.CheckIn("0112", "kiosk"))
        self.do(cmd.MarkByHand("l13", "excused", why=REASONS[self.language]))
        self.do(cmd.MarkByHand("l4", "present"))
        self.clock.advance(1300)
        self.away = {"l3"}
        self.do(cmd.NotePresence(went=(("l3", self.clock.now() - 1290),)))

    def claim(self) -> None:
        """The first has a second phone."""
        self.arrive(1, "another device")
