"""Requests to a platform, one at a time, with errors by how far they got. Nothing is tried again here.

Certificates are always verified, and redirects never followed: what is meant for one host goes to no other.
"""

import json
import socket
import threading
from collections.abc import Mapping
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

CONNECT: Final = 10.0  # seconds
ANSWER: Final = 60.0
LONGEST_ANSWER: Final = 20_000_000  # bytes
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_PIECE: Final = 65_536
_TURN: Final = threading.Lock()  # one request at a time, to all platforms and from all threads


class Site:
    """The platform at one address. Not for several threads."""

    def __init__(self, address: str, *, answer: float = ANSWER) -> None:
        """Raises `Rejected('platform_not_https')`; plain http is for this computer only."""
        self.address = clean_address(address)
        self._answer = answer
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "Preau"
        self._session.trust_env = True  # a school's proxy is in the environment

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
        sent = dict(headers or {}) | ({} if body is None else {"Content-Type": "application/json"})
        return self._ask(method, path, data=data, headers=sent, auth=auth)

    def _ask(self, method: str, path: str, **how: Any) -> Any:
        try:
            with _TURN, self._session.request(
                method, self.address + path, timeout=(CONNECT, self._answer), allow_redirects=False,
                stream=True, **how,
            ) as answer:  # fmt: skip
                content = _read(answer)
        except requests.RequestException as error:
            raise _explain(error) from None  # its text may hold the address with a key in it
        return _judge(answer, content)


def clean_address(address: str) -> str:
    """As it is kept: without what follows the site's own path. Raises `Rejected('platform_not_https')`."""
    address = address.strip()
    if "://" not in address:
        address = f"https://{address}"
    parts = urlsplit(address)
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


def _read(answer: requests.Response) -> bytes:
    content = bytearray()
    for piece in answer.iter_content(_PIECE):
        content += piece
        if len(content) > LONGEST_ANSWER:
            raise requests.exceptions.ChunkedEncodingError
    return bytes(content)


def _judge(answer: requests.Response, content: bytes) -> Any:
    status = answer.status_code
    if status in (429, 503):
        raise Busy("platform_busy", wait=_seconds(answer.headers.get("Retry-After", "")))
    if status >= 500:
        raise Unanswered("platform_failed")
    if 300 <= status < 400:
        raise Rejected("platform_moved")
    if status >= 400:
        raise HttpRefusal(status)
    if not content:
        return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        # A page instead of data: a public Wi-Fi, a wrong address, or a server that failed half way.
        raise Unanswered("platform_not_understood") from None


class HttpRefusal(Rejected):
    """An answer from 400 to 499; what it means is the connector's to say."""

    def __init__(self, status: int) -> None:
        super().__init__("platform_refused")
        self.status = status


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
    return float(text) if text.isdigit() else None
