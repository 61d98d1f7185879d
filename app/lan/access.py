"""Who a request comes from: students by their cookie, hosts and screens by theirs. Secrets are 128 bits
or more, compared in constant time, and only their SHA-256 is remembered for students.

A host's or screen's cookie is signed with the host secret and its generation, so it outlives a restart of
the class server and dies when the teacher revokes all of them.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from app.errors import Refused

Role = Literal["host", "screen"]
TICKET_LIFE: Final = 60.0  # seconds
SCREEN_CODE_LENGTH: Final = 8
_ALPHABET: Final = "ACDEFGHJKMNPQRTUVWXY34679"
TRIES: Final = 10  # wrong screen codes a minute from one address
TRIES_TOGETHER: Final = 100  # and from all


def new_secret() -> str:
    """192 random bits, safe in addresses and cookies."""
    return secrets.token_urlsafe(24)


def hash_secret(secret: str) -> str:
    """SHA-256, hexadecimal: what is stored of a student's cookie."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class _Ticket:
    role: Role
    until: float


class Access:
    """Host and screen access of one class server. `now` gives seconds."""

    def __init__(self, secret: str, generation: int, now: Callable[[], float]) -> None:
        self._secret = secret
        self._server = hmac.new(secret.encode(), b"name of cookies", "sha256").hexdigest()[:8]
        self.generation = generation
        self._now = now
        self._tickets: dict[str, _Ticket] = {}
        self._wrong: list[tuple[float, str]] = []

    def make_ticket(self, role: Role, life: float = TICKET_LIFE) -> str:
        """A secret that opens the role once, within `life` seconds; it goes into a QR code."""
        ticket, now = new_secret(), self._now()
        self._tickets = {key: known for key, known in self._tickets.items() if now <= known.until}
        self._tickets[hash_secret(ticket)] = _Ticket(role, now + life)
        return ticket

    def screen_code(self) -> str:
        """A short code to type on a second screen, the same while the secret lasts."""
        digest = hmac.new(self._secret.encode(), f"screen{self.generation}".encode(), "sha256").digest()
        number = int.from_bytes(digest, "big")
        code = ""
        for _ in range(SCREEN_CODE_LENGTH):
            number, digit = divmod(number, len(_ALPHABET))
            code += _ALPHABET[digit]
        return code

    def admit(self, role: Role, offered: str, address: str = "") -> str:
        """The cookie for who offers the host secret, a valid ticket or (for a screen) the screen code.

        Only the short code is worth guessing, so only its tries are counted: who guesses cannot keep a
        teacher with a ticket out. Raises `Refused` with `secret_wrong` or `secret_too_many`.
        """
        offered = offered.strip()
        if not self._is_ticket(role, offered) and not self.is_secret(offered):
            if role != "screen":
                raise Refused("secret_wrong")
            self._check_code(offered, address)
        return self._sign(role, secrets.token_hex(8))

    def is_secret(self, offered: str) -> bool:
        """Whether this is the host secret itself (hosts that are programs send it in their first message)."""
        return _same(offered, self._secret)

    def find_role(self, cookies: Mapping[str, str], role: Role) -> bool:
        """Whether the cookies open the role; a host's cookie opens the screen as well."""
        names: tuple[Role, ...] = ("host", "screen") if role == "screen" else ("host",)
        for name in names:
            value = cookies.get(self.cookie_name(name), "")
            nonce = value.partition(".")[0]
            if nonce and _same(value, self._sign(name, nonce)):
                return True
        return False

    def cookie_name(self, role: Role) -> str:
        """Cookies ignore ports: with a name of its own for each server's secret, logging in to a second class
        on the same laptop does not log out of the first."""
        return f"preau-{role}-{self._server}"

    def revoke_all(self) -> int:
        """Every host's and screen's cookie and ticket stops to open anything; gives the new generation."""
        self.generation += 1
        self._tickets.clear()
        return self.generation

    def _is_ticket(self, role: Role, offered: str) -> bool:
        ticket = self._tickets.pop(hash_secret(offered), None)
        return ticket is not None and ticket.role == role and self._now() <= ticket.until

    def _check_code(self, offered: str, address: str) -> None:
        now = self._now()
        self._wrong = [(at, who) for at, who in self._wrong if now - at < 60.0]
        own = sum(1 for _, who in self._wrong if who == address)
        if own >= TRIES or len(self._wrong) >= TRIES_TOGETHER:
            raise Refused("secret_too_many")
        if not _same(offered.upper().replace(" ", "").replace("-", ""), self.screen_code()):
            self._wrong.append((now, address))
            raise Refused("secret_wrong")

    def _sign(self, role: Role, nonce: str) -> str:
        message = f"{role}/{self.generation}/{nonce}".encode()
        return f"{nonce}.{hmac.new(self._secret.encode(), message, 'sha256').hexdigest()}"


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
