"""Reading the forms of pages. Nothing that comes in is trusted to be what a browser would send."""

from typing import Final
from urllib.parse import parse_qsl

from aiohttp import web

from app.lan.connections import read_body

MAX_BODY: Final = 64 * 1024  # bytes of a form
MAX_FIELDS: Final = 200


async def read_form(request: web.Request) -> dict[str, list[str]]:
    """The fields of an ordinary form, always read as UTF-8, which is what our pages send.

    Raises HTTP 413 for more than MAX_BODY, 415 for another type of content, 400 for too many fields or for
    what is no body, 408 for one that does not come.
    """
    if request.content_type not in ("application/x-www-form-urlencoded", "application/octet-stream"):
        raise web.HTTPUnsupportedMediaType
    body = (await read_body(request)).decode("utf-8", "replace")
    form: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise web.HTTPBadRequest from error
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    return form
