"""What a way of connecting a platform shows: fields, and the work that connects with what they hold."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.outgoing.connections import Connection
from widgets.desk import Desk
from widgets.language import translate
from widgets.parts.asking import Asking
from widgets.parts.basics import column, label
from widgets.theme import XS, M

Connect = Callable[[], Connection]


class ConnectForm(QWidget):
    """A subclass builds its fields in `box` and says with `work` how to connect. desk: forms that ask on the
    way use it."""

    room: ClassVar[QSize] = QSize()
    """What the dialog around it needs at least, to be read with ease."""

    changed = Signal()
    """Whether it is ready may be different."""
    failed = Signal(object)
    """A `PreauError` of what was asked on the way."""

    def __init__(self, desk: Desk, address: str = "") -> None:
        """address: of the connection that is made anew, '' for a new one."""
        super().__init__()
        self.desk = desk
        self.asking: Asking | None = None  # of the dialog, for what is asked on the way
        self.box: QVBoxLayout = column(space=M)
        self.setLayout(self.box)
        self.build(address)

    def build(self, address: str) -> None:
        raise NotImplementedError

    @property
    def is_ready(self) -> bool:
        """Whether everything that `work` needs is there."""
        raise NotImplementedError

    @property
    def server(self) -> str:
        """The address that `work` asks first."""
        raise NotImplementedError

    def work(self) -> Connect:
        """To be called in the worker."""
        raise NotImplementedError

    def forget(self) -> None:
        """Passwords and keys are not kept in a window that is closed."""
        for line in self.findChildren(QLineEdit):
            if line.echoMode() is QLineEdit.EchoMode.Password:
                line.clear()

    def add_line(self, words: str, *, hint: str = "", example: str = "", secret: bool = False) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(words)
        line.setPlaceholderText(example)
        if secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        line.textChanged.connect(lambda _: self.changed.emit())
        if self.focusProxy() is None:
            self.setFocusProxy(line)
        caption = label(words, "strong")
        caption.setBuddy(line)
        holder = QWidget()
        parts: list[QWidget] = [caption, line]
        if hint:
            parts.append(label(hint, "tiny", wrap=True))
        holder.setLayout(column(*parts, space=XS))
        self.box.addWidget(holder)
        return line


class RecordStoreForm(ConnectForm):
    """A store for learning records (xAPI)."""

    def build(self, address: str) -> None:
        self.address = self.add_line(
            translate("Address of the record store"), example="https://lrs.school.example"
        )
        self.address.setText(address)
        self.user = self.add_line(translate("Name of the key"))
        self.password = self.add_line(
            translate("Secret of the key"),
            hint=translate("Kept by your system's keyring and sent to this address only."),
            secret=True,
        )
        self.box.addStretch(1)

    @property
    def is_ready(self) -> bool:
        return all(line.text().strip() for line in (self.address, self.user, self.password))

    @property
    def server(self) -> str:
        return self.address.text().strip()

    def work(self) -> Connect:
        return partial(
            self.desk.sync.connect_xapi,
            self.address.text().strip(),
            self.user.text().strip(),
            self.password.text(),
        )
