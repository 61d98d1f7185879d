"""Signing in to Moodle: by name and password, in the browser with a pasted link, or with a pasted key."""

from functools import partial
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from app.i18n import mark
from widgets.language import translate
from widgets.parts.basics import button, column, label, row
from widgets.sync.connect_form import Connect, ConnectForm
from widgets.theme import XS, M

WAYS: Final = (
    ("password", mark("With my name and password")),
    ("browser", mark("In the browser, on the school's own sign-in page")),
    ("token", mark("With a key (token) that I was given")),
)


class MoodleForm(ConnectForm):
    def build(self, address: str) -> None:
        self._passport = ""
        self.address = self.add_line(
            translate("Address of Moodle"),
            hint=translate("As your browser shows it. It begins with https://"),
            example="https://moodle.school.example",
        )
        self.address.setText(address)
        self.address.textChanged.connect(lambda _: self._forget_page())
        self._group = QButtonGroup(self)
        radios: list[QWidget] = []
        for number, (_name, words) in enumerate(WAYS):
            radio = QRadioButton(translate(words))
            self._group.addButton(radio, number)
            radios.append(radio)
        self.box.addLayout(column(*radios, space=XS))
        self.user = self.add_line(translate("Name (login)"))
        self.password = self.add_line(
            translate("Password"), hint=translate("Used once to get a key, and kept nowhere."), secret=True
        )
        self._page = self._make_page()
        self.box.addWidget(self._page)
        self.link = self.add_line(translate("Link that the page gave"), example="preau://token=…")
        self.token = self.add_line(
            translate("Key"),
            hint=translate("In Moodle: Preferences, Security keys. Kept by your system's keyring."),
            secret=True,
        )
        self.box.addStretch(1)
        self._group.idClicked.connect(lambda _: self._look())
        self.choose_way("password")

    @property
    def way(self) -> str:
        return WAYS[self._group.checkedId()][0]

    def choose_way(self, way: str) -> None:
        self._group.button([name for name, _ in WAYS].index(way)).setChecked(True)
        self._look()

    @property
    def is_ready(self) -> bool:
        if not self.address.text().strip() or (self.way == "browser" and not self._passport):
            return False
        lines = {"password": (self.user, self.password), "browser": (self.link,), "token": (self.token,)}
        return all(line.text().strip() for line in lines[self.way])

    @property
    def server(self) -> str:
        return self.address.text().strip()

    def work(self) -> Connect:
        sync, address = self.desk.sync, self.address.text().strip()
        if self.way == "browser":
            return partial(sync.finish_browser_sign_in, address, self.link.text().strip(), self._passport)
        if self.way == "token":
            return partial(sync.connect_moodle, address, token=self.token.text().strip())
        return partial(
            sync.connect_moodle, address, user=self.user.text().strip(), password=self.password.text()
        )

    def open_page(self) -> None:
        """Ask Moodle for its sign-in page and show it in the browser."""
        assert self.asking is not None
        address = self.address.text().strip()
        self.asking.ask(
            translate("Asking the platform…"), self._on_page, self.failed.emit,
            self.desk.sync.begin_browser_sign_in, address,
        )  # fmt: skip

    # --- inside -----------------------------------------------------------------------------------

    def _make_page(self) -> QWidget:
        self.open_button = button(translate("Open the sign-in page"), self.open_page, icon_name="link")
        words = translate(
            "Sign in there. Then copy the link of the page that follows (it begins with preau://) and paste "
            "it here. It works once."
        )
        made = QWidget()
        made.setLayout(column(row(self.open_button, 0), label(words, "soft", wrap=True), space=M))
        return made

    def _look(self) -> None:
        way = self.way
        own_lines = (
            (self.user, "password"), (self.password, "password"), (self.link, "browser"),
            (self.token, "token"),
        )  # fmt: skip
        for line, own in own_lines:
            holder = line.parentWidget()
            if holder is not None:
                holder.setVisible(way == own)
        self._page.setVisible(way == "browser")
        self._look_at_page()
        self.changed.emit()

    def _look_at_page(self) -> None:
        self.open_button.setEnabled(bool(self.address.text().strip()))
        self.link.setEnabled(bool(self._passport))

    def _forget_page(self) -> None:
        """It was of another address."""
        self._passport = ""
        self._look_at_page()

    def _on_page(self, found: tuple[str, str]) -> None:
        page, self._passport = found
        self._look_at_page()
        QDesktopServices.openUrl(QUrl(page))
        self.link.setFocus()
        self.changed.emit()
