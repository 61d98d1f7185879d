"""Questions from a Moodle: platform, course, category; what comes is looked through as any other file."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget

from app.errors import PreauError
from app.outgoing.seen import BankSeen, CourseSeen, Health
from widgets.desk import Desk
from widgets.language import tell_error, translate
from widgets.parts.asking import Asking
from widgets.parts.basics import button, column, fit_height, label, row
from widgets.theme import XL, XS, M


class MoodleDialog(QDialog):
    """Closes by itself once the questions are here."""

    downloaded = Signal(str, str)
    """Moodle XML, and what it is called."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("Questions from Moodle"))
        self.setMinimumWidth(560)
        self.platform, platform = _choice(translate("Platform"))
        self.course, course = _choice(translate("Course"))
        self.bank, bank = _choice(translate("Category of questions"))
        self.address = QLineEdit()
        self.address.setPlaceholderText("https://…/question/edit.php?…cat=…")
        caption = label(translate("Or the address of the question bank's page"), "strong")
        caption.setBuddy(self.address)
        self.address.setAccessibleName(caption.text())
        self._words = label("", "soft", wrap=True)
        self.asking = Asking(desk.worker)
        self.get = button(translate("Download"), self._download, kind="main", icon_name="import")
        self.get.setDefault(True)
        self.connect_button = button(translate("Connect a platform…"), self._connect_platform, kind="main")
        self.connect_button.hide()
        cancel = button(translate("Cancel"), self.reject, kind="quiet")
        pairs = (
            (platform, self.platform), (course, self.course), (bank, self.bank), (caption, self.address),
        )  # fmt: skip
        self._fields = QWidget()
        self._fields.setLayout(column(*(column(*pair, space=XS) for pair in pairs), space=M))
        box = column(
            label(translate("Questions from Moodle"), "large"), self._fields, self._words, 0, self.asking,
            row(0, cancel, self.connect_button, self.get), space=M, margin=XL,
        )  # fmt: skip
        self.setLayout(box)
        self.platform.currentIndexChanged.connect(lambda _: self._ask_courses())
        self.course.currentIndexChanged.connect(lambda _: self._ask_banks())
        self.address.textChanged.connect(lambda _: self._show_ready())
        self.asking.changed.connect(lambda _: self._show_ready())
        self.asking.stopped.connect(lambda: self._tell(translate("Stopped. Nothing was imported.")))
        self._show_ready()
        self._ask(translate("Looking for your platforms"), self._on_platforms, desk.sync.list_health)

    def done(self, result: int) -> None:
        """Nothing of what was asked is wanted any more."""
        self.asking.let_go()
        super().done(result)

    def _on_platforms(self, known: Sequence[Health]) -> None:
        moodles = [one.connection for one in known if one.connection.kind == "moodle"]
        _fill(self.platform, [(one.name, one.id) for one in moodles])
        if moodles:
            self._ask_courses()
        else:
            for useless in (self._fields, self.get):
                useless.hide()
            self.connect_button.show()
            self.connect_button.setFocus()
            self.connect_button.setDefault(True)
            self._tell(translate("No Moodle is connected yet. Connect yours under “Sync”, then come back."))

    def _connect_platform(self) -> None:
        self.reject()
        self._desk.go("sync")

    def _ask_courses(self) -> None:
        _fill(self.course, [])
        _fill(self.bank, [])
        words = translate("Asking for your courses")
        self._ask(words, self._on_courses, self._desk.sync.list_courses, self._connection)

    def _on_courses(self, courses: Sequence[CourseSeen]) -> None:
        _fill(self.course, [(course.name, course.id) for course in courses])
        if courses:
            self._ask_banks()

    def _ask_banks(self) -> None:
        _fill(self.bank, [])
        words = translate("Asking for the question banks of the course")
        course = str(self.course.currentData())
        self._ask(words, self._on_banks, self._desk.sync.list_banks, self._connection, course)

    def _on_banks(self, banks: Sequence[BankSeen]) -> None:
        _fill(self.bank, [(bank.name, bank.ref) for bank in banks])
        self._tell("" if banks else translate("This course has no question bank that you may see."))

    def _download(self) -> None:
        address, connection = self.address.text().strip(), self._connection
        sync, ref = self._desk.sync, str(self.bank.currentData() or "")
        name = translate("Questions from Moodle") if address else self.bank.currentText()

        def download() -> str:
            return sync.download_questions(
                connection, sync.find_bank(connection, address).ref if address else ref
            )

        def show(content: str) -> None:
            self.downloaded.emit(content, name)
            self.accept()

        self._ask(translate("Downloading the questions"), show, download)

    def _ask(
        self, words: str, done: Callable[..., None], function: Callable[..., object], *args: str
    ) -> None:
        self._tell("")
        self.asking.ask(words, done, self._on_failed, function, *args)

    def _on_failed(self, error: PreauError) -> None:
        self._tell(tell_error(error))
        if error.code in ("banks_not_listed", "bank_address_wrong"):
            self.address.setFocus()

    def _tell(self, words: str) -> None:
        self._words.setText(words)
        self._words.setVisible(bool(words))
        fit_height(self)
        self._show_ready()

    def _show_ready(self) -> None:
        for choice in (self.platform, self.course, self.bank):
            choice.setEnabled(choice.count() > 0)
        there = bool(self.address.text().strip() or self.bank.currentData())
        self.get.setEnabled(bool(self._connection) and there and not self.asking.is_busy)

    @property
    def _connection(self) -> str:
        return str(self.platform.currentData() or "")


def _choice(name: str) -> tuple[QComboBox, QWidget]:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    caption = label(name, "strong")
    caption.setBuddy(box)
    return box, caption


def _fill(box: QComboBox, entries: Sequence[tuple[str, str]]) -> None:
    """Without a signal."""
    box.blockSignals(True)
    box.clear()
    for words, data in entries:
        box.addItem(words, data)
    box.blockSignals(False)
