"""A question in French and Arabic: each phone has its part, the wall that of the class, all the same ids."""

import re

from app.quiz.model import Choice, Quiz, RichText
from tests.helpers.questions import sample_question
from tests.helpers.served import ServedClass, until

FRENCH, ARABIC = "Capitale du Maroc ?", "ما عاصمة المغرب؟"


def both(french, arabic):
    return RichText(f"{{mlang fr}}{french}{{mlang}}{{mlang ar}}{arabic}{{mlang}}")


QUESTION = sample_question(
    "single",
    text=both(FRENCH, ARABIC),
    choices=(
        Choice("c1", both("Rabat", "الرباط"), 1.0, both("Bravo", "أحسنت")),
        Choice("c2", both("Fès", "فاس"), 0.0),
    ),
    feedback=both("Depuis 1912", "منذ 1912"),
)


async def phone_in(served, language, nickname):
    phone = await served.browser(headers={"Accept-Language": language}).join(nickname)
    return await phone.open()


def last_html(phone, view):
    return next(m["html"] for m in reversed(phone.heard) if m["t"] == "show" and m["view"] == view)


async def test_each_phone_gets_its_language_and_the_wall_that_of_the_class(tmp_path):
    quiz = Quiz("q", "Maroc", (QUESTION,), language="fr")
    async with ServedClass(tmp_path, quiz) as served:
        host = await served.host()
        amina, yanis = await phone_in(served, "fr", "Amina"), await phone_in(served, "ar", "Yanis")
        john = await phone_in(served, "en", "John")
        screen = await served.screen()
        await host.do("ask")
        for phone in (amina, yanis, john):
            await until(lambda phone=phone: any(m.get("view") == "question" for m in phone.heard))
        french, arabic = last_html(amina, "question"), last_html(yanis, "question")
        assert "Capitale du Maroc" in french and "Rabat" in french and ARABIC not in french
        assert ARABIC in arabic and "الرباط" in arabic and "Rabat" not in arabic
        assert "Capitale du Maroc" in last_html(john, "question"), "the quiz's own language for all others"
        assert "mlang" not in french + arabic
        for sent in (french, arabic):
            assert re.findall(r'value="(c\d)"', sent) == ["c1", "c2"]
        status, page = await yanis.page()
        assert status == 200 and ARABIC in page and "Maroc ?" not in page.replace("<title>Maroc", "")
        await until(lambda: any("Capitale" in raw for raw in screen.raw))
        assert not any(ARABIC in raw for raw in screen.raw)
        round_ = amina.all("show")[-1]["round"]
        for phone in (amina, yanis):
            await phone.answer(round_, [("choice", "c1")])
            await phone.hear("receipt")
            assert not any(word in raw for raw in phone.raw for word in ("Bravo", "أحسنت", "1912"))
        await host.do("lock")
        await host.do("reveal")
        for phone, own, theirs in ((amina, "Bravo", "أحسنت"), (yanis, "أحسنت", "Bravo")):
            await until(lambda phone=phone, own=own: any(own in m.get("html", "") for m in phone.all("mine")))
            assert not any(theirs in raw for raw in phone.raw)
        assert "منذ 1912" in last_html(yanis, "reveal") and "Depuis" not in last_html(yanis, "reveal")
        assert re.findall(r"[ء-ي]", str(host.heard)) == [], "the host and its wall have the class's language"
