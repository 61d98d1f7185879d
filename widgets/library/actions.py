"""What can be done with quizzes: beside the window, told in the strip, taken back where something went."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.exchange.formats import read_file
from app.quiz.model import Quiz
from app.quiz.shelf import QuizRow, Search
from widgets.desk import Desk
from widgets.language import isolate, ngettext, translate
from widgets.ports import LibraryPort


class QuizActions(QObject):
    """Each action says `Desk.quizzes_changed` when it is done. Errors go into the strip."""

    added = Signal(str)
    """A quiz came into the library by an action; its id."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def rename(self, quiz_id: str, title: str) -> None:
        self._run(partial(self._desk.library.rename, quiz_id, title))

    def duplicate(self, rows: Sequence[QuizRow]) -> None:
        titles = {row.id: translate("Copy of {title}").format(title=row.title) for row in rows}
        self._run(partial(_duplicate, self._desk.library, titles), self._on_added)

    def remove(self, rows: Sequence[QuizRow]) -> None:
        """Into the bin."""
        ids = [row.id for row in rows]
        words = ngettext("{title} was deleted.", "{count} quizzes were deleted.", len(rows))
        text = words.format(title=isolate(rows[0].title), count=len(rows))
        undo = partial(self._run, partial(self._desk.library.bring_back, ids))
        self._run(partial(self._desk.library.remove, ids), self._telling(text, undo))

    def move(self, rows: Sequence[QuizRow], folder: str) -> None:
        before = {row.id: row.folder for row in rows if row.folder != folder}
        if not before:
            return
        after = dict.fromkeys(before, folder)
        words = ngettext("{count} quiz moved to {folder}.", "{count} quizzes moved to {folder}.", len(before))
        if not folder:
            words = ngettext(
                "{count} quiz taken out of its folder.",
                "{count} quizzes taken out of their folders.",
                len(before),
            )
        text = words.format(count=len(before), folder=isolate(folder))
        undo = partial(self._run, partial(_set_folders, self._desk.library, before))
        self._run(partial(_set_folders, self._desk.library, after), self._telling(text, undo))

    def rename_folder(self, old: str, new: str) -> None:
        self._run(partial(_rename_folder, self._desk.library, old, new))

    def set_tags(self, rows: Sequence[QuizRow], tags: Mapping[str, Sequence[str]]) -> None:
        """tags: by id of the quiz."""
        before = {row.id: row.tags for row in rows if list(row.tags) != list(tags[row.id])}
        if not before:
            return
        after = {quiz_id: tags[quiz_id] for quiz_id in before}
        words = ngettext("Tags of {count} quiz changed.", "Tags of {count} quizzes changed.", len(before))
        undo = partial(self._run, partial(_set_tags, self._desk.library, before))
        done = self._telling(words.format(count=len(before)), undo)
        self._run(partial(_set_tags, self._desk.library, after), done)

    def add_samples(self, files: Iterable[Path]) -> None:
        self._run(partial(_add_files, self._desk.library, list(files)), self._on_added)

    def _on_added(self, ids: list[str]) -> None:
        if ids:
            self.added.emit(ids[-1])

    def _telling(self, text: str, undo: Callable[[], object]) -> Callable[[Any], object]:
        tell, word = self._desk.tell, translate("Undo")
        return lambda _: tell(text, "good", word, undo)

    def _run(self, work: Callable[[], Any], then: Callable[[Any], object] | None = None) -> None:
        """Nothing here may need the page: it can be built anew before the work is done."""
        desk = self._desk
        task = desk.worker.run(work)
        task.finished.connect(lambda _: desk.quizzes_changed.emit())
        if then is not None:
            task.finished.connect(then)
        task.failed.connect(desk.tell_error)


def _duplicate(library: LibraryPort, titles: Mapping[str, str]) -> list[str]:
    return [library.duplicate(quiz_id, title) for quiz_id, title in titles.items()]


def _set_folders(library: LibraryPort, folders: Mapping[str, str]) -> None:
    for folder in set(folders.values()):
        library.set_folder([quiz_id for quiz_id, wanted in folders.items() if wanted == folder], folder)


def _rename_folder(library: LibraryPort, old: str, new: str) -> None:
    library.set_folder([row.id for row in library.list_quizzes(Search(folder=old))], new)


def _set_tags(library: LibraryPort, tags: Mapping[str, Sequence[str]]) -> None:
    for quiz_id, names in tags.items():
        library.set_tags(quiz_id, names)


def _add_files(library: LibraryPort, files: Sequence[Path]) -> list[str]:
    quizzes = [(read_file(file).quiz, file.name) for file in files]
    return [library.add_quiz(replace(quiz, title=_title_of(quiz)), name) for quiz, name in quizzes]


def _title_of(quiz: Quiz) -> str:
    """Of a sample: what its questions are filed under says more than the name of its file."""
    filed = next((question.category for question in quiz.questions if question.category), ())
    return filed[-1] if filed else quiz.title
