"""How far a request got is told by the error's type, and nothing is sent where it should not go."""

import socket
import ssl
import threading
from contextlib import contextmanager

import pytest

from sync.errors import Busy, NotReached, Rejected, Unanswered
from sync.http import LONGEST_BUSY, Site, can_reach, clean_address


@contextmanager
def answering(*answers: bytes | None):
    """A server that gives these raw answers, one a connection; None: hangs up after reading. Gives its
    address and what it was asked."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            for answer in answers:
                connection, _ = server.accept()
                with connection:
                    connection.settimeout(5)
                    data = connection.recv(65_536)
                    while data.startswith(b"POST") and not data.endswith(b"SECRET"):
                        data += connection.recv(65_536)
                    heard.append(data)
                    if answer is not None:
                        connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", heard
        thread.join(10)


def reply(status: str, body: bytes = b"", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def ask(address: str, answer: float = 5.0):
    site = Site(address, answer=answer)
    try:
        return site.post("/x", {"wstoken": "SECRET"})
    finally:
        site.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_an_answer_is_read():
    with answering(reply("200 OK", b'{"a": 1}')) as (address, heard):
        assert ask(address) == {"a": 1}
    assert heard[0].startswith(b"POST /x ") and heard[0].endswith(b"wstoken=SECRET")


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (None, Unanswered, "platform_unanswered"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", Unanswered, "platform_unanswered"),
        (reply("200 OK", b"<html>Sign in to the Wi-Fi</html>"), Unanswered, "platform_not_understood"),
        (reply("500 Oops", b"{}"), Unanswered, "platform_failed"),
        (reply("502 Bad Gateway"), Unanswered, "platform_failed"),
        (reply("429 Too Many"), Busy, "platform_busy"),
        (reply("302 Found", b"", "Location: https://elsewhere.example/"), Rejected, "platform_moved"),
        (reply("404 Not Found"), Rejected, "platform_refused"),
    ],
)
def test_what_a_failure_means_is_its_type(answer, kind, code):
    with answering(answer) as (address, _), pytest.raises(kind) as caught:
        ask(address)
    assert caught.value.code == code
    assert "SECRET" not in repr(caught.value)
    assert caught.value.__cause__ is None


def test_a_platform_names_when_to_come_back():
    busy = reply("503 Busy", b"<html>", "Retry-After: 300")
    with answering(busy) as (address, _), pytest.raises(Busy) as caught:
        ask(address)
    assert caught.value.wait == 300.0


def test_no_answer_in_time_is_not_the_same_as_not_reached():
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Unanswered):
        ask(f"http://127.0.0.1:{silent.getsockname()[1]}", answer=0.1)
    with pytest.raises(NotReached) as caught:
        ask(f"http://127.0.0.1:{free_port()}")
    assert caught.value.code == "platform_not_reached"


def test_nothing_is_sent_to_who_cannot_prove_who_it_is():
    with answering(b"I am no TLS server\r\n\r\n") as (address, heard), pytest.raises(NotReached) as caught:
        ask(address.replace("http:", "https:"))
    assert caught.value.code == "platform_not_trusted"
    assert b"SECRET" not in heard[0]


def test_certificates_are_verified():
    site = Site("https://moodle.example")
    assert site._session.verify is True
    assert ssl.create_default_context().check_hostname
    site.close()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("moodle.example", "https://moodle.example"),
        (" https://moodle.example/moodle/login/index.php ", "https://moodle.example/moodle"),
        ("https://moodle.example/my/", "https://moodle.example"),
        ("https://me:secret@moodle.example:8443/x?y#z", "https://moodle.example:8443/x"),
        ("http://127.0.0.1:80", "http://127.0.0.1:80"),
    ],
)
def test_an_address_is_kept_without_what_is_not_the_site(typed, kept):
    assert clean_address(typed) == kept


@pytest.mark.parametrize(
    "typed", ["http://moodle.example", "ftp://moodle.example", "http://127.0.0.1.evil.example"]
)
def test_plain_http_is_for_this_computer_only(typed):
    with pytest.raises(Rejected, match="platform_not_https"):
        clean_address(typed)


@pytest.mark.parametrize(
    "typed", ["https://[moodle", "https://", "moodle.example:99999", f"https://{'m' * 70}.example"]
)
def test_what_is_no_address_is_told_before_anything_is_asked(typed):
    with pytest.raises(Rejected, match="address_wrong"):
        clean_address(typed)


@pytest.mark.parametrize(("header", "wait"), [("\xb2", None), ("9" * 400, LONGEST_BUSY)])
def test_a_platform_cannot_put_us_off_for_good_nor_break_us_by_its_headers(header, wait):
    busy = reply("503 Busy", b"", f"Retry-After: {header}", "Date: Fri, 31 Dec 9999 23:59:59 -0000")
    with answering(busy) as (address, _), pytest.raises(Busy) as caught:
        ask(address)
    assert caught.value.wait == wait


def test_whether_a_platform_can_be_reached_is_found_without_sending():
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert can_reach(f"http://127.0.0.1:{server.getsockname()[1]}")
    assert not can_reach(f"http://127.0.0.1:{free_port()}")
