"""The sample class: 30 students and a biology quiz in three languages, played by the real session machine and
told as the class server tells it. For whoever needs a class that looks like one, such as pictures."""

import json
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import count
from typing import Any, Final

from app.clock import ManualClock
from app.lan.links import HostLink, Links
from app.lan.media import PATH, Pictures
from app.lan.snapshots import Snapshots
from app.lan.stages import Stages
from app.live import commands as cmd
from app.live.session import Session, open_session
from app.live.settings import SessionSettings
from app.quiz.model import Choice, NumericAnswer, Pair, Question, Quiz, RichText, TextAnswer
from app.quiz.plain import plain
from app.quiz.rich_texts import texts_of
from tests.helpers.classroom import SEED, Classroom
from tests.helpers.page_samples import WORDS
from tests.helpers.played import NAMES

TITLES: Final = {"en": "Biology L1 - Cells", "fr": "Biologie L1 - La cellule", "ar": "علوم الحياة - الخلية"}
GROUPS: Final = {"en": "L1 group B", "fr": "L1 groupe B", "ar": "السنة الأولى - الفوج ب"}
ARABIC_NAMES: Final = (
    "أمينة", "ياسين", "ليلى", "مهدي", "صوفيا", "آدم", "إيناس", "ريان", "نور", "إلياس", "سلمى", "أنس",
    "لينا", "يوسف", "هبة", "عمر", "مايا", "زكرياء", "آية", "كريم", "سارة", "بلال", "مريم", "حمزة",
    "دعاء", "Camille", "فاطمة الزهراء بنعلي", "خالد", "Jean-Baptiste", "زينب",
)  # fmt: skip
ADDRESS: Final = "http://192.168.1.20:8080"
CODE: Final = "K7PM"
RIGHT: Final = {"single": {"c2"}, "multiple": {"c0", "c2", "c3"}, "true_false": {"c1"}}
"""Ids of the right choices."""
ANSWERED: Final = 23
"""How many of the thirty answer each question."""
WRONG_WORDS: Final = {"en": ("water", "blood", "jelly"), "fr": ("l'eau", "le sang", "la gelée"),
                      "ar": ("الماء", "الدم", "الهلام")}  # fmt: skip
REMARKS: Final = {
    "en": ("The Golgi apparatus", "How ATP is made", "Nothing, thank you!"),
    "fr": ("L'appareil de Golgi", "Comment l'ATP est produit", "Rien, merci !"),
    "ar": ("جهاز غولجي", "كيف يُنتَج ATP", "لا شيء، شكرًا!"),
}


def names_of(language: str) -> tuple[str, ...]:
    return ARABIC_NAMES if language == "ar" else NAMES


def sample_quiz(language: str) -> Quiz:
    """Nine questions of as many kinds about the cell."""
    kinds = (
        "single", "multiple", "numeric", "short_text", "true_false", "ordering", "matching", "poll",
        "open_text",
    )  # fmt: skip
    questions = tuple(_question(number, kind, language) for number, kind in enumerate(kinds, start=1))
    return Quiz(f"cells-{language}", TITLES[language], questions, language=language)


def _question(number: int, kind: str, language: str) -> Question:
    html, texts = WORDS[language][kind]
    if kind == "single":
        html = html.replace("ATP: ", "")  # is there to be hard to lay out
    made = Question(f"q{number}", kind, RichText(html, "html"), time_limit=30)
    if kind == "poll":
        return replace(made, choices=_choices(texts, set()))
    if kind in ("single", "multiple"):
        right = RIGHT[kind]
        why = RichText(WORDS[language]["why"][0], "html") if kind == "single" else made.feedback
        return replace(made, choices=_choices(texts, right), feedback=why)
    if kind == "true_false":
        return replace(made, choices=(Choice("c0", RichText("True")), Choice("c1", RichText("False"), 1.0)))
    if kind == "ordering":
        return replace(made, choices=tuple(_choices([texts[n] for n in (1, 3, 0, 4, 2)], set())))
    if kind == "matching":
        rights = WORDS[language]["rights"][1]
        order = (2, 0, 1)
        pairs = [
            Pair(f"l{n}", RichText(left), f"r{order[n]}", RichText(rights[order[n]]))
            for n, left in enumerate(texts)
        ]
        return replace(made, pairs=(*pairs, Pair("", None, "r3", RichText(rights[3]))))
    if kind == "numeric":
        return replace(made, numbers=(NumericAnswer(Decimal(46)),))
    if kind == "short_text":
        said = WORDS[language]["said"][1]
        return replace(made, texts=tuple(TextAnswer(word) for word in said[:2]))
    return made


def _choices(texts: Iterable[str], right: set[str]) -> tuple[Choice, ...]:
    ids = [f"c{place}" for place, _ in enumerate(texts)]
    weights = {
        id_: (1.0 / max(len(right), 1) if id_ in right else (-0.5 if len(right) > 1 else 0.0)) for id_ in ids
    }
    return tuple(
        Choice(id_, RichText(text), weights[id_]) for id_, text in zip(ids, texts, strict=True)
    )  # fmt: skip


class _Host(HostLink):
    """Keeps what it is sent. told: the newest message."""

    told: dict[str, Any]

    def send(self, frame: bytes) -> bool:
        self.told = json.loads(frame[frame.index(b'{"t"') :])
        return True


class SampleClass(Classroom):
    """Played step by step with the verbs of `Classroom`; `answer_all` lets the class answer what is asked."""

    def __init__(
        self, language: str, *, now: float, session: str = "sample", quiz: Quiz | None = None, **settings: Any
    ) -> None:
        self.language = language
        self.clock = ManualClock(now)
        quiz = quiz or sample_quiz(language)
        settings = {"class_name": GROUPS[language], "time_limit": 30.0, **settings}
        opened = open_session(quiz, SessionSettings(**settings), now, code=CODE)
        self.events = [replace(opened, session=session, seed=SEED)]
        self._numbers, self._answer_ids = count(1), count(1)
        self._use(Session(self.events, lambda: f"s{next(self._numbers)}"))
        self.pictures = Pictures(SEED, quiz)
        self.away: set[str] = set()

    def fill(self, students: int = 30) -> None:
        """Let the students in, a few seconds apart."""
        for name in names_of(self.language)[:students]:
            self.join(name)
            self.clock.advance(3)
        self.away = {f"s{number}" for number in (6, 19)}

    def answer_all(self, students: int = ANSWERED) -> None:
        """The first of them answer the open question, most of them right."""
        question = self.state.questions[self.round.question]
        for place, student in enumerate(list(self.state.present())[:students]):
            self.clock.advance(0.4)
            fields = _answer(question, place, self.language)
            self.do(cmd.Answer(student.id, self.round.id, f"a{next(self._answer_ids)}", fields))

    def play(self, questions: int) -> None:
        """Ask, answer and reveal that many."""
        for _ in range(questions):
            self.ask()
            self.answer_all()
            self.reveal()

    # --- as the class server tells it ---------------------------------------------------------------

    def session_told(self) -> dict[str, Any]:
        """The `session` of the host's welcome."""
        state = self.state
        return {
            "id": state.id, "title": state.title, "code": CODE, "addresses": [f"{ADDRESS}/{CODE}"],
            "settings": state.settings.to_dict(), "opened": round(state.opened_at * 1000),
        }  # fmt: skip

    def told(self) -> dict[str, Any]:
        """A whole snapshot, as a host gets it that has just come."""
        snapshots = Snapshots(
            Stages(self.state, self.results, self.pictures), Links(), self.clock, self.pictures,
            lambda: set(self.state.students) - self.away, lambda: True, list, {},
        )  # fmt: skip
        snapshots.addresses = [f"{ADDRESS}/{CODE}"]
        host = _Host(None, self.language, edition=-1)
        snapshots._links.hosts.add(host)
        snapshots._send()
        return host.told

    def media(self) -> dict[str, bytes]:
        """Pictures and drawn formulas by their addresses."""
        for question in self.state.questions.values():
            for text in texts_of(question):
                self.pictures.render(text)
        return {f"{PATH}{name}": media.data for name, media in self.pictures._media.items()}


def _answer(question: Question, place: int, language: str) -> dict[str, list[str]]:
    """What the student at this place answers: most know it, not always the same."""
    number = int(question.id[1:]) if question.id[1:].isdigit() else 1
    knows = (place * 13 + number * 7) % 10 < 8 - place % 4
    ids = [choice.id for choice in question.choices]
    if question.kind == "multiple":
        right = [choice.id for choice in question.choices if choice.weight > 0]
        return {"choice": right if knows else [ids[place % len(ids)], right[0]]}
    if question.kind == "poll":
        return {"choice": [ids[(place * place) % len(ids)]]}
    if question.kind in ("single", "true_false"):
        right = [choice.id for choice in question.choices if choice.weight > 0]
        return {"choice": right[:1] if knows else [ids[(place * 7) % len(ids)]]}
    if question.kind == "numeric":
        return {"number": ["46" if knows else ("23", "48", "44")[place % 3]]}
    if question.kind == "short_text":
        known = plain(RichText(question.texts[place % len(question.texts)].text))
        return {"text": [known if knows else WRONG_WORDS[language][place % 3]]}
    if question.kind == "ordering":
        order = ids if knows else ids[::-1]
        return {f"place-{item}": [str(n)] for n, item in enumerate(order, start=1)}
    if question.kind == "matching":
        rights = [pair.right_id for pair in question.pairs]
        turn = 0 if knows else 1
        lefts = [pair.left_id for pair in question.pairs if pair.left is not None]
        return {f"pair-{left}": [rights[(n + turn) % len(rights)]] for n, left in enumerate(lefts)}
    return {"text": [REMARKS[language][place % 3]]}
