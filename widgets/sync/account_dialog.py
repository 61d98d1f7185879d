"""Which account of the course a student is: those that may be meant first, all others by searching."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from app.outgoing.seen import AccountSeen
from app.people.names import fold_name
from widgets.language import isolate, translate
from widgets.parts.basics import button, column, label, row
from widgets.sessions.search_field import make_search_field
from widgets.theme import XL, L, M, colour

_ID: Final = Qt.ItemDataRole.UserRole


class AccountDialog(QDialog):
    """`exec()`; after it `account` is the id, '' for nobody. taken: accounts of others, and whose they
    are."""

    def __init__(
        self,
        name: str,
        candidates: Sequence[AccountSeen],
        accounts: Sequence[AccountSeen],
        taken: dict[str, str],
        present: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Choose the account"))
        self.resize(560, 520)
        likely = {account.id for account in candidates}
        self._accounts = [*candidates, *(account for account in accounts if account.id not in likely)]
        self._likely, self._taken = likely, taken
        self.account = present
        self.search = make_search_field(translate("Search name, number or e-mail"), "Ctrl+F")
        self.list = QListWidget()
        self.list.setAccessibleName(translate("Accounts of the course"))
        self.list.setProperty("kind", "rows")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = label(translate("Nobody in the course is called so."), "soft", wrap=True)
        words = translate("Who is {name} on the platform?").format(name=isolate(name))
        self.done_button = button(translate("This is the one"), self.accept, kind="main")
        self.done_button.setDefault(True)
        nobody = button(translate("Not in this course"), self._choose_nobody, kind="quiet")
        cancel = button(translate("Cancel"), self.reject, kind="quiet")
        foot = row(nobody, 0, cancel, self.done_button)
        body = column(
            label(words, "large", wrap=True), self.search, self.list, self.empty, L, foot, space=M, margin=XL
        )
        body.setStretch(2, 1)
        self.setLayout(body)
        self.search.textChanged.connect(self._fill)
        self.list.currentItemChanged.connect(lambda *_: self._look())
        self.list.itemDoubleClicked.connect(lambda _: self.accept())
        self._fill()
        self.search.setFocus()

    def accept(self) -> None:
        item = self.list.currentItem()
        if item is not None and item.data(_ID):
            self.account = str(item.data(_ID))
            super().accept()

    def _choose_nobody(self) -> None:
        self.account = ""
        super().accept()

    def _fill(self) -> None:
        words = fold_name(self.search.text()).split()
        self.list.clear()
        for account in self._accounts:
            text = fold_name(f"{account.name} {account.number} {account.email}")
            if all(word in text for word in words):
                self.list.addItem(self._make_item(account))
        self.list.setVisible(self.list.count() > 0)
        self.empty.setVisible(self.list.count() == 0)
        places = (
            n for n in range(self.list.count()) if self.list.item(n).flags() & Qt.ItemFlag.ItemIsEnabled
        )
        self.list.setCurrentRow(next(places, -1))
        self._look()

    def _make_item(self, account: AccountSeen) -> QListWidgetItem:
        owner = self._taken.get(account.id)
        note = translate("this is {name} already").format(name=isolate(owner)) if owner is not None else ""
        if account.id in self._likely and not note:
            note = translate("may be meant")
        own = [isolate(part) if part else "" for part in (account.name, account.number, account.email)]
        item = QListWidgetItem(" · ".join(part for part in (own[0], own[1], note, own[2]) if part))
        item.setData(_ID, account.id)
        if owner is not None:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            item.setForeground(colour("soft"))
        return item

    def _look(self) -> None:
        self.done_button.setEnabled(self.list.currentItem() is not None)
