"""Connecting a course's tool: what is to be pasted is copied, what is copied back connects, a computer
without a keyring asks for a pass phrase, and a certificate is trusted only after it was compared.
"""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPushButton

from app.errors import Trouble
from app.outgoing.plan import Notice
from app.outgoing.registration import NOWHERE
from app.outgoing.seen import PlaceSeen
from tests.helpers.fake_sync import WORD
from widgets.language import apply_language
from widgets.sync.connect_dialog import WAYS, ConnectDialog
from widgets.sync.page import SyncPage
from widgets.sync.phrase_box import PhraseBox, PhraseDialog
from widgets.sync.place_step import tell_place
from widgets.sync.trust_box import TrustDialog

COURSE = "https://moodle.example/course/view.php?id=2"
PAGE = "https://moodle.example/mod/lti/coursetooledit.php?course=2&typeid=1"


@pytest.fixture
def dialog(qtbot, desk):
    made = ConnectDialog(desk)
    qtbot.addWidget(made)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.show()
    return made


def choose(dialog, kind):
    dialog.choose(next(way for way in WAYS if way.kind == kind))
    return dialog.form


@pytest.fixture
def form(qtbot, dialog):
    form = choose(dialog, "lti")
    qtbot.waitUntil(lambda: bool(form.rows))
    return form


def row(form, label):
    return next(one for one in form.rows if one.field.label == label)


def test_what_is_to_be_pasted_is_copied_whole_and_marked(form):
    key = row(form, "Public key")
    key.copy()
    assert (
        QGuiApplication.clipboard().text() == "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n"
    )
    assert key.copied and key.copy_button.accessibleName().startswith("Copied")
    address = row(form, "Tool URL")
    assert address.value.text() == NOWHERE
    address.copy()
    form.course.setText(COURSE)
    assert address.value.text() == COURSE and not address.copied  # what was pasted there is not this any more
    assert key.copied
    form.copy_all()
    letter = QGuiApplication.clipboard().text()
    assert "BEGIN PUBLIC KEY" in letter and "RSA key" in letter and COURSE in letter


def test_what_is_copied_back_connects_the_course(qtbot, dialog, form, desk):
    form.course.setText(COURSE)
    form.asked["client"].setText("abc")
    assert not dialog.connect_button.isEnabled()
    form.asked["page"].setText(COURSE)
    dialog.connect_now()
    qtbot.waitUntil(lambda: "edit" in dialog.strip.text)
    assert not any(asked[0] == "connect_lti" for asked in desk.sync.asked)
    form.asked["page"].setText(PAGE)
    with qtbot.waitSignal(dialog.connected):
        dialog.connect_now()
    [known] = [asked[1] for asked in desk.sync.asked if asked[0] == "connect_lti"]
    assert (known.client, known.deployment, known.course) == ("abc", "1", "2")


def test_another_platform_keeps_what_both_ask(form):
    form.asked["client"].setText("abc")
    form.choose_way("canvas")
    assert form.asked["client"].text() == "abc" and "page" not in form.asked
    assert not form.is_ready
    form.course.setText("https://school.instructure.com/courses/7")
    assert form.is_ready
    form.choose_way("other")
    assert not form.is_ready and "items" in form.asked


@pytest.mark.parametrize("language", ["en", "ar"])
def test_everything_has_a_name_and_keys_stay_left_to_right(qtbot, qapp, desk, language):
    apply_language(qapp, language)
    dialog = ConnectDialog(desk)
    qtbot.addWidget(dialog)
    form = choose(dialog, "lti")
    qtbot.waitUntil(lambda: bool(form.rows))
    for widget in (*form.findChildren(QAbstractButton), *form.findChildren(QLineEdit)):
        assert widget.accessibleName() or getattr(widget, "text", str)(), widget
    assert all(one.value.layoutDirection() is Qt.LayoutDirection.LeftToRight for one in form.rows)


def test_a_computer_without_a_keyring_asks_for_a_pass_phrase(qtbot, dialog, desk):
    desk.sync.failing["lti_key"] = Trouble("keyring_missing")
    form = choose(dialog, "lti")
    qtbot.waitUntil(lambda: form.findChild(PhraseBox) is not None)
    box = form.findChild(PhraseBox)
    assert not box.open_button.isEnabled()
    box.phrase.setText("wrong")
    qtbot.keyClick(box.phrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: box._error.isVisible())
    box.phrase.setText(WORD)
    box.open()
    qtbot.waitUntil(lambda: bool(form.rows))
    assert form.findChild(PhraseBox) is None or not form.findChild(PhraseBox).isVisible()


def test_a_certificate_is_trusted_only_after_it_was_compared(qtbot, dialog, desk):
    desk.sync.failing["connect_moodle"] = Trouble("platform_not_trusted")
    form = choose(dialog, "moodle")
    form.address.setText("https://moodle.example")
    form.user.setText("prof")
    form.password.setText(WORD)
    dialog.connect_now()
    qtbot.waitUntil(lambda: bool(dialog.strip.text))
    [look] = [one for one in dialog.strip.findChildren(QAbstractButton) if "certificate" in one.text()]
    look.click()
    qtbot.waitUntil(lambda: dialog.trust_box is not None)
    box = dialog.trust_box
    assert box.shown.text().replace("\n", "") == box.fingerprint
    assert not box.trust_button.isEnabled()
    box.compared.click()
    with qtbot.waitSignal(dialog.connected):
        box.trust_button.click()
    assert ("trust", "https://moodle.example", box.fingerprint) in desk.sync.asked


def test_the_page_asks_for_the_pass_phrase_where_keys_cannot_be_read(qtbot, desk):
    desk.sync.connect(code="keyring_missing")
    page = SyncPage(desk)
    qtbot.addWidget(page)
    page.open()
    qtbot.waitUntil(lambda: bool(page.platforms.findChildren(QPushButton)))
    [ask] = [one for one in page.platforms.findChildren(QPushButton) if one.text() == "Pass phrase…"]
    ask.click()
    [dialog] = page.findChildren(PhraseDialog)
    dialog.box.phrase.setText(WORD)
    with qtbot.waitSignal(dialog.accepted):
        dialog.box.open()
    assert ("open_secrets", WORD) in desk.sync.asked


def test_a_certificate_that_has_changed_is_looked_at_from_the_page(qtbot, desk):
    connection = desk.sync.connect(code="platform_not_trusted")
    page = SyncPage(desk)
    qtbot.addWidget(page)
    page.open()
    qtbot.waitUntil(lambda: bool(page.platforms.findChildren(QPushButton)))
    [look] = [one for one in page.platforms.findChildren(QPushButton) if "certificate" in one.text()]
    look.click()
    [dialog] = page.findChildren(TrustDialog)
    qtbot.waitUntil(lambda: dialog.box is not None)
    dialog.box.compared.click()
    with qtbot.waitSignal(dialog.accepted):
        dialog.box.trust_button.click()
    assert ("trust", connection.address, ":".join(["AB"] * 32)) in desk.sync.asked


def test_a_place_that_is_made_when_it_is_used_says_so():
    ahead = (Notice("will_make_column"),)
    assert "new column" in tell_place(PlaceSeen("grade", "{}", "Préau", "20", ahead))
    assert "Exam" in tell_place(PlaceSeen("grade", "{}", "Exam", "20"))
