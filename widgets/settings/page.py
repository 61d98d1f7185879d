"""Settings, made from the one table that declares them. Each change is kept at once."""

from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from app import VERSION
from app.errors import PreauError, Trouble
from app.settings import GROUPS, SETTINGS, Setting
from app.story import read_story
from widgets.desk import Desk
from widgets.language import isolate, tell_error, translate
from widgets.page import Page
from widgets.parts.basics import Card, button, column, icon_button, label, row, scrolled
from widgets.parts.targets import ask_target, documents
from widgets.settings.backup_card import BackupCard
from widgets.settings.fields import Field, make_field
from widgets.settings.story_dialog import StoryDialog
from widgets.theme import XL, L, M, S

BEHIND_TICK: Final = 31  # px; where the words of a tick begin


class SettingsPage(Page):
    NAME = "settings"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.fields: dict[str, Field] = {}
        self._faults: dict[str, QLabel] = {}
        self._resets: dict[str, QToolButton] = {}
        self.story: StoryDialog | None = None
        cards: list[QWidget | int] = [label(translate("Settings"), "title")]
        for group, words in GROUPS.items():
            cards.append(self._make_group(translate(words), [s for s in SETTINGS if s.group == group]))
        self.backup = BackupCard(desk)
        self.backup.restored.connect(self._on_restored)
        cards += [self.backup, self._make_about(), 0]
        inner = QWidget()
        inner.setMaximumWidth(860)
        inner.setLayout(column(*cards, space=L, margin=XL))
        holder = QWidget()
        across = row(inner, 0)
        across.setStretch(0, 100)  # as wide as it may be
        holder.setLayout(across)
        self.setLayout(column(scrolled(holder), space=0))

    def open(self, **arguments: Any) -> None:
        for setting in SETTINGS:
            if setting.name in self.fields and setting.type != "secret":
                self._show_value(setting, self.desk.settings.get(setting.name))
        for setting in SETTINGS:  # the keyring can take long
            if setting.type == "secret":
                task = self.desk.worker.run(self.desk.settings.get, setting.name)
                task.finished.connect(self.fields[setting.name].show_value)

    def _show_value(self, setting: Setting, value: Any) -> None:
        self.fields[setting.name].show_value(value)
        self._offer_reset(setting, value)

    def _offer_reset(self, setting: Setting, value: Any) -> None:
        """The way back to the default is there where there is one to go."""
        resettable = setting.type not in ("secret", "folder")
        self._resets[setting.name].setVisible(resettable and value != setting.default)

    # --- building -----------------------------------------------------------------------------------

    def _make_group(self, heading: str, settings: list[Setting]) -> QWidget:
        box = QVBoxLayout()
        box.setSpacing(M)
        box.addWidget(label(heading, "large"))
        for setting in settings:
            box.addWidget(self._make_line(setting))
        if any(setting.name == "data_folder" for setting in settings):
            show = button(
                translate("Show the data folder"), self._show_folder, kind="quiet", icon_name="folder"
            )
            box.addLayout(row(show, 0))
        return Card(box)

    def _make_line(self, setting: Setting) -> QWidget:
        field = make_field(setting)
        field.edited.connect(partial(self._on_edited, setting))
        self.fields[setting.name] = field
        parts: list[Any] = []
        if setting.type != "flag":  # a tick has its words beside it
            caption = label(translate(setting.label), "strong")
            caption.setBuddy(field)
            parts.append(caption)
        reset = icon_button(
            "again", translate("Back to the default: {name}").format(name=translate(setting.label))
        )
        reset.clicked.connect(lambda: self._reset(setting))
        reset.hide()
        self._resets[setting.name] = reset
        parts.append(row(field, reset, 0))
        if setting.help:
            words = row(label(translate(setting.help), "tiny", wrap=True), space=0)
            if setting.type == "flag":
                words.insertSpacing(0, BEHIND_TICK)
            parts.append(words)
        fault = label("", "bad", wrap=True)
        fault.hide()
        self._faults[setting.name] = fault
        parts.append(fault)
        made = QWidget()
        made.setLayout(column(*parts, space=4))
        return made

    def _make_about(self) -> QWidget:
        text = translate(
            "Préau {version}. Free software under the Apache License 2.0. It uses Qt (LGPL) and other free "
            "libraries; their licences are in the file NOTICE."
        ).format(version=VERSION)
        self.help_button = button(translate("File for asking for help…"), self._ask_diagnostics)
        self.story_button = button(translate("What happened in the last class…"), self.read_story)
        hint = translate(
            "Versions, settings, what the network looks like, and the log: no names, no answers."
        )
        return Card(
            column(
                label(translate("About Préau"), "large"), label(text, "soft", wrap=True),
                row(self.story_button, self.help_button, 0), label(hint, "tiny", wrap=True), space=S,
            )
        )  # fmt: skip

    def read_story(self) -> None:
        """Show what the log tells of the last class."""
        self.story_button.setEnabled(False)
        task = self.desk.worker.run(read_story, self.desk.folder)
        task.finished.connect(self._show_story)
        task.failed.connect(self._on_story_failed)

    def _on_story_failed(self, error: Exception) -> None:
        self.story_button.setEnabled(True)
        self.desk.tell_error(error)

    def _show_story(self, lines: list[tuple[str, str, str]]) -> None:
        self.story_button.setEnabled(True)
        self.story = StoryDialog(lines, self)
        self.story.open()

    def _ask_diagnostics(self) -> None:
        proposed = documents() / "preau-diagnostics.zip"
        if path := ask_target(self, translate("File for asking for help"), proposed, "ZIP"):
            self.write_diagnostics(path)

    def write_diagnostics(self, target: Path) -> None:
        self.help_button.setEnabled(False)
        task = self.desk.worker.run(self.desk.services.write_diagnostics, target)
        task.give(self, lambda _: self._on_diagnostics(target))
        task.failed.connect(self._on_diagnostics_failed)

    def _on_diagnostics(self, target: Path) -> None:
        self.help_button.setEnabled(True)
        self.desk.tell(translate("{file} was written.").format(file=isolate(target.name)))

    def _on_diagnostics_failed(self, error: Exception) -> None:
        self.help_button.setEnabled(True)
        self.desk.tell_error(error)

    # --- changing -------------------------------------------------------------------------------------

    def _reset(self, setting: Setting) -> None:
        self.fields[setting.name].show_value(setting.default)
        self._on_edited(setting, setting.default)

    def _on_edited(self, setting: Setting, value: Any) -> None:
        fault = self._faults[setting.name]
        try:
            self.desk.set_setting(setting.name, value)
        except Trouble as trouble:
            # Without a keyring it is known until the program ends, and is used until then.
            self.desk.settings_changed.emit(setting.name)
            fault.setText(tell_error(trouble))
            fault.show()
        except PreauError as error:
            fault.setText(tell_error(error))
            fault.show()
        else:
            fault.hide()
            self._offer_reset(setting, value)
            if setting.type == "folder":
                self.desk.tell(translate("The new folder is used from the next start on."))

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.desk.folder)))

    def _on_restored(self) -> None:
        self.open()
        for signal in (self.desk.quizzes_changed, self.desk.classes_changed, self.desk.sessions_changed):
            signal.emit()
        for setting in SETTINGS:
            self.desk.settings_changed.emit(setting.name)
