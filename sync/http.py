"""Requests to a platform, one at a time, with errors by how far they got. Nothing is tried again here.

Certificates are always verified, and redirects never followed: what is meant for one host goes to no other.
"""

import contextlib
import json
import re
import socket
import threading
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from urllib3.exceptions import (
    ConnectTimeoutError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    SSLError,
)

from sync.errors import Busy, NotReached, Rejected, Unanswered
from sync.trust import TrustedAdapter

CONNECT: Final = 10.0  # seconds
ANSWER: Final = 60.0
LONGEST_ANSWER: Final = 20_000_000  # bytes
LONGEST_FILE: Final = 100_000_000
LONGEST_BUSY: Final = 24 * 3600  # seconds
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_PIECE: Final = 65_536
_TURN: Final = threading.Lock()  # one request at a time, to all platforms and from all threads


class Site:
    """The platform at one address. Not for several threads.

    date: the platform's time in its answer to the last request, in seconds since 1970; None without one."""

    def __init__(self, address: str, *, answer: float = ANSWER, trusted: str = "") -> None:
        """trusted: fingerprint of the one certificate to believe, '' for those that the system believes.
        Raises `Rejected('platform_not_https')`; plain http is for this computer only."""
        self.address = clean_address(address)
        self.date: float | None = None
        self._answer = answer
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "Preau"
        self._session.trust_env = True  # a school's proxy is in the environment
        if trusted:
            self._session.mount("https://", TrustedAdapter(trusted))

    def close(self) -> None:
        self._session.close()

    def post(self, path: str, form: Mapping[str, str]) -> Any:
        """The JSON of the answer."""
        return self._ask("POST", path, data=dict(form))

    def ask_json(
        self, method: str, path: str, *, body: Any = None, headers: Mapping[str, str] | None = None,
        auth: AuthBase | None = None,
    ) -> Any:  # fmt: skip
        """The JSON of the answer to JSON; None where the answer is empty."""
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        sent = ({} if body is None else {"Content-Type": "application/json"}) | dict(headers or {})
        return self._ask(method, path, data=data, headers=sent, auth=auth)

    def ask_page(self, path: str, headers: Mapping[str, str]) -> tuple[Any, str]:
        """The JSON of one page of a list, and the address of the next one, '' after the last."""
        content, links = self._exchange("GET", path, headers=dict(headers))
        return _parse(content), _next_of(links)

    def download(self, path: str, form: Mapping[str, str]) -> bytes:
        """The answer as it is."""
        return self._exchange("POST", path, longest=LONGEST_FILE, data=dict(form))[0]

    def _ask(self, method: str, path: str, **how: Any) -> Any:
        return _parse(self._exchange(method, path, **how)[0])

    def _exchange(
        self, method: str, path: str, *, longest: int = LONGEST_ANSWER, **how: Any
    ) -> tuple[bytes, str]:
        """The answer, and its header of links."""
        self.date = None
        try:
            with _TURN, self._session.request(
                method, self.address + path, timeout=(CONNECT, self._answer), allow_redirects=False,
                stream=True, **how,
            ) as answer:  # fmt: skip
                content = _read(answer, longest)
        except requests.RequestException as error:
            raise _explain(error) from None  # its text may hold the address with a key in it
        self._note_time(answer.headers.get("Date", ""))
        _judge(answer, content)
        return content, answer.headers.get("Link", "")

    def _note_time(self, date: str) -> None:
        with contextlib.suppress(ValueError, TypeError, OverflowError, OSError):  # a day before all calendars
            self.date = parsedate_to_datetime(date).timestamp()


def clean_address(address: str) -> str:
    """As it is kept: without what follows the site's own path. Raises `Rejected` with `address_wrong`,
    `platform_not_https`."""
    address = address.strip()
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        (parts.hostname or "").encode("idna")
        known = parts.hostname is not None and parts.port != 0
    except ValueError:  # brackets, a port or a name that there cannot be
        known = False
    if not known:
        raise Rejected("address_wrong")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise Rejected("platform_not_https")
    path = parts.path.rstrip("/")
    for page in ("/index.php", "/login", "/my"):  # where browsers stand after signing in
        path = path.removesuffix(page).rstrip("/")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{path}"


def can_reach(address: str, wait: float = 3.0) -> bool:
    """Whether something listens there. Sends nothing."""
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((parts.hostname or "", port), wait).close()
    except OSError:
        return False
    return True


def _read(answer: requests.Response, longest: int) -> bytes:
    content = bytearray()
    for piece in answer.iter_content(_PIECE):
        content += piece
        if len(content) > longest:
            raise requests.exceptions.ChunkedEncodingError
    return bytes(content)


def _next_of(links: str) -> str:
    """Moodle writes the name of a link in quotes that no standard knows."""
    found = re.search(r"<([^>]*)>[^,<]*?rel=[^a-zA-Z,<]{0,4}next\b", links, re.ASCII)
    return found.group(1) if found else ""


def _judge(answer: requests.Response, content: bytes) -> None:
    status = answer.status_code
    if status in (429, 503):
        raise Busy("platform_busy", wait=_seconds(answer.headers.get("Retry-After", "")))
    if status >= 500:
        raise Unanswered("platform_failed")
    if 300 <= status < 400:
        raise Rejected("platform_moved")
    if status >= 400:
        raise HttpRefusal(status, _reason(content))


def _parse(content: bytes) -> Any:
    if not content:
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        # A page instead of data: a public Wi-Fi, a wrong address, or a server that failed half way.
        raise Unanswered("platform_not_understood") from None


class HttpRefusal(Rejected):
    """An answer from 400 to 499; what it means is the connector's to say. reason: the short code that OAuth
    gives with it, or ''."""

    def __init__(self, status: int, reason: str = "") -> None:
        super().__init__("platform_refused")
        self.status = status
        self.reason = reason


def _reason(content: bytes) -> str:
    found = re.search(rb'"error"\s*:\s*"([a-z_]{1,40})"', content[:2000])
    return found.group(1).decode() if found else ""


def _explain(error: requests.RequestException) -> NotReached | Unanswered:
    cause = error.args[0] if error.args else None
    if isinstance(cause, MaxRetryError):
        cause = cause.reason
    if isinstance(error, requests.exceptions.SSLError) or isinstance(cause, SSLError):
        return NotReached("platform_not_trusted")
    before = (NewConnectionError, NameResolutionError, ConnectTimeoutError)
    known = (requests.ConnectTimeout, requests.exceptions.ProxyError, requests.exceptions.InvalidURL)
    if isinstance(error, known) or isinstance(cause, before):
        return NotReached("platform_not_reached")
    return Unanswered("platform_unanswered")


def _seconds(text: str) -> float | None:
    """At most a day: nobody's answer puts off a value for good."""
    return float(min(int(text[:9]), LONGEST_BUSY)) if text.isascii() and text.isdigit() else None
