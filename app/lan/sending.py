"""Pictures for phones that read slowly: in parts, so that many readers do not hold as many copies."""

from typing import Final

from aiohttp import web

from app.lan.static_files import FOREVER

PART: Final = 64 * 1024  # bytes; also what a transport takes before it says that its reader is slow


async def send_in_parts(request: web.Request, data: bytes, type_: str) -> web.StreamResponse:
    """Something that may be kept for ever, of any size."""
    headers = {"Cache-Control": FOREVER}
    if len(data) <= PART or request.method == "HEAD":
        return web.Response(body=data, content_type=type_, headers=headers)
    response = web.StreamResponse(headers=headers)
    response.content_type, response.content_length = type_, len(data)
    await response.prepare(request)
    for at in range(0, len(data), PART):
        await response.write(data[at : at + PART])
    await response.write_eof()
    return response
