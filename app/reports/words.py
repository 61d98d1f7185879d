"""What judgements and kinds of questions are called in lists and reports."""

from typing import Final

from app.i18n import mark

JUDGEMENTS: Final = {
    "right": mark("right"),
    "partly": mark("partly right"),
    "wrong": mark("not right"),
    "unscored": mark("without points"),
}
KIND_NAMES: Final = {
    "single": mark("one choice"),
    "multiple": mark("several choices"),
    "true_false": mark("true or false"),
    "numeric": mark("number"),
    "short_text": mark("short text"),
    "matching": mark("pairs"),
    "ordering": mark("order"),
    "gaps": mark("text with gaps"),
    "poll": mark("poll"),
    "open_text": mark("own words"),
}
