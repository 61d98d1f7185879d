"""What one line of a quiz pasted as text is: the start of a question, an option, a key, plain words.

In French, Arabic and English, digits and letters of both scripts. Knows nothing of the lines around it.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from app.exchange.drafts import folded, truth_of
from app.numerals import western_digits

LineKind = Literal["blank", "question", "option", "key", "feedback", "keys_head", "words"]

ABJAD: Final = "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ"
HIJA: Final = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_LETTER: Final = r"[A-Za-z]|[أإآابتثجحخدذرزسشصضطظعغفقكلمنهوي](?:ـ)?"
_RIGHT: Final = r"[*✓✔✅☑]"
_OPTION: Final = re.compile(
    rf"(?P<star>{_RIGHT}+\s*)?[(\[]?(?P<label>{_LETTER})\s?(?:[.)\]:/]|[-–—](?=\s)|-(?=\S))\s*(?P<text>\S.*)"
)
_BOX: Final = re.compile(
    r"(?:[-*•]\s+)?(?:\[(?P<box>[ xX✓✔*]?)\]|\((?P<round>[ xX✓✔*])\)|(?P<sign>[☐☑☒✅⬜□○●◯]))\s*"
    r"(?P<text>\S.*)"
)
_QUESTION_WORD: Final = r"(?:Questions?|Q|السؤال|سؤال|س)"
_QUESTION: Final = re.compile(
    rf"(?:\*\*|#+\s*)?(?:{_QUESTION_WORD}\s*(?:n°|no\.?|رقم)?\s*(?P<marked>[0-9]{{1,3}})\s*[.):/\]،–—-]?"
    rf"|(?P<number>[0-9]{{1,3}})\s?(?:[.)]|[-–—](?=\s))(?![0-9]))(?:\*\*)?\s*(?P<text>.*)",
    re.IGNORECASE,
)
_BARE_QUESTION: Final = re.compile(rf"{_QUESTION_WORD}\s*:\s*(?P<text>\S.*)", re.IGNORECASE)
_KEY_WORDS: Final = (
    r"(?:(?:la |les )?(?:bonnes? )?réponses?(?: correctes?| justes?| exactes?)?|reponses?(?: correctes?)?|"
    r"rép\.?|"
    r"(?:the )?(?:correct |right )?(?:answers?|choices?|options?)(?: keys?)?|ans\.?|key|solutions?|corrigé|"
    r"correct|"
    r"(?:الجواب|الاجواب|الإجابة|الاجابة|الحل|الأجوبة|الإجابات)(?: الصحيحة?| الصائبة?)?)"
)
_KEY: Final = re.compile(
    rf"(?:\*\*)?{_KEY_WORDS}\s*(?:\*\*)?\s*[:：=](?:\*\*)?\s*(?P<text>.*)", re.IGNORECASE
)
_KEYS_HEAD: Final = re.compile(
    r"(?:#+\s*|\*\*)?(?:answers?(?: key)?|réponses|reponses|corrigé|corrections?|solutions?|الأجوبة|الإجابات|"
    r"الحلول)\s*(?:\*\*)?\s*[:：]?\s*",
    re.IGNORECASE,
)
_FEEDBACK: Final = re.compile(
    r"(?:explanations?|explications?|feedback|rationale|justifications?|remarques?|commentaires?|"
    r"الشرح|شرح|التفسير|التعليل)\s*[:：]\s*(?P<text>\S.*)",
    re.IGNORECASE,
)
_TRAILING: Final = re.compile(
    rf"\s*(?:{_RIGHT}+|\((?:correct|right|correcte|juste|bonne réponse|vrai|صحيح|صح|"
    rf"الجواب الصحيح|x|{_RIGHT})\)|"
    r"\[(?:correct|x|✓|✔)\]|[←<]-*\s*(?:correct|right|juste))\s*$",
    re.IGNORECASE,
)
_TRUTH_PAIR: Final = re.compile(
    r"\s*[(\[]?\s*(?P<first>[^\s()\[\]/|]{1,8})\s*(?:/|\||\bor\b|\bou\b|\bأو\b|\bأم\b)\s*"
    r"(?P<second>[^\s()\[\]/|]{1,8})\s*[)\]]?\s*[?؟]?\s*$",
    re.IGNORECASE,
)
_KEY_PAIR: Final = re.compile(
    r"(?P<number>[0-9]{1,3})\s*[.):=\-–]?\s*(?P<key>[A-Za-z]|[ء-ي])(?=[\s,;.|،)]|$)"
)


@dataclass(frozen=True, slots=True)
class PastedLine:
    """kind decides which fields count. label: of an option ('' for a box); number: of a question."""

    number_in_file: int
    kind: LineKind
    text: str = ""
    label: str = ""
    number: int = 0
    right: bool = False


def read_line(at: int, raw: str) -> PastedLine:
    """What a line is, by itself."""
    line = raw.strip().replace("\u200f", "").replace("\u200e", "").replace("\ufeff", "")
    if not line:
        return PastedLine(at, "blank")
    if match := _FEEDBACK.fullmatch(line):
        return PastedLine(at, "feedback", match["text"])
    if _KEYS_HEAD.fullmatch(line):
        return PastedLine(at, "keys_head", line)
    if match := _KEY.fullmatch(line):
        return PastedLine(at, "key", match["text"].strip(" *"))
    if match := _BARE_QUESTION.fullmatch(line):
        return PastedLine(at, "question", match["text"])
    if match := _BOX.fullmatch(line):
        mark = match["box"] or match["round"] or match["sign"] or ""
        text, right = without_mark(match["text"])
        return PastedLine(at, "option", text, right=right or mark.strip() not in ("", *"☐⬜□○◯"))
    if match := _OPTION.fullmatch(line):
        text, right = without_mark(match["text"])
        return PastedLine(at, "option", text, fold_label(match["label"]), right=right or bool(match["star"]))
    if match := _QUESTION.fullmatch(western_digits(line)):
        text = line[match.start("text") :].strip(" *") if match["text"] else ""
        return PastedLine(at, "question", text, number=int(match["marked"] or match["number"]))
    return PastedLine(at, "words", line)


def without_mark(text: str) -> tuple[str, bool]:
    """An option without the sign behind it that calls it right, and whether there was one."""
    if len(text) > 4 and text.startswith("**") and text.endswith("**"):
        return text[2:-2].strip(), True
    start = max(0, len(text) - 40)
    match = _TRAILING.search(text, start)
    if match and match.start():
        return text[: match.start()].rstrip(), True
    return text, False


def fold_label(label: str) -> str:
    """A label as it is compared: Latin in capitals, Arabic without hamza and lengthening."""
    return folded(label).replace("ـ", "").upper()


def letter_places(label: str) -> tuple[int, ...]:
    """The places, from 0, that a letter may stand for: an Arabic one in either of the two usual orders."""
    letter = fold_label(label)
    if len(letter) != 1:
        return ()
    if "A" <= letter <= "Z":
        return (ord(letter) - ord("A"),)
    return tuple(dict.fromkeys(order.index(letter) for order in (ABJAD, HIJA) if letter in order))


def split_truth(text: str) -> tuple[str, tuple[str, str]] | None:
    """A statement and the two words of 'True/False' behind it, true first; None without them."""
    match = _TRUTH_PAIR.search(text[-40:])
    if not match:
        return None
    words = (match["first"], match["second"])
    truths = tuple(_short_truth(word) for word in words)
    if truths not in ((True, False), (False, True)):
        return None
    start = max(0, len(text) - 40) + match.start()
    return text[:start].rstrip(" :-–"), words if truths[0] else (words[1], words[0])


def _short_truth(word: str) -> bool | None:
    return {"V": True, "T": True, "F": False, "ص": True, "خ": False}.get(word.upper(), truth_of(word))


def read_truth(key: str) -> bool | None:
    """A key that says true or false."""
    return _short_truth(key.strip(" .()*"))


def key_pairs(text: str) -> list[tuple[int, str]]:
    """The numbers and letters of a line such as '1. B  2. C'; empty when it says anything else."""
    line = western_digits(text)
    rest = _KEY_PAIR.sub("", line)
    if rest.strip(" \t,;.|،)-*"):
        return []
    return [(int(match["number"]), match["key"]) for match in _KEY_PAIR.finditer(line)]
