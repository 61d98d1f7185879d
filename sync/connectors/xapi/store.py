"""A record store (LRS): statements in batches, and a refusal believed only after looking."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urljoin

from requests.auth import HTTPBasicAuth

from sync.connectors.xapi.statements import Statement, says_the_same
from sync.errors import LoggedOut, Rejected, Unanswered
from sync.http import HttpRefusal, Site

BATCH: Final = 250
_HEADERS: Final = {"X-Experience-API-Version": "1.0.3"}
_PATH: Final = "/xAPI/statements"


@dataclass(frozen=True, slots=True)
class Delivery:
    """Ids of statements: stored now or before, and those that the store refuses or holds otherwise."""

    stored: tuple[str, ...]
    refused: tuple[str, ...]


class RecordStore:
    """path: of its statements below the address. Errors as `Site`; sending again is harmless."""

    def __init__(self, site: Site, name: str, key: str, path: str = _PATH) -> None:
        self._site = site
        self._auth = HTTPBasicAuth(name.encode(), key.encode())
        self._path = path

    def close(self) -> None:
        self._site.close()

    def find_all(self, registration: str) -> list[Statement]:
        """Every statement of a registration, whole; those that were taken back may be among them."""
        found: dict[str, Statement] = {}
        path = f"{self._path}?registration={quote(registration)}&limit={BATCH}"
        while path:
            answer = self._ask("GET", path)
            page = answer.get("statements") if isinstance(answer, dict) else None
            if not isinstance(page, list):
                raise Unanswered("platform_not_understood")
            before = len(found)
            found |= {_id_of(statement): statement for statement in page}
            more = str(answer.get("more") or "")
            # A store that offers the same page again would never come to an end.
            path = self._follow(more) if more and len(found) > before else ""
        return list(found.values())

    def _follow(self, more: str) -> str:
        """The next page's path below the address. Raises `Rejected('platform_moved')`: it is not below it."""
        address = urljoin(f"{self._site.address}/", more)
        if not address.startswith(f"{self._site.address}/"):
            raise Rejected("platform_moved")
        return address.removeprefix(self._site.address)

    def send(self, statements: Sequence[Statement]) -> Delivery:
        """Every statement is in the answer. A batch that is refused is taken apart, so that one statement
        does not hold up the others."""
        stored: list[str] = []
        refused: list[str] = []
        for start in range(0, len(statements), BATCH):
            for statement, there in self._send_batch(statements[start : start + BATCH]):
                (stored if there else refused).append(statement["id"])
        return Delivery(tuple(stored), tuple(refused))

    def find(self, id: str) -> Statement | None:
        """The statement as it is stored."""
        try:
            found = self._ask("GET", f"{self._path}?statementId={quote(id)}")
        except HttpRefusal as error:
            if error.status == 404:
                return None
            raise
        # The standard says the statement itself; Ralph gives a list of one.
        listed = found.get("statements", [found]) if isinstance(found, dict) else None
        if not isinstance(listed, list):
            raise Unanswered("platform_not_understood")
        return next((statement for statement in listed if _id_of(statement) == id), None)

    def _send_batch(self, batch: Sequence[Statement]) -> Iterator[tuple[Statement, bool]]:
        try:
            self._ask("POST", self._path, batch)
        except HttpRefusal as error:
            if error.status == 409:
                yield from self._look(batch)
            elif len(batch) == 1:
                yield batch[0], False
            else:
                middle = len(batch) // 2
                yield from self._send_batch(batch[:middle])
                yield from self._send_batch(batch[middle:])
        else:
            yield from ((statement, True) for statement in batch)

    def _look(self, batch: Sequence[Statement]) -> Iterator[tuple[Statement, bool]]:
        """409: something of the batch is there and, the store says, different. It may be the same to us, and
        the store has taken nothing of the batch."""
        missing = []
        for statement in batch:
            there = self.find(statement["id"])
            if there is None:
                missing.append(statement)
            else:
                yield statement, says_the_same(statement, there)
        if len(missing) == len(batch):  # the store contradicts itself
            raise Rejected("platform_refused")
        if missing:
            yield from self._send_batch(missing)

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        try:
            return self._site.ask_json(method, path, body=body, headers=_HEADERS, auth=self._auth)
        except HttpRefusal as error:
            if error.status in (401, 403):
                raise LoggedOut("platform_logged_out") from None
            raise


def _id_of(statement: object) -> str:
    """Raises `Unanswered('platform_not_understood')` for what is no statement."""
    if not isinstance(statement, dict) or not isinstance(statement.get("id"), str):
        raise Unanswered("platform_not_understood")
    return str(statement["id"])
