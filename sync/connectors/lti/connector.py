"""A course's tool behind the interface of all platforms.

Answers are not trusted: one that is not as the standard says is the platform's failure, and no fault of ours.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Concatenate, Final, ParamSpec, TypeVar
from urllib.parse import urlsplit

from app.outgoing.plan import Notice
from sync.connectors.base import Account, Course, Place, Reading, Site
from sync.connectors.lti import roster
from sync.connectors.lti.client import Client
from sync.connectors.lti.columns import Columns
from sync.connectors.lti.refs import read_ref
from sync.errors import LoggedOut, Rejected, Unanswered
from sync.http import HttpRefusal

MOST: Final = 50

P = ParamSpec("P")
T = TypeVar("T")
_Method = Callable[Concatenate["LtiConnector", P], T]


def _understood(method: "_Method[P, T]") -> "_Method[P, T]":
    """What stumbles over an answer raises `Unanswered('platform_not_understood')`; what the tool may not do
    needs the teacher."""

    @wraps(method)
    def ask(self: "LtiConnector", /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(self, *args, **kwargs)
        except HttpRefusal as error:
            if error.status == 403:
                raise LoggedOut("lti_not_allowed") from None
            raise Rejected("gone_there" if error.status == 404 else "platform_refused") from None
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError):
            raise Unanswered("platform_not_understood") from None

    return ask


class LtiConnector:
    """Keeps the course's participants while it is open: a run needs them for each reading."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._columns = Columns(client)
        self._course: tuple[Course, list[Account]] | None = None

    @property
    def most(self) -> int:
        return MOST

    @_understood
    def probe(self) -> Site:
        """Asks for participants and columns too: a tool may be known and yet be allowed nothing."""
        abilities = self._client.abilities()
        course, _ = self._load()
        self._columns.list_places()
        name = course.name or urlsplit(self._client.registration.items).netloc
        return Site(name, "", abilities)

    @_understood
    def list_courses(self) -> list[Course]:
        """The only one that the tool is in."""
        return [self._load()[0]]

    @_understood
    def load_roster(self, course: str) -> list[Account]:
        return list(self._load()[1])

    @_understood
    def list_places(self, course: str) -> list[Place]:
        return self._columns.list_places()

    @_understood
    def read(self, ref: str) -> Reading:
        students = [account for account in self._load()[1] if account.student and account.active]
        return self._columns.read(read_ref(ref), students)

    def foresee(self, ref: str, reading: Reading, values: Mapping[str, str]) -> Sequence[Notice]:
        return self._columns.foresee(read_ref(ref), reading, values)

    @_understood
    def send(self, ref: str, reading: Reading, values: Mapping[str, str]) -> None:
        self._columns.send(read_ref(ref), reading, values)

    def close(self) -> None:
        self._client.close()

    def _load(self) -> tuple[Course, list[Account]]:
        if self._course is None:
            self._course = roster.load(self._client)
        return self._course
