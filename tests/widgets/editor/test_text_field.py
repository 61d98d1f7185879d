"""The field for rich text: formats, pictures, line breaks, and the preview beside it."""

import threading

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from app.errors import Refused
from app.quiz.model import Quiz, RichText
from tests.helpers.questions import sample_question
from widgets.editor.pictures import LONGEST_SIDE, holds_picture, read_pasted, read_picture, shrink_picture


def picture(width=40, height=30, colour="red"):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


@pytest.fixture
def page(open_page):
    question = sample_question("single", text=RichText("Which cell?", "markdown"))
    return open_page(Quiz("quiz-text", "Text", (question,)))


def paste(field, source, qtbot):
    with qtbot.waitSignal(field.edited):
        field.box.insertFromMimeData(source)


def test_a_pasted_picture_is_kept_with_the_quiz(page, desk, qtbot):
    data = QMimeData()
    data.setImageData(picture())
    field = page.body.form.text
    paste(field, data, qtbot)
    (name,) = page.draft.quiz.media
    assert f"![](media:{name})" in page.draft.question.text.source
    assert page.leave()
    assert set(desk.library.load_quiz("quiz-text").media) == {name}


def test_a_large_photo_from_the_clipboard_is_decoded_beside_the_window(page, qtbot, monkeypatch):
    photo, held = QByteArray(), []
    buffer = QBuffer(photo)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture(2400, 1800).save(buffer, "JPEG")
    data = QMimeData()
    data.setData("image/jpeg", photo)
    field, gate = page.body.form.text, threading.Event()

    def read(data):
        held.append(threading.current_thread())
        assert gate.wait(10)
        return read_pasted(data)

    monkeypatch.setattr("widgets.editor.text_field.read_pasted", read)
    field.box.insertFromMimeData(data)
    qtbot.waitUntil(field._wait.isVisible)
    with qtbot.waitSignal(field.edited):
        gate.set()
    assert held[0] is not threading.main_thread() and field._wait.isHidden()
    [media] = page.draft.quiz.media.values()
    assert max(QImage.fromData(media.data).size().toTuple()) == LONGEST_SIDE


def test_what_is_no_picture_on_the_clipboard_is_told(page, desk, qtbot):
    data = QMimeData()
    data.setData("image/png", b"no picture")
    with qtbot.waitSignal(desk.told):
        page.body.form.text.box.insertFromMimeData(data)
    assert not page.draft.can_undo and page.body.form.text._wait.isHidden()


def test_a_dropped_picture_is_described_inline(page, tmp_path, qtbot):
    path = tmp_path / "cell.png"
    assert picture().save(str(path))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    field = page.body.form.text
    paste(field, data, qtbot)
    assert field._alt_box.isVisible()
    QTest.keyClicks(field._alt, "A [round] cell")
    assert "![A  round  cell](media:" in page.draft.question.text.source
    field._end_alt()
    assert not field._alt_box.isVisible()


def test_one_undo_takes_a_picture_back(page, qtbot):
    before = page.draft.quiz
    data = QMimeData()
    data.setImageData(picture())
    paste(page.body.form.text, data, qtbot)
    page.undo()
    assert page.draft.quiz == before


def test_a_file_that_is_no_picture_is_told(page, desk, tmp_path, qtbot):
    path = tmp_path / "cell.png"
    path.write_bytes(b"no picture")
    with qtbot.waitSignal(desk.told) as told:
        page.body.form.text.add_picture(path)
    assert "cell.png" in told.args[0] and not page.draft.can_undo


def test_large_pictures_are_scaled_down(tmp_path):
    path = tmp_path / "large.png"
    assert picture(4000, 100).save(str(path))
    _, media = read_picture(path)
    small = QImage.fromData(media.data)
    assert (small.width(), small.height()) == (LONGEST_SIDE, LONGEST_SIDE * 100 // 4000)


def test_small_files_are_kept_as_they_are(tmp_path):
    path = tmp_path / "small.png"
    assert picture().save(str(path))
    name, media = read_picture(path)
    assert media.data == path.read_bytes() and name.endswith(".png")
    assert read_picture(path)[0] == name


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(Refused, match="picture_not_read"):
        read_picture(tmp_path / "none.png")


def test_equal_pictures_have_one_name():
    assert shrink_picture(picture())[0] == shrink_picture(picture())[0] != shrink_picture(picture(40, 31))[0]


def test_words_from_a_spreadsheet_are_words():
    data = QMimeData()
    data.setImageData(picture())
    data.setText("A1")
    assert not holds_picture(data)


def test_bold_list_and_formula(page):
    field = page.body.form.text
    field.box.selectAll()
    field.make_bold()
    assert page.draft.question.text.source == "**Which cell?**"
    field.box.selectAll()
    field.insert("one\ntwo")
    field.box.selectAll()
    field.make_list()
    assert field.box.toPlainText() == "- one\n- two"
    field.box.selectAll()
    field.insert("")
    field.make_formula()
    QTest.keyClicks(field.box, "x^2")
    assert page.draft.question.text.source == "$x^2$"


def test_bold_in_plain_text_keeps_its_signs(open_page):
    page = open_page(Quiz("quiz-plain", "P", (sample_question("slide", text=RichText("2 * 3")),)))
    field = page.body.form.text
    field.box.selectAll()
    field.make_bold()
    assert page.draft.question.text.format == "markdown"
    assert page.draft.question.text.source == "**2 \\* 3**"


def test_imported_html_is_kept_until_it_is_simplified(open_page):
    source = RichText("<p>Which <b>cell</b>?</p>", "html")
    page = open_page(Quiz("quiz-html", "H", (sample_question("slide", text=source),)))
    field = page.body.form.text
    assert field._note.isVisible() and field.box.toPlainText() == source.source
    field._simplify.click()
    assert page.draft.question.text == RichText("Which **cell**?", "markdown")
    assert not field._note.isVisible()
    page.undo()
    assert page.draft.question.text == source


def test_what_simplifying_loses_is_asked_first(open_page):
    source = RichText("<table><tr><td>a</td></tr></table>", "html")
    page = open_page(Quiz("quiz-table", "T", (sample_question("slide", text=source),)))
    field = page.body.form.text
    field._simplify.click()
    assert page.draft.question.text == source and field._cancel.isVisible()
    field._simplify.click()
    assert page.draft.question.text == RichText("a", "markdown")


def test_the_preview_follows_the_typing(page, qtbot):
    preview = page.body.preview
    qtbot.waitUntil(lambda: preview.is_current)
    page.body.form.text.box.selectAll()
    page.body.form.text.insert("Why $x^2$?")
    assert not preview.is_current
    qtbot.waitUntil(lambda: preview.is_current)
    assert preview._shown.drawn and "Why" in preview.wall.accessibleName()
    preview.tabs.setCurrentIndex(1)
    preview.solved.setChecked(True)
    assert preview._shown.public.id == "q-single"


def test_a_formula_that_cannot_be_drawn_is_said(page, qtbot):
    page.body.form.text.box.selectAll()
    page.body.form.text.insert("$\\unknowncommand$")
    preview = page.body.preview
    qtbot.waitUntil(lambda: preview.is_current and preview._warning.isVisible())
