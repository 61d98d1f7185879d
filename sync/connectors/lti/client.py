"""One course's tool, spoken to by the services of LTI 1.3: a key for an hour for a signature, then lists and
scores. The key goes to the course's own server only, wherever an answer points.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from app.clock import Clock
from app.outgoing.registration import Registration
from sync.connectors.lti.keys import KeyPair
from sync.errors import LoggedOut, Rejected, Unanswered
from sync.http import HttpRefusal, Site

_AGS: Final = "https://purl.imsglobal.org/spec/lti-ags/scope"
_NRPS: Final = "https://purl.imsglobal.org/spec/lti-nrps/scope"
SCOPES: Final = (
    f"{_AGS}/lineitem", f"{_AGS}/lineitem.readonly", f"{_AGS}/result.readonly", f"{_AGS}/score",
    f"{_NRPS}/contextmembership.readonly",
)  # fmt: skip
_ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LIFE: Final = 300  # seconds that a signature holds
_EARLY: Final = 60.0  # seconds before its end that a key is taken for ended
_SKEWED: Final = 5.0  # seconds between two clocks that may make a signature invalid
_MOST_PAGES: Final = 200

_Ask = Callable[[dict[str, str]], Any]


class Client:
    """Not for several threads. services, tokens: the two servers, often the same."""

    def __init__(
        self, registration: Registration, key: KeyPair, services: Site, tokens: Site, clock: Clock
    ) -> None:
        self.registration = registration
        self._key = key
        self._services = services
        self._tokens = tokens
        self._clock = clock
        self._ahead = 0.0
        self._token = ""
        self._until = 0.0

    def close(self) -> None:
        self._services.close()
        self._tokens.close()

    def now(self) -> float:
        """The platform's time, as far as its answers have told: what is stamped with ours may be from its
        future or older than what it holds."""
        return self._clock.now() + self._ahead

    def abilities(self) -> frozenset[str]:
        """What the platform lets us do."""
        return frozenset(self._ask_token())

    def list_all(self, address: str, kind: str) -> list[Any]:
        """The pages of a list, or of the members in it, one after the other."""
        return [item for page in self.list_pages(address, kind) for item in _items(page)]

    def list_pages(self, address: str, kind: str) -> Iterator[Any]:
        """kind: media type of the list."""
        for _ in range(_MOST_PAGES):
            ask = partial(self._services.ask_page, self._path(address))
            page, following = self._with_token(ask, {"Accept": kind})
            yield page
            if not following or following == address:
                return
            address = following
        raise Unanswered("platform_not_understood")

    def read(self, address: str, kind: str) -> Any:
        path = self._path(address)
        return self._with_token(
            lambda headers: self._services.ask_json("GET", path, headers=headers), {"Accept": kind}
        )

    def send(self, address: str, kind: str, body: Mapping[str, Any]) -> Any:
        path = self._path(address)
        return self._with_token(
            lambda headers: self._services.ask_json("POST", path, body=dict(body), headers=headers),
            {"Content-Type": kind},
        )

    def _with_token(self, ask: _Ask, headers: Mapping[str, str]) -> Any:
        """Raises `HttpRefusal` for what only the caller can judge. A key that was refused did nothing, so the
        same is asked again with a fresh one."""
        fresh = not self._holds()
        if fresh:
            self._ask_token()
        try:
            return self._noting_time(self._services, ask, dict(headers) | self._authorization())
        except HttpRefusal as error:
            if error.status != 401:
                raise
            if fresh:
                raise LoggedOut("lti_not_allowed") from None
        self._ask_token()
        try:
            return self._noting_time(self._services, ask, dict(headers) | self._authorization())
        except HttpRefusal as error:
            if error.status == 401:
                raise LoggedOut("lti_not_allowed") from None
            raise

    def _holds(self) -> bool:
        return bool(self._token) and self._clock.now() < self._until

    def _authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"}

    def _ask_token(self) -> list[str]:
        """Gives the scopes that were granted. Raises `LoggedOut` with `lti_not_known`, `lti_no_services`."""
        try:
            answer = self._present()
        except HttpRefusal as error:
            if error.reason == "invalid_scope":
                raise LoggedOut("lti_no_services") from None
            if abs(self._ahead) <= _SKEWED:
                raise LoggedOut("lti_not_known") from None
            answer = self._present_again()  # the signature was from the future, or too old
        if not isinstance(answer, dict) or not isinstance(answer.get("access_token"), str):
            raise Unanswered("platform_not_understood")
        self._token = answer["access_token"]
        try:
            life = float(answer.get("expires_in", 3600))
        except (TypeError, ValueError):
            raise Unanswered("platform_not_understood") from None
        self._until = self._clock.now() + life - _EARLY
        granted = str(answer.get("scope") or " ".join(SCOPES)).split()
        if not set(SCOPES) - {f"{_AGS}/lineitem.readonly"} <= set(granted):
            raise LoggedOut("lti_no_services")
        return granted

    def _present_again(self) -> Any:
        try:
            return self._present()
        except HttpRefusal:
            raise LoggedOut("lti_not_known") from None

    def _present(self) -> Any:
        known = self.registration
        now = int(self.now())
        claims = {
            "iss": known.client, "sub": known.client, "aud": known.audience, "iat": now, "exp": now + _LIFE,
            "jti": secrets.token_urlsafe(16),
        }  # fmt: skip
        if known.deployment:
            claims["https://purl.imsglobal.org/spec/lti/claim/deployment_id"] = known.deployment
        form = {
            "grant_type": "client_credentials", "client_assertion_type": _ASSERTION,
            "client_assertion": self._key.sign(claims), "scope": " ".join(SCOPES),
        }  # fmt: skip
        path = known.token.removeprefix(self._tokens.address)
        return self._noting_time(self._tokens, lambda _: self._tokens.post(path, form), {})

    def _noting_time(self, site: Site, ask: _Ask, headers: Mapping[str, str]) -> Any:
        try:
            return ask(dict(headers))
        finally:
            if site.date is not None:
                self._ahead = site.date - self._clock.now()

    def _path(self, address: str) -> str:
        """Below the course's server. Raises `Rejected('platform_moved')`: the key goes nowhere else."""
        site = urlsplit(self._services.address)
        parts = urlsplit(address)
        if (parts.scheme, parts.netloc) != (site.scheme, site.netloc):
            raise Rejected("platform_moved")
        return address.removeprefix(f"{parts.scheme}://{parts.netloc}")


def _items(page: Any) -> list[Any]:
    if page is None:
        return []
    found = page["members"] if isinstance(page, dict) else page
    if not isinstance(found, list):
        raise Unanswered("platform_not_understood")
    return found
