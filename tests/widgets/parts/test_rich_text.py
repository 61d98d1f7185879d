"""The quiz's own text: formulas stand on the line, pictures are as large as there is room."""

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from tests.helpers.walls import formula, picture
from widgets.parts.rich_text import RichDocument

INK, ROOM = QColor("#000000"), QSizeF(1000, 300)


def draw(document: RichDocument) -> QImage:
    image = QImage(1000, 500, QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    document.drawContents(painter)
    painter.end()
    return image


def feet(image: QImage) -> list[int]:
    """The lowest inked row of each piece that white columns part from the others."""
    found: list[int] = []
    inside = False
    for x in range(image.width()):
        rows = [y for y in range(image.height()) if QColor(image.pixel(x, y)).lightness() < 128]
        if rows and inside:
            found[-1] = max(found[-1], rows[-1])
        elif rows:
            found.append(rows[-1])
        inside = bool(rows)
    return found


@pytest.mark.parametrize("beside", ["", r"\int_0^1 \frac{x^2}{\sqrt{1-x}} dx"])
@pytest.mark.parametrize("tex", ["E", "x^2", r"\frac{1}{2} E"])
def test_a_formula_stands_on_the_base_line_of_its_line(qapp, tex, beside):
    """Also beside a tall one; the last letter of each formula stands on the base line as an H does."""
    media: dict[str, bytes] = {}
    tall = formula(beside, media, display=True) if beside else ""
    document = RichDocument(media.get)
    shown = formula(tex if tex != "x^2" else "x^2 E", media)
    alone = RichDocument(media.get)
    alone.set_content(f"<p>{shown}</p>", 60, INK, ROOM)
    count = len(feet(draw(alone)))  # its letters
    document.set_content(f"<p>{shown} H {tall}</p>", 60, INK, ROOM)
    rows = feet(draw(document))
    assert rows[count - 1] == pytest.approx(rows[count], abs=2)


def test_a_picture_is_measured_without_being_drawn_and_drawn_when_painted(qapp):
    media = {"/media/a": picture(1600, 500)}
    document = RichDocument(media.get)
    document.set_content('<p><img src="/media/a" alt=""></p>', 40, INK, QSizeF(500, 300))
    assert document._drawn == {}
    assert document.size().width() <= 501
    image = draw(document)
    assert image.pixelColor(250, 20) == QColor("#cfe3d6")


def test_a_picture_that_is_missing_is_named_and_put_in_later(qapp):
    media: dict[str, bytes] = {}
    document = RichDocument(media.get)
    document.set_content('<p><img src="/media/a" alt="two cells"></p>', 20, INK, ROOM)
    assert "two cells" in document.toPlainText()
    media["/media/a"] = picture(100, 50)
    assert not document.media_arrived("/media/b")
    assert document.media_arrived("/media/a")
    assert "two cells" not in document.toPlainText()


@pytest.mark.parametrize("broken", [b"", b"no picture", picture(40, 40)[:60]])
def test_broken_pictures_harm_nothing(qapp, broken):
    document = RichDocument({"/media/a": broken}.get)
    document.set_content('<p>Look: <img src="/media/a" alt="cells"></p>', 20, INK, ROOM)
    assert not draw(document).isNull()


def test_words_stay_whole_where_that_is_asked(qapp):
    document = RichDocument()
    narrow = QSizeF(80, 100)
    document.set_content("<p>Mitochondrion</p>", 30, INK, narrow, whole_words=True)
    assert document.size().width() > 81
    document.set_content("<p>Mitochondrion</p>", 30, INK, narrow)
    assert document.size().width() <= 81


@pytest.mark.parametrize(("rtl", "side"), [(True, "right"), (False, "left")])
def test_the_direction_can_be_given(qapp, rtl, side):
    document = RichDocument()
    document.set_content("<p>ATP</p>", 30, INK, ROOM, rtl=rtl)
    image = draw(document)
    inked = [x for x in range(1000) if any(image.pixel(x, y) != 0xFFFFFFFF for y in range(60))]
    assert (min(inked) > 500) == (side == "right")


def test_no_line_begins_with_a_question_mark(qapp):
    document = RichDocument()
    words = "Pourquoi ?"
    document.set_content(words, 20, INK, ROOM)
    wide = document.idealWidth()
    document.set_content(f"<p>Et {words}</p>", 20, INK, QSizeF(wide + 2, 300))
    first = document.begin().layout()
    assert first.lineCount() == 2
    line = first.lineAt(1)
    assert document.toPlainText()[line.textStart() :].startswith("Pourquoi")
