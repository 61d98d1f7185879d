"""Sign in here: the teacher's laptop as a desk for students without a phone. One field, an answer at once, no
list of names, and no way to the control room by accident."""

from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QKeyEvent,
    QMouseEvent,
    QScreen,
)
from PySide6.QtWidgets import QLabel, QLineEdit, QProgressBar, QStackedWidget, QWidget

from widgets.control.card_reader import read_typed
from widgets.desk import Desk
from widgets.language import isolate, translate
from widgets.parts.basics import Card, button, column, label, row, set_look
from widgets.parts.icons import icon_pixmap
from widgets.theme import HUGE, LARGE, TITLE, XL, XXL, L, M, S, text_font, tokens

HOLD: Final = 1_500  # ms that Escape is held to leave
SHOWN_FOR: Final = 2_000  # ms that a name is shown
TOLD_FOR: Final = 6_000  # ms that a sentence is shown which has to be read
STEP: Final = 30  # ms
_OURS: Final = frozenset({"not_listed", "name_not_unique", "removed", "not_now", "not_stored", "host_lost"})
"""Refusals that may concern who signs in."""


class KioskWindow(QWidget):
    closed = Signal()
    """The teacher has left it."""

    def __init__(self, desk: Desk, hold: int = HOLD) -> None:
        super().__init__()
        self._desk = desk
        self._hold = hold
        self._held = 0
        self._waiting = 0
        self._may_close = False
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(f"Préau - {translate('Sign in here')}")
        self._build()
        self._forget = self._timer(SHOWN_FOR, self.clear)
        self._holding = QTimer(self)
        self._holding.setInterval(STEP)
        self._holding.timeout.connect(self._on_held)
        bridge = desk.bridge
        bridge.replied.connect(self._on_replied)
        bridge.refused.connect(self._on_refused)
        bridge.lost.connect(self._on_lost)
        bridge.gone.connect(self._on_lost)
        bridge.found_again.connect(self._on_found)
        bridge.ended.connect(self.leave)

    def open_on(self, screen: QScreen | None) -> None:
        """Fill this screen."""
        if screen is not None:
            self.setScreen(screen)
            self.setGeometry(screen.geometry())
        self.showFullScreen()
        self.activateWindow()
        self.field.setFocus()

    @property
    def text(self) -> str:
        """What is said to the student now, '' for nothing."""
        return self.answer.text()

    # --- signing in -------------------------------------------------------------------------------

    def sign_in(self) -> None:
        """What was typed, or read from a card, is somebody's number."""
        typed = read_typed(self.field.text())
        self.field.clear()
        if not typed:
            return
        self.clear()
        self._waiting += 1
        self._desk.bridge.do("check_in", student=typed, who="kiosk")

    def clear(self) -> None:
        """No name stays for whoever comes next."""
        self._forget.stop()
        self._say("", "", "", 0)

    def leave(self) -> None:
        """Back to the control room; only the teacher's acts lead here, and the end of the class."""
        self._may_close = True
        self.close()

    # --- building ---------------------------------------------------------------------------------

    def _build(self) -> None:
        view = self._desk.bridge.view
        session: dict[str, Any] = view.session if view is not None else {}
        name = session.get("settings", {}).get("class_name") or session.get("title", "")
        place = label(isolate(str(name)), "soft")
        place.setFont(text_font(20))
        place.setStyleSheet("font-size: 20px;")
        heading = label(translate("Sign in here"), "huge")
        hint = label(translate("Type your student number, or hold your card to the reader"))
        hint.setStyleSheet("font-size: 20px;")
        self.field = QLineEdit()
        self.field.setAccessibleName(translate("Your student number"))
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setMaxLength(200)
        self.field.setStyleSheet(f"font-size: {HUGE}px; padding: 14px;")
        self.field.setMinimumHeight(92)
        self.field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.field.returnPressed.connect(self.sign_in)
        self.field.installEventFilter(self)
        self.sign = QLabel()
        self.answer = label("", wrap=True)
        for part in (place, heading, hint, self.sign, self.answer):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        said = QWidget()
        said.setLayout(column(self.sign, self.answer, 0, space=S))
        said.setFixedHeight(160)
        card = Card(column(place, heading, hint, L, self.field, said, space=S), margin=XXL)
        middle = row(XL, card, XL, space=0)
        middle.setStretch(1, 1)
        middle.setAlignment(card, Qt.AlignmentFlag.AlignCenter)
        card.setFixedWidth(680)
        self._foot = QStackedWidget()
        self._foot.addWidget(self._make_hint())
        self._foot.addWidget(self._make_question())
        self._foot.setFixedHeight(72)
        self.setLayout(column(0, middle, 0, self._foot, margin=L))

    def _make_hint(self) -> QWidget:
        words = label(translate("For the teacher: hold Esc to leave"), "soft")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, self._hold)
        self.bar.setFixedWidth(160)
        keep = self.bar.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(keep)
        self.bar.hide()
        self.bar.setAccessibleName(translate("Hold Esc to leave"))
        self.leave_button = button(translate("Leave…"), self._ask_to_leave, kind="quiet")
        self.leave_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made = QWidget()
        made.setLayout(row(0, words, self.bar, self.leave_button, 0, space=M))
        return made

    def _make_question(self) -> QWidget:
        words = label(translate("Back to the control room? Only the teacher should see it."), "strong")
        self.stay_button = button(translate("Stay here"), self._stay)
        self.really_button = button(translate("Leave"), self.leave, kind="danger")
        for made in (self.stay_button, self.really_button):
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        holder.setLayout(row(0, words, M, self.stay_button, self.really_button, 0, space=S))
        return holder

    # --- leaving ----------------------------------------------------------------------------------

    def _ask_to_leave(self) -> None:
        self._foot.setCurrentIndex(1)

    def _stay(self) -> None:
        self._foot.setCurrentIndex(0)
        self.field.setFocus()

    def _on_held(self) -> None:
        self._held += STEP
        self.bar.setValue(min(self._held, self._hold))
        if self._held >= self._hold:
            self._let_go()
            self.leave()

    def _let_go(self) -> None:
        self._holding.stop()
        self._held = 0
        self.bar.setValue(0)
        self.bar.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            self.bar.show()
            self._holding.start()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            self._let_go()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A reader may send Tab after a number, as others send Enter. Nothing else takes the focus."""
        is_key = event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):  # type: ignore[attr-defined]
            self.sign_in()
            return True
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Alt+F4 and the like ask first."""
        if not self._may_close:
            self._ask_to_leave()
            event.ignore()
            return
        self._let_go()
        event.accept()
        self.closed.emit()

    # --- what comes back --------------------------------------------------------------------------

    def _on_replied(self, command: str, result: dict[str, Any]) -> None:
        if command == "check_in":
            self._waiting = max(self._waiting - 1, 0)
            text = translate("{name}, you are signed in. Welcome!").format(name=isolate(result["name"]))
            self._say(text, "check", "good", SHOWN_FOR)

    def _on_refused(self, code: str, sentence: str) -> None:
        if self._waiting and code in _OURS:
            self._waiting -= 1
            self._say(sentence, "help", "", TOLD_FOR)

    def _on_lost(self) -> None:
        self._waiting = 0
        self.field.setEnabled(False)
        self._say(translate("One moment, please: the class is being reached again."), "help", "warn", 0)

    def _on_found(self) -> None:
        self.field.setEnabled(True)
        self.field.setFocus()
        self.clear()

    def _say(self, text: str, sign: str, level: str, lasting: int) -> None:
        """lasting: ms, 0 until something else is said."""
        shade = {"good": tokens().garden, "warn": tokens().amber}.get(level, tokens().soft)
        look = f"font-size: {TITLE}px; font-weight: 600;" if level == "good" else f"font-size: {LARGE}px;"
        self.answer.setStyleSheet(look)
        self.answer.setText(text)
        set_look(self.answer, "level", level)
        self.sign.setVisible(bool(sign))
        if sign:
            self.sign.setPixmap(icon_pixmap(sign, shade, 44))
        if text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
        if lasting:
            self._forget.start(lasting)

    def _timer(self, milliseconds: int, then: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer
