"""Pictures and formulas have addresses that tell nothing and that nobody can make up."""

import hashlib
from dataclasses import replace

from app.lan.media import PATH, Pictures
from app.quiz.kinds import KINDS
from app.quiz.model import Media, Quiz
from tests.helpers.questions import rich, sample_question
from tests.helpers.served import ServedClass, sample_quiz

PICTURE = Media("image/png", b"\x89PNG and more")


def test_an_address_is_another_in_each_session_and_the_same_after_a_restart():
    quiz = replace(sample_quiz("single"), media={"p": PICTURE})
    first, again, other = (Pictures(seed, quiz)._addresses["p"] for seed in ("seed", "seed", "another seed"))
    assert first == again != other


def test_every_text_of_every_kind_is_drawn_ahead():
    """What is not, is drawn while the whole class waits for the question."""
    questions = tuple(sample_question(kind) for kind in KINDS)
    pictures = Pictures("seed", Quiz("q", "Q", questions))
    pictures.prepare()
    shown = {choice.text for question in questions for gap in question.gaps for choice in gap.choices}
    assert shown and shown <= pictures._html.keys()


async def test_who_has_the_file_or_guesses_the_formula_of_a_solution_cannot_ask_for_it(tmp_path):
    """Neither by its name nor by what is in it: the address is a HMAC with the session's secret seed."""
    question = replace(sample_question("single"), text=rich("What is $x^2$?"))
    quiz = replace(sample_quiz("single"), questions=(question,), media={"p": PICTURE})
    async with ServedClass(tmp_path, quiz) as served:
        phone = served.browser()
        guesses = [
            digest(data).hexdigest()[:32]
            for data in (PICTURE.data, b"p", b"x^2", b"$x^2$")
            for digest in (hashlib.sha256, hashlib.md5)
        ]
        for guess in (*guesses, "0" * 32):
            async with phone.http.get(f"{served.origin}{PATH}{guess}") as reply:
                assert reply.status == 404
        for seed in ("", served.state.code, served.state.id):
            guess = Pictures(seed, quiz)._addresses["p"]
            async with phone.http.get(served.origin + guess) as reply:
                assert reply.status == 404
        async with phone.http.get(served.origin + served.room._pictures._addresses["p"]) as reply:
            assert (reply.status, await reply.read()) == (200, PICTURE.data)
            assert reply.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_name_with_markup_and_line_ends_is_a_text_everywhere(tmp_path):
    hostile = '"><script>alert(1)</script>\r\nSet-Cookie: a=b'
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, screen = await served.host(), await served.screen()
        phone = served.browser()
        async with phone.http.post(
            f"{served.address}/join", data={"nickname": hostile}, allow_redirects=False
        ) as reply:
            (cookie,) = reply.headers.getall("Set-Cookie")
            assert cookie.startswith("preau-") and "a=b" not in cookie
        await phone.open()
        await host.do("ask")
        await phone.answer("r1", [("choice", served.questions[0].choices[0].id)])
        await phone.hear("receipt")
        for step in ("lock", "reveal", "show_ranking"):
            await host.do(step)
        await phone.hear("show", 5)
        pages = [(await phone.page())[1], *phone.raw, *screen.raw]
        assert any("script" in page and "alert" in page for page in pages), "it is shown"
        assert not [page for page in pages if "<script>alert" in page.replace("\\u003c", "<")]
