"""A field for rich text: its source, pictures by paste and drop, and what stands in the way of asking it."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtWidgets import QFrame, QWidget

from app.quiz.model import EMPTY, Gap, Media, RichText
from app.quiz.writing import read_source, show_source, simplify, to_markdown
from widgets.editor.bench import Bench
from widgets.editor.fields import Line, problem_label
from widgets.editor.picture_wait import PictureWait
from widgets.editor.pictures import (
    encoded_picture,
    picture_files,
    read_pasted,
    read_picture,
    shrink_picture,
)
from widgets.editor.source_edit import SourceEdit
from widgets.language import translate
from widgets.parts.basics import button, column, label, row, set_look
from widgets.theme import XS, S
from widgets.worker import Task

_STRONG: Final = {"markdown": ("**", "**"), "html": ("<b>", "</b>"), "moodle": ("<b>", "</b>")}


class TextField(QWidget):
    """name: for screen readers. lines: its least height; one line takes no line breaks by Return."""

    edited = Signal(object)
    """The rich text after people changed it."""
    returned = Signal()
    shifted = Signal(int)

    def __init__(self, bench: Bench, name: str, *, lines: int = 1, hint: str = "") -> None:
        super().__init__()
        self._bench = bench
        self._text = EMPTY
        self._gaps: tuple[Gap, ...] = ()
        self._showing = False
        self._picture = ""
        self.box = SourceEdit(lines, breaks=lines > 1)
        self.box.setAccessibleName(name)
        self.box.setPlaceholderText(hint)
        self.box.textChanged.connect(self._on_typed)
        self.box.returned.connect(self.returned)
        self.box.shifted.connect(self.shifted)
        self.box.entered.connect(lambda: bench.take_focus(self))
        self.box.picture_given.connect(self._on_picture_given)
        self._problem = problem_label()
        self._note = self._make_note()
        self._alt_box = self._make_alt()
        self._wait = PictureWait()
        for part in (self._problem, self._note, self._alt_box):
            part.hide()
        self.setLayout(column(self.box, self._wait, self._alt_box, self._note, self._problem, space=XS))
        self.setFocusProxy(self.box)

    @property
    def text(self) -> RichText:
        return self._text

    def set_text(self, text: RichText, gaps: Sequence[Gap] = ()) -> None:
        """Show a text; the cursor stays where it can. gaps: of the question, where it may have some."""
        if text == self._text and tuple(gaps) == self._gaps:
            return
        self._text, self._gaps = text, tuple(gaps)
        shown = show_source(text, gaps)
        if shown != self.box.toPlainText():
            self._showing = True
            _, at = self.box.places()
            self.box.setPlainText(shown)
            self.box.choose(at, at)
            self._showing = False
        has_signs = "<" in text.source or "&" in text.source
        self._note.setVisible(has_signs and text.format in ("html", "moodle"))
        self._ask_simplify(False)
        if self._picture and self._picture not in text.source:
            self._alt_box.hide()

    def set_problem(self, sentence: str) -> None:
        """What is wrong here, '' for nothing."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        set_look(self.box, "level", "bad" if sentence else "")
        self.box.setAccessibleDescription(sentence)

    @contextmanager
    def held(self) -> Iterator[None]:
        """While this lasts, what is put in is not told."""
        self._showing = True
        try:
            yield
        finally:
            self._showing = False

    def read(self) -> RichText:
        """The text as it stands in the box."""
        return read_source(self._text, self.box.toPlainText(), self._gaps)

    def select(self, words: str) -> None:
        """Put the cursor behind the first place where these words stand."""
        cursor = self.box.document().find(words)
        if not cursor.isNull():
            cursor.clearSelection()
            self.box.setTextCursor(cursor)

    # --- what the buttons of the format do ---------------------------------------------------------

    def make_bold(self) -> None:
        self._leave_plain()
        self._wrap(*_STRONG[self._text.format])

    def make_formula(self) -> None:
        self._wrap("$", "$")

    def make_list(self) -> None:
        """The chosen lines become items of a list."""
        self._leave_plain()
        cursor = self.box.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        cursor.setPosition(start)
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        lines = self.box.selected(cursor).split("\n")
        if self._text.format == "markdown":
            lead = "\n" if cursor.selectionStart() > 0 else ""
            cursor.insertText(lead + "\n".join(f"- {line}" for line in lines))
        else:
            cursor.insertText("<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>")
        self.box.setFocus()

    def add_picture(self, path: Path) -> None:
        """Put a picture file in at the cursor."""
        self._expect(self._bench.worker.run(read_picture, path))

    def insert(self, words: str) -> None:
        """Put words in at the cursor, instead of what is selected."""
        self.box.textCursor().insertText(words)
        self.box.setFocus()

    @property
    def selected(self) -> str:
        return self.box.selected()

    def _wrap(self, before: str, after: str) -> None:
        cursor = self.box.textCursor()
        words = self.box.selected(cursor)
        cursor.insertText(f"{before}{words}{after}")
        if not words:
            cursor.setPosition(cursor.position() - len(after))
            self.box.setTextCursor(cursor)
        self.box.setFocus()

    def _leave_plain(self) -> None:
        """Plain text has no marks: it becomes Markdown that looks the same."""
        if self._text.format != "plain":
            return
        words = self.box.toPlainText()
        ends = self.box.places()
        anchor, position = (len(show_source(to_markdown(RichText(words[:end])))) for end in ends)
        self._take(to_markdown(self._text))
        self.box.choose(anchor, position)

    def _take(self, text: RichText) -> None:
        self.set_text(text, self._gaps)
        self.edited.emit(text)

    def _on_typed(self) -> None:
        if self._showing:
            return
        text = self.read()
        if text != self._text:
            self._text = text
            self.edited.emit(text)

    # --- pictures ----------------------------------------------------------------------------------

    def _on_picture_given(self, source: QMimeData) -> None:
        files = picture_files(source)
        for path in files:
            self.add_picture(path)
        if files:
            return
        if data := encoded_picture(source):
            self._expect(self._bench.worker.run(read_pasted, data))
        else:
            image = source.imageData()
            if isinstance(image, QImage):
                self._expect(self._bench.worker.run(shrink_picture, image.copy()))

    def _expect(self, task: Task) -> None:
        task.finished.connect(self._put_picture)
        task.failed.connect(self._bench.problem)
        self._wait.watch(task)

    def _put_picture(self, kept: tuple[str, Media]) -> None:
        name, media = kept
        self._bench.draft.keep_picture(name, media)
        self._leave_plain()
        self._picture = name
        if self._text.format == "markdown":
            self.insert(f"![](media:{name})")
        else:
            self.insert(f'<img src="media:{name}" alt="">')
        self._alt.set_line("")
        self._alt_box.show()
        self._alt.setFocus()

    def _make_alt(self) -> QWidget:
        made = QFrame()
        made.setProperty("kind", "tint")
        words = translate("What does the picture show? (for those who cannot see it)")
        self._alt = Line(words)
        self._alt.edited.connect(self._on_alt)
        self._alt.returnPressed.connect(self._end_alt)
        done = button(translate("Done"), self._end_alt, kind="quiet")
        made.setLayout(column(label(words, "tiny", wrap=True), row(self._alt, done), space=XS, margin=S))
        return made

    def _on_alt(self, words: str) -> None:
        """Write the description into the source, for the picture that came last."""
        words = re.sub(r'[\[\]<>"\n]', " ", words)
        name = re.escape(self._picture)
        source = re.sub(
            rf"!\[[^\[\]]*\]\(media:{name}\)",
            lambda _: f"![{words}](media:{self._picture})",
            self._text.source,
        )
        source = re.sub(
            rf'(<img src="media:{name}" alt=")[^"]*(")', lambda found: found[1] + words + found[2], source
        )
        self._take(RichText(source, self._text.format))

    def _end_alt(self) -> None:
        self._alt_box.hide()
        self.box.setFocus()

    # --- texts of other formats --------------------------------------------------------------------

    def _make_note(self) -> QWidget:
        made = QWidget()
        self._note_words = label("", "tiny", wrap=True)
        self._simplify = button(translate("Simplify"), self._on_simplify, kind="quiet")
        self._cancel = button(translate("Keep as it is"), lambda: self._ask_simplify(False), kind="quiet")
        layout = row(self._note_words, self._simplify, self._cancel)
        layout.setStretch(0, 1)
        made.setLayout(layout)
        self._asking = False
        return made

    def _ask_simplify(self, asking: bool) -> None:
        self._asking = asking
        self._cancel.setVisible(asking)
        if asking:
            words = translate("Tables, sizes or colours of this text would be lost. Undo brings them back.")
            self._simplify.setText(translate("Simplify all the same"))
        else:
            words = translate("This text was imported with its HTML signs.")
            self._simplify.setText(translate("Simplify"))
        self._note_words.setText(words)

    def _on_simplify(self) -> None:
        text, lossless = simplify(self._text)
        if lossless or self._asking:
            self._take(text)
            self.box.setFocus()
        else:
            self._ask_simplify(True)
