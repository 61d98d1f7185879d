"""The quiz library: folders, quizzes and the chosen one; files dropped anywhere on the page are imported."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QWidget

from app.paths import RESOURCES
from app.quiz.shelf import QuizRow, Search
from widgets.desk import Desk
from widgets.importing.dialog import ImportDialog
from widgets.importing.moodle_dialog import MoodleDialog
from widgets.language import ngettext, translate
from widgets.library.actions import QuizActions
from widgets.library.arriving import DropPage, dropped_files
from widgets.library.export_dialog import ExportDialog
from widgets.library.filters import Filters
from widgets.library.folders import FOLDER, FoldersModel, FoldersView
from widgets.library.menu import QuizMenu
from widgets.library.quiz_preview import QuizPreview
from widgets.library.quizzes import QuizzesModel
from widgets.library.quizzes_view import QuizzesView
from widgets.library.tags_dialog import TagsDialog
from widgets.parts.basics import button, column, label, row
from widgets.parts.empty_state import EmptyState
from widgets.parts.format_names import file_filter
from widgets.ports import LibraryPort
from widgets.theme import L, M, S
from widgets.worker import Task

_WIDTHS: Final = (200, 560, 400)  # px at first: folders, quizzes, the chosen one
SAMPLES: Final = RESOURCES / "samples"


@dataclass(frozen=True, slots=True)
class _Listing:
    rows: list[QuizRow]
    folders: list[tuple[str, int]]
    tags: list[tuple[str, int]]
    sources: list[tuple[str, int]]
    languages: list[tuple[str, int]]


class LibraryPage(DropPage):
    """`open(quiz=id)` chooses a quiz, `open(folder=name)` a folder, `open(files=[paths])` imports."""

    NAME: ClassVar[str] = "library"

    listed = Signal()
    """The list shows what the library holds."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._task: Task | None = None
        self._folder: str | None = None
        self._new_folders: list[str] = []  # hold nothing yet, so the library does not know them
        self._moving: list[QuizRow] = []  # wait for the name of a new folder
        self._wanted = ""  # the quiz to choose once it is listed
        self._actions = QuizActions(desk, self)
        self._actions.added.connect(self._on_added)
        self._menu = QuizMenu(self)
        self._menu.wanted.connect(self._on_wanted)
        self._menu.move_wanted.connect(lambda folder: self._actions.move(self.quizzes.chosen(), folder))
        self._menu.new_folder_wanted.connect(lambda: self.make_folder(self.quizzes.chosen()))
        self._make_lists()
        self.setLayout(self._make_layout())
        self._make_shortcuts()
        desk.quizzes_changed.connect(self._on_quizzes_changed)

    def open(self, **arguments: Any) -> None:
        self._wanted = str(arguments.get("quiz") or self._wanted)
        if "folder" in arguments:
            self._folder = arguments["folder"]
        self._new_folders = list(arguments.get("new_folders", self._new_folders))
        self.filters.restore(arguments.get("filters", self.filters.state()))
        self.reload()
        self.quizzes.setFocus()
        if arguments.get("files"):
            self.import_files([Path(file) for file in arguments["files"]])

    def state(self) -> dict[str, Any]:
        chosen = self.quizzes.chosen()
        return {
            "quiz": chosen[0].id if chosen else "",
            "folder": self._folder,
            "new_folders": self._new_folders,
            "filters": self.filters.state(),
        }

    def reload(self) -> None:
        """Ask the library again, beside the window."""
        if self._task is not None:
            self._task.cancel()
        task = self._task = self.desk.worker.run(_list, self.desk.library, self.filters.search(self._folder))
        task.finished.connect(self._on_listed)
        task.failed.connect(self.desk.tell_error)

    def import_files(self, paths: Sequence[Path]) -> ImportDialog:
        """Look through quiz files and take of them what is wished."""
        return self._show_import(
            ImportDialog(self.desk, paths, folder=self._folder or "", parent=self.window())
        )

    def import_text(self, text: str = "") -> ImportDialog:
        """The same with a text; without one it is asked for."""
        return self._show_import(
            ImportDialog(self.desk, text=text, folder=self._folder or "", parent=self.window())
        )

    def import_from_moodle(self) -> MoodleDialog:
        """The same with questions that are on a connected Moodle."""
        dialog = MoodleDialog(self.desk, self.window())
        dialog.downloaded.connect(self._import_named)
        dialog.show()
        return dialog

    def _import_named(self, text: str, title: str) -> None:
        folder = self._folder or ""
        self._show_import(
            ImportDialog(self.desk, text=text, title=title, folder=folder, parent=self.window())
        )

    def make_folder(self, moving: Sequence[QuizRow] = ()) -> None:
        """Add a folder and let it be named; `moving` go into it then."""
        name, number = translate("New folder"), 1
        while name in self._folders_model.names:
            number += 1
            name = f"{translate('New folder')} {number}"
        self._moving = list(moving)
        self._new_folders.append(name)
        self._show_folders(self._shown.folders)
        place = self._folders_model.index(self._folders_model.place_of(name))
        self.folders.scrollTo(place)
        self.folders.edit(place)

    # --- building ---------------------------------------------------------------------------------

    def _make_lists(self) -> None:
        self._shown = _Listing([], [], [], [], [])
        self.filters = Filters()
        self.filters.changed.connect(self.reload)
        self.filters.sort_changed.connect(lambda: self._show_rows(self._shown.rows))
        self._folders_model, self.folders = FoldersModel(), FoldersView()
        self._folders_model.setParent(self)
        self.folders.setModel(self._folders_model)
        self.folders.selectionModel().currentChanged.connect(self._on_folder)
        self._folders_model.dropped.connect(self._on_dropped)
        self._folders_model.rename_wanted.connect(self._on_folder_named)
        self._model, self.quizzes = QuizzesModel(), QuizzesView()
        self._model.setParent(self)
        self.quizzes.setModel(self._model)
        self._model.rename_wanted.connect(self._actions.rename)
        self.quizzes.selectionModel().selectionChanged.connect(lambda *_: self._on_chosen())
        self.quizzes.activated.connect(lambda _: self._on_wanted("edit"))
        self.quizzes.customContextMenuRequested.connect(self._show_menu)
        self.preview = QuizPreview(self.desk, self._menu)
        self.preview.wanted.connect(self._on_wanted)

    def _make_layout(self) -> Any:
        self._count = label("", "soft")
        self.new = button(translate("New quiz"), self._make_quiz, icon_name="plus", tip="Ctrl+N")
        self.import_button = button(
            translate("Import…"), self._choose_files, icon_name="import", tip="Ctrl+O"
        )
        self.moodle = button(translate("From Moodle…"), self.import_from_moodle)
        self.paste = button(translate("Paste text…"), self.import_text, tip="Ctrl+V")
        head = row(
            label(translate("Quizzes"), "title"), S, self._count, 0,
            self.moodle, self.paste, self.import_button, self.new,
        )  # fmt: skip
        side = QWidget()
        add = button(translate("New folder"), self.make_folder, kind="quiet", icon_name="plus")
        side.setLayout(column(self.folders, row(add, 0), space=S))
        self._middle = QStackedWidget()
        self._middle.addWidget(self.quizzes)
        nothing = EmptyState(
            "search",
            translate("No quiz matches"),
            translate("Try fewer words, or look in all folders."),
            button(translate("Clear the search"), self._clear),
        )
        self._middle.addWidget(nothing)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(L)
        splitter.setProperty("kind", "bare")
        for part, least in ((side, 160), (self._middle, 300), (self.preview, 340)):
            part.setMinimumWidth(least)
            splitter.addWidget(part)
        splitter.setSizes(list(_WIDTHS))
        splitter.setStretchFactor(1, 3)
        splitter.setStretchFactor(2, 2)
        full = QWidget()
        inner = column(self.filters, splitter, space=M)
        inner.setStretchFactor(splitter, 1)
        full.setLayout(inner)
        self._stack = QStackedWidget()
        self._stack.addWidget(full)
        self._stack.addWidget(self._make_empty())
        layout = column(head, self._stack, space=M, margin=L)
        layout.setStretchFactor(self._stack, 1)
        return layout

    def _make_empty(self) -> EmptyState:
        return EmptyState(
            "quizzes",
            translate("Drop a Moodle, GIFT, Kahoot or Word-pasted quiz here"),
            translate(
                "Or paste the text of one, write a new one, or begin with the samples. "
                "Everything stays on this laptop."
            ),
            button(translate("Import…"), self._choose_files, kind="main", icon_name="import"),
            button(translate("Add the samples"), self._add_samples),
        )

    def _make_shortcuts(self) -> None:
        for keys, do in (
            ("Ctrl+N", self._make_quiz),
            ("Ctrl+O", self._choose_files),
            (QKeySequence.StandardKey.Paste, self._paste),
            (QKeySequence.StandardKey.Find, self.filters.text.setFocus),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    # --- listing ----------------------------------------------------------------------------------

    def _on_quizzes_changed(self) -> None:
        if self.isVisible():
            self.reload()

    def _on_listed(self, listing: _Listing) -> None:
        if self.sender() is not self._task:
            return
        self._task = None
        self._shown = listing
        held = {name for name, _ in listing.folders}
        self._new_folders = [name for name in self._new_folders if name not in held]
        self._show_folders(listing.folders)
        self.filters.offer(listing.tags, listing.sources, listing.languages)
        total = sum(count for _, count in listing.folders)
        empty = not total and not self._new_folders
        self._stack.setCurrentIndex(int(empty))
        self.paste.setVisible(True)
        words = ngettext("{count} quiz", "{count} quizzes", len(listing.rows))
        self._count.setText("" if empty else words.format(count=len(listing.rows)))
        nothing_found = self.filters.is_active and not listing.rows
        self._middle.setCurrentIndex(int(nothing_found))
        self.preview.setVisible(not nothing_found)
        self._show_rows(listing.rows)
        self.listed.emit()

    def _show_folders(self, folders: Sequence[tuple[str, int]]) -> None:
        blocked = self.folders.selectionModel().blockSignals(True)
        self._folders_model.set_folders(folders, self._new_folders)
        place = self._folders_model.place_of(self._folder)
        self._folder = self._folders_model.index(place).data(FOLDER)
        self.folders.selectionModel().blockSignals(blocked)
        self.folders.setCurrentIndex(self._folders_model.index(place))

    def _show_rows(self, rows: Sequence[QuizRow]) -> None:
        """Sorted; what was chosen stays chosen."""
        chosen = [self._wanted] if self._wanted else [row_.id for row_ in self.quizzes.chosen()]
        self._wanted = ""
        selection = self.quizzes.selectionModel()
        self._model.set_rows(self.filters.sort(rows))
        places = [place for quiz_id in chosen if (place := self._model.place_of(quiz_id)) >= 0]
        for place in places or ([0] if rows else []):
            selection.select(self._model.index(place), selection.SelectionFlag.Select)
        if rows:
            current = self._model.index(places[0] if places else 0)
            selection.setCurrentIndex(current, selection.SelectionFlag.NoUpdate)
            self.quizzes.scrollTo(current)
        self._on_chosen()

    def _on_chosen(self) -> None:
        rows = self.quizzes.chosen()
        self._menu.set_rows(rows, self._folders_model.names)
        self.preview.show_rows(rows)

    def _on_folder(self, index: QModelIndex, _before: QModelIndex) -> None:
        folder = index.data(FOLDER) if index.isValid() else None
        if folder != self._folder:
            self._folder = folder
            self.reload()

    def _clear(self) -> None:
        self._folder = None
        self.filters.clear()

    def _on_added(self, quiz_id: str) -> None:
        self._wanted = quiz_id

    # --- acting -----------------------------------------------------------------------------------

    def _on_wanted(self, name: str) -> None:
        """One entry of the menu."""
        rows = self.quizzes.chosen()
        if not rows:
            return
        if name == "start":
            self.desk.conductor.ask_to_start(rows[0].id)
        elif name == "edit":
            self.desk.go("editor", quiz=rows[0].id)
        elif name == "rename":
            self.quizzes.edit(self.quizzes.currentIndex())
        elif name == "duplicate":
            self._actions.duplicate(rows)
        elif name == "remove":
            self._actions.remove(rows)
        elif name == "tags":
            self._ask_tags(rows)
        elif name == "export":
            ExportDialog(self.desk, rows, self.window()).show()

    def _ask_tags(self, rows: list[QuizRow]) -> None:
        dialog = TagsDialog(rows, [tag for tag, _ in self._shown.tags], self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._actions.set_tags(rows, dialog.tags))
        dialog.open()

    def _show_menu(self, place: QPoint) -> None:
        if self.quizzes.chosen():
            self._menu.popup(self.quizzes.viewport().mapToGlobal(place))

    def _on_dropped(self, ids: list[str], folder: str) -> None:
        self._actions.move([row_ for row_ in self._model.rows if row_.id in ids], folder)

    def _on_folder_named(self, old: str, new: str) -> None:
        moving, self._moving = self._moving, []
        if old in self._new_folders:
            self._new_folders = [new if name == old else name for name in self._new_folders]
            self._show_folders(self._shown.folders)
        elif old != new:
            self._folder = new if self._folder == old else self._folder
            self._actions.rename_folder(old, new)
        if moving:
            self._actions.move(moving, new)

    def _make_quiz(self) -> None:
        self.desk.go("editor", new=True, folder=self._folder or "")

    def _add_samples(self) -> None:
        self._actions.add_samples(sorted(SAMPLES.glob("*.gift")))

    # --- importing --------------------------------------------------------------------------------

    def _choose_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, translate("Import"), "", file_filter())
        if chosen:
            self.import_files([Path(name) for name in chosen])

    def _paste(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        if files := dropped_files(data):
            self.import_files(files)
        else:
            self.import_text(data.text())

    def _show_import(self, dialog: ImportDialog) -> ImportDialog:
        dialog.show()
        return dialog

    def take_files(self, files: Sequence[Path]) -> None:
        self.import_files(files)


def _list(library: LibraryPort, search: Search) -> _Listing:
    return _Listing(
        library.list_quizzes(search),
        library.list_folders(),
        library.list_tags(),
        library.list_sources(),
        library.list_languages(),
    )
