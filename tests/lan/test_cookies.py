"""Cookies that were planted, stolen, guessed or made for another class open nothing that they should not."""

import re

import pytest
from yarl import URL

from app.lan.access import Access, hash_secret, new_secret
from tests.helpers.served import ServedClass, sample_quiz
from tests.lan.test_sign_in import post, rostered, sign_in

SESSION = re.compile("preau-[0-9a-f]{8}")


def student_cookie(phone):
    (found,) = [cookie for cookie in phone.http.cookie_jar if SESSION.fullmatch(cookie.key)]
    return found.key, found.value


def plant(phone, **cookies):
    phone.http.cookie_jar.update_cookies(cookies, URL(phone.address).with_path("/"))


async def test_a_planted_cookie_never_becomes_the_student_s(tmp_path):
    """The secret is made by the server: what somebody has put into the browser before is not taken over."""
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        name = student_cookie(await served.phone("Attacker", connect=False))[0]
        for planted in ("known-to-the-attacker", new_secret(), "", "é" * 50, "a;b"):
            phone = served.browser()
            plant(phone, **{name: planted})
            await phone.join("Amina")
            assert student_cookie(phone)[1] != planted
            thief = served.browser()
            plant(thief, **{name: planted})
            assert 'name="nickname"' in (await thief.page())[1]


async def test_who_signs_in_on_top_of_a_planted_cookie_is_who_they_say_with_a_secret_of_their_own(tmp_path):
    """An attacker's cookie in the victim's browser must not make the victim answer as the attacker."""
    async with rostered(tmp_path, pins={"s1": "1234", "s2": "5678"}) as served:
        attacker, victim = served.browser(), served.browser()
        await sign_in(attacker, "0013", "5678")
        name, planted = student_cookie(attacker)
        plant(victim, **{name: planted})
        assert (await sign_in(victim, "0012", "9999"))[1]["code"] == "pin_wrong"
        status, told = await sign_in(victim, "0012", "1234")
        assert (status, told["nickname"]) == (200, "Amina EL FASSI")
        assert student_cookie(victim)[1] != planted
        assert "Amina" in (await victim.page())[1]
        assert "Yanis" in (await attacker.page())[1], "and the attacker is still nobody else"
        same = student_cookie(victim)[1]
        await sign_in(victim, "0012", "1234")  # the same again changes nothing
        assert student_cookie(victim)[1] == same


async def test_a_planted_device_does_not_sign_in_next_week(tmp_path):
    """What remembers the device is made at signing in too, for each class; its scan stays good."""
    settings = {"attendance": True, "class_id": "class-1a"}
    async with rostered(tmp_path, pins={"s1": "1234", "s2": "5678"}, **settings) as served:
        phone = served.browser()
        plant(phone, **{"preau-device": "known-to-the-attacker"})
        async with phone.http.get(f"{phone.address}?k={served.server._code.token()}") as reply:
            assert reply.status == 200
        await sign_in(phone, "0012", "1234")
        (name,) = [c.key for c in phone.http.cookie_jar if re.fullmatch("preau-device-[0-9a-f]{8}", c.key)]
        assert hash_secret("known-to-the-attacker") not in served.state.register.remembered
        assert list(served.state.register.remembered.values()) == ["s1"]
        await sign_in(phone, "0013", "5678", share="1")
        assert served.state.register.proofs == {"s1": "scan", "s2": "scan"}
        kept = next(c.value for c in phone.http.cookie_jar if c.key == name)
        assert list(served.state.register.used_by) == [hash_secret(kept)], "one device for both"


async def test_a_cookie_of_another_class_opens_nothing_even_under_the_right_name(tmp_path):
    """Cookies ignore ports: two classes on one laptop get each other's."""
    async with ServedClass(tmp_path / "a", sample_quiz("single")) as one:
        name, value = student_cookie(await one.phone("Amina", connect=False))
    async with ServedClass(tmp_path / "b", sample_quiz("single")) as other:
        stranger = other.browser()
        other_name = student_cookie(await other.phone("Yanis", connect=False))[0]
        assert name != other_name
        plant(stranger, **{name: value, other_name: value})
        assert 'name="nickname"' in (await stranger.page())[1]
        assert (await stranger.page("/ws"))[0] == 403
        status, _ = await post(stranger, "answer", False, round="r1", choice="c1")
        assert status == 200 and not other.state.rounds
        for role in ("host", "screen"):
            cookie = one.access.admit(role, one.secret)
            assert one.access.find_role({one.access.cookie_name(role): cookie}, role)
            assert one.access.cookie_name(role) != other.access.cookie_name(role), "both are kept"
            assert not other.access.find_role({other.access.cookie_name(role): cookie}, role)


async def test_a_student_s_cookie_is_told_to_nobody_and_kept_nowhere(tmp_path, caplog):
    caplog.set_level("DEBUG")
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, screen = await served.host(), await served.screen()
        phone, other = await served.phone("Amina"), await served.phone("Yanis")
        await host.do("ask")
        await phone.answer("r1", [("choice", "c1")])
        await phone.hear("receipt")
        secret = student_cookie(phone)[1]
        assert len(secret) >= 32
        assert secret not in "".join([*other.raw, *screen.raw, *phone.raw[1:], str(host.heard)])
        assert secret not in str(served.stored()) and secret not in caplog.text
        for attributes in ("HttpOnly", "SameSite=Lax", "Path=/"):
            async with served.browser().http.post(f"{served.address}/join", data={"nickname": "x"},
                                                  allow_redirects=False) as reply:  # fmt: skip
                assert attributes in reply.headers["Set-Cookie"]


@pytest.mark.parametrize("role", ["host", "screen"])
def test_a_cookie_of_a_role_cannot_be_made_up_from_another(role):
    """Each part of it is signed: role, generation, nonce."""
    access = Access(new_secret(), 0, lambda: 0.0)
    cookie = access.admit(role, access._secret)
    other = "screen" if role == "host" else "host"
    nonce, _, proof = cookie.partition(".")
    for wrong in (
        "",
        ".",
        nonce,
        f"{nonce}.",
        f".{proof}",
        f"x{cookie}",
        f"{cookie}x",
        proof,
        cookie.upper(),
    ):
        assert not access.find_role({access.cookie_name(role): wrong}, role)
    assert access.find_role({access.cookie_name(role): cookie}, role)
    assert not access.find_role({access.cookie_name("host"): cookie}, "host") or role == "host"
    assert not access.find_role({access.cookie_name(other): cookie}, other)
    access.revoke_all()
    assert not access.find_role({access.cookie_name(role): cookie}, role)


async def test_ids_and_secrets_do_not_repeat_and_cannot_be_counted_up(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        phones = [await served.phone(f"S{number}", connect=False) for number in range(4)]
        secrets = [student_cookie(phone)[1] for phone in phones]
        tickets = [served.access.make_ticket("host") for _ in range(4)]
        for found, least in ((secrets, 32), (tickets, 32), (list(served.state.students), 16)):
            assert len(set(found)) == 4 and all(len(one) >= least for one in found)
            assert len({one[:6] for one in found}) == 4, "no common beginning"
