"""What every request must satisfy and what every response carries, before any page is thought of.

Foreign Host (DNS rebinding) and foreign Origin (cross-site forms and sockets) are refused here; headers are
strict by default.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from app.lan.addresses import is_allowed_host

_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: with it browsers send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    # No other site may use our pictures or scripts. Cross-Origin-Opener-Policy is left out: browsers ignore
    # it on plain http and complain of it, and no page of ours opens another.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "Preau",
}


class Guard:
    """own_names: host names that are ours; origins: where else the class can be reached (for the phones'
    search after a change of address). Both are asked anew for each request."""

    def __init__(
        self,
        port: int,
        own_names: Callable[[], Sequence[str]],
        origins: Callable[[], Sequence[str]],
    ) -> None:
        self._port = port
        self._own_names = own_names
        self._origins = origins

    @property
    def middleware(self) -> Middleware:
        @web.middleware
        async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
            if not is_allowed_host(request.headers.get("Host", ""), self._own_names(), self._port):
                raise web.HTTPMisdirectedRequest
            changes = request.method not in ("GET", "HEAD")
            if (changes or "Upgrade" in request.headers) and not is_own_origin(request):
                raise web.HTTPForbidden
            return await handler(request)

        return check

    async def add_headers(self, request: web.Request, response: web.StreamResponse) -> None:
        """Signal handler for every response."""
        # Set one by one: phones that look for the laptop may ask `hello` from their old address.
        for name, value in _HEADERS.items():
            if name != "Cross-Origin-Resource-Policy" or name not in response.headers:
                response.headers[name] = value
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Content-Security-Policy"] = self._policy(request.headers.get("Host", ""))

    def plain_headers(self) -> dict[str, str]:
        """The same for what was no request, and hence for no address."""
        return {**_HEADERS, "Cache-Control": "no-store", "Content-Security-Policy": self._policy("")}

    def _policy(self, host: str) -> str:
        # Safari before 15.4 does not count ws: of the same host as 'self', so it is named.
        own = (f"ws://{host}",) if is_allowed_host(host, self._own_names(), self._port) else ()
        return _policy_for((*own, *self._origins()))


@lru_cache(maxsize=64)  # a class is reached under a few addresses, and each response says it
def _policy_for(origins: tuple[str, ...]) -> str:
    # A policy cannot name an IPv6 address (CSP Level 3, host-source); 'self' covers the page's own.
    connect = " ".join(["'self'", *(origin for origin in origins if "[" not in origin)])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        f"connect-src {connect}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def is_own_origin(request: web.Request) -> bool:
    """Whether the Origin header, where there is one, is the address that was asked itself.

    Browsers always send it with sockets and with forms of other sites; programs need not.
    """
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
    return origin.casefold() == f"http://{request.headers.get('Host', '')}".casefold()
