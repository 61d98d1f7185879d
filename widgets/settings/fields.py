"""One control for each type of setting. A control gives its value by a signal and takes it back by `show`."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from app.settings import Setting
from widgets.language import translate
from widgets.parts.basics import button, icon_button, keep_off_border, row


class Field(QWidget):
    """The control of one setting."""

    edited = Signal(object)
    """The teacher has chosen this value."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting
        self._name = translate(setting.label)

    def show_value(self, value: Any) -> None:
        """Show a value without telling that it was edited."""
        raise NotImplementedError

    def _named(self, control: QWidget) -> None:
        control.setAccessibleName(self._name)
        control.setAccessibleDescription(translate(self.setting.help) if self.setting.help else "")
        self.setFocusProxy(control)


class ChoiceField(Field):
    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._box = QComboBox()
        for value, words in setting.choices:
            self._box.addItem(translate(words), value)
        self._box.activated.connect(lambda _: self.edited.emit(self._box.currentData()))
        self._named(self._box)
        self.setLayout(row(self._box))

    def show_value(self, value: Any) -> None:
        self._box.setCurrentIndex(self._box.findData(value))


class FlagField(Field):
    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._box = QCheckBox(translate(setting.label))
        self._box.clicked.connect(lambda on: self.edited.emit(on))
        self._named(self._box)
        self.setLayout(row(self._box))

    def show_value(self, value: Any) -> None:
        self._box.setChecked(bool(value))


class NumberField(Field):
    """Also for seconds."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._box: QSpinBox | QDoubleSpinBox
        if isinstance(setting.default, int):
            whole = QSpinBox()
            whole.setRange(int(setting.low), int(setting.high))
            whole.valueChanged.connect(lambda value: self.edited.emit(value))
            self._box = whole
        else:
            part = QDoubleSpinBox()
            part.setRange(setting.low, setting.high)
            part.setSingleStep((setting.high - setting.low) / 20)
            part.valueChanged.connect(lambda value: self.edited.emit(value))
            self._box = part
        if setting.unit:
            self._box.setSuffix(" " + translate(setting.unit))
        self._box.setMinimumWidth(150)
        keep_off_border(self._box)
        self._box.setKeyboardTracking(False)
        self._named(self._box)
        self.setLayout(row(self._box))

    def show_value(self, value: Any) -> None:
        self._box.blockSignals(True)
        self._box.setValue(value)
        self._box.blockSignals(False)


class TextField(Field):
    """secret: the text is hidden until it is asked for."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._line = QLineEdit()
        self._line.setMinimumWidth(280)
        if setting.high:
            self._line.setMaxLength(int(setting.high))
        self._line.editingFinished.connect(self._on_finished)
        self._shown: Any = ""
        self._named(self._line)
        parts: list[QWidget | int] = [self._line]
        if setting.type == "secret":
            self._line.setEchoMode(QLineEdit.EchoMode.Password)
            self._eye = icon_button("reveal", translate("Show the password"))
            self._eye.setCheckable(True)
            self._eye.toggled.connect(self._on_eye)
            parts.append(self._eye)
        self.setLayout(row(*parts))

    def show_value(self, value: Any) -> None:
        self._shown = value
        self._line.setText(str(value))

    def _on_finished(self) -> None:
        if self._line.text() != self._shown:
            self._shown = self._line.text()
            self.edited.emit(self._shown)

    def _on_eye(self, visible: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if visible else QLineEdit.EchoMode.Password
        self._line.setEchoMode(mode)


class FolderField(Field):
    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._line = QLineEdit()
        self._line.setReadOnly(True)
        self._line.setMinimumWidth(280)
        self._named(self._line)
        choose = button(translate("Choose …"), self._choose, icon_name="folder")
        self.setLayout(row(self._line, choose))

    def show_value(self, value: Any) -> None:
        self._line.setText(str(value))

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self._name, self._line.text())
        if folder:
            self.edited.emit(folder)


FIELDS: dict[str, type[Field]] = {
    "choice": ChoiceField,
    "flag": FlagField,
    "number": NumberField,
    "seconds": NumberField,
    "text": TextField,
    "secret": TextField,
    "folder": FolderField,
}


def make_field(setting: Setting) -> Field:
    """The control for a setting."""
    return FIELDS[setting.type](setting)
