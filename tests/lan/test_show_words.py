"""Words and names on the wall and the phones, over real sockets."""

from app.live.events import WordsShown, event_to_dict
from tests.helpers.served import ServedClass, sample_quiz, until


def shows(client, words):
    """Whether what is shown last holds these words."""
    return words in [message for message in client.heard if message["t"] == "show"][-1]["html"]


async def test_words_reach_the_others_once_the_teacher_shows_them(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("open_text")) as served:
        host, screen = await served.host(), await served.screen()
        one, two = await served.phone("Amina"), await served.phone("Yanis")
        await host.do("ask")
        await one.answer("r1", [("text", "My medlar words")])
        await one.hear("receipt")
        await host.do("lock")
        await host.do("reveal")
        await host.wait_for(lambda view: view.phase == "revealed")
        bar = host.view.snapshot["round"]["bars"][0]
        assert host.view.snapshot["round"]["shown"] == []
        assert not [raw for raw in (*two.raw, *screen.raw) if "medlar" in raw]
        await host.do("show_words", round="r1", word=bar["key"])
        await until(lambda: shows(two, "My medlar words") and shows(screen, "My medlar words"))
        await host.wait_for(lambda view: view.snapshot["round"]["shown"] == [bar["key"]])
        walls = [message["wall"] for message in host.heard if "wall" in message]
        assert [line["label"] for line in walls[-1]["bars"]] == ["My medlar words"]
        await host.do("show_words", round="r1", word=bar["key"], shown=False)
        await until(lambda: not shows(two, "medlar") and not shows(screen, "medlar"))
        noted = [event for event in served.stored() if isinstance(event, WordsShown)]
        assert len(noted) == 2 and not any("medlar" in str(event_to_dict(event)) for event in noted)


async def test_another_name_and_a_removed_one_leave_the_ranking_at_once(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, screen = await served.host(), await served.screen()
        rude, kind = await served.phone("Rude name"), await served.phone("Yanis")
        await host.do("ask")
        await rude.answer("r1", [("choice", "c2")])
        await rude.hear("receipt")
        for command in ("lock", "reveal", "show_ranking"):
            await host.do(command)
        await until(lambda: all(shows(client, "Rude name") for client in (screen, kind)))
        student = next(s for s in served.state.students.values() if s.nickname == "Rude name")
        await host.do("rename", student=student.id, nickname="Amina")
        await until(
            lambda: all(shows(client, "Amina") and not shows(client, "Rude") for client in (screen, kind))
        )
        await host.wait_for(lambda view: any("Amina" in str(m.get("wall")) for m in host.heard))
        await host.do("remove", student=student.id)
        await until(lambda: not any(shows(client, "Amina") for client in (screen, kind)))
