"""The scale of marks and the weight of each question, with what the class gets by them."""

from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QHeaderView,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.reports.cells import title_of
from app.reports.marks import HIGHEST_COEFFICIENT, MOST_DECIMALS, Scale, make_marks
from widgets.language import show, translate
from widgets.parts.basics import button, column, keep_off_border, label, row
from widgets.parts.tables import name_table
from widgets.sessions.loaded import Loaded
from widgets.theme import XL, L, M, S

HIGHEST_TOP = 1_000
SCALES = (20, 100, 10, 6)
"""Marks that schools give, offered first."""


class MarksDialog(QDialog):
    """`scale` and `coefficients` after it was accepted."""

    def __init__(self, loaded: Loaded, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loaded = loaded
        options = loaded.options
        self.setWindowTitle(translate("Scale and coefficients"))
        self.setMinimumSize(560, 480)
        self.top = QSpinBox()
        keep_off_border(self.top)
        self.top.setRange(1, HIGHEST_TOP)
        self.top.setValue(round(options.scale.top))
        self.top.setAccessibleName(translate("Best mark"))
        self.usual = QComboBox()
        self.usual.setAccessibleName(translate("Usual scales"))
        self.usual.addItem(translate("Other"), 0)
        for top in SCALES:
            self.usual.addItem(translate("out of {top}").format(top=top), top)
        self.decimals = QSpinBox()
        keep_off_border(self.decimals)
        self.decimals.setRange(0, MOST_DECIMALS)
        self.decimals.setValue(options.scale.decimals)
        self.decimals.setAccessibleName(translate("Decimals of a mark"))
        self._spins: dict[str, QDoubleSpinBox] = {}
        self.table = self._make_table(options.coefficients)
        self.effect = label("", "soft", wrap=True)
        self.done_button = button(translate("Use them"), self.accept, kind="main")
        self.done_button.setDefault(True)
        even = button(translate("All alike"), self._make_even, kind="quiet")
        cancel = button(translate("Cancel"), self.reject, kind="quiet")
        line = row(
            _field(translate("Scale"), self.usual), _field(translate("Best mark"), self.top),
            _field(translate("Decimals"), self.decimals), 0, space=L,
        )  # fmt: skip
        hint = label(
            translate("A question weighs its points, times its coefficient. 0 leaves it out of the marks."),
            "soft",
            wrap=True,
        )
        self.setLayout(
            column(
                label(translate("Scale and coefficients"), "large"), line, hint, self.table, self.effect,
                row(even, 0, cancel, self.done_button), space=M, margin=XL,
            )
        )  # fmt: skip
        self.usual.currentIndexChanged.connect(self._take_usual)
        self.top.valueChanged.connect(self._look)
        self.decimals.valueChanged.connect(self._look)
        self._look()

    @property
    def scale(self) -> Scale:
        return Scale(Decimal(self.top.value()), self.decimals.value())

    @property
    def coefficients(self) -> dict[str, float]:
        """Of the questions that do not weigh just their points."""
        return {id_: spin.value() for id_, spin in self._spins.items() if spin.value() != 1.0}

    def _make_table(self, present: Mapping[str, float]) -> QTableWidget:
        counted = self._loaded.marks.questions if self._loaded.marks else ()
        table = QTableWidget(len(counted), 3)
        name_table(table, translate("Coefficients"))
        table.setHorizontalHeaderLabels(
            [translate("Question"), translate("Points"), translate("Coefficient")]
        )
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setShowGrid(False)
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        table.horizontalHeader().setDefaultAlignment(leading)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(54)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(1, 90)
        table.setColumnWidth(2, 140)
        numbers = {id_: number for number, id_ in enumerate(self._loaded.state.order, 1)}
        for place, counting in enumerate(counted):
            question = self._loaded.state.questions[counting.question]
            title = f"{numbers[question.id]}. {title_of(question) or translate('Asked aloud')}"
            table.setItem(place, 0, QTableWidgetItem(title))
            points = QTableWidgetItem(show(question.points))
            points.setTextAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(place, 1, points)
            spin = QDoubleSpinBox()
            keep_off_border(spin)
            spin.setLocale(QLocale())  # a table does not hand its own on
            spin.setRange(0.0, HIGHEST_COEFFICIENT)
            spin.setDecimals(2)
            spin.setSingleStep(0.5)
            spin.setValue(present.get(question.id, 1.0))
            spin.setAccessibleName(translate("Coefficient of {question}").format(question=title))
            spin.valueChanged.connect(self._look)
            self._spins[question.id] = spin
            holder = QWidget()
            holder.setLayout(row(spin, margin=S // 2))
            table.setCellWidget(place, 2, holder)
        return table

    def _make_even(self) -> None:
        for spin in self._spins.values():
            spin.setValue(1.0)

    def _take_usual(self) -> None:
        top = self.usual.currentData()
        if top:
            self.top.setValue(int(top))

    def _look(self) -> None:
        """Say what the class gets by these."""
        top = self.top.value()
        place = self.usual.findData(top)
        self.usual.blockSignals(True)
        self.usual.setCurrentIndex(max(place, 0))
        self.usual.blockSignals(False)
        rows = make_marks(self._loaded.state, self.scale, self.coefficients).rows
        marks = [item.mark for item in rows if item.mark is not None]
        if not marks:
            self.effect.setText(translate("No question counts, so there are no marks."))
            return
        mean = show(float(sum(marks, Decimal(0)) / len(marks)))
        words = translate("Mean mark: {mean} (lowest {low}, highest {high})")
        low, high = show(float(min(marks))), show(float(max(marks)))
        self.effect.setText(words.format(mean=mean, low=low, high=high))


def _field(words: str, field: QWidget) -> QWidget:
    caption = label(words, "strong")
    caption.setBuddy(field)
    holder = QWidget()
    holder.setLayout(column(caption, field, space=S // 2))
    return holder
