"""No address leads out of what is served: styles, scripts and pictures by their exact names, nothing else."""

import asyncio

import pytest

from app.host.media_shelf import MediaShelf
from tests.helpers.served import ServedClass, sample_quiz
from tests.soak.wire import make_request, request

OUT = [
    "../host-secret", "..%2fhost-secret", "..%5chost-secret", "%2e%2e/%2e%2e/etc/passwd", "....//etc/passwd",
    "/etc/passwd", "%2fetc%2fpasswd", "C:%5cWindows%5cwin.ini", "phone.css%00.png", "phone.css/",
    "./phone.css",
    "PHONE.CSS", "phone.css::$DATA", "phone.css.", "..;/journal.db", "%c0%ae%c0%ae/journal.db", "", ".",
    "con",
]  # fmt: skip


@pytest.mark.parametrize("folder", ["static", "media"])
async def test_no_address_leads_out_of_what_is_served(tmp_path, folder):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        (tmp_path / "host-secret").write_text("a secret of the laptop", encoding="utf-8")
        for name in OUT:
            made = make_request(served.port, "GET", f"/{folder}/{name}")
            reply = await asyncio.to_thread(request, served.port, made)
            assert reply.status in (400, 404), name
            assert b"secret" not in reply.body and b"root:" not in reply.body and b"SQLite" not in reply.body
        known = await asyncio.to_thread(
            request, served.port, make_request(served.port, "GET", "/static/phone.css")
        )
        assert known.status == 200


def test_pictures_that_a_class_named_are_kept_in_memory_under_their_own_address_alone():
    shelf = MediaShelf()
    shelf.keep("/media/" + "0" * 32, b"a picture")
    assert shelf.find("/media/" + "0" * 32) == b"a picture"
    shelf.keep("/media/" + "0" * 32, b"the same again")
    assert shelf._size == len(b"the same again")
    assert [shelf.find(name) for name in OUT if not name.startswith("/media/")] == [b""] * len(OUT)
