"""Who our students are on a platform: found by number, e-mail or name, asked about where it is doubtful."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.people.matching import AccountMatch, match_accounts
from app.people.model import Student
from sync.connectors.base import Account, Connector


class AccountStore(Protocol):
    def take_matches(
        self, connection: str, matches: Mapping[str, str], among: Collection[str] | None = None
    ) -> None: ...

    def load_accounts(self, connection: str) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True)
class Matching:
    """accounts: active students of the course there. unsure: those of ours whose account is not known, with
    the accounts that may be meant."""

    accounts: tuple[Account, ...]
    unsure: tuple[AccountMatch, ...]


def match_students(
    store: AccountStore, connector: Connector, connection: str, course: str, students: Sequence[Student]
) -> Matching:
    """Read the course's roster and note who is who. What the teacher has said stays; teachers and suspended
    participants are nobody's account. Raises what the connector raises; nothing has changed then."""
    roster = connector.load_roster(course)
    accounts = tuple(account for account in roster if account.student and account.active)
    matches = match_accounts(students, accounts)
    found = {match.student: match.account for match in matches if match.account}
    store.take_matches(connection, found, {student.id for student in students})
    known = store.load_accounts(connection)
    return Matching(accounts, tuple(match for match in matches if match.student not in known))
