"""What is on its way to the platforms: the page in its states, the assistants over it."""

from typing import Any, Final

from PySide6.QtWidgets import QPushButton, QWidget

from app.errors import Trouble
from app.outgoing.rows import State
from tests.helpers.fake_sync import FakeSync
from tools.screens.pages import Shot
from tools.screens.studio import Studio
from widgets.desk import Desk
from widgets.sync.account_dialog import AccountDialog
from widgets.sync.connect_dialog import WAYS, ConnectDialog
from widgets.sync.history_dialog import HistoryDialog
from widgets.sync.phrase_box import PhraseBox
from widgets.sync.target_dialog import COURSE, PEOPLE, PLACE, PREVIEW, TargetDialog
from widgets.sync.wishes_dialog import WishesDialog


def _sync(desk: Desk) -> FakeSync:
    """As it was filled: without what a picture of the assistant has begun."""
    sync = desk.sync
    assert isinstance(sync, FakeSync)
    sync.is_paused = False
    begun = sync.sessions[5].session if len(sync.sessions) > 5 else ""
    sync.targets = [target for target in sync.targets if target.session != begun]
    return sync


def sync_busy(studio: Studio) -> QWidget:
    """Values in every state, one of them chosen."""
    window = studio.window("sync", session=_sync(studio.busy).sessions[0].session)
    view: Any = studio.page(window).view
    studio.settle(lambda: view.model.rows)
    changed = next(n for n, item in enumerate(view.model.rows) if item.state is State.CHANGED_THERE)
    view.table.choose_place(changed)
    studio.settle()
    return window


def sync_dry_run(studio: Studio) -> QWidget:
    """What would change, with what has to be agreed to."""
    window = studio.window("sync", session=_sync(studio.busy).sessions[2].session)
    view: Any = studio.page(window).view
    studio.settle(lambda: view.model.rows)
    view.look_ahead()
    studio.settle(lambda: view.notices.isVisibleTo(view))
    return window


def sync_nowhere(studio: Studio) -> QWidget:
    return studio.window("sync", session=_sync(studio.busy).sessions[4].session)


def sync_empty(studio: Studio) -> QWidget:
    return studio.window("sync", studio.empty)


def _assistant(step: int) -> Shot:
    def show(studio: Studio) -> QWidget:
        dialog = TargetDialog(studio.busy, _sync(studio.busy).sessions[5], "grade")
        made = studio.dialog(dialog)
        for reached in range(step):
            studio.settle(dialog.next_button.isEnabled)
            dialog.next()
            studio.settle(lambda reached=reached: dialog.step == reached + 1)
        return made

    return show


def _connect(way: str) -> Shot:
    def show(studio: Studio) -> QWidget:
        dialog = ConnectDialog(studio.busy)
        made = studio.dialog(dialog)
        if way:
            dialog.choose(next(one for one in WAYS if one.kind == way.split("-")[0]))
        form: Any = dialog.form
        if "-" in way:
            form.choose_way(way.split("-")[1])
        studio.settle()
        return made

    return show


def _choose(studio: Studio, kind: str) -> ConnectDialog:
    dialog = ConnectDialog(studio.busy)
    studio.dialog(dialog)
    dialog.choose(next(one for one in WAYS if one.kind == kind))
    studio.settle()
    return dialog


def lti_whole(studio: Studio) -> QWidget:
    """Everything that has to be pasted, higher than screens are."""
    dialog = _choose(studio, "lti")
    form: Any = dialog.form
    studio.settle(lambda: form.rows)
    form.course.setText("https://moodle.ecole.example/course/view.php?id=2")
    form.rows[1].copy()
    dialog.resize(700, 1500)
    studio.settle()
    return dialog


def lti_phrase(studio: Studio) -> QWidget:
    """On a computer without a keyring."""
    sync = _sync(studio.busy)
    sync.failing["lti_key"] = Trouble("keyring_missing")
    dialog = _choose(studio, "lti")
    studio.settle(lambda: dialog.findChild(PhraseBox) is not None)
    sync.failing.clear()
    return dialog


def sync_trust(studio: Studio) -> QWidget:
    """A school's server with a certificate of its own."""
    sync = _sync(studio.busy)
    sync.failing["connect_moodle"] = Trouble("platform_not_trusted")
    dialog = _choose(studio, "moodle")
    form: Any = dialog.form
    form.address.setText("https://moodle.ecole.example")
    form.user.setText("prof")
    form.password.setText("xxxxxxxx")
    dialog.connect_now()
    studio.settle(lambda: dialog.strip.text)
    dialog.strip.findChildren(QPushButton)[0].click()
    studio.settle(lambda: dialog.trust_box is not None)
    sync.failing.clear()
    return dialog


def sync_account(studio: Studio) -> QWidget:
    sync = _sync(studio.busy)
    one = sync.matches[4]
    return studio.dialog(AccountDialog(one.name, one.candidates, sync.accounts, {"u2": sync.matches[2].name}))


def sync_history(studio: Studio) -> QWidget:
    sync = _sync(studio.busy)
    [steps] = sync.steps.values()
    return studio.dialog(HistoryDialog(sync.matches[1].name, steps))


def sync_wishes(studio: Studio) -> QWidget:
    row = studio.busy.library.list_classes()[0]
    dialog = WishesDialog(studio.busy, row.id, row.name)
    made = studio.dialog(dialog)
    studio.settle(lambda: not dialog.asking.is_busy)
    return made


SCREENS: Final[dict[str, Shot]] = {
    "sync": sync_busy,
    "sync-dry-run": sync_dry_run,
    "sync-nowhere": sync_nowhere,
    "sync-empty": sync_empty,
    "sync-course": _assistant(COURSE),
    "sync-place": _assistant(PLACE),
    "sync-people": _assistant(PEOPLE),
    "sync-preview": _assistant(PREVIEW),
    "sync-connect": _connect(""),
    "sync-moodle": _connect("moodle"),
    "sync-moodle-browser": _connect("moodle-browser"),
    "sync-lti": _connect("lti"),
    "sync-lti-canvas": _connect("lti-canvas"),
    "sync-lti-whole": lti_whole,
    "sync-lti-phrase": lti_phrase,
    "sync-trust": sync_trust,
    "sync-record-store": _connect("xapi"),
    "sync-account": sync_account,
    "sync-history": sync_history,
    "sync-wishes": sync_wishes,
}
