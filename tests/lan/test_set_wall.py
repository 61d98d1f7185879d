"""What a host puts on the wall of the lobby: the Wi-Fi with its QR code, and who is here."""

import logging

import pytest

from app.errors import Refused
from app.lan.server import qr_svg
from app.live.settings import SessionSettings
from app.wifi import wifi_text
from tests.helpers.served import ServedClass, sample_quiz, until

WIFI = {"name": "PREAU-5", "password": "medlar;quince", "security": "WPA"}


def wall(screen):
    return [message for message in screen.heard if message["t"] == "show"][-1]["html"]


async def fetch(client, path):
    async with client.http.get(path) as reply:
        assert reply.status == 200
        return await reply.text()


async def test_the_wifi_is_on_the_wall_and_the_poster_until_it_is_taken_off(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, screen = await served.host(), await served.screen()
        assert "Join this Wi-Fi" not in wall(screen)
        assert await host.do("set_wall", wifi=WIFI) == {}
        code = qr_svg(wifi_text(**WIFI))
        await until(lambda: "PREAU-5" in wall(screen) and code in wall(screen))
        for path in ("/poster", "/screen"):
            page = await fetch(screen, served.origin + path)
            assert "PREAU-5" in page and code in page
        poster = await fetch(screen, served.origin + "/poster")
        assert "Scan the large code" in poster, "there are two of them"
        late = await served.screen()
        assert code in wall(late)
        await served.server._addresses_changed(served.server.addresses)
        assert code in wall(late), "it stays when the address changes"
        await host.do("set_wall", wifi=None)
        await until(lambda: "PREAU-5" not in wall(screen))
        assert "PREAU-5" not in await fetch(screen, served.origin + "/poster")
        assert len(served.stored()) == 1
    assert "medlar" not in caplog.text


async def test_names_stand_on_the_wall_of_the_lobby_where_the_teacher_wants_them(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, screen = await served.host(), await served.screen()
        await served.phone("Amina")
        assert "Amina" not in wall(screen)
        await host.do("set_wall", names=True)
        await until(lambda: "<bdi>Amina</bdi>" in wall(screen))
        await served.phone("Yanis <b>")
        await until(lambda: "<bdi>Yanis &lt;b&gt;</bdi>" in wall(screen))
        assert "Amina" not in await fetch(screen, served.origin + "/poster")
        student = next(iter(served.state.students))
        await host.do("rename", student=student, nickname="Aïcha")
        await until(lambda: "Aïcha" in wall(screen) and "Amina" not in wall(screen))
        await host.do("remove", student=student)
        await until(lambda: "Aïcha" not in wall(screen))
        await host.do("set_wall", names=False)
        await until(lambda: "Yanis" not in wall(screen))


async def test_a_class_without_names_shows_none(tmp_path):
    settings = SessionSettings(show_names=False)
    async with ServedClass(tmp_path, sample_quiz("single"), settings) as served:
        host, screen = await served.host(), await served.screen()
        await served.phone("Amina")
        await host.do("set_wall", names=True, wifi=WIFI)
        await until(lambda: "PREAU-5" in wall(screen))
        assert "Amina" not in wall(screen)


@pytest.mark.parametrize(
    ("args", "argument"),
    [
        ({"names": 1}, "names"),
        ({"names": None}, "names"),
        ({"colour": "red"}, "colour"),
        *(
            ({"wifi": wifi}, "wifi")
            for wifi in (
                "PREAU-5", [], {}, {"name": ""}, {"name": 5}, {"name": "x" * 33}, {"name": "x", "key": "y"},
                {"name": "x", "security": "WPA9"}, {"name": "x", "password": "p" * 65},
            )
        ),
    ],
)  # fmt: skip
async def test_a_wrong_wish_is_refused(tmp_path, args, argument):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host = await served.host()
        with pytest.raises(Refused) as refused:
            await host.do("set_wall", **args)
        assert (refused.value.code, refused.value.params["argument"]) == ("command_arguments", argument)
