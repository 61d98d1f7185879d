"""QTI's interactions as questions of our kinds. One function per sort, in one table."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from app.exchange.drafts import truth_of
from app.exchange.qti_content import Source
from app.exchange.qti_scoring import Declared
from app.exchange.qti_xml import Node
from app.numerals import parse_number
from app.quiz.html_parts import words
from app.quiz.model import Choice, NumericAnswer, Pair, Question, RichText, TextAnswer
from app.quiz.plain import is_blank, plain, same_key

GAP: Final = "_____"
INLINE: Final = words("inlinechoiceinteraction textentryinteraction")
_FEEDBACK: Final = words("feedbackinline feedbackblock")


@dataclass(slots=True)
class Asked:
    """One interaction of an item, and all that its question is made of. least: choices it must have."""

    node: Node
    declared: Declared
    text: RichText
    source: Source
    least: int = 2

    def question(self, kind: str) -> Question:
        return Question(self.source.new_id(), kind, self.text)

    def rich(self, node: Node) -> RichText:
        """What is in an option, without its feedback."""
        return self.source.content(node, lambda below: "" if below.name in _FEEDBACK else None)

    def refuse(self, code: str) -> Question | None:
        """No question, with an error in the report."""
        self.source.tell("error", code, self.node)
        return None


def is_interaction(name: str) -> bool:
    return name.endswith("interaction")


def make_question(asked: Asked) -> Question | None:
    """The question of an interaction, or None with an error in the report."""
    maker = _MAKERS.get(asked.node.name)
    if maker is None:
        asked.source.tell("error", "qti_interaction", asked.node, interaction=asked.node.name)
        return None
    return maker(asked)


def _choice(asked: Asked, options: list[Node]) -> Question | None:
    node, declared = asked.node, asked.declared
    several = declared.several and node.get("maxchoices") != "1"
    shown = [(option, asked.rich(option)) for option in options]
    kept = [(option, text) for option, text in shown if not is_blank(text)]
    if len(kept) < len(shown):
        asked.source.tell("info", "choice_empty", node)
    if len(kept) < asked.least:
        return asked.refuse("too_few_options")
    declared = replace(declared, cardinality="multiple" if several else "single")
    choices = []
    for option, text in kept:
        weight = declared.credit(option.get("identifier"), len(kept))
        feedback = next((asked.source.content(part) for part in option.find(*_FEEDBACK)), RichText())
        choices.append(Choice(asked.source.new_id(), text, weight, feedback))
    if not any(choice.weight > 0 for choice in choices):
        asked.source.tell("warning", "key_missing_poll", node)
        unweighed = tuple(replace(choice, weight=0.0) for choice in choices)
        return replace(asked.question("poll"), choices=unweighed)
    if several and declared.mode == "match":
        asked.source.tell("info", "qti_all_or_nothing", node)
    question = asked.question("multiple" if several else "single")
    question = replace(question, shuffle=node.get("shuffle").lower() == "true")
    truths = [truth_of(plain(choice.text)) for choice in choices]
    if not several and sorted(truths, key=str) == [False, True]:
        choices.sort(key=lambda choice: not truth_of(plain(choice.text)))
        question = replace(question, kind="true_false", shuffle=False)
    return replace(question, choices=tuple(choices))


def _simple_choice(asked: Asked) -> Question | None:
    return _choice(asked, asked.node.elements("simplechoice"))


def _inline_choice(asked: Asked) -> Question | None:
    return _choice(asked, asked.node.elements("inlinechoice"))


def _hottext(asked: Asked) -> Question | None:
    return _choice(asked, list(asked.node.find("hottext")))


def _text_entry(asked: Asked) -> Question | None:
    declared = asked.declared
    if declared.numbers:
        best = max(number.weight for number in declared.numbers)
        weighed = tuple(replace(n, weight=round(n.weight / best, 7)) for n in declared.numbers)
        return replace(asked.question("numeric"), numbers=weighed)
    accepted = dict.fromkeys(declared.correct, 1.0) if declared.mode == "match" else {}
    for value in declared.mapping if declared.mode == "map" else ():
        accepted[value] = declared.credit(value)
    accepted = accepted or dict.fromkeys(declared.correct, 1.0)
    accepted = {value: weight for value, weight in accepted.items() if value}
    if not any(weight > 0 for weight in accepted.values()):
        asked.source.tell("info", "open_question", asked.node, plain(asked.text))
        return asked.question("open_text")
    numbers = {value: parse_number(value) for value in accepted}
    if declared.base.lower() in ("integer", "float") and None not in numbers.values():
        answers = tuple(
            NumericAnswer(number, declared.tolerance, weight=accepted[value])
            for value, number in numbers.items()
            if number is not None
        )
        return replace(asked.question("numeric"), numbers=answers)
    question = asked.question("short_text")
    texts = tuple(TextAnswer(value.replace("*", "\\*"), weight) for value, weight in accepted.items())
    by_case: dict[str, set[float]] = {}
    for value, weight in accepted.items():
        by_case.setdefault(value.casefold(), set()).add(weight)
    if any(len(weights) > 1 for weights in by_case.values()):
        question = replace(question, folding=replace(question.folding, case=False))
    return replace(question, texts=texts)


def _extended_text(asked: Asked) -> Question | None:
    return asked.question("open_text")


def _order(asked: Asked) -> Question | None:
    options = {option.get("identifier"): option for option in asked.node.find("simplechoice")}
    right = [value for value in asked.declared.correct if value in options]
    if len(right) < 2:
        return asked.refuse("qti_order_missing")
    if len(right) < len(options):
        asked.source.tell("warning", "qti_order_part", asked.node)
    items = tuple(Choice(asked.source.new_id(), asked.rich(options[value])) for value in right)
    return replace(asked.question("ordering"), choices=items)


def _match(asked: Asked) -> Question | None:
    sets = asked.node.elements("simplematchset")
    if len(sets) != 2:
        return asked.refuse("qti_pairs_missing")
    lefts, rights = ({part.get("identifier"): asked.rich(part) for part in side.elements()} for side in sets)
    found = [pair for value in asked.declared.right() if (pair := _ids(value, lefts, rights))]
    if len({left for left, _ in found}) < len(found) and len({right for _, right in found}) == len(found):
        return _pairs(asked, rights, lefts, [(right, left) for left, right in found])
    return _pairs(asked, lefts, rights, found)


def _associate(asked: Asked) -> Question | None:
    options = {part.get("identifier"): asked.rich(part) for part in asked.node.find("simpleassociablechoice")}
    found = [pair for value in asked.declared.right() if (pair := _ids(value, options, options))]
    lefts = {left: options[left] for left, _ in found}
    rights = {name: text for name, text in options.items() if name not in lefts}
    return _pairs(asked, lefts, rights | {right: options[right] for _, right in found}, found)


def _gap_match(asked: Asked) -> Question | None:
    """The gaps are the left sides, called (1), (2) ... as in the text."""
    names = {gap.get("identifier"): f"({number})" for number, gap in enumerate(asked.node.find("gap"), 1)}
    lefts = {name: RichText(label) for name, label in names.items()}
    rights = {part.get("identifier"): asked.rich(part) for part in asked.node.find("gaptext", "gapimg")}
    found = [pair for value in asked.declared.right() if (pair := _ids(value, lefts, rights))]
    return _pairs(asked, lefts, rights, found)


def _ids(value: str, lefts: dict[str, RichText], rights: dict[str, RichText]) -> tuple[str, str] | None:
    parts = value.split()
    if len(parts) != 2:
        return None
    first, second = parts
    if first in lefts and second in rights:
        return first, second
    return (second, first) if second in lefts and first in rights else None


def _pairs(
    asked: Asked, lefts: dict[str, RichText], rights: dict[str, RichText], found: list[tuple[str, str]]
) -> Question | None:
    partner = dict(reversed(found))
    if len(partner) < 2 or len({same_key(rights[right]) for right in rights}) < 2:
        return asked.refuse("qti_pairs_missing")
    if len(partner) < len(set(found)):
        asked.source.tell("warning", "pairs_many", asked.node)
    if len(partner) < len(lefts):
        alone = "; ".join(plain(text) for name, text in lefts.items() if name not in partner)
        asked.source.tell("warning", "pairs_alone", asked.node, alone)
    new_id = asked.source.new_id
    pairs = [
        Pair(new_id(), text, new_id(), rights[partner[name]])
        for name, text in lefts.items()
        if name in partner
    ]
    used = set(partner.values())
    pairs += [Pair("", None, new_id(), text) for name, text in rights.items() if name not in used]
    return replace(asked.question("matching"), pairs=tuple(pairs))


def _slider(asked: Asked) -> Question | None:
    numbers = [number for value in asked.declared.right() if (number := parse_number(value)) is not None]
    if not numbers:
        return asked.refuse("key_missing")
    answers = tuple(NumericAnswer(number, asked.declared.tolerance) for number in numbers)
    return replace(asked.question("numeric"), numbers=answers)


_MAKERS: Final[dict[str, Callable[[Asked], Question | None]]] = {
    "choiceinteraction": _simple_choice,
    "inlinechoiceinteraction": _inline_choice,
    "hottextinteraction": _hottext,
    "textentryinteraction": _text_entry,
    "extendedtextinteraction": _extended_text,
    "orderinteraction": _order,
    "matchinteraction": _match,
    "associateinteraction": _associate,
    "gapmatchinteraction": _gap_match,
    "sliderinteraction": _slider,
}
