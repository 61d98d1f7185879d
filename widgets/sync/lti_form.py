"""Connecting a course by its tool (LTI 1.3): what to paste into the platform's form, what to copy back."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from app.errors import PreauError
from app.i18n import mark
from app.outgoing.connections import Connection
from app.outgoing.registration import Platform, read_registration
from app.outgoing.tool_form import Asked, ToolForm, ToolKey, make_form
from widgets.language import translate
from widgets.parts.basics import Card, button, clear_layout, column, label, row
from widgets.ports import SyncPort
from widgets.sync.connect_form import Connect, ConnectForm
from widgets.sync.paste_row import PasteRow, name_in_form
from widgets.sync.phrase_box import PhraseBox
from widgets.theme import XS, L, M, S

NAMES: Final[dict[Platform, str]] = {
    "moodle": mark("Moodle"),
    "canvas": mark("Canvas"),
    "other": mark("Brightspace and others"),
}

EXAMPLES: Final[dict[Platform, str]] = {
    "moodle": "https://moodle.school.example/course/view.php?id=2",
    "canvas": "https://school.instructure.com/courses/7",
    "other": "https://school.example/course/7",
}
"""Addresses of courses."""


class LtiForm(ConnectForm):
    room = QSize(680, 700)

    def build(self, address: str) -> None:
        self.rows: list[PasteRow] = []
        self.asked: dict[str, QLineEdit] = {}
        self._key: ToolKey | None = None
        self._form: ToolForm | None = None
        self._group = QButtonGroup(self)
        radios: list[QWidget] = []
        for number, words in enumerate(NAMES.values()):
            radio = QRadioButton(translate(words))
            self._group.addButton(radio, number)
            radios.append(radio)
        self._group.button(0).setChecked(True)
        self.box.addLayout(row(*radios, 0, space=L))
        self.course = self.add_line(
            translate("Address of the course"),
            hint=translate("As your browser shows it when the course is open. It begins with https://"),
        )
        self._steps = QVBoxLayout()
        self._steps.setSpacing(M)
        self.box.addLayout(self._steps)
        self.box.addStretch(1)
        self._group.idClicked.connect(lambda _: self._show_form())
        self.course.textChanged.connect(lambda _: self._show_addresses())
        self._ask_key()

    @property
    def platform(self) -> Platform:
        return list(NAMES)[self._group.checkedId()]

    def choose_way(self, platform: str) -> None:
        self._group.button([str(name) for name in NAMES].index(platform)).setChecked(True)
        self._show_form()

    @property
    def is_ready(self) -> bool:
        if self._form is None or (self.platform == "canvas" and not self.course.text().strip()):
            return False
        return all(self.asked[one.name].text().strip() for one in self._form.asked if one.needed)

    @property
    def server(self) -> str:
        answers = self.answers
        return answers.get("items") or answers.get("page") or answers["course"]

    @property
    def answers(self) -> dict[str, str]:
        """What was copied back so far."""
        said = {name: line.text().strip() for name, line in self.asked.items()}
        return said | {"course": self.course.text().strip()}

    def work(self) -> Connect:
        return partial(_connect, self.desk.sync, self.platform, self.answers)

    def copy_all(self) -> None:
        """For a letter to the administrator."""
        assert self._form is not None
        texts = [*map(translate, self._form.before), *(one.as_text() for one in self.rows)]
        QGuiApplication.clipboard().setText("\n\n".join([*texts, *map(translate, self._form.after)]))

    # --- inside -----------------------------------------------------------------------------------

    def _ask_key(self) -> None:
        clear_layout(self._steps)
        self._steps.addWidget(label(translate("Making the key of this computer…"), "soft"))
        task = self.desk.worker.run(self.desk.sync.lti_key)
        task.finished.connect(self._on_key)
        task.failed.connect(self._on_failed)

    def _on_key(self, key: ToolKey) -> None:
        self._key = key
        self._show_form()

    def _on_failed(self, error: PreauError) -> None:
        clear_layout(self._steps)
        if error.code == "keyring_missing":
            phrase = PhraseBox(self.desk)
            phrase.opened.connect(self._ask_key)
            self._steps.addWidget(phrase)
        else:
            self.failed.emit(error)

    def _show_form(self) -> None:
        if self._key is None:
            return
        before = self.answers
        self.course.setPlaceholderText(EXAMPLES[self.platform])
        clear_layout(self._steps)
        self._form, form = None, make_form(self.platform, self._key, self.course.text())
        self.rows = [PasteRow(field) for field in form.fields]
        self._add_step(1, translate("Open the form"), form.before)
        self._add_step(2, translate("Fill it in"), ())
        self._steps.addWidget(Card(column(*self.rows, space=S + XS), margin=M))
        self.copy_button = button(
            translate("Copy everything as text"),
            self.copy_all,
            kind="quiet",
            icon_name="copy",
            tip=translate("For a letter to whoever fills in the form"),
        )
        self._steps.addLayout(row(0, self.copy_button))
        self._add_step(3, translate("Copy back what it shows"), form.after)
        self.asked = {one.name: self._add_asked(one, before.get(one.name, "")) for one in form.asked}
        self._form = form
        self.changed.emit()

    def _show_addresses(self) -> None:
        """The same form for another course; what was copied before has to be copied again."""
        if self._key is not None:
            fields = make_form(self.platform, self._key, self.course.text()).fields
            for one, field in zip(self.rows, fields, strict=True):
                one.show_field(field)

    def _add_step(self, number: int, heading: str, texts: tuple[str, ...]) -> None:
        self._steps.addWidget(label(f"{number}. {heading}", "strong", wrap=True))
        for text in texts:
            self._steps.addWidget(label(translate(text), wrap=True))

    def _add_asked(self, asked: Asked, text: str) -> QLineEdit:
        words = name_in_form(asked.label, ours=asked.ours)
        if not asked.needed:
            words = translate("{field}, if there is one").format(field=words)
        hint = translate(asked.hint) if asked.hint else ""
        line = self.add_line(words, hint=hint)
        holder = line.parentWidget()
        assert holder is not None
        self._steps.addWidget(holder)
        line.setText(text)
        return line


def _connect(sync: SyncPort, platform: Platform, answers: Mapping[str, str]) -> Connection:
    """In the worker."""
    return sync.connect_lti(read_registration(platform, answers))
