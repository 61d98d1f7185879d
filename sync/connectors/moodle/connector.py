"""Moodle behind the interface of all platforms: places know by their ref which part of Moodle they are.

Answers are not trusted: one that is not as Moodle's are is the platform's failure, and no fault of ours.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from app.outgoing.plan import Notice
from sync.connectors.base import Account, Bank, Course, Place, Reading, Site
from sync.connectors.moodle import attendance, courses, grades, questions
from sync.connectors.moodle.client import Client
from sync.connectors.moodle.refs import read_ref
from sync.errors import Unanswered

_READING_GRADES = "gradereport_user_get_grade_items"
_APP_PAGES = "tool_mobile_get_content"

P = ParamSpec("P")
T = TypeVar("T")
_Method = Callable[Concatenate["MoodleConnector", P], T]


def _understood(method: "_Method[P, T]") -> "_Method[P, T]":
    """What stumbles over an answer raises `Unanswered('platform_not_understood')`."""

    @wraps(method)
    def ask(self: "MoodleConnector", /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(self, *args, **kwargs)
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError):
            raise Unanswered("platform_not_understood") from None

    return ask


class MoodleConnector:
    """abilities: of the last `probe`; None asks the site when they are first needed, and tells `note`.
    words: see `Attendance`."""

    def __init__(
        self,
        client: Client,
        abilities: frozenset[str] | None = None,
        words: Mapping[str, str] | None = None,
        note: Callable[[frozenset[str]], None] = lambda abilities: None,
    ) -> None:
        self._client = client
        self._abilities = abilities
        self._note = note
        self._user = ""
        self._grades: grades.Grades | None = None
        self._attendance = attendance.Attendance(client, words)

    @property
    def most(self) -> int:
        return grades.MOST

    @_understood
    def probe(self) -> Site:
        site, self._user = courses.probe(self._client)
        self._abilities = site.abilities
        self._note(site.abilities)
        return site

    @_understood
    def list_courses(self) -> list[Course]:
        if not self._user:
            self.probe()
        return courses.list_courses(self._client, self._user)

    @_understood
    def load_roster(self, course: str) -> list[Account]:
        return courses.load_roster(self._client, course, self._known_abilities())

    @_understood
    def list_places(self, course: str) -> list[Place]:
        """What the key may fill; a part of Moodle that is not there brings none."""
        abilities = self._known_abilities()
        places: list[Place] = []
        if _READING_GRADES in abilities:
            places += self._find_grades().list_places(course)
        if _APP_PAGES in abilities:
            places += self._attendance.list_places(course)
        return places

    @_understood
    def read(self, ref: str) -> Reading:
        where = read_ref(ref)
        if where["kind"] == "attendance":
            return self._attendance.read(where)
        return self._find_grades().read(where)

    def foresee(self, ref: str, reading: Reading, values: Mapping[str, str]) -> Sequence[Notice]:
        where = read_ref(ref)
        part = self._attendance if where["kind"] == "attendance" else self._find_grades()
        return part.foresee(where, reading, values)

    @_understood
    def send(self, ref: str, reading: Reading, values: Mapping[str, str]) -> None:
        where = read_ref(ref)
        if where["kind"] == "attendance":
            self._attendance.send(where, reading, values)
        else:
            self._find_grades().send(where, reading, values)

    @_understood
    def list_banks(self, course: str) -> list[Bank]:
        """Raises as `Questions.list_banks`."""
        return questions.Questions(self._client, self._known_abilities()).list_banks(course)

    def find_bank(self, address: str) -> Bank:
        """By the address of its page. Raises `Rejected('bank_address_wrong')`; asks nothing."""
        return questions.Questions(self._client, frozenset()).read_address(address)

    @_understood
    def download_bank(self, ref: str) -> str:
        """Moodle XML."""
        return questions.Questions(self._client, frozenset()).download(ref)

    def close(self) -> None:
        self._client.close()

    def _known_abilities(self) -> frozenset[str]:
        if self._abilities is None:
            self.probe()
        assert self._abilities is not None
        return self._abilities

    def _find_grades(self) -> grades.Grades:
        if self._grades is None:
            self._grades = grades.Grades(self._client, self._known_abilities())
        return self._grades
