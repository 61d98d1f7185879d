"""A certificate that nobody has signed is refused until its fingerprint is trusted, and then it alone."""

import pytest

from sync.errors import NotReached, Rejected
from sync.http import Site
from sync.trust import fingerprint_of
from tests.helpers.tls import serve_tls
from tests.sync.test_http import answering, free_port, reply

FINE = reply("200 OK", b'{"a": 1}')


def ask(address: str, trusted: str = ""):
    site = Site(address, answer=5.0, trusted=trusted)
    try:
        return site.ask_json("GET", "/x", headers={"Authorization": "Bearer SECRET"})
    finally:
        site.close()


def test_a_school_server_is_trusted_by_its_fingerprint(tmp_path):
    with serve_tls(tmp_path, "school", FINE) as (address, heard, fingerprint):
        with pytest.raises(NotReached, match="platform_not_trusted"):
            ask(address)
        assert fingerprint_of(address) == fingerprint and len(fingerprint) == 95
        assert heard == []
        assert ask(address, fingerprint) == {"a": 1}
        assert b"Bearer SECRET" in heard[0]


def test_another_certificate_gets_nothing(tmp_path):
    """Somebody in between, or a server that was set up anew: both have to be looked at."""
    with serve_tls(tmp_path, "school", FINE) as (_, _, trusted):
        pass
    with serve_tls(tmp_path, "thief", FINE) as (address, heard, _):
        with pytest.raises(NotReached, match="platform_not_trusted"):
            ask(address, trusted)
        assert heard == []


def test_what_the_environment_calls_an_authority_does_not_count_for_a_trusted_server(tmp_path, monkeypatch):
    """Neither to let another certificate in nor to keep the trusted one out."""
    with serve_tls(tmp_path, "thief", FINE) as (address, heard, _):
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "thief.pem"))
        assert ask(address) == {"a": 1}
        heard.clear()
        with pytest.raises(NotReached, match="platform_not_trusted"):
            ask(address, ":".join(["AB"] * 32))
        assert heard == []
    with serve_tls(tmp_path, "school", FINE) as (address, _, fingerprint):
        assert ask(address, fingerprint) == {"a": 1}


def test_where_a_trusted_server_leads_is_not_followed(tmp_path):
    with answering() as (elsewhere, heard):
        for place in (elsewhere, "https://elsewhere.example/", "http://elsewhere.example/"):
            moved = reply("302 Found", b"", f"Location: {place}")
            with (
                serve_tls(tmp_path, "school", moved) as (address, _, fingerprint),
                pytest.raises(Rejected, match="platform_moved"),
            ):
                ask(address, fingerprint)
        assert heard == []


def test_a_fingerprint_is_read_only_where_a_certificate_is_shown():
    with (
        answering(b"I am no TLS server\r\n\r\n") as (address, heard),
        pytest.raises(NotReached, match="platform_not_trusted"),
    ):
        fingerprint_of(address.replace("http:", "https:"))
    assert b"SECRET" not in heard[0]
    with pytest.raises(NotReached, match="platform_not_reached"):
        fingerprint_of(f"https://127.0.0.1:{free_port()}")
