"""What students and the wall will see of the chosen question, drawn again while people type."""

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QTabBar, QWidget

from app.quiz.model import Question
from app.quiz.pictures import MEDIA
from app.quiz.shown import Shown, show_question
from app.sentences import tell_code
from widgets.editor.bench import Bench
from widgets.editor.phone_preview import PhonePreview
from widgets.editor.wall_preview import WallPreview
from widgets.language import translate
from widgets.parts.basics import Card, column, label, row, scrolled
from widgets.theme import L, M, S

WAIT: Final = 150  # ms without a key, before it is drawn


class PreviewPanel(QWidget):
    """Formulas are drawn in a worker; an older drawing never takes the place of a newer one."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._shown: Shown | None = None
        self._wanted = 0
        self._drawn = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT)
        self._timer.timeout.connect(self._draw)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(translate("Preview"))
        self.tabs.addTab(translate("Phone"))
        self.tabs.addTab(translate("Projector"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.solved = QCheckBox(translate("Show the answer"))
        self.solved.toggled.connect(self._show)
        theme = str(bench.draft.desk.settings.get("wall_theme"))
        self.phone, self.wall = PhonePreview(), WallPreview(self._load, theme)
        self._warning = label("", "warn", wrap=True)
        self._warning.hide()
        phone_page, wall_page = QWidget(), QWidget()
        phone_page.setLayout(column(row(0, self.phone, 0), 0, space=0))
        self._wall_frame = Card(column(self.wall), margin=S)
        wall_page.setLayout(column(self._wall_frame, 0, space=0))
        self._pages = QStackedWidget()
        self._pages.addWidget(scrolled(phone_page))
        self._pages.addWidget(wall_page)
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        head = row(self.tabs, 0, space=S)
        layout = column(head, self._warning, self._pages, row(self.solved, 0), space=M)
        layout.setContentsMargins(L, M, L, L)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self.setMinimumWidth(392)
        bench.draft.changed.connect(self._timer.start)
        bench.draft.chosen.connect(self._draw)

    @property
    def is_current(self) -> bool:
        """Whether what is drawn is the question as it is now."""
        return not self._timer.isActive() and self._drawn == self._wanted

    def refresh(self) -> None:
        self._draw()

    def rest(self) -> None:
        """Draw nothing more until the next change."""
        self._timer.stop()

    def _draw(self) -> None:
        self._timer.stop()
        question = self._bench.draft.question
        self.phone.setVisible(question is not None)
        self._wall_frame.setVisible(question is not None)
        self._wanted += 1
        number = self._wanted
        if question is None:
            self._drawn = number
            return
        task = self._bench.worker.run(_draw_question, number, question, frozenset(self._names()))
        task.finished.connect(self._on_drawn)
        task.failed.connect(self._on_failed)

    def _names(self) -> list[str]:
        return list(self._bench.draft.quiz.media)

    def _on_drawn(self, result: tuple[int, Shown]) -> None:
        number, shown = result
        if number > self._drawn:
            self._drawn = number
            if number == self._wanted:
                self._shown = shown
                self._show()

    def _on_failed(self, error: Exception) -> None:
        self._drawn = self._wanted
        self._bench.problem.emit(error)

    def _show(self) -> None:
        shown = self._shown
        if shown is None:
            return
        solved = self.solved.isChecked()
        self.phone.show_question(shown, self._load, solved=solved)
        questions = self._bench.draft.quiz.questions
        ids = [question.id for question in questions]
        number = ids.index(shown.public.id) + 1 if shown.public.id in ids else 1
        self.wall.show_question(shown, number, len(questions), solved=solved)
        words = [tell_code(problem.code, problem.params, translate) for problem in shown.problems]
        self._warning.setText("\n".join(words))
        self._warning.setVisible(bool(words))

    def _load(self, address: str) -> bytes | None:
        if self._shown is not None and address in self._shown.drawn:
            return self._shown.drawn[address]
        media = self._bench.draft.media(address.removeprefix(MEDIA))
        return media.data if media else None


def _draw_question(number: int, question: Question, names: frozenset[str]) -> tuple[int, Shown]:
    return number, show_question(question, names)
