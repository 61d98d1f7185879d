"""What a teacher can set, declared once: checked, stored, shown and documented from one table.

A value is stored at once, whole or not at all, in `settings.json`. Secrets go to the system's keyring.
"""

import json
import math
import time
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Any, Final, Literal

from app.errors import Refused, Trouble
from app.i18n import mark
from app.paths import choose_data_folder, write_private
from app.secrets import forget_secret, read_secret, write_secret

FILE_NAME: Final = "settings.json"
LONGEST_TEXT: Final = 200  # characters

Type = Literal["choice", "flag", "number", "seconds", "text", "secret", "folder"]
Value = bool | int | float | str


@dataclass(frozen=True, slots=True)
class Setting:
    """label, help: English, for the catalogues. choices: value and label of each. low, high: both allowed.

    number, seconds: whole ones where the default is whole. unit: a label that stands behind the number.
    """

    name: str
    group: str
    type: Type
    default: Value
    label: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    low: float = 0
    high: float = 0
    unit: str = ""


GROUPS: Final[dict[str, str]] = {
    "look": mark("Language and look"),
    "wall": mark("Projector"),
    "class": mark("Questions and answers"),
    "marks": mark("Marks"),
    "network": mark("Network"),
    "laptop": mark("This laptop"),
}
"""Names and labels, in the order in which they are shown."""

_THEMES: Final = (
    ("auto", mark("As the system has it")), ("light", mark("Light")), ("dark", mark("Dark")),
)  # fmt: skip

SETTINGS: Final[tuple[Setting, ...]] = (
    Setting(
        "language", "look", "choice", "auto", mark("Language"),
        mark("Of this window. Phones show the language that their owner has chosen."),
        (("auto", mark("As the system has it")), ("fr", "Français"), ("ar", "العربية"), ("en", "English")),
    ),
    Setting("theme", "look", "choice", "auto", mark("Colours"), mark("Of this window."), _THEMES),
    Setting(
        "reduce_motion", "look", "flag", False, mark("Less motion"),
        mark("Bars and numbers appear at once instead of growing."),
    ),
    Setting(
        "projector", "wall", "choice", "auto", mark("Where the wall is shown"),
        mark("What students see: the question, its answer, the ranking."),
        (
            ("auto", mark("Full screen on the projector, else in a window")),
            ("window", mark("Always in a window")),
            ("off", mark("Not on this laptop")),
        ),
    ),
    Setting(
        "wall_theme", "wall", "choice", "auto", mark("Colours of the wall"),
        mark("Dark is easier to read in a dark room, light in a bright one."), _THEMES,
    ),
    Setting(
        "show_names", "wall", "flag", True, mark("Names in the ranking"),
        mark("Nicknames on the wall. You see them in any case."),
    ),
    Setting(
        "live_bars", "wall", "flag", False, mark("Answers on the wall while students answer"),
        mark("Shows how many have chosen what before the answer is shown. Many then follow the others."),
    ),
    Setting(
        "time_limit", "class", "seconds", 0, mark("Time for a question"),
        mark("For questions without a time of their own. 0: no limit."), low=0, high=14_400,
        unit=mark("seconds"),
    ),
    Setting(
        "change_answers", "class", "flag", True, mark("Answers may be changed"),
        mark("Until the answers are closed."),
    ),
    Setting(
        "shuffle_choices", "class", "flag", False, mark("Choices in another order for each student"),
        mark("Otherwise only where the question says so."),
    ),
    Setting(
        "shuffle_questions", "class", "flag", False, mark("Questions in a random order"),
        mark("The same order for the whole class."),
    ),
    Setting(
        "speed_bonus", "class", "number", 0.0, mark("Extra points for speed"),
        mark(
            "The part of a question's points that an early right answer adds, from 0 to 1. "
            "It favours those with a fast phone."
        ),
        low=0, high=1,
    ),
    Setting(
        "marks_scale", "marks", "number", 20, mark("Best mark"), mark("All points give this mark."),
        low=1, high=1_000,
    ),
    Setting(
        "marks_decimals", "marks", "number", 2, mark("Decimals of a mark"), mark("Halves are rounded up."),
        low=0, high=4,
    ),
    Setting(
        "port", "network", "number", 0, mark("Port"),
        mark("0: the first of 80 and 8080 that is free. Change it only where your network asks for it."),
        low=0, high=65_535,
    ),
    Setting(
        "announce", "network", "flag", True, mark("Announce the class on the network"),
        mark("So that a second laptop finds it by itself."),
    ),
    Setting(
        "wifi_name", "network", "text", "", mark("Name of the room's Wi-Fi"),
        mark("Shown on the wall with a code to scan, so that phones join it first. Empty: not shown."),
        high=32,
    ),
    Setting(
        "wifi_security", "network", "choice", "WPA", mark("Security of the Wi-Fi"), "",
        (("WPA", mark("WPA, WPA2 or WPA3")), ("WEP", mark("WEP (old)")), ("nopass", mark("No password"))),
    ),
    Setting(
        "wifi_password", "network", "secret", "", mark("Password of the Wi-Fi"),
        mark("Kept by your system's keyring. Everybody in the room can read it from the code on the wall."),
        high=63,
    ),
    Setting(
        "warn_battery", "laptop", "flag", True, mark("Warn when the battery is low"),
        mark("In class, below 25 % and again below 10 %."),
    ),
    Setting(
        "data_folder", "laptop", "folder", "", mark("Data folder"),
        mark(
            "Where quizzes and past classes lie. Another one is used from the next start on; "
            "what is in this one stays there."
        ),
    ),
    Setting("sync_invited", "", "flag", False, mark("That a platform can be connected was said")),
    Setting("last_class", "", "text", "", mark("The class that was taught last"), high=LONGEST_TEXT),
)  # fmt: skip
"""A setting without a group is remembered and not shown."""

_BY_NAME: Final = {setting.name: setting for setting in SETTINGS}


class Settings:
    """The values; any thread may ask. put_aside: an unreadable file that was kept while this one starts with
    the defaults. left_out: names in the file whose value made no sense; their default holds.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / FILE_NAME
        self._turn = RLock()
        self._secrets: dict[str, str] = {}
        self.put_aside: Path | None = None
        self._values: dict[str, Any] = {}  # also of names that only a newer version knows
        self.left_out: tuple[str, ...] = ()
        self._load()

    def reload(self) -> None:
        """Take what the file holds now: a backup was restored."""
        with self._turn:
            self.put_aside = None
            self._load()

    def get(self, name: str) -> Value:
        """The value, or the default. A secret is asked for at the system's keyring, which can take long."""
        setting = _BY_NAME[name]
        if setting.type == "folder":
            return str(self._folder)
        with self._turn:
            if setting.type == "secret":
                return self._read_secret(name)
            return _accept(setting, self._values.get(name, setting.default))

    def set(self, name: str, value: Value) -> None:
        """Store a value. Raises `Refused` with `setting_unknown`, `setting_wrong` or `setting_outside`,
        `Trouble` with `settings_not_stored` or `data_folder` (nothing has changed) or, for a secret,
        `keyring_missing` (it is known until the program ends)."""
        setting = _BY_NAME.get(name)
        if setting is None:
            raise Refused("setting_unknown", name=name)
        value = _accept(setting, value)
        with self._turn:
            if setting.type == "folder":
                choose_data_folder(Path(str(value)))
            elif setting.type == "secret":
                self._write_secret(name, str(value))
            else:
                self._write(self._values | {name: value})

    def _load(self) -> None:
        values = self._read()
        self.left_out = tuple(sorted(name for name, value in values.items() if _is_wrong(name, value)))
        self._values = {name: value for name, value in values.items() if name not in self.left_out}

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(self._path.read_text(encoding="utf-8"))
            if isinstance(values, dict):
                return values
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError):
            pass
        self.put_aside = _put_aside(self._path)
        return {}

    def _write(self, values: dict[str, Any]) -> None:
        try:
            write_private(self._path, json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
        except OSError as error:
            reason = error.strerror or str(error)
            raise Trouble("settings_not_stored", file=str(self._path), reason=reason) from error
        self._values = values

    def _read_secret(self, name: str) -> str:
        if name not in self._secrets:
            try:
                self._secrets[name] = read_secret(name) or ""
            except Trouble:
                self._secrets[name] = ""
        return self._secrets[name]

    def _write_secret(self, name: str, text: str) -> None:
        self._secrets[name] = text
        if text:
            write_secret(name, text)
        else:
            forget_secret(name)


def _accept(setting: Setting, value: Any) -> Value:
    """The value as it is stored. Raises `Refused` with `setting_wrong` or `setting_outside`."""
    match setting.type:
        case "choice" if isinstance(value, str) and value in dict(setting.choices):
            return value
        case "flag" if isinstance(value, bool):
            return value
        case "number" | "seconds" if type(value) in (int, float) and math.isfinite(value):
            if not setting.low <= value <= setting.high:
                raise Refused("setting_outside", low=_shown(setting.low), high=_shown(setting.high))
            if type(setting.default) is float:
                return float(value)
            if value == int(value):
                return int(value)
        case "text" | "secret" if isinstance(value, str):
            text = " ".join(value.split()) if setting.type == "text" else value
            if len(text) <= setting.high and text.isprintable():
                return text
        case "folder" if isinstance(value, str) and Path(value).is_absolute():
            return value
    raise Refused("setting_wrong", name=setting.name)


def _is_wrong(name: str, value: Any) -> bool:
    try:
        return name in _BY_NAME and _accept(_BY_NAME[name], value) is None
    except Refused:
        return True


def _shown(bound: float) -> str:
    return f"{bound:g}"


def _put_aside(path: Path) -> Path:
    """Under another name, so that nothing is lost; the file itself where the system does not let us."""
    target = path.with_name(f"{path.stem}.damaged-{time.strftime('%Y%m%d-%H%M%S')}{path.suffix}")
    try:
        path.rename(target)
    except OSError:
        return path
    return target
