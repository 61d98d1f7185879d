"""Who a student is on the platform, said by hand: looked up beside the window, then asked, then kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.outgoing.rows import Target
from app.outgoing.seen import AccountSeen, MatchSeen, RowSeen
from widgets.desk import Desk
from widgets.language import isolate, translate
from widgets.parts.asking import Asking
from widgets.ports import ArchivePort, SyncPort
from widgets.sync.account_dialog import AccountDialog


@dataclass(frozen=True, slots=True)
class People:
    """The students of a class beside the accounts of a course."""

    matches: tuple[MatchSeen, ...]
    accounts: tuple[AccountSeen, ...]

    def taken(self, student: str) -> dict[str, str]:
        """Accounts of the other students, and whose they are."""
        return {one.account: one.name for one in self.matches if one.account and one.student != student}

    def candidates(self, student: str) -> tuple[AccountSeen, ...]:
        return next((one.candidates for one in self.matches if one.student == student), ())

    def name_of(self, account: str) -> str:
        return next((one.name for one in self.accounts if one.id == account), "")


def find_class(archive: ArchivePort, session: str) -> str:
    """Id of the session's class in the library, '' where it has none. Blocks."""
    return next((row.class_id for row in archive.list_sessions() if row.id == session), "")


def load_people(sync: SyncPort, connection: str, course: str, class_id: str) -> People:
    """Asks the platform."""
    accounts = tuple(sync.list_accounts(connection, course))
    return People(tuple(sync.match(connection, course, class_id)), accounts)


def ask_for_account(
    people: People, student: str, name: str, present: str, parent: QWidget | None
) -> str | None:
    """The account that the teacher chooses, '' for none; None where nothing was chosen."""
    dialog = AccountDialog(
        name, people.candidates(student), people.accounts, people.taken(student), present, parent
    )
    chosen = dialog.account if dialog.exec() == QDialog.DialogCode.Accepted else None
    dialog.deleteLater()
    return chosen


class AccountChooser(QObject):
    """For one value of a session that is shown."""

    chosen = Signal()

    def __init__(self, desk: Desk, asking: Asking, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asking = asking
        self._window = parent

    def choose(self, target: Target, session: str, seen: RowSeen) -> None:
        """Ask for the account of this student."""

        def show(people: People) -> None:
            account = ask_for_account(people, seen.row.student, seen.name, "", self._window)
            if account:
                self._keep(target.connection, seen, account)

        self._asking.ask(
            translate("Looking who is in the course…"), show, self._desk.tell_error,
            _people_of, self._desk.archive, self._desk.sync, target.connection, session,
        )  # fmt: skip

    def _keep(self, connection: str, seen: RowSeen, account: str) -> None:
        sync = self._desk.sync
        task = self._desk.worker.run(sync.set_account, connection, seen.row.student, account)
        task.failed.connect(self._desk.tell_error)
        said = translate("{name} is matched. The value is sent now.").format(name=isolate(seen.name))
        undo = translate("Undo")

        def take_back() -> None:
            back = self._desk.worker.run(sync.set_account, connection, seen.row.student, None)
            back.failed.connect(self._desk.tell_error)

        task.finished.connect(lambda _: self._desk.tell(said, "", undo, take_back))
        task.give(self, lambda _: self.chosen.emit())


def _people_of(archive: ArchivePort, sync: SyncPort, connection: str, session: str) -> People:
    class_id = find_class(archive, session)
    return load_people(sync, connection, sync.load_wishes(class_id).course, class_id)


def sort_matches(matches: Sequence[MatchSeen]) -> list[MatchSeen]:
    """Those who are not known first."""
    return sorted(matches, key=lambda one: (bool(one.account), not one.candidates))
