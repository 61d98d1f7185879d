"""The list of students in class: who is here, who has answered, and what the teacher may do with a name."""

from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QTableView,
    QWidget,
)

from widgets.control.placed_model import ID_ROLE
from widgets.control.students_model import ANSWER, NICKNAME, PHONE, POINTS, StudentRow, StudentsModel
from widgets.desk import Desk
from widgets.language import isolate, translate
from widgets.parts.basics import button, column, icon_button, label, row
from widgets.parts.icons import icon
from widgets.theme import S

ROW_HEIGHT: Final = 34
NARROW: Final = 400  # pixels of width under which the nickname needs the room of other things
MAX_NICKNAME: Final = 30  # characters, as when joining
# Pixels in a cell: a sign and its distance from the words, what is free at both ends, and less of it.
_BESIDE_WORDS: Final = 24
_AROUND_WORDS: Final = 36
_CLOSE: Final = 24


class StudentsPanel(QWidget):
    busy = Signal(bool)
    """Whether a nickname is being typed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.model = StudentsModel()
        self._chosen: str | None = None
        self._newest: tuple[dict[str, dict[str, Any]], bool] = ({}, False)
        self.search = QLineEdit()
        self.search.setPlaceholderText(translate("Search a nickname"))
        self.search.setAccessibleName(translate("Search a nickname"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.waiting_first = QCheckBox(translate("Not answered yet first"))
        self.waiting_first.setChecked(True)
        self.waiting_first.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.waiting_first.toggled.connect(self.model.set_waiting_first)
        self.table = self._make_table()
        self._empty = label(
            translate("Nobody is here yet. Show the projector: students scan the code or type the address."),
            "soft",
            wrap=True,
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lists = QStackedWidget()
        self._lists.addWidget(self._empty)
        self._lists.addWidget(self.table)
        self._below = QStackedWidget()
        self._below.addWidget(self._make_buttons())
        self._below.addWidget(self._make_name_line())
        self._below.setFixedHeight(44)
        self.setLayout(
            column(row(self.search, self.waiting_first), self._lists, self._below, space=S),
        )
        self._show_buttons()

    # --- what it shows ----------------------------------------------------------------------------

    def take(self, students: dict[str, dict[str, Any]], has_round: bool) -> None:
        """The students of a snapshot. While nobody sees the list, they are only kept for when it is seen."""
        self._newest = (students, has_round)
        if self.isVisible():
            self._catch_up()

    @property
    def chosen(self) -> StudentRow | None:
        """The student that is chosen in the list."""
        return self.model.student(self._chosen) if self._chosen else None

    def choose(self, student_id: str) -> None:
        at = self.model.row_of(student_id)
        if at >= 0:
            self.table.setCurrentIndex(self.model.index(at, NICKNAME))

    # --- what is done -----------------------------------------------------------------------------

    def start_rename(self) -> None:
        """Open the line for another nickname."""
        if (student := self.chosen) is not None:
            self._name.setText(student.nickname)
            self._name.selectAll()
            self._below.setCurrentIndex(1)
            self._name.setFocus()
            self.busy.emit(True)

    def finish_rename(self) -> None:
        student, name = self.chosen, self._name.text().strip()
        self.close_rename()
        if student is not None and name and name != student.nickname:
            self._desk.bridge.do("rename", student=student.id, nickname=name)

    def close_rename(self) -> None:
        if self._below.currentIndex() == 1:
            self._below.setCurrentIndex(0)
            self.table.setFocus()
            self.busy.emit(False)

    def remove(self) -> None:
        """Send the chosen student away; can be taken back."""
        student = self.chosen
        if student is None or student.removed:
            return
        bridge = self._desk.bridge
        bridge.do("remove", student=student.id)
        self._desk.tell(
            translate("{name} was sent out of the class. Answers given so far are kept.").format(
                name=isolate(student.nickname)
            ),
            "good",
            translate("Let back in"),
            lambda: bridge.do("readmit", student=student.id),
        )

    def readmit(self) -> None:
        student = self.chosen
        if student is not None and student.removed:
            self._desk.bridge.do("readmit", student=student.id)

    # --- within -----------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        self._catch_up()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow column the nickname goes before the points and before words on buttons."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.table.setColumnHidden(POINTS, narrow)
        for made, words in self._words.items():
            made.setText("" if narrow else words)
        self.waiting_first.setVisible(not narrow)
        header, metrics = self.table.horizontalHeader(), self.table.fontMetrics()
        for section, free in ((ANSWER, _BESIDE_WORDS), (PHONE, _BESIDE_WORDS), (POINTS, 0)):
            longest = max(metrics.horizontalAdvance(words) for words in self.model.all_words(section))
            header.resizeSection(section, longest + free + (_CLOSE if narrow else _AROUND_WORDS))

    def _catch_up(self) -> None:
        students, has_round = self._newest
        self.model.take(students, has_round)
        self._lists.setCurrentIndex(1 if students else 0)
        self._show_buttons()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Rows keep their places while the mouse is over them."""
        if event.type() is QEvent.Type.Enter:
            self.model.set_still(True)
        elif event.type() is QEvent.Type.Leave:
            self.model.set_still(False)
        return super().eventFilter(watched, event)

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setAccessibleName(translate("Students"))
        table.setShowGrid(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setIconSize(QSize(16, 16))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = table.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(NICKNAME, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(40)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._open_menu)
        table.viewport().installEventFilter(self)
        table.selectionModel().currentRowChanged.connect(self._on_current)
        self.model.modelReset.connect(self._after_reset)
        for key, do in ((Qt.Key.Key_F2, self.start_rename), (Qt.Key.Key_Delete, self.remove)):
            shortcut = QShortcut(QKeySequence(key), table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(do)
        return table

    def _make_buttons(self) -> QWidget:
        self.rename_button = button(
            translate("Rename"),
            self.start_rename,
            icon_name="edit",
            tip=translate("Give another nickname (F2)"),
        )
        self.remove_button = button(
            translate("Send out"),
            self.remove,
            icon_name="remove",
            tip=translate("The phone is sent away and cannot come back; answers are kept (Delete)"),
        )
        self.readmit_button = button(
            translate("Let back in"), self.readmit, icon_name="undo", tip=translate("Take the student back")
        )
        self.door_button = icon_button(
            "lock",
            translate("Close the door: nobody else can join with a nickname, those who are here stay"),
            lambda: self._desk.bridge.do("set_door", closed=True),
        )
        self._words = {
            made: made.text() for made in (self.rename_button, self.remove_button, self.readmit_button)
        }
        for made_button, words in self._words.items():
            made_button.setAccessibleName(words)
        made = QWidget()
        for part in (*self._words, self.door_button):
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setLayout(row(*self._words, 0, self.door_button))
        return made

    def _make_name_line(self) -> QWidget:
        self._name = QLineEdit()
        self._name.setMaxLength(MAX_NICKNAME)
        self._name.setAccessibleName(translate("Another nickname"))
        self._name.returnPressed.connect(self.finish_rename)
        made = QWidget()
        made.setLayout(
            row(
                self._name,
                button(translate("Rename"), self.finish_rename, kind="main"),
                icon_button("cross", translate("Keep the nickname"), self.close_rename),
            )
        )
        return made

    def _open_menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        if not index.isValid():
            return
        self.table.setCurrentIndex(index)
        self.make_menu().exec(self.table.viewport().mapToGlobal(at))

    def make_menu(self) -> QMenu:
        """What can be done with the chosen student."""
        menu, student = QMenu(self), self.chosen
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rename = QAction(icon("edit"), translate("Rename"), menu)
        rename.triggered.connect(self.start_rename)
        menu.addAction(rename)
        if student is not None and student.removed:
            back = QAction(icon("undo"), translate("Let back in"), menu)
            back.triggered.connect(self.readmit)
            menu.addAction(back)
        else:
            away = QAction(icon("remove"), translate("Send out"), menu)
            away.triggered.connect(self.remove)
            menu.addAction(away)
        return menu

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self._chosen = current.siblingAtColumn(NICKNAME).data(ID_ROLE)
            self.close_rename()
        self._show_buttons()

    def _after_reset(self) -> None:
        if self._chosen is not None:
            self.choose(self._chosen)

    def _on_search(self, text: str) -> None:
        self.model.set_search(text)

    def _show_buttons(self) -> None:
        student = self.chosen
        self.rename_button.setEnabled(student is not None)
        self.remove_button.setEnabled(student is not None and not student.removed)
        self.readmit_button.setEnabled(student is not None and student.removed)
