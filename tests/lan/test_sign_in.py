"""The door of a class with a roster, over real sockets: number or name, PIN, devices, guests, sharing."""

import asyncio
import re

import pytest

from app.clock import ManualClock
from app.errors import Refused
from app.lan.doorkeeper import read_pin
from app.lan.throttle import Throttle
from app.live.identity import learn
from app.live.settings import SessionSettings
from app.live.state import replay
from app.people.model import Roster, RosterCopy
from app.people.pins import hash_pin
from tests.helpers.people import CLASS, student
from tests.helpers.served import ServedClass, sample_quiz, until

pytestmark = pytest.mark.asyncio
JSON = {"Accept": "application/json"}


def rostered(folder, students=CLASS, pins=None, devices=None, clock=None, **settings):
    hashes = {id_: hash_pin(pin, 16) for id_, pin in (pins or {}).items()}
    copy = RosterCopy(Roster("class", "1A", tuple(students)), hashes, devices or {})
    wanted = SessionSettings(identity="number", **settings)
    return ServedClass(folder, sample_quiz("single"), wanted, roster=copy, clock=clock)


async def post(phone, path, as_json=True, **fields):
    options = {"headers": JSON} if as_json else {}
    async with phone.http.post(f"{phone.address}/{path}", data=fields, **options) as reply:
        phone.raw.append(await reply.text())
        return reply.status, await reply.json() if as_json else phone.raw[-1]


async def sign_in(phone, who, pin, **more):
    return await post(phone, "sign-in", who=who, pin=pin, **more)


async def test_the_first_time_a_pin_is_chosen_and_then_it_is_asked_for(tmp_path):
    async with rostered(tmp_path) as served:
        phone = served.browser()
        _, page = await phone.page()
        assert 'name="who"' in page
        assert "El Fassi" not in page
        assert (await sign_in(phone, "0012", ""))[1]["code"] == "pin_to_choose"
        assert (await sign_in(phone, "0012", "1234"))[1]["code"] == "pin_form"
        assert (await sign_in(phone, "0012", "1234", again="4321"))[1]["code"] == "pin_differs"
        status, told = await sign_in(phone, "amina el fassi", "1234", again="1234")
        assert (status, told["ok"], told["nickname"]) == (200, True, "Amina EL FASSI")
        await phone.open()
        other = served.browser()
        assert (await sign_in(other, "12", ""))[1]["code"] == "pin_needed"
        assert (await sign_in(other, "12", "9999"))[1]["code"] == "pin_wrong"
        assert (await sign_in(other, "12", "١٢٣٤"))[0] == 200  # as an Arabic keyboard writes it
        assert len(served.state.students) == 1
        assert not [raw for raw in (*phone.raw, *other.raw) if "scrypt" in raw or "Yanis" in raw]
        assert learn(served.stored(), served.state.register).pins.keys() == {"s1"}


async def test_the_roster_says_in_which_language_a_student_is_taught(tmp_path):
    async with rostered(tmp_path, pins={"s1": "1234", "s3": "1234"}) as served:
        said, amina = served.browser(), served.browser()
        assert 'lang="en" dir="ltr"' in (await said.page())[1], "at the door as the phone wishes"
        await sign_in(said, "J130045678", "1234")
        assert 'lang="ar" dir="rtl"' in (await said.page())[1]
        assert 'lang="fr"' in (await said.page("?lang=fr"))[1]
        assert 'lang="fr"' in (await said.page())[1], "what the student has chosen counts most"
        await sign_in(amina, "0012", "1234")
        assert 'lang="en"' in (await amina.page())[1], "the roster says nothing of Amina"


async def test_without_script_the_forms_lead_in(tmp_path):
    async with rostered(tmp_path) as served:
        phone = served.browser()
        status, page = await post(phone, "sign-in", False, who="0012", pin="")
        assert (status, page.count('type="password"')) == (200, 2)
        status, page = await post(phone, "sign-in", False, who="0012", pin="12", again="12")
        assert (status, "4 to 8 digits and nothing else" in page) == (422, True)
        status, page = await post(phone, "sign-in", False, who="0012", pin="1234", again="1234")
        assert (status, "Amina EL FASSI" in page, "You are in" in page) == (200, True, True)
        status, page = await post(served.browser(), "sign-in", False, who="nobody", pin="")
        assert (status, 'name="who"' in page, "Nobody on the list" in page) == (422, True, True)


async def test_next_week_one_scan_is_enough_but_not_where_the_student_is_elsewhere(tmp_path):
    async with rostered(tmp_path / "first") as served:
        phone = served.browser()
        await sign_in(phone, "0012", "1234", again="1234")
        learned = learn(served.stored(), served.state.register)
        kept = next(cookie for cookie in phone.http.cookie_jar if cookie.key == "preau-device")
        assert (kept["httponly"], kept["samesite"]) == (True, "Lax")
    async with rostered(tmp_path / "next", pins={"s1": "1234"}, devices=learned.devices) as served:
        phone, other = served.browser(), served.browser()
        await sign_in(other, "0012", "1234")
        for one in (phone, other):
            one.http.cookie_jar.update_cookies({"preau-device": kept.value})
        assert 'name="who"' in (await phone.page())[1]  # no ping-pong between two phones
    async with rostered(tmp_path / "last", pins={"s1": "1234"}, devices=learned.devices) as served:
        phone = served.browser()
        phone.http.cookie_jar.update_cookies({"preau-device": kept.value})
        async with phone.http.head(phone.address):
            assert not served.state.students
        assert "Amina EL FASSI" in (await phone.page())[1]
        await phone.open()


async def test_the_newest_device_wins_and_the_host_decides(tmp_path):
    async with rostered(tmp_path, pins={"s1": "1234"}) as served:
        host, one, two = await served.host(), served.browser(), served.browser()
        await sign_in(one, "0012", "1234")
        await one.open()
        await sign_in(two, "0012", "1234")
        assert (await one.hear("bye"))["code"] == "replaced"
        await until(lambda: one.closed)
        assert "another device" in (await one.page())[1]
        await two.open()
        await host.wait_for(lambda view: view.snapshot["claims"])
        (claim,) = host.view.snapshot["claims"]
        assert (claim["student"], claim["device"], claim["kind"], claim["others"]) == (
            "s1", "d2", "devices", ["d1"],
        )  # fmt: skip
        assert [trouble["code"] for trouble in host.view.snapshot["trouble"]] == ["claim_two_devices"]
        assert not [
            m for m in host.heard if "scrypt" in str(m) or served.state.register.active["s1"] in str(m)
        ]
        await host.do("resolve_claim", student="s1", device="d2", allow=False)
        assert (await two.hear("bye"))["code"] == "replaced"
        await one.open()
        assert (await sign_in(two, "0012", "1234"))[1]["code"] == "device_refused"


async def test_a_phone_is_handed_over_and_both_answer_in_turn(tmp_path):
    async with rostered(tmp_path, pins={"s1": "1234", "s2": "5678"}) as served:
        host, phone = await served.host(), served.browser()
        assert 'name="who"' in (await phone.page("/hand-over"))[1]  # nobody has signed in: the door
        await sign_in(phone, "0012", "1234")
        assert "/hand-over" in (await phone.page())[1]
        assert 'name="share"' in (await phone.page("/hand-over"))[1]
        await sign_in(phone, "0013", "5678", share="1")
        await phone.open()
        await host.do("ask")
        choice = served.questions[0].choices[0].id
        await phone.submit([("round", "r1"), ("id", "y1"), ("choice", choice)])
        assert (await post(phone, "switch", student="s1"))[0] == 200
        await phone.submit([("round", "r1"), ("id", "a1"), ("choice", choice)])
        assert set(served.state.current.answers) == {"s1", "s2"}
        assert not served.state.register.claims
        await host.wait_for(
            lambda view: all(view.students.get(id_, {}).get("shared") for id_ in ("s1", "s2"))
        )
        assert all(host.view.students[id_]["connected"] for id_ in ("s1", "s2"))
        assert (await post(phone, "switch", student="s3"))[1]["code"] == "not_shared"


async def test_one_device_for_two_students_is_shown_unless_it_was_handed_over(tmp_path):
    async with rostered(tmp_path, pins={"s1": "1234", "s2": "5678"}) as served:
        host, phone = await served.host(), served.browser()
        await sign_in(phone, "0012", "1234")
        name = next(c.key for c in phone.http.cookie_jar if re.fullmatch("preau-[0-9a-f]{8}", c.key))
        phone.http.cookie_jar.clear(lambda cookie: cookie.key == name)
        await sign_in(phone, "0013", "5678", share="1")  # who hands nothing over cannot say so
        await host.wait_for(lambda view: view.snapshot["claims"])
        assert host.view.snapshot["claims"][0]["others"] == ["s1"]
        (trouble,) = host.view.snapshot["trouble"]
        assert "Yanis ÉTIENNE and for Amina EL FASSI" in trouble["text"]


async def test_guests_are_marked_or_refused(tmp_path):
    async with rostered(tmp_path / "closed") as served:
        assert (await post(served.browser(), "join", nickname="Zoé"))[1]["code"] == "guests_refused"
        assert "nickname" not in (await served.browser().page())[1]
    async with rostered(tmp_path / "open", guests=True) as served:
        host = await served.host()
        assert "Join as a guest" in (await served.browser().page())[1]
        await served.phone("Zoé")
        await sign_in(served.browser(), "0013", "1234", again="1234")
        await host.wait_for(lambda view: len(view.students) == 2)
        by_name = {one["nickname"]: one for one in host.view.students.values()}
        assert by_name["Zoé"]["guest"]
        assert not by_name["Yanis ÉTIENNE"]["guest"]
        assert by_name["Yanis ÉTIENNE"]["number"] == "0013"


async def test_guessing_a_pin_is_slowed_down_from_many_phones_and_shown(tmp_path):
    clock = ManualClock()
    async with rostered(tmp_path, pins={"s1": "1234"}, clock=clock) as served:
        host = await served.host()
        phones = [served.browser() for _ in range(6)]
        told = await asyncio.gather(
            *(sign_in(phone, "0012", f"{n}{n}{n}{n}") for n, phone in enumerate(phones))
        )
        codes = sorted(reply["code"] for _, reply in told)
        assert codes == ["pin_wait"] * 3 + ["pin_wrong"] * 3
        assert (await sign_in(phones[0], "0012", "1234"))[1]["code"] == "pin_wait"  # the right one too
        pauses = []
        for _ in range(5):
            refusal = (await sign_in(phones[0], "0012", "1234"))[1]["text"]
            pauses.append(int(re.search(r"(\d+) seconds", refusal)[1]))
            clock.advance(pauses[-1])
            assert (await sign_in(phones[0], "0012", "0000"))[1]["code"] == "pin_wrong"
        assert pauses == [5, 10, 20, 40, 80]
        await host.wait_for(lambda view: any(t["code"] == "pin_guessed" for t in view.snapshot["trouble"]))
        await host.do("reset_pin", student="s1")
        assert (await sign_in(phones[1], "0012", "4321", again="4321"))[0] == 200
        await host.wait_for(lambda view: not view.snapshot["trouble"])


async def test_one_address_that_tries_many_numbers_is_slowed_down_and_shown(tmp_path):
    async with rostered(tmp_path, clock=ManualClock()) as served:
        host, phone = await served.host(), served.browser()
        codes = [(await sign_in(phone, f"99{n}", ""))[1]["code"] for n in range(12)]
        assert codes == ["not_listed"] * 10 + ["pin_wait"] * 2
        served.clock.advance(6)
        assert (await sign_in(phone, "999", ""))[1]["code"] == "not_listed"
        await host.wait_for(lambda view: view.snapshot["trouble"])
        assert host.view.snapshot["trouble"][0]["code"] == "pins_guessed_from"
        for _ in range(8):  # a school that shares the address never waits for longer than a minute
            served.clock.advance(61)
            assert (await sign_in(phone, "999", ""))[1]["code"] == "not_listed"
        served.clock.advance(61)
        assert (await sign_in(served.browser(), "0012", "1234", again="1234"))[0] == 200


async def test_forty_students_sign_in_at_once_each_of_them_once(tmp_path):
    students = [student(f"n{n}", f"{n:05}", f"Family{n}", "Given") for n in range(40)]
    pins = {one.id: f"{n:04}" for n, one in enumerate(students) if n % 2}
    async with rostered(tmp_path, students, pins) as served:
        phones = [served.browser() for _ in students]

        async def come(phone, one, n):
            await phone.page()
            return await sign_in(phone, one.number, f"{n:04}", again=f"{n:04}")

        told = await asyncio.gather(
            *(come(p, s, n) for n, (p, s) in enumerate(zip(phones, students, strict=True)))
        )
        assert [reply["ok"] for _, reply in told] == [True] * 40
        assert sorted(served.state.students) == sorted(one.id for one in students)
        assert not served.state.register.claims


async def test_a_restarted_server_knows_who_has_signed_in(tmp_path):
    async with rostered(tmp_path) as served:
        await sign_in(served.browser(), "0012", "1234", again="1234")
        events = served.stored()

    state = replay(events)
    assert list(state.students) == ["s1"]
    assert state.register.listed["s1"].pin.startswith("scrypt$")
    assert len(state.register.listed) == len(CLASS)


async def test_a_pin_is_digits_of_any_script():
    assert read_pin(" ١٢ ٣٤ ") == "1234"
    for text in ("", "123", "123456789", "12a4", "-123", "1²34"):
        with pytest.raises(Refused) as refusal:
            read_pin(text)
        assert refusal.value.code == "pin_form"


async def test_pauses_are_counted_for_each_and_forgotten_after_a_while():
    clock = ManualClock()
    throttle = Throttle(clock.now, free=2)
    assert [throttle.fail("a"), throttle.fail("a")] == [1, 2]
    with pytest.raises(Refused) as refusal:
        throttle.check("a")
    assert refusal.value.params == {"seconds": 5}
    throttle.check("b")
    for _ in range(20):
        throttle.fail("a")
    clock.advance(299)
    with pytest.raises(Refused):
        throttle.check("a")
    clock.advance(1000)
    throttle.check("a")
    assert throttle.fail("a") == 1
    for who in ("x", "y"):
        throttle.succeed("a", who)
    for _ in range(4):
        throttle.fail("a")
    throttle.check("a")
