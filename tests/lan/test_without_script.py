"""A class without JavaScript: forms, cookies, refusals with their reason, headers on every response."""

import io
import re

import aiohttp
import pytest
from markupsafe import escape

from app.errors import Refused
from app.i18n import translator
from app.rehearsal.forms import read_form
from app.sentences import tell
from tests.helpers.keyed import NEITHER
from tests.helpers.questions import ANSWERABLE
from tests.helpers.served import ServedClass, sample_quiz

HEADERS = (
    "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options",
    "Cache-Control", "Cross-Origin-Resource-Policy", "Permissions-Policy",
)  # fmt: skip


async def ask(http, method, url, **options):
    """Status, headers and text of one request, without following redirects."""
    async with http.request(method, url, allow_redirects=False, **options) as reply:
        return reply.status, reply.headers, await reply.text()


async def test_join_answer_and_see_the_result(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, phone = await served.host(), served.browser()
        status, page = await phone.page()
        assert status == 200 and 'method="post"' in page and 'name="nickname"' in page
        status, headers, _ = await ask(
            phone.http, "POST", f"{phone.address}/join", data={"nickname": " Amina "}
        )
        assert (status, headers["Location"]) == (303, f"/{served.state.code}")
        cookie = headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
        secret = re.match(r"preau-[0-9a-f]{8}=([\w-]{32});", cookie)[1]
        assert all(secret not in repr(event) for event in served.stored()), "only its hash is kept"
        assert "Amina" in (await phone.page())[1]
        await host.do("ask")
        form = read_form((await phone.page())[1])
        status, headers, _ = await ask(
            phone.http, "POST", f"{phone.address}/answer", data={"round": form.round, "choice": "c2"}
        )
        assert (status, headers["Location"]) == (303, f"/{served.state.code}")
        assert "checked" in (await phone.page())[1]
        await host.do("lock")
        await host.do("reveal")
        assert "About Rabat" in (await phone.page())[1]
        assert [event.TYPE for event in served.stored()].count("answered") == 1


@pytest.mark.parametrize("kind", ANSWERABLE)
async def test_every_kind_is_answered_by_form(tmp_path, kind):
    async with ServedClass(tmp_path, sample_quiz(kind)) as served:
        host, phone = await served.host(), await served.phone("Amina", connect=False)
        await host.do("ask")
        status, page = await phone.page()
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
        assert {"round", "id"} <= set(hidden)
        for _ in range(2):  # pressed twice
            status, page = await phone.submit([*hidden.items(), *NEITHER[kind]])
            assert status == 200 and 'data-saved=""' not in page
        assert [event.TYPE for event in served.stored()].count("answered") == 1
        # Nothing chosen: the page again, with the reason and what was stored before.
        status, page = await phone.submit([("round", hidden["round"])])
        assert 400 <= status < 500
        assert "Answer first, then send." in page and 'method="post"' in page
        # The question is over: the page says so.
        await host.do("lock")
        status, page = await phone.submit([("round", hidden["round"]), *NEITHER[kind]])
        assert 400 <= status < 500 and "came too late" in page


async def test_refusals_name_their_reason_in_the_students_language(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("numeric")) as served:
        host, phone = await served.host(), await served.phone("Amina", connect=False)
        await host.do("ask")
        for language in ("en", "fr", "ar"):
            status, page = await phone.submit(
                [("round", "r1"), ("number", "many")], headers={"Accept-Language": language}
            )
            assert 400 <= status < 500 and f'lang="{language}"' in page
            assert escape(tell(Refused("answer_not_a_number"), translator(language))) in page
        status, page = await phone.submit([("round", "r7"), ("number", "3")])
        assert 400 <= status < 500 and "another question" in page
        stranger = served.browser()
        status, _ = await stranger.submit([("round", "r1"), ("number", "3")])
        assert status == 200 and served.state.rounds["r1"].answers == {}


async def test_an_answer_in_a_pause_is_not_promised_to_be_sent_again(tmp_path):
    """No script is there to do so."""
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, phone = await served.host(), await served.phone("Amina", connect=False)
        await host.do("ask")
        answer = {"round": read_form((await phone.page())[1]).round, "choice": "c2"}
        await host.do("pause")
        status, _, page = await ask(phone.http, "POST", f"{phone.address}/answer", data=answer)
        assert status == 409 and str(escape(tell(Refused("answer_paused_here"), translator("en")))) in page
        assert "again afterwards" not in page and "The question will open again." in page


async def test_a_nickname_that_is_none_is_refused_on_the_form(tmp_path):
    async with ServedClass(tmp_path) as served:
        phone = served.browser()
        for nickname in ("", "  ", "\u202e\u200b", "...", "\0\0"):
            async with phone.http.post(f"{phone.address}/join", data={"nickname": nickname}) as reply:
                assert reply.status == 422
                assert "at least one letter or number" in await reply.text()
        long = '<b>"é' * 60
        async with phone.http.post(f"{phone.address}/join", data={"nickname": long}) as reply:
            assert reply.status == 200
            assert "<b>" not in (await reply.text()).split("<main", 1)[0].split('class="title"')[0]
        (student,) = served.state.students.values()
        assert student.nickname == long[:30]
        assert "&lt;b&gt;" in (await phone.page())[1]


async def test_only_waiting_pages_load_themselves_again(tmp_path):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        host, phone = await served.host(), await served.phone("Amina", connect=False)

        async def refreshes(visitor=phone):
            return 'http-equiv="refresh"' in (await visitor.page())[1]

        assert await refreshes()
        assert not await refreshes(served.browser()), "the form to join"
        for command, waiting in (
            ("ask", False), ("pause", True), ("resume", False), ("lock", True), ("reveal", True),
            ("show_ranking", True), ("end", False),
        ):  # fmt: skip
            await host.do(command)
            assert await refreshes() is waiting, command


@pytest.mark.parametrize("place", ["", "/CODE"])
async def test_the_language_is_switched_and_kept(tmp_path, place):
    async with ServedClass(tmp_path) as served:
        http = served.browser().http
        url = served.origin + place.replace("CODE", served.state.code)
        status, headers, _ = await ask(http, "GET", f"{url}?lang=ar")
        assert status == 303 and "lang" not in headers["Location"]
        assert "HttpOnly" in headers["Set-Cookie"] and "SameSite=Lax" in headers["Set-Cookie"]
        _, _, page = await ask(http, "GET", url)
        assert '<html lang="ar" dir="rtl">' in page
        status, headers, page = await ask(http, "GET", f"{url}?lang=xx")
        assert status == 200 and '<html lang="ar"' in page and "Set-Cookie" not in headers


async def test_the_form_for_the_code(tmp_path):
    async with ServedClass(tmp_path, code="K7PM") as served:
        http = served.browser().http
        status, _, page = await ask(http, "GET", f"{served.origin}/")
        assert status == 200 and 'name="code"' in page and "K7PM" not in page
        for wished in ("K7PM", "k7pm", " k7pm "):
            status, headers, _ = await ask(http, "GET", f"{served.origin}/", params={"code": wished})
            assert (status, headers["Location"]) == (303, "/K7PM")
        for wished in ("ABCD", "//evil.example", "<script>"):
            status, headers, page = await ask(http, "GET", f"{served.origin}/", params={"code": wished})
            assert status == 404 and "Location" not in headers and "<script>" not in page
        status, _, page = await ask(http, "GET", f"{served.origin}/ABCD")
        assert status == 404 and "ABCD" in page and "K7PM" not in page
        status, _, page = await ask(http, "GET", f"{served.origin}/k7pm")
        assert status == 200 and "Sample" in page
        for path in ("/join", "/answer"):
            assert (await ask(http, "POST", f"{served.origin}/ABCD{path}", data={"nickname": "x"}))[0] == 404
        assert len(served.stored()) == 1


ODD = [
    ("GET", "/nowhere/at/all", 404), ("GET", "/static/../room.py", 404), ("GET", "/static/none.css", 404),
    ("GET", "/static/%2e%2e%2fpage.html", 404), ("GET", "/media/" + "0" * 32, 404), ("GET", "/%00", 404),
    ("GET", "//evil.example/K7PM", 404), ("GET", "/K7PM/", 404), ("GET", "/K7PM/ws", 403),
    ("GET", "/K7PM/host", 404), ("GET", "/Élève", 404), ("GET", "/" + "x" * 3000, 404),
    ("PUT", "/K7PM", 405), ("DELETE", "/K7PM/answer", 405), ("GET", "/K7PM/answer", 405),
    ("OPTIONS", "/K7PM", 405), ("POST", "/", 405), ("TRACE", "/K7PM", 405), ("POST", "/K7PM/here", 405),
    ("PATCH", "/host/login", 405), ("HEAD", "/K7PM/here", 405), ("GET", "/host/ws", 400),
    ("GET", "/screen/ws", 403), ("PROPFIND", "/", 405),
]  # fmt: skip


async def test_odd_requests_get_a_small_page_with_all_headers(tmp_path):
    async with ServedClass(tmp_path, code="K7PM") as served:
        http = served.browser().http
        for method, path, status in ODD:
            case = (method, path)
            got, headers, page = await ask(http, method, served.origin + path)
            assert got == status, case
            assert all(name in headers for name in HEADERS), case
            assert headers["Content-Type"].startswith("text/html"), case
            assert headers["Server"] == "Preau" and "aiohttp" not in page, case
            assert status != 405 or headers["Allow"], case
            if method == "HEAD":
                continue
            assert '<html lang="en"' in page and "Traceback" not in page and len(page) < 6000, case
            _, _, french = await ask(http, method, served.origin + path, headers={"Accept-Language": "fr"})
            assert '<html lang="fr"' in french, case


async def test_every_page_has_the_headers(tmp_path):
    async with ServedClass(tmp_path, code="K7PM") as served:
        http = (await served.phone("Amina", connect=False)).http
        page = await http.get(f"{served.origin}/K7PM")
        script = re.search(r'src="(/static/[^"]+)"', await page.text())[1]
        page.close()
        for path in ("/", "/K7PM", "/host", "/screen", "/hello", script):
            for method in ("GET", "HEAD"):
                status, headers, text = await ask(http, method, served.origin + path)
                assert status in (200, 204)
                assert all(name in headers for name in HEADERS), path
                assert "default-src 'none'" in headers["Content-Security-Policy"]
                assert "unsafe" not in headers["Content-Security-Policy"]
                assert ("immutable" in headers["Cache-Control"]) == (path == script)
                assert headers["Cache-Control"] == "no-store" or path == script
                assert not (text and method == "HEAD")


async def test_a_fault_of_ours_is_a_sentence_and_a_line_in_the_log(tmp_path, caplog, monkeypatch):
    async with ServedClass(tmp_path, code="K7PM") as served:
        phone = await served.phone("Amina", connect=False)

        def fail(*args):
            raise RuntimeError("the secret of the machine")

        monkeypatch.setattr(served.room.stages, "mine", fail)
        for language, word in (("en", "fault of the program"), ("fr", ""), ("ar", "")):
            status, headers, page = await ask(
                phone.http, "GET", phone.address, headers={"Accept-Language": language}
            )
            assert status == 500 and all(name in headers for name in HEADERS)
            assert word in page and f'lang="{language}"' in page
            assert "RuntimeError" not in page and "secret of the machine" not in page
        status, _, text = await ask(phone.http, "GET", phone.address, headers={"Accept": "application/json"})
        assert status == 500 and '"code": "fault"' in text
        assert "the secret of the machine" in caplog.text
        monkeypatch.undo()
        assert (await phone.page())[0] == 200


@pytest.mark.parametrize(
    ("body", "type_", "status"),
    [
        (b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b"x" * 10_000_000, "application/x-www-form-urlencoded", 413),
        (b"nickname=Amina", "multipart/form-data; boundary=x", 415),
        (b"--x\r\n", "multipart/form-data", 415),
        (b"<xml/>", "text/xml", 415),
        (b'{"nickname":"x"}', "application/json", 415),
        (b"a=1&" * 300, "application/x-www-form-urlencoded", 400),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded; charset=utf-7", 422),
        (b"nickname=%00", "application/x-www-form-urlencoded; charset=nonsense", 422),
        (b"nickname", "application/x-www-form-urlencoded", 422),
    ],
)
async def test_odd_bodies_are_refused(tmp_path, body, type_, status):
    async with ServedClass(tmp_path) as served:
        http = served.browser().http
        for path in ("/join", "/answer"):
            try:
                got, headers, _ = await ask(
                    http,
                    "POST",
                    served.address + path,
                    data=io.BytesIO(body),
                    headers={"Content-Type": type_},
                )
            except (ConnectionError, aiohttp.ClientError):
                assert status == 413, "cut off while it was still sending"
                continue
            assert got == (303 if path == "/answer" else status)  # who is not in the class has no answer
            assert all(name in headers for name in HEADERS)
        assert len(served.stored()) == 1


async def test_two_classes_in_one_browser_do_not_mix(tmp_path):
    """A cookie bears the session in its name, so that of another class is not looked at."""
    async with ServedClass(tmp_path, session="aaaaaaaaaaaaaaaa") as served:
        phone = await served.phone("Amina", connect=False)
        (cookie,) = [cookie.key for cookie in phone.http.cookie_jar if cookie.key.startswith("preau-")]
        assert cookie == "preau-aaaaaaaa"
