"""Proving to be in the room, with a clock that moves when told to: scans, digits, holds, marks, silence."""

import re

import pytest

from app.attendance import rules
from app.clock import ManualClock
from app.errors import Refused
from app.lan.presence_keeper import PresenceKeeper
from app.lan.roll import attendance_now
from app.lan.rolling_code import HOLD, PERIOD, RollingCode
from app.live import events as ev
from app.live.presence import STATUSES, spans_of
from app.live.settings import SessionSettings
from app.live.state import replay
from tests.helpers.served import ServedClass, sample_quiz, until
from tests.lan.test_sign_in import post, rostered, sign_in

PINS = {"s1": "1234", "s2": "5678"}


def token_of(served):
    return served.room.door.join.partition("?k=")[2]


async def scan(phone, token):
    async with phone.http.get(f"{phone.address}?k={token}") as reply:
        return reply.status, await reply.text()


def make_code(clock, seed="seed", opened=None):
    return RollingCode(seed, clock.now() if opened is None else opened, clock.now)


def refusal_of(work, *arguments):
    with pytest.raises(Refused) as refusal:
        work(*arguments)
    return refusal.value.code


@pytest.mark.asyncio
async def test_a_scan_at_the_last_moment_and_three_minutes_of_typing(tmp_path):
    clock = ManualClock()
    async with rostered(tmp_path, pins=PINS, clock=clock, attendance=True) as served:
        host, phone, friend = await served.host(), served.browser(), served.browser()
        token = token_of(served)
        clock.advance(2 * PERIOD - 0.01)
        served.server.turn_code()
        assert token_of(served) != token
        assert (await scan(phone, token))[0] == 200
        clock.advance(180)
        assert (await sign_in(phone, "0012", "1234"))[0] == 200
        assert served.state.register.proofs == {"s1": "scan"}
        status, page = await scan(friend, token)  # passed on by message
        assert (status, "too old" in page) == (403, True)
        assert (await scan(phone, token))[0] == 200  # an old address in the history
        await sign_in(friend, "0013", "5678")
        await host.wait_for(lambda view: len(view.students) == 2)
        told = {id_: (one["status"], one["proved"]) for id_, one in host.view.students.items()}
        assert told == {"s1": ("present", "scan"), "s2": ("absent", "")}


@pytest.mark.asyncio
async def test_a_hold_is_good_for_its_device_and_for_some_minutes(tmp_path):
    clock = ManualClock()
    async with rostered(tmp_path, pins=PINS, clock=clock, attendance=True) as served:
        phone, thief, slow = served.browser(), served.browser(), served.browser()
        await scan(phone, token_of(served))
        hold = next(c for c in phone.http.cookie_jar if c.key.startswith("preau-scan-"))
        assert hold["httponly"]
        thief.http.cookie_jar.update_cookies({hold.key: hold.value})
        await sign_in(thief, "0012", "1234")
        await thief.page()
        assert served.state.register.proofs == {}
        await scan(slow, token_of(served))
        clock.advance(HOLD + 1)
        await sign_in(slow, "0013", "5678")
        assert served.state.register.proofs == {}
        assert 'name="digits"' in (await slow.page())[1]


@pytest.mark.asyncio
async def test_codes_of_another_class_and_of_an_earlier_lesson_are_refused_with_a_reason(tmp_path):
    async with rostered(tmp_path, attendance=True) as served:
        other = make_code(served.clock, "another seed", served.state.opened_at)
        for token in (other.token(), "x", "0.000000000000", "99999999999.000000000000"):
            status, page = await scan(served.browser(), token)
            assert (status, "another class" in page) == (403, True)
        async with served.browser().http.get(f"{served.origin}/ZZZZ?k={token_of(served)}") as reply:
            assert reply.status == 404


@pytest.mark.asyncio
async def test_two_digits_do_for_who_types_and_guessing_them_is_slow(tmp_path):
    clock = ManualClock()
    async with rostered(tmp_path, pins=PINS, clock=clock, attendance=True) as served:
        phone = served.browser()
        await sign_in(phone, "0012", "1234")
        right = served.room.door.digits
        wrong = f"{(int(right) + 1) % 100:02}"
        status, page = await post(phone, "present", False, digits=wrong)
        assert (status, "not the two digits" in page) == (422, True)
        codes = [(await post(phone, "present", digits="x"))[1]["code"] for _ in range(5)]
        assert codes == ["digits_wrong"] * 4 + ["pin_wait"]
        clock.advance(6)
        assert (await post(phone, "present", digits=served.server._code.digits()))[1] == {"ok": True}
        assert served.state.register.proofs == {"s1": "digits"}
        assert 'name="digits"' not in (await phone.page())[1]


@pytest.mark.asyncio
async def test_the_teacher_confirms_marks_and_excuses_and_all_is_kept(tmp_path):
    async with rostered(tmp_path, pins=PINS, attendance=True) as served:
        host, phone = await served.host(), served.browser()
        await sign_in(phone, "0012", "1234")
        await host.do("confirm_presence", student="s1", who="Ms Idrissi")
        await host.wait_for(lambda view: view.students.get("s1", {}).get("proved") == "host")
        await host.do(
            "mark_by_hand", student="s3", status="late", who="Ms Idrissi", why="came without a phone"
        )
        await host.do("set_excused", student="s4", why="at the doctor's")
        await host.do("set_excused", student="s4", excused=False)
        for code, args in (
            ("no_such_student", {"student": "s9", "status": "late"}),
            ("command_arguments", {"student": "s1", "status": "asleep"}),
        ):
            with pytest.raises(Refused) as refusal:
                await host.do("mark_by_hand", **args)
            assert refusal.value.code == code
        state = replay(served.stored())
        assert [(m.student, m.status, m.why) for m in state.register.marks] == [
            ("s3", "late", "came without a phone"), ("s4", "excused", "at the doctor's"), ("s4", "", ""),
        ]  # fmt: skip
        await host.wait_for(
            lambda view: (
                {r["id"]: r["status"] for r in [m for m in host.heard if "roster" in m][-1]["roster"]}
                == {"s1": "present", "s2": "absent", "s3": "late", "s4": "absent"}
            )
        )


@pytest.mark.asyncio
async def test_a_student_without_a_device_signs_in_at_the_laptop(tmp_path):
    clock = ManualClock()
    async with rostered(tmp_path, pins=PINS, clock=clock, attendance=True) as served:
        host, phone = await served.host(), served.browser()
        clock.advance(700)  # later than late_after
        told = await host.do("check_in", student="٠٠١٣", who="kiosk")
        assert told == {"student": "s2", "name": "Yanis ÉTIENNE"}
        await host.wait_for(lambda view: any(one["proved"] == "kiosk" for one in view.roster))
        row = next(one for one in host.view.roster if one["id"] == "s2")
        assert (row["status"], row["arrived"]) == ("late", round(clock.now() * 1000))
        assert (await host.do("check_in", student="yanis etienne"))["student"] == "s2"
        assert len([e for e in served.stored() if isinstance(e, ev.PresenceProved)]) == 1
        clock.advance(3600)
        PresenceKeeper(served.room).look()  # no phone is missed where there is none
        await sign_in(phone, "0012", "1234")
        await host.do("check_in", student="0012")  # instead of the digits
        await host.do("mark_by_hand", student="s2", status="excused", who="Ms Idrissi", why="stage")
        await host.wait_for(lambda view: len(view.marks) == 1)
        at = round(clock.now() * 1000)
        mark = {"student": "s2", "status": "excused", "at": at, "who": "Ms Idrissi", "why": "stage"}
        assert host.view.marks == [mark]
        await host.do("remove", student="s1")
        for code, typed in (("not_listed", "99"), ("removed", "12")):
            with pytest.raises(Refused) as refusal:
                await host.do("check_in", student=typed)
            assert refusal.value.code == code
        found = attendance_now(served.state, clock.now())
        assert {id_: found[id_].found for id_ in ("s1", "s2", "s3")} == {
            "s1": "late", "s2": "late", "s3": "absent",
        }  # fmt: skip
        assert not found["s2"].away
        await host.do("end")
        with pytest.raises(Refused) as refusal:
            await host.do("check_in", student="0015")
        assert refusal.value.code == "not_now"


@pytest.mark.asyncio
async def test_the_wall_the_screen_and_the_hosts_see_a_new_code_and_paper_none(tmp_path):
    clock = ManualClock()
    settings = SessionSettings(attendance=True)
    async with ServedClass(tmp_path, sample_quiz("single"), settings, clock=clock) as served:
        host, screen = await served.host(), await served.screen()
        before = served.room.door.join
        await host.wait_for(lambda view: any(m.get("wall", {}).get("join") == before for m in host.heard))
        clock.advance(PERIOD)
        served.server.turn_code()
        after, digits = served.room.door.join, served.room.door.digits
        assert before != after
        await host.wait_for(lambda view: any(m.get("wall", {}).get("join") == after for m in host.heard))
        assert host.view.wall["digits"] == digits
        known = len(screen.heard)
        await host.do("ask")
        served.server.turn_code()
        await until(lambda: any(m["t"] == "counts" and m["digits"] == digits for m in screen.heard[known:]))
        async with served.browser().http.get(f"{served.origin}/poster") as reply:
            words = re.sub(r"<(svg|style).*?</\1>|<[^>]*>", " ", await reply.text(), flags=re.S)
            assert not re.search(rf"(?<!\d){digits}(?!\d)", words), "on paper they would be old at once"
        phone = served.browser()
        await scan(phone, served.server._code.token())
        await phone.join("Amina")
        assert list(served.state.register.proofs.values()) == ["scan"]
        await host.do("end")
        served.server.turn_code()
        assert served.room.door.join == ""


@pytest.mark.asyncio
async def test_a_class_without_attendance_has_no_code_and_proves_nothing(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        phone = await served.phone("Amina")
        assert served.room.door.join == served.room.door.digits == ""
        assert (await scan(phone, "0.000000000000"))[0] == 200
        assert (await post(phone, "present", digits="12", as_json=False))[0] == 200
        assert not served.state.register.proofs


@pytest.mark.asyncio
async def test_a_phone_that_sleeps_is_noted_as_away_and_back_once_a_minute(tmp_path):
    clock = ManualClock()
    async with rostered(tmp_path, pins=PINS, clock=clock) as served:
        phone, keeper = served.browser(), PresenceKeeper(served.room)
        opened = clock.now()
        await sign_in(phone, "0012", "1234")
        await phone.open()
        clock.advance(100)
        keeper.look()
        await phone.socket.close()
        await phone.reader
        await served.room.wait_until_stored()
        for _ in range(3):
            clock.advance(40)
            keeper.look()
        assert spans_of(served.state)["s1"] == [(opened, opened + 100)]
        clock.advance(1200)
        await phone.open()
        keeper.look()
        keeper.look()
        await served.room.wait_until_stored()
        back = opened + 100 + 120 + 1200
        assert spans_of(served.state)["s1"] == [(opened, opened + 100), (back, None)]
        assert [e.TYPE for e in served.stored()[-2:]] == ["went_away", "came_back"]
        assert served.room.state.register.spans == replay(served.stored()).register.spans


def test_codes_turn_by_the_class_s_clock_over_midnight_and_when_the_clock_was_set_back():
    clock = ManualClock(1_800_057_595.0)  # five seconds before midnight UTC
    code = make_code(clock)
    tokens = set()
    for _ in range(300):
        tokens.add(code.token())
        code.check_token(code.token())
        code.check_digits(code.digits())
        assert 0 < code.next_change() <= PERIOD
        clock.advance(PERIOD)
    assert len(tokens) == 300
    old = code.token()
    clock.advance(-3600)  # the laptop was restarted with its clock set back
    code.check_token(code.token())
    assert refusal_of(code.check_token, old) == "scan_old"
    clock.advance(-86_400)  # before the opening
    code.check_token(code.token())
    hold = code.make_hold("device")
    assert code.is_held(hold, "device")
    assert not code.is_held(hold, "other")
    assert not make_code(clock, "other class", code.opened).is_held(hold, "device")
    assert not code.is_held("", "device")
    assert not code.is_held(hold, "")


def test_the_marks_of_hosts_are_those_of_the_rules():
    assert STATUSES == rules.STATUSES
