"""Erasing a student for good, of a class or of one session: what goes, what others wrote, a second step, and
what was done."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QProgressBar, QVBoxLayout, QWidget

from app.errors import PreauError
from app.i18n import mark
from app.people.erasing import Erasure, Mention, MentionRow
from app.people.model import Student
from app.people.names import display_name
from widgets.desk import Desk
from widgets.language import isolate, ngettext, tell_error, translate
from widgets.parts.basics import button, clear_layout, column, label, row
from widgets.parts.tips import plain_caption
from widgets.privacy.mentions_view import MentionsView
from widgets.theme import XL, XS, L, M, S

_GOES: Final = (
    mark("Name, number, address, note, PIN and remembered devices."),
    mark("Name and own words in every past session, and what is to be sent about this student."),
    mark("The same in backups and older copies in Préau's data folder."),
)
_GOES_OF_SESSION: Final = (
    mark("Nickname and own words in this session, and what is to be sent about this student."),
    mark("The same in backups and older copies in Préau's data folder."),
)
"""Of somebody who is on no class's list: other sessions know this person under other ids, or not at all."""
_STAYS: Final = (
    mark("Answers without a name, so that everybody's figures stay right."),
    mark(
        "What lies elsewhere: files you have exported, backups on other disks, marks that were sent. "
        "A backup that is restored here is erased again."
    ),
)


class EraseDialog(QDialog):
    """`open()` looks for what others wrote first. Nothing is changed before the second step.

    session: title of the only one that knows the student; '' for a student of a class.
    """

    erased = Signal()

    def __init__(
        self, desk: Desk, student: Student, parent: QWidget | None = None, *, session: str = ""
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._student = student
        self._session = session
        self._is_busy = False
        self._mentions: MentionsView | None = None
        self._left: tuple[Path, ...] = ()
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.timeout.connect(self._fit)
        self._name = isolate(display_name(student))
        self.setWindowTitle(translate("Erase for good"))
        self.setMinimumWidth(620)
        self._body = QVBoxLayout()
        self._body.setSpacing(M)
        self._foot = QVBoxLayout()
        heading = translate("Erase {name} for good").format(name=self._name)
        if session:
            heading = translate("Erase {name} from the session {title} for good").format(
                name=self._name, title=isolate(session)
            )
        layout = column(label(heading, "large", wrap=True), self._body, L, self._foot, space=M, margin=XL)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._show_work(translate("Looking through what others wrote …"))
        task = desk.worker.run(desk.privacy.find_mentions, [student])
        task.finished.connect(self._explain)
        task.failed.connect(self._on_failed)

    # --- steps ------------------------------------------------------------------------------------

    def _explain(self, rows: list[MentionRow]) -> None:
        self._begin_step()
        goes = _GOES_OF_SESSION if self._session else _GOES
        for words, lines in ((translate("This goes"), goes), (translate("This stays"), _STAYS)):
            self._body.addWidget(_make_list(words, [translate(line) for line in lines]))
        if rows:
            self._mentions = MentionsView(rows)
            self._body.addWidget(self._mentions, 1)
        go_on = button(translate("Go on"), self._confirm, kind="main")
        go_on.setDefault(True)
        self._foot.addLayout(row(0, self._cancel(), go_on))
        go_on.setFocus()
        self._fitting.start()

    def _confirm(self) -> None:
        chosen = self._mentions.chosen if self._mentions is not None else []
        self._begin_step()
        text = translate("This cannot be undone, and no backup brings {name} back.").format(name=self._name)
        self._body.addWidget(label(text, "warn", wrap=True))
        if chosen:
            words = ngettext(
                "{count} text of others goes too.", "{count} texts of others go too.", len(chosen)
            )
            self._body.addWidget(label(words.format(count=len(chosen)), "soft", wrap=True))
        yes = (
            translate("Yes, erase {name} from this session")
            if self._session
            else translate("Yes, erase {name} everywhere")
        )
        sure = QCheckBox(plain_caption(yes.format(name=self._name)))
        self._body.addWidget(sure)
        erase = button(
            translate("Erase for good"), lambda: self._erase(chosen), kind="danger", icon_name="trash"
        )
        erase.setEnabled(False)
        erase.setAutoDefault(False)
        sure.toggled.connect(erase.setEnabled)
        self._foot.addLayout(row(0, self._cancel(), erase))
        sure.setFocus()
        self._fitting.start()

    def _erase(self, mentions: list[Mention]) -> None:
        self._show_work(
            translate(
                "Erasing, in backups too. If Préau is closed meanwhile, this is finished at its next start."
            )
        )
        task = self._desk.worker.run(self._desk.privacy.erase, [self._student], mentions)
        task.finished.connect(self._on_erased)
        task.failed.connect(self._on_failed)

    def _on_erased(self, done: Erasure) -> None:
        self._desk.classes_changed.emit()
        self._desk.sessions_changed.emit()
        self.erased.emit()
        # In the strip, too: an undo that is still offered there must not bring anybody back.
        said = translate("{name} was erased for good.").format(name=self._name)
        self._desk.tell(said)
        self._begin_step()
        self._body.addWidget(label(said, "good", wrap=True))
        words = ngettext(
            "{count} session holds the answers without a name now.",
            "{count} sessions hold the answers without a name now.",
            done.sessions,
        )
        self._body.addWidget(label(words.format(count=done.sessions), "soft", wrap=True))
        if done.rewritten:
            words = ngettext(
                "{count} backup or older copy was rewritten.",
                "{count} backups and older copies were rewritten.",
                len(done.rewritten),
            )
            self._body.addWidget(label(words.format(count=len(done.rewritten)), "soft", wrap=True))
        if done.busy:
            text = translate("The last traces go when Préau is closed: another program reads the files now.")
            self._body.addWidget(label(text, "warn", wrap=True))
        self._left = done.left
        if done.left:
            self._show_left()
        self._foot.addLayout(row(0, self._close()))
        self._fitting.start()

    def _show_left(self) -> None:
        text = translate(
            "These files could not be looked into, because they are damaged or locked with a pass phrase. "
            "The name may still be in them:"
        )
        names = "\n".join(isolate(str(file.relative_to(self._desk.folder))) for file in self._left)
        self._body.addWidget(label(text, "warn", wrap=True))
        self._body.addWidget(label(names, "soft", wrap=True))
        drop = button(translate("Delete these files"), self._drop, kind="danger", icon_name="trash")
        self._body.addLayout(row(drop, 0))

    def _drop(self) -> None:
        self._show_work(translate("Deleting …"))
        task = self._desk.worker.run(self._desk.privacy.drop_copies, self._left)
        task.finished.connect(self._on_dropped)
        task.failed.connect(self._on_failed)

    def _on_dropped(self, left: list[Path]) -> None:
        self._begin_step()
        if left:
            self._left = tuple(left)
            self._show_left()
        else:
            self._body.addWidget(label(translate("These files were deleted."), "good", wrap=True))
        self._foot.addLayout(row(0, self._close()))
        self._fitting.start()

    def _on_failed(self, error: PreauError) -> None:
        self._begin_step()
        self._body.addWidget(label(tell_error(error), "warn", wrap=True))
        self._foot.addLayout(row(0, self._close()))
        self._fitting.start()

    # --- parts ------------------------------------------------------------------------------------

    def _begin_step(self) -> None:
        self._is_busy = False
        clear_layout(self._body)
        clear_layout(self._foot)

    def _show_work(self, words: str) -> None:
        self._begin_step()
        self._is_busy = True
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setAccessibleName(words)
        self._body.addLayout(column(label(words, "soft", wrap=True), bar, 0, space=S))
        self._fitting.start()

    def _cancel(self) -> QWidget:
        return button(translate("Cancel"), self.reject, kind="quiet")

    def _close(self) -> QWidget:
        made = button(translate("Close"), self.accept, kind="main")
        made.setDefault(True)
        made.setFocus()
        return made

    def _fit(self) -> None:
        box = self.layout()
        assert box is not None
        box.activate()
        width = max(self.width(), self.minimumWidth())
        height = box.heightForWidth(width) if box.hasHeightForWidth() else box.sizeHint().height()
        self.resize(width, min(height, 690))

    def event(self, event: QEvent) -> bool:
        """Fit again when what is inside has changed its size: Qt shows new parts a moment later."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fitting.start()
        return done

    def reject(self) -> None:
        """Not while something is being erased: its end is to be seen."""
        if not self._is_busy:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_busy:
            event.ignore()
        else:
            super().closeEvent(event)


def _make_list(heading: str, lines: Sequence[str]) -> QWidget:
    """Lines under a heading, each behind a dot."""
    box = column(label(heading, "strong"), space=XS)
    for text in lines:
        dot = label("•", "soft")
        line = row(dot, label(text, "soft", wrap=True), space=S)
        line.setAlignment(dot, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        box.addLayout(line)
    made = QWidget()
    made.setLayout(box)
    return made


def show_erase_dialog(desk: Desk, student: Student, parent: QWidget, *, session: str = "") -> EraseDialog:
    """The dialog over its window; it goes when it is closed. session: as for `EraseDialog`."""
    dialog = EraseDialog(desk, student, parent, session=session)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
