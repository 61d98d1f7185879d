"""What comes next: the question in small with its right answer, and the list to choose another one from."""

from typing import Any, Final

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from app.signs import show_numeral
from widgets.control.driver import Driver
from widgets.control.questions_model import ID_ROLE, QuestionsModel, read_course
from widgets.desk import Desk
from widgets.language import isolate, language, ngettext, translate
from widgets.parts.basics import Card, button, clear_layout, column, icon_button, label, row, scrolled
from widgets.parts.choice_mark import ChoiceMark
from widgets.parts.icons import icon_pixmap
from widgets.parts.rich_text import RichText
from widgets.parts.tips import plain_tip
from widgets.parts.truth import choice_html
from widgets.theme import XS, M, S, colour, tokens

PREVIEW_HEIGHT: Final = 230
NARROW: Final = 250  # pixels of width
_ORDERED: Final = frozenset({"ordering"})


class NextColumn(Card):
    def __init__(self, desk: Desk, driver: Driver) -> None:
        super().__init__(margin=M)
        self._desk = desk
        self._driver = driver
        self._drawn: dict[str, Any] | None = None
        self._drawn_at = -1
        self._texts: list[RichText] = []
        self.model = QuestionsModel()
        self.heading = label("", "strong")
        self.count = label("", "soft")
        self._preview = column(space=S)
        holder = QWidget()
        holder.setLayout(self._preview)
        area = scrolled(holder)
        area.setMinimumHeight(70)
        area.setMaximumHeight(PREVIEW_HEIGHT)
        area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        area.setAccessibleName(translate("The coming question"))
        self.ask = button(translate("Ask it now"), self._ask, icon_name="play", kind="")
        words = translate("Ask the questions in their order again")
        self.back = icon_button("undo", words, lambda: driver.choose(None))
        for made in (self.ask, self.back):
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setMinimumHeight(70)
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(16, 16))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(translate("Questions: choose which one comes next"))
        self.list.clicked.connect(self._choose)
        self.list.activated.connect(self._choose)
        self.setLayout(
            column(
                row(self.heading, 0, self.count),
                area,
                row(self.ask, 0, self.back),
                self.list,
                space=S,
            )
        )
        box = self.layout()
        assert isinstance(box, QVBoxLayout)
        box.setContentsMargins(M, M, M, M)
        box.setStretch(1, 1)
        box.setStretch(3, 1)
        driver.changed.connect(self.refresh)
        desk.bridge.media_arrived.connect(self._on_media)
        self.refresh()

    def refresh(self) -> None:
        """Follow the class and the teacher's choice."""
        driver, view = self._driver, self._driver.view
        if view is None:
            return
        snapshot = view.snapshot
        coming = driver.coming or ""
        course = read_course(snapshot, coming)
        self.model.take(view.questions, course)
        left = sum(1 for question in view.questions if question["id"] not in course.past)
        self.count.setText(ngettext("{count} left", "{count} left", left).format(count=left))
        question = driver.question(coming)
        number = question["number"] if question else ""
        words = translate("Next: question {number}") if question else translate("Next")
        self.heading.setText(words.format(number=number))
        self.ask.setEnabled(question is not None and driver.is_free and "ask" in snapshot["allowed"])
        words = translate("Ask it again") if coming in course.done else translate("Ask it now")
        self.ask.setAccessibleName(words)
        self.ask.setToolTip(plain_tip(words))
        self._make_room()
        self.back.setEnabled(driver.is_chosen)
        if question != self._drawn or (question is None and self._drawn_at < 0):
            self._draw(question)
            self._scroll_to(coming)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """In a narrow window the number of the question and an icon are enough."""
        narrow = self.width() < NARROW
        self.count.setHidden(narrow)
        self.ask.setText("" if narrow else self.ask.accessibleName())

    def _scroll_to(self, question_id: str) -> None:
        at = self.model.row_of(question_id)
        if at >= 0:
            self.list.scrollTo(self.model.index(at))

    def _draw(self, question: dict[str, Any] | None) -> None:
        """The coming question as students will see it, and what is right."""
        self._drawn, self._drawn_at = question, 0
        clear_layout(self._preview)
        self._texts = []
        if question is None:
            words = translate("All questions were asked. Make one up, show the ranking or end the class.")
            self._preview.addWidget(label(words, "soft", wrap=True))
            self._preview.addStretch(1)
            return
        if question["html"]:
            self._preview.addWidget(self._text(question["html"], 15))
        else:
            self._preview.addWidget(label(translate("Question asked aloud"), "soft"))
        places = {id_: place for place, id_ in enumerate(question["right"])}
        if question["kind"] in _ORDERED:
            parts = sorted(question["choices"], key=lambda part: places.get(part["id"], 0))
            for place, part in enumerate(parts, start=1):
                self._preview.addLayout(self._line(label(f"{place}.", "soft"), part["html"]))
        elif question["pairs"]:
            self._draw_pairs(question)
        else:
            for index, choice in enumerate(question["choices"]):
                html = choice_html(question["kind"], index, choice["html"])
                line = self._line(ChoiceMark(index, 24), html, choice["id"] in places)
                self._preview.addLayout(line)
        if question["accepted"]:
            accepted = "  ·  ".join(isolate(show_numeral(language(), text)) for text in question["accepted"])
            words = translate("Right: {answer}").format(answer=accepted)
            self._preview.addWidget(label(words, "good", wrap=True))
        self._preview.addStretch(1)

    def _draw_pairs(self, question: dict[str, Any]) -> None:
        texts = {part["id"]: part["html"] for part in question["choices"]}
        for left, right in question["pairs"].items():
            sign = label("→" if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else "←", "soft")
            right_html = texts.get(right, isolate(right))
            if left in texts:
                line = row(self._text(texts[left], 13), sign, self._text(right_html, 13), space=S)
                line.setStretch(0, 1)
                line.setStretch(2, 1)
                self._preview.addLayout(line)

    def _line(self, mark: QWidget, html: str, right: bool = False) -> Any:
        text = self._text(html, 14, bold=right)
        line = row(mark, text, space=S)
        line.setStretch(1, 1)
        line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        if right:
            line.addWidget(_Tick())
        line.setContentsMargins(0, XS // 2, 0, XS // 2)
        return line

    def _text(self, html: str, size: int, *, bold: bool = False) -> RichText:
        made = RichText(html, size, self._desk.bridge.media, bold=bold)
        made.set_type(size, picture_height=90)
        self._texts.append(made)
        return made

    def _choose(self, index: QModelIndex) -> None:
        self._driver.choose(index.data(ID_ROLE))

    def _ask(self) -> None:
        if (coming := self._driver.coming) is not None:
            self._driver.ask(coming)

    def _on_media(self, address: str) -> None:
        for text in self._texts:
            text.media_arrived(address)


class _Tick(QWidget):
    """The sign of what is right."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(20, 24)
        self.setAccessibleName(translate("right"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(colour("garden"))
        picture = icon_pixmap("check", tokens().garden, 18)
        painter.drawPixmap(QRectF(1, 3, 18, 18).topLeft(), picture)
        painter.end()
