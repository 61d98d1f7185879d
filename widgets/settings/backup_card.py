"""Everything in one file, and back: what is in a backup is shown before anything is changed."""

import time
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar, QVBoxLayout

from app.errors import PreauError
from app.exchange.whole_files import free_path
from widgets.desk import Desk
from widgets.language import isolate, ngettext, show, show_date, tell_error, translate
from widgets.parts.basics import Card, button, clear_layout, column, label, row
from widgets.parts.targets import ask_target, documents
from widgets.settings.phrase_fields import AskPhrase, NewPhrase
from widgets.theme import M, S
from widgets.worker import Task

SUFFIX: Final = ".preau-backup"


class BackupCard(Card):
    """Buttons, then progress with cancel in their place."""

    restored = Signal()
    """Everything was replaced by a backup."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._task: Task | None = None
        self._is_busy = False
        self._source = Path()
        self._save = button(translate("Save a backup …"), self._ask_target, icon_name="save")
        self._load = button(translate("Restore a backup …"), self._ask_source, icon_name="undo")
        self._bar = QProgressBar()
        self._bar.setAccessibleName(translate("Progress of the backup"))
        self._cancel = button(translate("Cancel"), self._on_cancel, kind="quiet")
        self._question = QVBoxLayout()
        self.new_phrase = NewPhrase()
        self.new_phrase.changed.connect(self._offer_save)
        text = translate(
            "Quizzes, classes, past sessions and settings in one file. It holds names and answers: keep it "
            "as carefully as an exam."
        )
        self.setLayout(
            column(
                label(translate("Backup"), "large"),
                label(text, "soft", wrap=True),
                self.new_phrase,
                row(self._save, self._load, 0),
                self._question,
                row(self._bar, self._cancel),
                space=S,
                margin=16,
            )
        )
        self._show_progress(False)

    def write(self, target: Path) -> None:
        """Write everything to a file."""
        phrase = self.new_phrase.phrase
        desk = self._desk
        task = self._begin(desk.worker.run(desk.services.write_backup, target, phrase))
        task.failed.connect(desk.tell_error)
        said = translate("Everything was saved in {file}.").format(file=isolate(target.name))
        task.finished.connect(lambda _: desk.tell(said))  # also where the page was made anew meanwhile
        task.give(self, lambda _: self.new_phrase.clear())

    def inspect(self, source: Path, phrase: str = "") -> None:
        """Read a backup and ask whether it shall replace what is here; where it has a phrase, ask for that
        before."""
        clear_layout(self._question)
        task = self._begin(self._desk.worker.run(self._desk.services.read_backup, source, phrase))
        self._source = source
        task.failed.connect(self._on_unread)
        task.give(self, partial(self._ask, source, phrase))

    def _on_unread(self, error: PreauError) -> None:
        if error.code not in ("phrase_missing", "phrase_wrong"):
            self._desk.tell_error(error)
            return
        asked = AskPhrase(tell_error(error), "bad" if error.code == "phrase_wrong" else "")
        asked.given.connect(partial(self.inspect, self._source))
        asked.left.connect(lambda: clear_layout(self._question))
        self._question.addWidget(asked)
        asked.field.setFocus()

    def _ask_target(self) -> None:
        day = time.strftime("%Y-%m-%d", time.localtime(self._desk.clock.now()))
        proposed = free_path(documents(), f"preau-{day}", SUFFIX)
        if path := ask_target(self, translate("Save a backup"), proposed, "Préau"):
            self.write(path)

    def _ask_source(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, translate("Restore a backup"), str(documents()), f"Préau (*{SUFFIX})"
        )
        if name:
            self.inspect(Path(name))

    def _ask(self, source: Path, phrase: str, info: dict[str, Any]) -> None:
        clear_layout(self._question)
        quizzes, sessions = info["quizzes"], info["sessions"]
        text = translate(
            "Backup of {date}, {size} MB: {quizzes}, {sessions}. It replaces what is in Préau now; that is "
            "kept beside it."
        ).format(
            date=show_date(info["made"]),
            quizzes=ngettext("{count} quiz", "{count} quizzes", quizzes).format(count=quizzes),
            sessions=ngettext("{count} session", "{count} sessions", sessions).format(count=sessions),
            size=show(info["bytes"] / 1e6),
        )
        yes = button(translate("Replace everything"), lambda: self._restore(source, phrase), kind="danger")
        no = button(translate("Leave it"), lambda: clear_layout(self._question), kind="quiet")
        self._question.addWidget(label(text, "warn", wrap=True))
        self._question.addLayout(row(yes, no, 0, space=M))

    def _restore(self, source: Path, phrase: str) -> None:
        clear_layout(self._question)
        task = self._begin(self._desk.worker.run(self._desk.services.restore_backup, source, phrase))
        task.failed.connect(self._desk.tell_error)
        task.finished.connect(self._on_restored)

    def _on_restored(self, _: object) -> None:
        self._desk.tell(translate("The backup was restored. What was here before is kept beside it."))
        self.restored.emit()

    def _begin(self, task: Task) -> Task:
        self._task = task
        self._show_progress(True)
        task.progressed.connect(self._on_progress)
        for signal in (task.finished, task.failed, task.cancelled):
            signal.connect(self._on_end)
        return task

    def _on_progress(self, share: float, _: str) -> None:
        self._bar.setRange(0, 0 if share < 0 else 1000)
        self._bar.setValue(round(share * 1000))

    def _offer_save(self) -> None:
        self._save.setEnabled(self.new_phrase.is_ready and not self._is_busy)

    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _on_end(self, *_: object) -> None:
        self._show_progress(False)

    def _show_progress(self, busy: bool) -> None:
        self._bar.setRange(0, 0)
        self._bar.setVisible(busy)
        self._cancel.setVisible(busy)
        self._is_busy = busy
        self._offer_save()
        self._load.setEnabled(not busy)
