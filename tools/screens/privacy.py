"""What the window asks before people's data are erased, handed out, locked or deleted."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtWidgets import QCheckBox, QWidget

from app.live.keeping import DAY, Leaving
from app.people.erasing import Erasure, Mention, MentionRow
from tests.helpers.sample_class import GROUPS, TITLES
from tests.helpers.sample_library import NOW
from tools.screens.studio import Studio
from widgets.privacy.erase_dialog import EraseDialog
from widgets.privacy.research_dialog import ResearchDialog
from widgets.settings.backup_card import BackupCard

MENTIONS: Final = {
    "fr": ("Comme l'a dit {name} : la mitochondrie.", "Je ne suis pas d'accord avec {name}."),
    "ar": ("كما قال {name}: الميتوكندري.", "لا أتفق مع {name}."),
    "en": ("As {name} said: the mitochondrion.", "I do not agree with {name}."),
}


def _dialog(studio: Studio) -> Any:
    group = next(row for row in studio.busy.library.list_classes() if row.name == GROUPS[studio.language])
    student = studio.busy.library.load_roster(group.id).students[0]
    made = EraseDialog(studio.busy, student)
    studio.dialog(made)
    title = TITLES[studio.language]
    made._explain(
        [
            MentionRow(Mention("x", n, "s2", text.format(name=student.family)), title, NOW, "Yanis")
            for n, text in enumerate(MENTIONS[studio.language])
        ]
    )
    studio.settle()
    return made


def erase(studio: Studio) -> QWidget:
    made: QWidget = _dialog(studio)
    return made


def erase_sure(studio: Studio) -> QWidget:
    dialog = _dialog(studio)
    dialog._confirm()
    dialog.findChildren(QCheckBox)[0].setChecked(True)
    studio.settle()
    made: QWidget = dialog
    return made


def erased(studio: Studio) -> QWidget:
    dialog, folder = _dialog(studio), studio.busy.folder
    dialog._on_erased(
        Erasure(7, (folder / "a.preau-backup", folder / "b.db"), (), (folder / "c.preau-backup",))
    )
    studio.settle()
    made: QWidget = dialog
    return made


def research(studio: Studio) -> QWidget:
    return studio.dialog(ResearchDialog(studio.busy, studio.busy.archive.list_sessions()[0]))


def leaving(studio: Studio) -> QWidget:
    window = studio.window("home")
    page: Any = studio.page(window)
    rows = studio.busy.archive.list_sessions()[:6]
    page.leaving._show([Leaving(row, NOW + 5 * DAY, n != 1) for n, row in enumerate(rows)])
    studio.settle()
    return window


def backup_locked(studio: Studio) -> QWidget:
    card = BackupCard(studio.busy)
    card.new_phrase.wanted.setChecked(True)
    for field in (card.new_phrase.first, card.new_phrase.again):
        field.line.setText("cheval orange pile étagère")
    return studio.dialog(card)


SCREENS: Final[dict[str, Callable[[Studio], QWidget]]] = {
    "privacy-erase": erase,
    "privacy-erase-sure": erase_sure,
    "privacy-erased": erased,
    "privacy-research": research,
    "home-leaving": leaving,
    "settings-backup-locked": backup_locked,
}
