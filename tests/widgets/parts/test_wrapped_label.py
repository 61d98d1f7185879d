"""Lines of an Arabic text stand flush at the right, where Qt moves each by the space at its end."""

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit

from widgets.language import apply_language
from widgets.parts.basics import label

TEXT = "افتح هنا حصة من حاسوب آخر كشاشة ثانية لجهاز العرض أو لتسييرها من هنا"
WIDTH = 150


def right_end(image: QImage, rows: range) -> int:
    """The last column with ink in these rows."""
    ground = image.pixel(0, 0)
    columns = range(image.width() - 1, -1, -1)
    return next(x for x in columns if any(image.pixel(x, y) != ground for y in rows))


def test_each_line_begins_where_the_label_begins(qapp, qtbot):
    apply_language(qapp, "ar")
    made = label(TEXT, wrap=True)
    qtbot.addWidget(made)
    height = made.heightForWidth(WIDTH)
    made.resize(WIDTH, height)
    made.setStyleSheet("background: white")
    lines = round(height / made.fontMetrics().lineSpacing())
    assert lines >= 2, "the text was to be broken"
    image = made.grab().toImage()
    bands = [range(n * height // lines, (n + 1) * height // lines) for n in range(lines)]
    ends = [right_end(image, band) for band in bands]
    assert min(ends) >= WIDTH - 3


def test_a_doubled_sign_of_a_fields_label_is_drawn_once(qapp, qtbot):
    """As Qt does from left to right: beside a field an & makes a key, two are one that is seen."""
    apply_language(qapp, "ar")
    pictures = []
    for words, buddy in (("A && B", True), ("A & B", False)):
        made, field = label(words, wrap=True), QLineEdit()
        qtbot.addWidget(made)
        qtbot.addWidget(field)
        if buddy:
            made.setBuddy(field)
        made.resize(WIDTH, 30)
        pictures.append(made.grab().toImage())
    assert pictures[0] == pictures[1]
