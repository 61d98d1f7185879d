"""`sync` without a window: what waits is sent once, or as long as the program runs; or only what would be."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final

from app.clock import Clock
from app.errors import PreauError, Trouble
from app.i18n import Translate, mark
from app.outgoing.rows import State
from app.outgoing.seen import SessionSync
from app.reports.sync_table import plan_lines, state_lines
from app.secrets import open_from_environment
from app.sentences import tell, tell_code
from app.storage.archive import Archive
from app.storage.outbox import Outbox
from sync import outbox as policy
from sync.engine import Engine
from sync.run import Run
from sync.seeing import see_session

Say = Callable[[str], None]

PASSES: Final = 4  # of one run: send, and look again at what a platform was still at work on
_NOTHING: Final = mark("Nothing waits to be sent.")
_UP_TO_DATE: Final = mark("Everything stands on the platforms as it shall.")


class Command:
    """say: takes lines for the reader; warn: those about what went wrong. The exit codes are 0 where all is
    as it shall be, 1 where something has to be looked at or is still on its way."""

    def __init__(self, folder: Path, clock: Clock, translate: Translate, say: Say, warn: Say) -> None:
        """Raises `Trouble('sync_elsewhere')`, what opening the outbox and the file of secrets raises."""
        self._translate, self._say, self._warn = translate, say, warn
        if open_from_environment(folder):
            warn(tell_code("secrets_from_environment", {}, translate))
        self._engine = Engine(folder, clock, Archive(folder, clock))
        self._engine.open()

    def close(self) -> None:
        self._engine.stop()

    def show_plans(self) -> int:
        """Ask every platform and change nothing."""
        outbox, busy = self._engine.outbox, False
        self._engine.derive()
        titles = {row.id: row.title for row in self._engine.deriver.list_ended()}
        targets = outbox.list_targets()
        connections = {connection.id: connection for connection in outbox.list_connections()}
        for target in targets:
            title = titles.get(target.session, target.session)
            try:
                connector = self._engine.connect(connections[target.connection])
                try:
                    plan = Run(outbox, connector, target, self._engine.clock, Random()).plan()  # noqa: S311
                finally:
                    connector.close()
            except PreauError as error:
                self._warn(f"{title}: {tell(error, self._translate)}")
                busy = True
                continue
            names = self._load_names(target.session)
            for line in plan_lines(title, target.kind, plan, names, self._translate):
                self._say(line)
            busy |= any(line.standing is not State.CONFIRMED for line in plan.lines)
        if not targets:
            self._say(self._translate(_NOTHING))
        return int(busy)

    def send_once(self, pause: Callable[[float], None] = time.sleep) -> int:
        """Everything that can be sent now; waits for what a platform may still be at work on."""
        outbox, worker = self._engine.outbox, self._engine.worker
        for _ in range(PASSES):
            worker.sync_now()
            worker.work_once()
            quiet = policy.quiet_until(outbox.list_rows()) - self._engine.clock.now()
            if quiet <= 0:
                break
            pause(quiet)
        return self._tell()

    def send_on(self, stopping: threading.Event) -> int:
        """Until `stopping` is set; tells of each change."""
        worker, told = self._engine.worker, [""]

        def hear() -> None:
            lines = "\n".join(self._lines())
            if lines != told[0]:
                told[0] = lines
                self._say(lines)

        self._engine.listen(hear)
        worker.resume()  # whoever starts this wants it sent; a window's pause holds for windows
        hear()
        worker.start()
        stopping.wait()
        worker.stop()
        return self._tell(quietly=True)

    def _tell(self, quietly: bool = False) -> int:
        """The exit code, and unless `quietly` what it stands for."""
        outbox, lines = self._engine.outbox, self._lines()
        troubles = [connection for connection in outbox.list_connections() if connection.trouble]
        unsettled = [row for row in outbox.list_rows() if row.standing is not State.CONFIRMED]
        if not quietly:
            for line in lines:
                self._say(line)
            for connection in troubles:
                self._warn(f"{connection.name}: {tell_code(connection.trouble, {}, self._translate)}")
            for code in sorted({row.reason for row in unsettled if row.reason}):
                self._warn(tell_code(code, {}, self._translate))
            if not unsettled and not troubles:
                self._say(self._translate(_UP_TO_DATE if lines else _NOTHING))
        return int(bool(unsettled or troubles))

    def _lines(self) -> list[str]:
        return state_lines(self._sessions(self._engine.outbox), self._translate)

    def _sessions(self, outbox: Outbox) -> list[SessionSync]:
        targets, counts, confirmed = outbox.list_targets(), outbox.count_rows(), outbox.last_confirmed()
        return [see_session(row, targets, counts, confirmed) for row in self._engine.deriver.list_ended()]

    def _load_names(self, session: str) -> dict[str, str]:
        try:
            return {id: name for id, (name, _) in self._engine.deriver.load_people(session).items()}
        except Trouble:  # the session is not here any more
            return {}
