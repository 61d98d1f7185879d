"""Choices in each student's own order reach a phone with that order: none moves after it was seen."""

import pytest

from app.lan import links
from app.live.state import SessionSettings
from tests.helpers.served import ServedClass, sample_quiz


@pytest.mark.parametrize("shuffled", [True, False])
async def test_a_shuffled_question_and_its_order_are_one_write(tmp_path, monkeypatch, shuffled):
    writes, real = [], links.write_frame

    def write(transport, frame):
        writes.append(frame)
        return real(transport, frame)

    settings = SessionSettings(shuffle_choices=shuffled)
    async with ServedClass(tmp_path, sample_quiz("single"), settings=settings) as served:
        host, phone = await served.host(), await served.phone("Amina")
        known = len(phone.heard)
        monkeypatch.setattr(links, "write_frame", write)
        await host.do("ask")
        shown = await phone.hear_after("show", known)
        assert shown.get("own", False) is shuffled
        (question,) = [frame for frame in writes if b"data-choices" in frame]
        assert (b'"t":"mine"' in question) is shuffled
        if shuffled:
            order = (await phone.hear_after("mine", known))["order"]
            assert sorted(order) == sorted(choice.id for choice in served.questions[0].choices)
