"""How the chosen class is held: how students come in, attendance, what they are told, how long it is kept.
Each change is saved at once, for the next session, and can be taken back."""

from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QPlainTextEdit,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.people.class_options import ClassOptions
from app.people.model import RosterCopy
from widgets.classes.keeper import RosterKeeper
from widgets.desk import Desk
from widgets.language import isolate, ngettext, show, translate
from widgets.parts.basics import Card, column, keep_off_border, label, row, scrolled
from widgets.theme import XL, XS, L, M, S

LONGEST_NOTICE: Final = 2000  # characters
MOST_MINUTES: Final = 240
KEPT: Final = (0, 30, 90, 180, 365, 730, 1095)  # days
_WIDEST: Final = 720  # pixels; longer lines are hard to follow
_UNDER: Final = 30  # pixels from a tick to its words


class OptionsForm(Card):
    def __init__(self, desk: Desk, keeper: RosterKeeper) -> None:
        super().__init__()
        self._desk = desk
        self._keeper = keeper
        self._class_id = ""
        self._stored: ClassOptions | None = None
        self.title = label("", "large")
        self.hint = label(translate("This holds as soon as the class has students."), "warn", wrap=True)
        self.number = QRadioButton(translate("With number or name, and a PIN that they choose"))
        self.nickname = QRadioButton(translate("With a nickname"))
        group = QButtonGroup(self)
        group.addButton(self.number)
        group.addButton(self.nickname)
        self.guests = QCheckBox(translate("Guests may come in too; they are marked"))
        self.attendance = QCheckBox(translate("Take attendance"))
        self.late = _minutes(translate("Late after"))
        self.early = _minutes(translate("Left early, before the end"))
        self.notice = _Notice()
        self.keep = QComboBox()
        self.keep.setAccessibleName(translate("How long sessions are kept"))
        self._build()
        self._connect()

    def commit(self) -> None:
        """Save what is being typed."""
        self._save()

    # --- building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        come_in = _section(
            translate("How students come in"),
            self.number,
            _words(
                translate(
                    "Answers and attendance stand under their names. Their phone is known the next time."
                )
            ),
            self.nickname,
            _words(translate("Anybody under any name: nothing is known of who was here.")),
            self.guests,
        )
        minutes = row(
            _captioned(translate("Late after"), self.late),
            _captioned(translate("Left early, before the end"), self.early),
            0,
            space=XL,
        )
        minutes.setContentsMargins(_UNDER, 0, _UNDER, 0)
        attendance = _section(
            translate("Attendance"),
            self.attendance,
            _words(
                translate("The code on the wall changes every few seconds, so that it proves who is there.")
            ),
            minutes,
        )
        notice = _section(translate("What students are told of what is kept"), self.notice)
        keep = _section(
            translate("How long sessions are kept"),
            row(self.keep, 0),
            label(
                translate("After that they are deleted with all answers. You are told before."),
                "soft",
                wrap=True,
            ),
        )
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        fields = column(self.title, self.hint, come_in, attendance, notice, keep, 0, space=XL)
        fields.setContentsMargins(XS, XS, M, XS)  # so that no focus frame is cut
        inner.setLayout(fields)
        holder = QWidget()
        wide = row(inner, 0, space=0)
        wide.setStretch(0, 100)
        holder.setLayout(wide)
        self.setLayout(column(scrolled(holder), margin=L))

    def _connect(self) -> None:
        for tick in (self.number, self.nickname, self.guests, self.attendance):
            tick.clicked.connect(self._save)
        for spin in (self.late, self.early):
            spin.valueChanged.connect(self._save)
        self.keep.activated.connect(self._save)
        self.notice.left.connect(self._save)
        self._keeper.shown.connect(self._on_roster)
        self._keeper.options_shown.connect(self._on_options)
        self._keeper.failed.connect(self._on_failed)

    # --- what is shown and saved ------------------------------------------------------------------

    def _on_roster(self, copy: RosterCopy) -> None:
        if copy.roster.class_id != self._class_id:
            self._save()
            self._class_id = copy.roster.class_id
            self._load()
        self.title.setText(copy.roster.name)
        self.hint.setVisible(not copy.roster.students)

    def _load(self) -> None:
        if self._class_id:
            self._keeper.load_options(self._class_id)

    def _on_options(self, class_id: str, options: ClassOptions) -> None:
        if class_id == self._class_id:
            self._show(options)

    def _on_failed(self) -> None:
        """What was not stored is stored with the next change."""
        self._stored = None

    def _show(self, options: ClassOptions) -> None:
        self._stored = options
        for control in (self.late, self.early):
            control.blockSignals(True)
        (self.number if options.identity == "number" else self.nickname).setChecked(True)
        self.guests.setChecked(options.guests)
        self.attendance.setChecked(options.attendance)
        self.late.setValue(round(options.late_after / 60))
        self.early.setValue(round(options.left_early_before / 60))
        self.notice.setPlainText(options.notice)
        self.keep.clear()
        for days in sorted({*KEPT, options.keep_days}):
            self.keep.addItem(_say_days(days), days)
        self.keep.setCurrentIndex(self.keep.findData(options.keep_days))
        for control in (self.late, self.early):
            control.blockSignals(False)
        self._enable()

    def _save(self) -> None:
        """Store what the controls say, where that is new."""
        if not self._class_id or not self.keep.count():  # nothing was read yet
            return
        options = ClassOptions(
            identity="number" if self.number.isChecked() else "nickname",
            guests=self.guests.isChecked(),
            attendance=self.attendance.isChecked(),
            late_after=self.late.value() * 60.0,
            left_early_before=self.early.value() * 60.0,
            notice=self.notice.toPlainText().strip()[:LONGEST_NOTICE],
            keep_days=int(self.keep.currentData()),
        )
        self._enable()
        if options != self._stored:
            self._stored = options
            text = translate("Kept for {name}: the next session is held so.").format(
                name=isolate(self.title.text())
            )
            self._keeper.save_options(
                self._class_id,
                options,
                lambda undo: self._desk.tell(text, "", translate("Undo"), undo),
            )

    def _enable(self) -> None:
        self.guests.setEnabled(self.number.isChecked())
        for spin in (self.late, self.early):
            spin.setEnabled(self.attendance.isChecked())


class _Notice(QPlainTextEdit):
    left = Signal()
    """The cursor is elsewhere now."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(translate("What students are told of what is kept"))
        self.setPlaceholderText(
            translate("Empty: what is kept, why, how long and who sees it, in each student's language.")
        )
        self.setTabChangesFocus(True)
        self.setFixedHeight(96)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


def _section(heading: str, *parts: Any) -> QVBoxLayout:
    return column(label(heading, "strong"), *parts, space=S)


def _words(text: str) -> QHBoxLayout:
    """What a tick means, below it."""
    words = label(text, "soft", wrap=True)
    made = row(words)
    made.setContentsMargins(_UNDER, 0, _UNDER, 0)
    return made


def _minutes(name: str) -> QSpinBox:
    made = QSpinBox()
    made.setRange(0, MOST_MINUTES)
    made.setSuffix(" " + translate("min"))
    made.setMinimumWidth(110)
    made.setKeyboardTracking(False)
    made.setAccessibleName(name)
    keep_off_border(made)
    return made


def _captioned(words: str, field: QWidget) -> QVBoxLayout:
    caption = label(words, "tiny")
    caption.setBuddy(field)
    return column(caption, field, space=XS)


def _say_days(days: int) -> str:
    if days == 0:
        return translate("Until I delete them")
    if days % 365 == 0:
        years = days // 365
        return ngettext("{count} year", "{count} years", years).format(count=show(years))
    return ngettext("{count} day", "{count} days", days).format(count=show(days))
