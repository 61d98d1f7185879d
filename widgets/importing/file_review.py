"""One file of an import: what was found in it, what of it is taken, and where it goes."""

from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from app.exchange.import_plan import Item, Mode, Plan
from widgets.desk import Desk
from widgets.importing.columns_panel import ColumnsPanel
from widgets.importing.items import ENTRY, ItemsModel, NoticedFilter
from widgets.importing.items_view import ItemsView
from widgets.importing.notices import LEVELS, severity_word, tell_line
from widgets.importing.preview import ItemPreview
from widgets.language import isolate, ngettext, translate
from widgets.parts.basics import button, clear_layout, column, label, row
from widgets.parts.format_names import format_name
from widgets.parts.quiz_texts import QuizTexts
from widgets.theme import XS, M, S

MOST_GENERAL = 4  # notices of a file as a whole that are shown
_MAY_BE_TABLES = ("csv", "tsv", "kahoot", "gift", "text")


class FileReview(QWidget):
    """Shows one plan at a time and changes it."""

    changed = Signal()
    """Something else is taken now."""
    columns_wanted = Signal()
    """The file is to be read as a table, and its columns to be named."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._model: ItemsModel | None = None
        self._filter = NoticedFilter()
        self._summary = label("", "soft", wrap=True)
        self._general = column(space=XS)
        self._title = QLineEdit()
        self._title.setAccessibleName(translate("Title of the quiz"))
        self._title.setMaxLength(200)
        self._title.textEdited.connect(self._on_title)
        self._mode = QComboBox()
        self._mode.setAccessibleName(translate("What to do with this file"))
        self._mode.activated.connect(self._on_mode)
        self.only_noticed = QCheckBox(translate("Only with notices"))
        self.only_noticed.toggled.connect(self._filter.set_only_noticed)
        self._count = label("", "soft")
        self.items = ItemsView()
        self.items.setAccessibleName(translate("Questions found"))
        self.items.setModel(self._filter)
        self.items.selectionModel().currentChanged.connect(self._on_current)
        self._preview = ItemPreview(desk)
        take_all = button(translate("Take all"), partial(self._pick_all, True), kind="quiet")
        take_none = button(translate("Take none"), partial(self._pick_all, False), kind="quiet")
        tools = row(self._count, 0, take_all, take_none, space=XS)
        found = row(self._summary, self.only_noticed)
        found.setStretch(0, 1)
        titles = row(self._title, self._mode)
        titles.setStretch(0, 1)
        self._mode.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._mode.setMaximumWidth(320)
        self.columns = ColumnsPanel()
        self.columns_button = button(translate("Columns…"), self.columns_wanted.emit, kind="quiet")
        self.columns_button.setToolTip(translate("Read the file as a table and say what its columns hold"))
        found.addWidget(self.columns_button)
        left = column(titles, found, self._general, tools, self.items, space=S)
        left.setStretchFactor(self.items, 1)
        body = row(left, self._preview, space=M)
        body.setStretch(0, 1)
        whole = column(self.columns, body, space=M)
        whole.setStretchFactor(body, 1)
        self.setLayout(whole)

    def show_plan(self, model: ItemsModel) -> None:
        plan = model.plan
        if self._model is not None:
            self._model.picked.disconnect(self._on_picked)
        self._model = model
        model.picked.connect(self._on_picked)
        self._filter.setSourceModel(model)
        self._preview.set_texts(QuizTexts(plan.quiz))
        self._preview.clear()
        noticed = bool(plan.left_out) or any(item.notices or item.same.quiz for item in plan.items)
        self.only_noticed.setEnabled(noticed)
        if not noticed:
            self.only_noticed.setChecked(False)
        self.columns.setVisible(plan.columns is not None)
        if plan.columns is not None:
            self.columns.show_columns(plan.columns)
        self.columns_button.setVisible(plan.columns is None and plan.format in _MAY_BE_TABLES)
        self._fill_modes(plan)
        self._tell_general(plan)
        self._show_picks()
        if self._filter.rowCount():
            self.items.setCurrentIndex(self._filter.index(0, 0))

    def _fill_modes(self, plan: Plan) -> None:
        self._mode.clear()
        self._mode.addItem(translate("Add as a new quiz"), "new")
        if plan.target:
            words = translate("Put into {title}").format(title=isolate(plan.target_title))
            self._mode.addItem(words, "update")
        self._mode.addItem(translate("Leave this file out"), "skip")
        self._show_mode(plan)

    def _show_mode(self, plan: Plan) -> None:
        self._mode.setCurrentIndex(self._mode.findData(plan.mode))
        update = plan.mode == "update"
        self._title.setText(plan.target_title if update else plan.title)
        self._title.setEnabled(plan.mode == "new")

    def _tell_general(self, plan: Plan) -> None:
        found = ngettext("{count} question found", "{count} questions found", len(plan.items))
        words = [format_name(plan.format), found.format(count=len(plan.items))]
        if plan.left_out:
            lost = ngettext("{count} place left out", "{count} places left out", len(plan.left_out))
            words.append(lost.format(count=len(plan.left_out)))
        known = sum(item.same.state == "same" for item in plan.items)
        if known:
            there = ngettext("{count} is there already", "{count} are there already", known)
            words.append(there.format(count=known))
        self._summary.setText("  ·  ".join(words))
        clear_layout(self._general)
        for line in plan.general[:MOST_GENERAL]:
            told = translate("{what}: {why}").format(what=severity_word(line.severity), why=tell_line(line))
            self._general.addWidget(label(told, LEVELS[line.severity], wrap=True))

    def _show_picks(self) -> None:
        assert self._model is not None
        plan = self._model.plan
        self._count.setText(translate("{taken} of {all} taken").format(taken=plan.count, all=len(plan.items)))
        self.changed.emit()

    def _pick_all(self, taken: bool) -> None:
        if self._model is not None:
            self._model.pick_all(taken)

    def _on_picked(self) -> None:
        """Whoever ticks a question of a file that is left out wants it."""
        assert self._model is not None
        plan = self._model.plan
        ticked = [item for item in plan.items if item.taken]
        if plan.mode == "skip" and ticked:
            whole = plan.target and all(item.same.state != "same" for item in ticked)
            self._set_mode("update" if whole else "new")
            return
        self._show_picks()

    def _on_title(self, text: str) -> None:
        if self._model is not None:
            self._model.plan.title = text.strip() or self._model.plan.quiz.title

    def _on_mode(self, _place: int) -> None:
        mode: Mode = self._mode.currentData()
        if mode == "skip" and self._model is not None:
            for item in self._model.plan.items:
                item.taken = False
        self._set_mode(mode)

    def _set_mode(self, mode: Mode) -> None:
        assert self._model is not None
        plan = self._model.plan
        plan.mode = mode
        self._show_mode(plan)
        self._model.refresh()

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        entry = index.data(ENTRY) if index.isValid() else None
        if entry is None or self._model is None:
            self._preview.clear()
        else:
            number = self._model.number(entry) if isinstance(entry, Item) else 0
            self._preview.show_entry(entry, number)
