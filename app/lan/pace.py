"""How fast pages may be asked for: by each student for themselves, so that one who floods stops nobody else.

Who is nobody yet is measured by address, and so widely that a school behind one address can join at once.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from app.errors import Refused
from app.i18n import translator
from app.lan.addresses import is_loopback, network_of
from app.lan.bucket import Bucket
from app.lan.connections import Connection
from app.lan.faults import wants_json
from app.lan.visitors import Visitors
from app.sentences import tell

MOST_KEYS: Final = 20_000
TIDY_EVERY: Final = 1.0  # seconds
RETRY_AFTER: Final = "2"  # seconds, as the header has it


@dataclass(frozen=True, slots=True)
class Measure:
    """rate: a second in the long run; burst: at once."""

    rate: float
    burst: float


@dataclass(frozen=True, slots=True)
class Measures:
    """student: requests of one student. socket: of them those that open a socket. stranger: requests without
    a student's cookie from one address; 2,000 phones that load the page and join in the same instant make
    12,000. connection: of them those on one connection, so that a simple flood does not use up what is for
    all at its address."""

    student: Measure = Measure(10.0, 200.0)
    socket: Measure = Measure(2.0, 60.0)
    stranger: Measure = Measure(300.0, 20_000.0)
    connection: Measure = Measure(5.0, 200.0)


class Pace:
    """now: seconds, running evenly."""

    def __init__(
        self, visitors: Visitors, measures: Measures, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._visitors = visitors
        self._measures = measures
        self._now = now
        self._buckets: dict[str, Bucket] = {}
        self._tidied = now()

    @property
    def middleware(self) -> Middleware:
        @web.middleware
        async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await handler(request) if self.allows(request) else self._refuse(request)

        return check

    def allows(self, request: web.Request) -> bool:
        """Whether this request may be answered now."""
        measures, student = self._measures, self._visitors.find_student(request)
        if student is None:
            if is_loopback(request.remote or ""):
                return True  # the window and other programs of the laptop, which load all pictures of a quiz
            connection, measure = request.protocol, measures.connection
            if isinstance(connection, Connection):
                if connection.allowance is None:
                    connection.allowance = Bucket(measure.rate, measure.burst, self._now)
                if not connection.allowance.take():
                    return False
            return self._take(f"from {network_of(request.remote or '')}", measures.stranger)
        if "Upgrade" in request.headers and not self._take(f"socket {student}", measures.socket):
            return False
        return self._take(f"student {student}", measures.student)

    def _take(self, key: str, measure: Measure) -> bool:
        bucket = self._buckets.get(key)
        if bucket is None:
            if len(self._buckets) >= MOST_KEYS and not self._tidy():
                key = "all others"
            bucket = self._buckets.setdefault(key, Bucket(measure.rate, measure.burst, self._now))
        return bucket.take()

    def _tidy(self) -> bool:
        """Forget who has been quiet. False where there is no room after it."""
        if self._now() - self._tidied >= TIDY_EVERY:
            self._tidied = self._now()
            self._buckets = {key: kept for key, kept in self._buckets.items() if not kept.is_full()}
        return len(self._buckets) < MOST_KEYS

    def _refuse(self, request: web.Request) -> web.Response:
        """In plain words and at once: drawing a page is what the flood is after."""
        refused = Refused("too_many_requests")
        text = tell(refused, translator(self._visitors.language(request)))
        headers = {"Retry-After": RETRY_AFTER}
        if wants_json(request):
            reply = {"ok": False, "code": refused.code, "text": text}
            return web.json_response(reply, status=429, headers=headers)
        return web.Response(text=text, status=429, headers=headers)
