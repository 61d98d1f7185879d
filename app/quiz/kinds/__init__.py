"""Every kind that exists, by name. Adding a kind is one file and one line here."""

from typing import Final

from app.errors import Trouble
from app.quiz.kinds.base import Kind
from app.quiz.kinds.gaps import Gaps
from app.quiz.kinds.matching import Matching
from app.quiz.kinds.multiple import Multiple
from app.quiz.kinds.numeric import Numeric
from app.quiz.kinds.open_text import OpenText
from app.quiz.kinds.ordering import Ordering
from app.quiz.kinds.poll import Poll
from app.quiz.kinds.short_text import ShortText
from app.quiz.kinds.single import Single
from app.quiz.kinds.slide import Slide
from app.quiz.kinds.true_false import TrueFalse

KINDS: Final[dict[str, Kind]] = {
    "single": Single(),
    "multiple": Multiple(),
    "true_false": TrueFalse(),
    "numeric": Numeric(),
    "short_text": ShortText(),
    "matching": Matching(),
    "ordering": Ordering(),
    "gaps": Gaps(),
    "poll": Poll(),
    "open_text": OpenText(),
    "slide": Slide(),
}


def find_kind(name: str) -> Kind:
    """The kind called `name`. Raises `Trouble('kind_unknown')`: the quiz comes from a newer program."""
    kind = KINDS.get(name)
    if kind is None:
        raise Trouble("kind_unknown", kind=name)
    return kind
