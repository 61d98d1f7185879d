"""Whatever opens something, or names what must not be found, is drawn by the system's source of secrets."""

import ast
import math
from pathlib import Path

import pytest

from app.lan.access import _ALPHABET, SCREEN_CODE_LENGTH, Access, new_secret
from app.lan.media import Pictures
from app.lan.resume import ResumeTokens
from app.live.session import Session, open_session
from app.live.settings import SessionSettings
from app.people.pins import hash_pin
from app.quiz.model import Media
from tests.helpers.pictures import draw_picture
from tests.helpers.served import sample_quiz

ROOT = Path(__file__).resolve().parent.parent
# Modules that draw lots for something that opens nothing: how long to wait, what a rehearsed student answers.
LOTS = {
    "app/rehearsal/forms.py", "app/rehearsal/student.py", "app/commands/rehearse.py", "sync/worker.py",
    "sync/desk.py", "sync/run.py", "sync/command.py", "sync/outbox.py",
}  # fmt: skip


def drawers():
    """Sources that could draw lots by Python's ordinary generator, which can be computed from its output."""
    for path in sorted(
        [*ROOT.glob("app/**/*.py"), *ROOT.glob("sync/**/*.py"), *ROOT.glob("widgets/**/*.py")]
    ):
        source = path.read_text(encoding="utf-8")
        if "random" not in source and "uuid" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            names = (
                [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            )
            module = getattr(node, "module", None)
            if module in ("random", "uuid") or "random" in names or "uuid" in names:
                weak = [name for name in names if module != "uuid" or name not in ("uuid5", "UUID")]
                if weak:
                    yield path.relative_to(ROOT).as_posix()


def test_the_ordinary_generator_is_used_where_nothing_is_secret():
    assert set(drawers()) <= LOTS


DRAWN = {
    # what: (makes one, bits at least)
    "the secret of a host, a student's cookie, a ticket": (new_secret, 190),
    "a way to another address of the laptop": (lambda: ResumeTokens().issue("s1"), 120),
    "a session": (lambda: opened().session, 64),
    "what shuffles, names pictures and turns the code of the wall": (lambda: opened().seed, 128),
    "a student": (lambda: Session([opened()])._new_id(), 64),
    "the hash of a PIN": (lambda: hash_pin("1234", 16), 128),
}


def opened():
    return open_session(sample_quiz("single"), SessionSettings(), 0.0)


@pytest.mark.parametrize("what", DRAWN)
def test_it_is_long_and_never_the_same(what):
    make, bits = DRAWN[what]
    made = [make() for _ in range(8)]
    assert len(set(made)) == len(made)
    alphabet = 16 if all(set(one) <= set("0123456789abcdef") for one in made) else 64
    assert len(made[0]) * math.log2(alphabet) >= bits


def test_it_is_drawn_by_the_systems_source(monkeypatch):
    """All of them stand still when that source does."""
    monkeypatch.setattr("secrets.token_bytes", lambda count=32: bytes(count))
    monkeypatch.setattr("secrets.token_hex", lambda count=32: "0" * 2 * count)
    monkeypatch.setattr("secrets.token_urlsafe", lambda count=32: "A" * (count * 4 // 3))
    for what, (make, _) in DRAWN.items():
        assert make() == make(), what


def test_the_screen_code_is_worth_its_length_and_another_one_after_revoking():
    access = Access(new_secret(), 0, lambda: 0.0)
    code = access.screen_code()
    assert len(code) == SCREEN_CODE_LENGTH and len(_ALPHABET) ** SCREEN_CODE_LENGTH > 2**36
    access.revoke_all()
    assert access.screen_code() != code


def test_a_picture_has_another_name_in_every_session():
    quiz = sample_quiz("single")
    media = {"a.png": Media("image/png", draw_picture())}
    quiz = type(quiz)(quiz.id, quiz.title, quiz.questions, media)
    names = {next(iter(Pictures(opened().seed, quiz)._media)) for _ in range(4)}
    assert len(names) == 4 and all(len(name) == 32 for name in names)
