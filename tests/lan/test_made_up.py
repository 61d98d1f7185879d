"""A question made up in class, over real sockets: spoken, without a key, and with one given later."""

import pytest

from app.errors import Refused
from tests.helpers.served import ServedClass, sample_quiz, until

LETTERS = [{"id": name, "text": ""} for name in "abcd"]


async def test_a_spoken_question_is_answered_shown_and_gets_its_key_later(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, screen = await served.host(), await served.screen()
        phone, plain = await served.phone("Amina"), await served.phone("Yanis", connect=False)
        before = len(served.stored())
        result = await host.do("add_question", question={"kind": "single", "choices": LETTERS})
        assert result == {"round": "r1", "question": served.state.order[0]}
        assert len(served.stored()) == before + 2
        shown = await phone.hear("show", 2)
        for html in (shown["html"], (await plain.page())[1]):
            assert "Question asked aloud" in html and 'value="a"' in html
        await until(lambda: any("Question asked aloud" in m.get("html", "") for m in screen.heard))
        await host.wait_for(lambda view: view.questions[0]["id"] == result["question"])
        assert host.view.questions[1]["id"] == "q-single", "hosts know the new order"
        assert host.view.snapshot["round"]["bars"][0]["right"] is None
        await phone.answer("r1", [("choice", "b")])
        await phone.hear("receipt")
        await host.do("lock")
        await host.do("reveal")
        await until(lambda: "Thank you for your answer" in phone.all("mine")[-1]["html"])
        assert ">No answer<" in (await plain.page())[1]
        await host.do("correct_key", question=result["question"], key={"right": ["b"]})
        await until(lambda: ">Right<" in phone.all("mine")[-1]["html"])
        assert "1 of 1" in phone.all("mine")[-1]["html"]
        await host.do("ask")
        await host.wait_for(lambda view: view.snapshot["round"]["question"] == "q-single")


async def test_a_question_for_later_leaves_the_open_one_alone(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, phone = await served.host(), await served.phone("Amina")
        await host.do("ask")
        await phone.hear("show", 2)
        with pytest.raises(Refused, match="not_now"):
            await host.do("add_question", question={"kind": "open_text"})
        result = await host.do("add_question", question={"kind": "open_text", "text": "Why?"}, ask=False)
        assert result["round"] is None
        await host.wait_for(lambda view: view.snapshot["next"] == result["question"])
        await host.do("lock")
        await host.do("ask")
        await until(lambda: "Why?" in phone.all("show")[-1]["html"])
        with pytest.raises(Refused, match="command_arguments"):
            await host.do("add_question", question={"kind": "matching"}, ask=False)


async def test_a_question_made_up_survives_a_restart(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host = await served.host()
        await host.do("add_question", question={"kind": "numeric", "text": "2 + 2?"})
        assert served.room.session.state == type(served.room.session)(served.stored()).state
