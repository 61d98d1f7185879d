"""Every refusal and every fault as a small page, or as JSON for scripts, in the language of who asked.

What went wrong inside is for the log; nobody outside sees a trace.
"""

import logging
from collections.abc import Callable
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from app.errors import PreauError, Refused
from app.i18n import mark, translator
from app.lan import page_models as pm
from app.lan.pages import Pages
from app.lan.static_files import page_response
from app.sentences import tell

TITLE: Final = mark("That did not work")
WAY_ON: Final = mark("To the class")

# What the page says, by HTTP status; `request_unreadable` for the rest.
_CODES: Final = {
    403: "foreign_site",
    404: "page_not_found",
    405: "page_not_found",
    413: "request_too_large",
    421: "foreign_host",
    500: "fault",
}
# The status of our own errors; 409 for the rest.
STATUS: Final = {
    "answer_not_in_class": 403, "secret_wrong": 403, "not_joined": 403, "class_full": 503, "not_stored": 503,
    "too_many_requests": 429,
}  # fmt: skip

_BY_HAND: Final = {
    "answer_paused": Refused("answer_paused_here"), "not_stored": Refused("not_stored_here"),
}  # fmt: skip

_log = logging.getLogger(__name__)


def tell_without_script(error: PreauError, language: str) -> str:
    """The sentence for somebody whose form nothing sends again by itself."""
    return tell(_BY_HAND.get(error.code, error), translator(language))


class Faults:
    """language_of: the language of a request; home: the address of the page where it can go on."""

    def __init__(
        self, pages: Pages, language_of: Callable[[web.Request], str], home: Callable[[web.Request], str]
    ) -> None:
        self._pages = pages
        self._language_of = language_of
        self._home = home

    @property
    def middleware(self) -> Middleware:
        @web.middleware
        async def catch(request: web.Request, handler: Handler) -> web.StreamResponse:
            try:
                return await handler(request)
            except web.HTTPException as refusal:
                if refusal.status < 400 or refusal.content_type == "text/html":
                    raise
                reason = Refused(_CODES.get(refusal.status, "request_unreadable"))
                if refusal.status == 408:  # thousands may be late at once: no page is drawn for them
                    response = web.Response(text=self._tell(request, reason), status=408)
                else:
                    response = self._explain(request, reason, refusal.status)
                if "Allow" in refusal.headers:
                    response.headers["Allow"] = refusal.headers["Allow"]
                if refusal.status in (408, 413):
                    response.force_close()  # what is still to come is not read
                return response
            except PreauError as error:
                return self._explain(request, error, STATUS.get(error.code, 409))
            except ConnectionError:
                # The other side has gone: nobody hears this, and it is nothing for the log.
                return web.Response(status=400)
            except Exception:
                _log.exception("a request failed: %s %s", request.method, request.path)
                if request.writer.output_size > 0:  # a socket: the phone comes back by itself
                    raise
                return self._explain(request, Refused("fault"), 500)

        return catch

    def _tell(self, request: web.Request, error: PreauError) -> str:
        return tell(error, translator(self._language_of(request)))

    def _explain(self, request: web.Request, error: PreauError, status: int) -> web.Response:
        language = self._language_of(request)
        translate = translator(language)
        text = tell(error, translate)
        if wants_json(request):
            return web.json_response({"ok": False, "code": error.code, "text": text}, status=status)
        stage = pm.Notice(translate(TITLE), text, translate(WAY_ON), self._home(request))
        return page_response(request, self._pages.page(language, pm.PageContext(stage=stage)), status)


def wants_json(request: web.Request) -> bool:
    """Whether a script asks, not a browser's form."""
    return "application/json" in request.headers.get("Accept", "")
