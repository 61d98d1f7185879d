"""The poster: one printable page that says how to join. It holds nothing that the wall does not show."""

from collections.abc import Callable

from aiohttp import web

from app.lan.room import Room
from app.lan.static_files import page_response


class PosterRoute:
    """`GET /poster`, for printing before class."""

    def __init__(self, room: Room, language_of: Callable[[web.Request], str]) -> None:
        self._room = room
        self._language_of = language_of

    def add_to(self, app: web.Application) -> None:
        app.router.add_get("/poster", self.show)

    async def show(self, request: web.Request) -> web.Response:
        stage = self._room.broadcaster.wall_lobby(on_paper=True)
        html = self._room.pages.poster_page(self._language_of(request), self._room.state.title, stage)
        return page_response(request, html)
