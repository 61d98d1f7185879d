"""Sync as windows see it: what goes where, how far it has come, and what the teacher decides about it. Every
method that is not said to answer at once blocks.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from random import Random

from app.errors import Refused, Trouble
from app.outgoing.connections import Step
from app.outgoing.plan import Plan
from app.outgoing.rows import Kind, Row, Target, canonical
from app.outgoing.seen import Overview, RowSeen, SendWishes, SessionSync
from app.reports.sending import check_wishes
from sync import outbox as policy
from sync.connectors.lti.refs import NEW, TOP, name_column, read_ref
from sync.deriving import DEFAULT_WISHES
from sync.run import NOT_AGREED, Run
from sync.seeing import is_settled, see_session
from sync.travelling import Travelling

Progress = Callable[[int, int], bool]


class SyncDesk(Travelling):
    """See `widgets.ports.SyncPort`."""

    # --- at once ---

    @property
    def is_paused(self) -> bool:
        worker = self.engine.running_worker
        return worker is not None and worker.is_paused

    def listen(self, callback: Callable[[], None]) -> None:
        self.engine.listen(callback)

    def overview(self) -> Overview:
        return self.engine.overview

    def refresh(self, session: str = "") -> None:
        self.engine.refresh(session)

    # --- classes and sessions ---

    def load_wishes(self, class_id: str) -> SendWishes:
        return self._outbox.load_wishes().get(class_id, DEFAULT_WISHES)

    def save_wishes(self, class_id: str, wishes: SendWishes) -> None:
        """Raises `Refused('scale_impossible')`."""
        check_wishes(wishes)
        self._outbox.save_wishes(class_id, wishes)
        self.engine.refresh()

    def list_sessions(self) -> list[SessionSync]:
        """Ended sessions of classes and those that go somewhere, newest first."""
        outbox = self._outbox
        targets, counts, confirmed = outbox.list_targets(), outbox.count_rows(), outbox.last_confirmed()
        sent = {target.session for target in targets}
        return [
            see_session(row, targets, counts, confirmed)
            for row in self.engine.deriver.list_ended()
            if row.class_id or row.id in sent
        ]

    def set_target(self, session: str, kind: Kind, connection: str, ref: str, name: str = "") -> Target:
        """Raises `Refused('target_taken')`, and what the platform raises where the place is not known yet."""
        if kind == "statement":  # a record store takes many sessions
            ref = session
        elif ref in NEW:
            ref, name = self._name_column(session, connection, ref)
        elif (connection, ref) not in self._tops:
            with self._connector(connection) as connector:
                top = connector.read(ref).top
            self._tops[connection, ref] = "" if top is None else canonical(str(top))
        target = self._outbox.add_target(
            session, kind, connection, ref, self._tops.get((connection, ref), ""), name
        )
        if kind != "statement":
            self._match_session(target)
        self.engine.derive()
        self._wake()
        return target

    def remove_target(self, id: str) -> None:
        self._outbox.remove_target(id)
        self._wake()

    def is_sent(self, session: str) -> bool:
        """Whether all that shall stand on a platform was read there, or left to what stands there by the
        teacher. Of a session that goes nowhere, whether its class is not sent either."""
        outbox = self._outbox
        self.engine.derive()
        own = [target.id for target in outbox.list_targets() if target.session == session]
        if own:
            return all(is_settled(outbox.list_rows(target)) for target in own)
        row = next((row for row in self.engine.deriver.list_ended() if row.id == session), None)
        wishes = outbox.load_wishes().get(row.class_id) if row is not None else None
        left_out = {kind for known, kind in outbox.list_left_out() if known == session}
        return wishes is None or not wishes.connection or bool(left_out)

    # --- rows ---

    def plan(self, target: str, progress: Progress) -> Plan:
        """What sending would do now; changes nothing on the platform."""
        self.engine.derive()
        progress(0, 1)
        known = self._find_target(target)
        with self._connector(known.connection) as connector:
            plan = Run(self._outbox, connector, known, self.engine.clock, Random()).plan()  # noqa: S311
        progress(1, 1)
        return plan

    def list_rows(self, target: str) -> list[RowSeen]:
        """By name; of a session that is not here any more, without names."""
        try:
            people = self.engine.deriver.load_people(self._find_target(target).session)
        except Trouble:
            people = {}
        rows = [RowSeen(row, *people.get(row.student, ("", ""))) for row in self._outbox.list_rows(target)]
        return sorted(rows, key=lambda seen: (seen.name.casefold(), seen.row.student, seen.row.item))

    def history(self, key: str) -> list[Step]:
        return self._outbox.history(key)

    def agree(self, target: str, codes: Iterable[str]) -> None:
        self._outbox.agree(target, codes)
        self._outbox.change(lambda rows: [policy.free(row, NOT_AGREED) for row in rows], target=target)
        self._wake()

    def keep_theirs(self, keys: Iterable[str]) -> None:
        self._change(keys, policy.keep_theirs)

    def send_ours(self, keys: Iterable[str]) -> None:
        self._change(keys, policy.send_ours)

    def try_again(self, keys: Iterable[str]) -> None:
        self._change(keys, policy.try_again)

    # --- the worker ---

    def sync_now(self) -> None:
        self._outbox.set_paused(False)
        self.engine.worker.sync_now()
        self.engine.tell_changed()

    def pause(self) -> None:
        """Until `resume` or `sync_now`, however often the program is started until then."""
        self.engine.worker.pause()
        self._outbox.set_paused(True)
        self.engine.tell_changed()

    def resume(self) -> None:
        self._outbox.set_paused(False)
        self.engine.worker.resume()
        self.engine.tell_changed()

    # --- inside ---

    def _find_target(self, id: str) -> Target:
        for target in self._outbox.list_targets():
            if target.id == id:
                return target
        raise Refused("no_such_target")

    def _change(self, keys: Iterable[str], judge: Callable[[Row], Row]) -> None:
        wanted = set(keys)
        self._outbox.change(lambda rows: [judge(row) for row in rows if row.key in wanted])
        self._wake()

    def _name_column(self, session: str, connection: str, ref: str) -> tuple[str, str]:
        """The place of this session's own column, and what it will be called there."""
        known = next((row for row in self.engine.deriver.list_ended() if row.id == session), None)
        if known is None:
            raise Trouble("no_such_session", session=session)
        scale = self.load_wishes(known.class_id).scale
        label = f"{known.title} ({datetime.fromtimestamp(known.opened_at, UTC).date()})"
        named = name_column(ref, session, label, Decimal(scale) if scale else TOP)
        self._courses[connection, named] = self._courses.get((connection, ref), "")
        where = read_ref(named)
        self._tops[connection, named] = where["top"] if where["kind"] == "grade" else ""
        return named, label

    def _match_session(self, target: Target) -> None:
        """Find the accounts of the session's class, where it is known in which course. What cannot be asked
        now leaves its rows parked, for the teacher."""
        class_id = next((r.class_id for r in self.engine.deriver.list_ended() if r.id == target.session), "")
        course = self._courses.get((target.connection, target.ref)) or self.load_wishes(class_id).course
        if class_id and course:
            with suppress(Trouble):
                self.match(target.connection, course, class_id)
