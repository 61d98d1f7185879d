"""Sessions for research, with pseudonyms: which ones, with which key, and where to."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import PreauError
from app.i18n import mark
from app.live.past import SessionRow
from widgets.desk import Desk
from widgets.language import isolate, ngettext, tell_error, translate
from widgets.parts.basics import button, clear_layout, column, fit_height, label, row
from widgets.parts.targets import ask_target, documents
from widgets.theme import XL, L, M, S
from widgets.worker import Task

_KEYS: Final[tuple[tuple[str, str], ...]] = (
    ("kept", mark("The same pseudonyms as in other exports; the key stays in this computer's keyring")),
    ("new", mark("New pseudonyms; the key is thrown away, and nobody can tell who is who")),
    ("own", mark("With the key of an earlier export:")),
)
_OWN_WORDS: Final = mark("With what students wrote in their own words")


class ResearchDialog(QDialog):
    """session: the one that is looked at now."""

    def __init__(self, desk: Desk, session: SessionRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = session
        self._task: Task | None = None
        self.setWindowTitle(translate("Export for research"))
        self.setMinimumWidth(620)
        self.which = QComboBox()
        self.which.setAccessibleName(translate("Which sessions"))
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.which.setMinimumContentsLength(30)
        words = translate("This session: {title}").format(title=isolate(session.title))
        self.which.addItem(words, [session.id])
        self.own_words = QCheckBox(translate(_OWN_WORDS))
        self.key = QLineEdit()
        self.key.setAccessibleName(translate("Key of an earlier export"))
        self.key.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.key.setEnabled(False)
        self._keys = QButtonGroup(self)
        self._body = QVBoxLayout()
        self._body.setSpacing(M)
        self._body.addWidget(self._make_form())
        self._fault = label("", "bad", wrap=True)
        self._fault.hide()
        self._bar = QProgressBar()
        self._bar.setAccessibleName(translate("Progress of the export"))
        self._bar.hide()
        self.save = button(translate("Save …"), self._ask, kind="main", icon_name="export")
        self.save.setDefault(True)
        self.cancel = button(translate("Cancel"), self.reject, kind="quiet")
        heading = label(translate("Export for research"), "large")
        feet = row(0, self.cancel, self.save)
        self.setLayout(
            column(heading, self._body, self._fault, self._bar, L, 0, feet, space=M, margin=XL)
        )  # fmt: skip
        fit_height(self)
        task = desk.worker.run(desk.archive.list_sessions)
        task.finished.connect(self._offer)
        task.failed.connect(self._on_failed)

    @property
    def chosen_key(self) -> str:
        """'kept', 'new', or the key that was typed."""
        name = _KEYS[self._keys.checkedId()][0]
        return self.key.text() if name == "own" else name

    def write(self, path: Path) -> None:
        """Write what is chosen."""
        self._show_work(True)
        self._task = self._desk.worker.run(
            self._desk.privacy.export_research,
            self.which.currentData(), path, self.own_words.isChecked(), self.chosen_key,
        )  # fmt: skip
        self._task.progressed.connect(self._on_progress)
        self._task.finished.connect(lambda done: self._on_written(path, *done))
        self._task.failed.connect(self._on_failed)
        self._task.cancelled.connect(lambda: self._show_work(False))

    def reject(self) -> None:
        """While it is written: stop that, and stay."""
        if self._task is not None:
            self._task.cancel()
        else:
            super().reject()

    # --- inside -----------------------------------------------------------------------------------

    def _make_form(self) -> QWidget:
        text = translate(
            "Answers and figures without names, numbers, class and day; each student has a pseudonym. "
            "Pseudonymous is not anonymous: in a small class, rare marks can tell who somebody is."
        )
        caption = label(translate("Which sessions"), "strong")
        caption.setBuddy(self.which)
        choices = column(space=S)
        for number, (_, words) in enumerate(_KEYS):
            choice = QRadioButton(translate(words))
            self._keys.addButton(choice, number)
            choices.addWidget(choice)
        self._keys.button(0).setChecked(True)
        self._keys.idToggled.connect(self._on_key)
        choices.addWidget(self.key)
        warning = translate("They may hold names. Look through the file before you hand it on.")
        made = QWidget()
        made.setLayout(
            column(
                label(text, "soft", wrap=True),
                caption,
                self.which,
                label(translate("Pseudonyms"), "strong"),
                choices,
                label(translate("Own words"), "strong"),
                self.own_words,
                label(warning, "tiny", wrap=True),
                space=S,
            )
        )
        return made

    def _offer(self, rows: list[SessionRow]) -> None:
        """The other choices, where they are more than this session. Rehearsals are never in it."""
        taught = [one for one in rows if not one.rehearsal and one.ended_at is not None]
        own = self._session
        same = [
            one.id
            for one in taught
            if (one.class_id, one.class_name) == (own.class_id, own.class_name) and own.class_name
        ]
        if len(same) > 1:
            words = translate("All {count} sessions of {name}").format(
                count=len(same), name=isolate(own.class_name)
            )
            self.which.addItem(words, same)
        if len(taught) > max(len(same), 1):
            words = translate("All {count} sessions").format(count=len(taught))
            self.which.addItem(words, [one.id for one in taught])

    def _ask(self) -> None:
        proposed = documents() / "research.json"
        if path := ask_target(self, translate("Export for research"), proposed, "JSON"):
            self.write(path)

    def _on_key(self, number: int, checked: bool) -> None:
        if checked:
            self.key.setEnabled(_KEYS[number][0] == "own")
            if self.key.isEnabled():
                self.key.setFocus()

    def _on_progress(self, share: float, _: str) -> None:
        self._bar.setRange(0, 1000)
        self._bar.setValue(round(share * 1000))

    def _on_written(self, path: Path, unreadable: int, key: str) -> None:
        self._show_work(False)
        said = translate("Saved as {file}").format(file=isolate(str(path)))
        lines: list[QLabel] = []
        if unreadable:
            words = ngettext(
                "{count} session is damaged and was left out.",
                "{count} sessions are damaged and were left out.",
                unreadable,
            )
            lines.append(label(words.format(count=unreadable), "warn", wrap=True))
        if not key:
            self._desk.tell(" ".join([said, *(line.text() for line in lines)]), "warn" if lines else "good")
            self.accept()
            return
        clear_layout(self._body)
        text = translate(
            "This computer has no keyring that keeps the key. Note it in a safe place, apart from the file: "
            "with it the next export has the same pseudonyms."
        )
        shown = QLineEdit(key)
        shown.setReadOnly(True)
        shown.setAccessibleName(translate("Key of this export"))
        shown.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        copy = button(translate("Copy"), lambda: QGuiApplication.clipboard().setText(key), icon_name="copy")
        for line in (label(said, "good", wrap=True), *lines, label(text, "soft", wrap=True)):
            self._body.addWidget(line)
        self._body.addLayout(row(shown, copy))
        self.save.hide()
        self.cancel.setText(translate("Close"))

    def _on_failed(self, error: PreauError) -> None:
        self._show_work(False)
        self._fault.setText(tell_error(error))
        self._fault.show()

    def _show_work(self, busy: bool) -> None:
        if not busy:
            self._task = None
        self._bar.setRange(0, 0)
        self._bar.setVisible(busy)
        self._fault.hide()
        self.save.setEnabled(not busy)


def show_research_dialog(desk: Desk, session: SessionRow, parent: QWidget) -> ResearchDialog:
    """The dialog over its window; it goes when it is closed."""
    dialog = ResearchDialog(desk, session, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog
