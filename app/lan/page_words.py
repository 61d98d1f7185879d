"""Words, letters and numbers of the pages in three languages. Knows neither templates nor sockets."""

import html
import re
from collections.abc import Mapping
from typing import Final

from app.i18n import Translate, mark
from app.lan.page_models import Mine, Stage

LETTERS: Final[Mapping[str, str]] = {
    "ar": "أ ب ج د هـ و ز ح ط ي ك ل م ن س ع ف ص ق ر ش ت",
    "": "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z",
}

STATES: Final[Mapping[str, str]] = {
    "lobby": mark("Waiting"),
    "question": mark("Not answered yet"),
    "slide": mark("Nothing to answer"),
    "paused": mark("Paused"),
    "locked": mark("Closed"),
    "reveal": mark("Closed"),
    "ranking": mark("Closed"),
    "ended": mark("The class has ended"),
    "removed": mark("Not in the class"),
}
"""What the state line says when nothing is more urgent, by view; `slide` for a question without a form."""

SCRIPT_WORDS: Final[Mapping[str, str]] = {
    "saved": mark("Saved {time}"),
    "saving": mark("Saving ..."),
    "trying": mark("Not saved yet - trying again"),
    "changed": mark("Changed, not saved yet"),
    "unsaved": mark("Not saved yet"),
    "offline": mark("No connection - trying again"),
    "lost": mark("The connection is lost. Scan the code on the wall again."),
    "up": mark("Time is up"),
    "left": mark("{n} s left"),
    "seconds": mark("{n} s"),
    "joining": mark("Joining ..."),
    "earlier": mark("Earlier question: {text}"),
    "place": mark("{item}: place {n} of {total}"),
    "raise": mark("Move up: {item}"),
    "lower": mark("Move down: {item}"),
    "here": mark("Continue here"),
    "again": mark("Try again"),
}

HOST_WORDS: Final[Mapping[str, str]] = {
    "lobby": mark("Waiting room"),
    "asking": mark("Answering"),
    "paused": mark("Paused"),
    "locked": mark("Closed"),
    "revealed": mark("Answer shown"),
    "ranking": mark("Ranking shown"),
    "ended": mark("The class has ended"),
    "ask_first": mark("Ask question {n}"),
    "ask_next": mark("Next question"),
    "lock": mark("Close answers"),
    "reveal": mark("Show the answer"),
    "show_ranking": mark("Show the ranking"),
    "end": mark("End the class"),
    "end_sure": mark("Really end the class?"),
    "extend": mark("15 s more"),
    "pause": mark("Pause"),
    "resume": mark("Continue"),
    "ask_again": mark("Ask again"),
    "skip": mark("Skip"),
    "to_lobby": mark("Back to the waiting room"),
    "remove": mark("Remove"),
    "remove_sure": mark("Really remove?"),
    "readmit": mark("Let back in"),
    "here": mark("Here: {n}"),
    "connected": mark("Connected: {n}"),
    "answered": mark("Answered: {n} of {total}"),
    "has_answered": mark("has answered"),
    "not_connected": mark("not connected"),
    "is_removed": mark("removed"),
    "question": mark("Question {n} of {total}"),
    "vote": mark("vote {n}"),
    "right": mark("right"),
    "true": mark("True"),
    "false": mark("False"),
    "accepted": mark("Right: {text}"),
    "offline": mark("No connection to your laptop - trying again"),
    "revoked": mark("This phone may no longer drive the class. Ask your laptop for a new code."),
    "seconds": mark("{n} s"),
    "up": mark("Time is up"),
}


def translate_all(words: Mapping[str, str], translate: Translate) -> dict[str, str]:
    return {key: translate(text) for key, text in words.items()}


def letter(language: str, index: int) -> str:
    """What the choice at `index` (from 0) is called; numbers go on where the alphabet ends."""
    letters = LETTERS.get(language, LETTERS[""]).split(" ")
    return letters[index] if index < len(letters) else str(index + 1)


def show_number(language: str, value: float) -> str:
    """At most two decimals, none where they are zero; the decimal comma of French and Arabic."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text.replace("-", "\N{MINUS SIGN}")
    return text if language == "en" else text.replace(".", ",")


def show_numeral(language: str, text: str) -> str:
    """A text made of numbers (3.14 ± 0.01) with the decimal comma of French and Arabic."""
    return text if language == "en" else re.sub(r"(?<=\d)\.(?=\d)", ",", text)


def turn_arrows(text: str) -> str:
    """Arrows do not turn with the direction of writing by themselves: in Arabic words they point left."""
    return text.replace("→", "←") if direction_of(text) == "rtl" else text


def show_percent(language: str, part: int, whole: int) -> str:
    share = round(100 * part / whole) if whole else 0
    return f"{share}\N{NARROW NO-BREAK SPACE}%" if language == "fr" else f"{share}%"


def plain_text(rich: str) -> str:
    """Safe HTML as the words of a list entry, which can hold no markup; pictures by their description."""
    text = re.sub(r'<img\b[^>]*?\balt="([^"]*)"[^>]*>', r" \1 ", rich)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def direction_of(*rich: str) -> str:
    """'rtl' where most letters of the quiz's own words are Arabic or Hebrew, else 'ltr'.

    `dir=auto` looks at the first letter only, and a question may well begin with "ATP".
    """
    text = re.sub(r"<[^>]*>|&\w+;", "", " ".join(rich))
    right = len(re.findall("[\u0590-\u08ff\ufb1d-\ufeff]", text))
    left = len(re.findall("[A-Za-z\u00c0-\u02af\u0370-\u052f]", text))
    return "rtl" if right > left else "ltr"


def first_state(stage: Stage, mine: Mine | None, translate: Translate) -> str:
    """What the state line says before any script runs."""
    if stage.view == "question" and mine and mine.saved:
        saved_at = SCRIPT_WORDS["saved"]
        return translate(saved_at).format(time=mine.saved)
    q = getattr(stage, "q", None)
    view = "slide" if stage.view == "question" and q and q.kind == "slide" else stage.view
    return translate(STATES[view]) if view in STATES else ""
