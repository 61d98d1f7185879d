"""The language of the desktop: one at a time, changed at run time by building the screens anew."""

import time
from typing import Final

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QApplication

from app.errors import PreauError
from app.i18n import DEFAULT_LANGUAGE, LANGUAGES, load_catalogue, text_direction
from app.numerals import format_number
from app.sentences import tell

_ISOLATE: Final = ("\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}")
_language = "en"


def system_language() -> str:
    """The first of ours among the languages that the system's user reads."""
    for name in QLocale.system().uiLanguages():
        if name[:2].lower() in LANGUAGES:
            return name[:2].lower()
    return DEFAULT_LANGUAGE


def apply_language(app: QApplication, wanted: str) -> None:
    """wanted: 'fr', 'ar', 'en', or 'auto' for the system's."""
    global _language
    _language = wanted if wanted in LANGUAGES else system_language()
    rtl = text_direction(_language) == "rtl"
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    QLocale.setDefault(_locale())


def language() -> str:
    """The language in use: 'fr', 'ar' or 'en'."""
    return _language


def is_rtl() -> bool:
    return text_direction(_language) == "rtl"


def translate(text: str) -> str:
    """An English text of the sources in the language in use."""
    return load_catalogue(_language).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The form for `count`; the caller fills in `{count}`."""
    return load_catalogue(_language).ngettext(one, many, count)


def tell_error(error: Exception) -> str:
    """The sentence of an error."""
    if isinstance(error, PreauError):
        return tell(error, translate)
    return translate("Something went wrong in Préau. What was done is saved; details are in the log.")


def isolate(text: str) -> str:
    """A name or other foreign text inside a sentence, so that its direction disturbs nothing around it."""
    return f"{_ISOLATE[0]}{text}{_ISOLATE[1]}"


def show(value: float) -> str:
    """A number as the reader writes it, at most two decimals."""
    return format_number(round(value, 2), _language)


def show_time(seconds: float) -> str:
    """A length of time as minutes and seconds: 1:05; under a minute the seconds alone."""
    whole = max(round(seconds), 0)
    return f"{whole // 60}:{whole % 60:02}" if whole >= 60 else str(whole)


def show_date(at: float) -> str:
    """A moment as day and time of day. at: seconds since 1970."""
    when = time.localtime(at)
    day = _locale().toString(_qdate(when), "d MMM yyyy")
    return translate("{day}, {time}").format(day=day, time=f"{when.tm_hour:02}:{when.tm_min:02}")


def show_clock(at: float | None) -> str:
    """The time of day of a moment, '' for none."""
    if at is None:
        return ""
    when = time.localtime(at)
    return f"{when.tm_hour:02}:{when.tm_min:02}"


def show_day(at: float) -> str:
    return _locale().toString(_qdate(time.localtime(at)), "d MMM yyyy")


def show_short_day(at: float) -> str:
    """Day and month in figures, where there is little room."""
    return time.strftime("%m-%d" if _language == "en" else "%d/%m", time.localtime(at))


def _locale() -> QLocale:
    """Arabic as in Morocco: Western digits, as on phones and walls."""
    return QLocale("ar_MA" if _language == "ar" else _language)


def _qdate(when: time.struct_time) -> QDate:
    return QDate(when.tm_year, when.tm_mon, when.tm_mday)
