"""The next question is drawn before anybody waits for it, and nobody sees it before it is asked."""

from pathlib import Path

import pytest

from app.lan import broadcast
from app.lan.page_models import Asking
from app.lan.pages import Pages
from tests.helpers.served import ServedClass, sample_quiz, until


async def test_the_next_question_is_drawn_while_nobody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast, "AHEAD_AFTER", 0.01)
    drawn: list[tuple[str, str]] = []
    draw = Pages.fragment

    def note(self: Pages, language: str, stage: object, *rest: object) -> str:
        if isinstance(stage, Asking) and not stage.round:
            drawn.append((language, stage.q.id))
        return draw(self, language, stage, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Pages, "fragment", note)
    async with ServedClass(tmp_path, sample_quiz("single", "short_text")) as served:
        first, second, *_ = served.questions
        host, phone = await served.host(), await served.phone("Amina")
        await until(lambda: drawn)
        assert drawn == [("en", first.id)]
        await host.do("ask")
        await host.do("lock")
        await until(lambda: len(drawn) == 2)
        assert drawn[1] == ("en", second.id)
        shown = [message for message in phone.all("show") if second.id in message["html"]]
        assert not shown
