"""What hosts are told of each student: when they came, and their points, once they may be counted."""

from tests.helpers.served import ServedClass, sample_quiz


async def points(host, **wanted):
    """Waits until nicknames have these points, by merged snapshots."""
    await host.wait_for(lambda view: {s["nickname"]: s["points"] for s in view.students.values()} == wanted)


async def test_points_follow_what_is_revealed_and_corrected(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single", "multiple")) as served:
        host = await served.host()
        amina, yanis = await served.phone("Amina"), await served.phone("Yanis")
        await points(host, Amina=None, Yanis=None)
        joined = {student["id"]: student["joined"] for student in host.view.students.values()}
        assert joined == {id_: round(known.joined_at * 1000) for id_, known in served.state.students.items()}
        await host.do("ask")
        for phone, choice in ((amina, "c2"), (yanis, "c1")):
            await phone.answer("r1", [("choice", choice)])
            await phone.hear("receipt")
        await host.do("lock")
        await host.wait_for(lambda view: view.phase == "locked")
        await points(host, Amina=None, Yanis=None)
        await host.do("reveal")
        await points(host, Amina=1.0, Yanis=0.0)
        late = await served.host()
        await points(late, Amina=1.0, Yanis=0.0)
        await host.do("correct_key", question="q-single", key={"right": ["c1"]})
        await points(host, Amina=0.0, Yanis=1.0)
        student = next(s for s in served.state.students.values() if s.nickname == "Amina")
        await host.do("remove", student=student.id)
        await points(host, Amina=None, Yanis=1.0)
        await host.do("cancel_question", question="q-single")
        await points(host, Amina=None, Yanis=None)
        await points(late, Amina=None, Yanis=None)


async def test_only_those_whose_points_have_moved_are_told(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host = await served.host()
        phones = [await served.phone(name) for name in ("Amina", "Yanis", "Leïla")]
        await host.do("ask")
        await phones[0].answer("r1", [("choice", "c2")])
        await phones[0].hear("receipt")
        await host.do("lock")
        await host.do("reveal")
        await points(host, Amina=1.0, Yanis=0.0, Leïla=0.0)
        known = len(host.heard)
        await host.do("accept_answer", student=next(iter(served.state.students)), round="r1", credit=0.5)
        await points(host, Amina=0.5, Yanis=0.0, Leïla=0.0)
        told = [s["nickname"] for m in host.heard[known:] if m["t"] == "snapshot" for s in m["students"]]
        assert set(told) == {"Amina"}
        await host.do("show_ranking")
        await host.wait_for(lambda view: view.phase == "ranking")
        assert host.view.snapshot["students"] == []


async def test_answers_are_said_to_be_kept_only_to_those_who_were_in_the_class(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, phone, stranger = await served.host(), await served.phone("Amina"), served.browser()
        await host.do("end")
        await host.wait_for(lambda view: view.phase == "ended")
        (_, own), (_, other) = await phone.page(), await stranger.page()
        assert "Your answers are kept" in own
        assert "Your answers are kept" not in other
        assert "This phone was not in it" in other
