"""Style, script and pictures: read once, compressed once, under addresses that name their content."""

import gzip
import hashlib
from pathlib import Path
from typing import Final

from aiohttp import web

_TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
FOREVER: Final = "public, max-age=31536000, immutable"


class StaticFiles:
    """All files of one folder, by name."""

    def __init__(self, folder: Path) -> None:
        self._files = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in _TYPES}
        self._packed = {name: gzip.compress(data, 9, mtime=0) for name, data in self._files.items()}
        self._version = {name: hashlib.sha256(data).hexdigest()[:12] for name, data in self._files.items()}

    def address(self, name: str) -> str:
        """The address of a file with its version. Raises KeyError for an unknown one."""
        return f"/static/{name}?v={self._version[name]}"

    async def handle(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        data = self._files.get(name)
        if data is None:
            raise web.HTTPNotFound
        headers = {
            "Cache-Control": FOREVER if "v" in request.query else "no-cache",
            "Vary": "Accept-Encoding",
        }
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            data = self._packed[name]
            headers["Content-Encoding"] = "gzip"
        return web.Response(
            body=data, content_type=_TYPES[Path(name).suffix], charset="utf-8", headers=headers
        )


def page_response(request: web.Request, html: str, status: int = 200) -> web.Response:
    """An HTML page, compressed where the browser takes it."""
    data = html.encode("utf-8", "replace")
    headers = {"Vary": "Accept-Encoding, Cookie, Accept-Language"}
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        data = gzip.compress(data, 4, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return web.Response(body=data, status=status, content_type="text/html", charset="utf-8", headers=headers)


def see_other(address: str) -> web.Response:
    """Sends the browser to another page of ours; a cookie may be set on it."""
    return web.Response(status=303, headers={"Location": address})
