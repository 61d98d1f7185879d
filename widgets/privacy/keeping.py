"""Keeps sessions no longer than their classes say: looks at the start and now and then, never in class."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer

from app.errors import PreauError
from app.live.keeping import Deletion
from widgets.desk import Desk
from widgets.language import ngettext, translate
from widgets.ports import PrivacyPort

EVERY: Final = 6 * 3_600_000  # ms
_LATER: Final = frozenset({"class_is_running", "data_folder_in_use"})
"""Why it is put off without a word."""


class RetentionRunner(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        self.look()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def look(self) -> None:
        """Delete what may go, and finish what was cut off."""
        if self._desk.conductor.is_running or self._desk.conductor.is_busy:
            return
        task = self._desk.worker.run(_tidy_up, self._desk.privacy)
        task.finished.connect(self._on_done)
        task.failed.connect(self._on_failed)

    def _on_done(self, done: Deletion) -> None:
        if done.sessions:
            self._desk.sessions_changed.emit()
            count = len(done.sessions)
            words = ngettext(
                "{count} session whose time was over was deleted for good, as announced.",
                "{count} sessions whose time was over were deleted for good, as announced.",
                count,
            )
            self._desk.tell(words.format(count=count))
        if done.left:
            text = translate(
                "Sessions whose time is over may still be in {files}: damaged, or locked with a pass phrase."
            ).format(files=", ".join(file.name for file in done.left))
            self._desk.tell(text, "warn", translate("Delete these files"), lambda: self._drop(done.left))

    def _drop(self, files: tuple[Path, ...]) -> None:
        task = self._desk.worker.run(self._desk.privacy.drop_copies, files)
        task.finished.connect(lambda _: self._desk.tell(translate("These files were deleted.")))
        task.failed.connect(self._desk.tell_error)

    def _on_failed(self, error: PreauError) -> None:
        if error.code not in _LATER:
            self._desk.tell_error(error)


def _tidy_up(privacy: PrivacyPort) -> Deletion:
    privacy.finish_erasing()
    return privacy.delete_due()
