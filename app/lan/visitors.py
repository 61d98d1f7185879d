"""Who a phone is by its cookies, and in which language it is spoken to."""

from typing import Final

from aiohttp import web

from app.i18n import LANGUAGES, choose_language
from app.lan.access import hash_secret
from app.lan.doorkeeper import SignedIn
from app.lan.room import Room

LANGUAGE_COOKIE: Final = "preau-lang"
DEVICE_COOKIE: Final = "preau-device"
COOKIE_LIFE: Final = 12 * 3600  # seconds
DEVICE_LIFE: Final = 400 * 24 * 3600  # seconds; browsers keep no cookie longer


class Visitors:
    """language: for phones that wish none of ours."""

    def __init__(self, room: Room, language: str) -> None:
        self._room = room
        self._language = language

    def language(self, request: web.Request) -> str:
        """The language of the page that asks, else the one chosen before, else the student's by the roster,
        else the browser's wish, which is often only that of the phone's maker."""
        cookie = request.cookies.get(LANGUAGE_COOKIE, "")
        for chosen in (request.query.get("lang", ""), cookie, self._listed_language(request)):
            if chosen in LANGUAGES:
                return chosen
        return choose_language(request.headers.get("Accept-Language", ""), self._language)

    def _listed_language(self, request: web.Request) -> str:
        listed = self._room.state.register.listed
        student = listed.get(self.find_student(request) or "") if listed else None
        return student.language if student is not None else ""

    def switch_language(self, request: web.Request, address: str) -> None:
        """A wished language is remembered, and the page asked for again without it in its address."""
        wished = request.query.get("lang", "")
        if wished in LANGUAGES:
            response = web.HTTPSeeOther(address)
            response.set_cookie(LANGUAGE_COOKIE, wished, max_age=COOKIE_LIFE, samesite="Lax", httponly=True)
            raise response

    def token_of(self, request: web.Request) -> str:
        """SHA-256 of the session's cookie, "" without one."""
        secret = request.cookies.get(self._cookie_name(), "")
        return hash_secret(secret) if secret else ""

    def find_student(self, request: web.Request) -> str | None:
        token = self.token_of(request)
        return self._room.find_student(token) if token else None

    def was_replaced(self, request: web.Request) -> bool:
        """Whether this phone was a student's until a newer device took over."""
        return self.token_of(request) in self._room.state.tokens and self.find_student(request) is None

    def device_of(self, request: web.Request) -> str:
        """SHA-256 of what the device keeps for years, "" without it. A class without a name of its own in the
        cookie, or one from before it had one, is asked under the common one."""
        secret = request.cookies.get(self._device_name()) or request.cookies.get(DEVICE_COOKIE, "")
        return hash_secret(secret) if secret else ""

    def let_in(self, response: web.StreamResponse, signed: SignedIn) -> None:
        """The cookies of who has just come in; none where nothing is new."""
        if signed.secret:
            self._set(response, self._cookie_name(), signed.secret, COOKIE_LIFE)
        if signed.device:
            self._set(response, self._device_name(), signed.device, DEVICE_LIFE)

    def hold_of(self, request: web.Request) -> str:
        """What the device was given when it scanned the wall."""
        return request.cookies.get(self._hold_name(), "")

    def set_hold(self, response: web.StreamResponse, hold: str, life: int) -> None:
        self._set(response, self._hold_name(), hold, life)

    def _hold_name(self) -> str:
        return f"preau-scan-{self._room.state.id[:8]}"

    def _device_name(self) -> str:
        """One for each class of students: a new secret in one class makes no other forget the device."""
        class_id = self._room.state.settings.class_id
        return f"{DEVICE_COOKIE}-{hash_secret(class_id)[:8]}" if class_id else DEVICE_COOKIE

    def _set(self, response: web.StreamResponse, name: str, value: str, life: int) -> None:
        response.set_cookie(name, value, max_age=life, path="/", httponly=True, samesite="Lax")

    def _cookie_name(self) -> str:
        """One per session, so that a cookie of another class is not even looked at."""
        return f"preau-{self._room.state.id[:8]}"
