"""A question as an item of QTI 3.0."""

from collections.abc import Callable, Sequence
from typing import Final

from app.exchange.qti_out_gaps import response_of, write_gaps
from app.exchange.qti_out_parts import Place, declare, number_rules, plain_texts, set_outcome, write_option
from app.exchange.xhtml import to_xhtml, xml_attribute
from app.quiz.html_parts import words
from app.quiz.kinds.matching import shown_rights
from app.quiz.model import Question, RichText

KINDS: Final = words(
    "single multiple true_false poll ordering matching numeric short_text gaps open_text slide"
)
NAMESPACE: Final = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"


def write_item(question: Question, name: str, place: Place) -> str:
    """The XML of an item. place: as in `xhtml`."""
    if question.kind == "gaps":
        text, declared, score = write_gaps(question, place)
        body, rules = "", _rules(score, question)
    else:
        body, declared, rules = _PARTS[question.kind](question, place)
        text = to_xhtml(question.text, place)
    general = _general(question, place)
    title = question.title or name
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<qti-assessment-item xmlns="{NAMESPACE}" identifier={xml_attribute(question.id_number or name)} '
        f'title={xml_attribute(title)} adaptive="false" time-dependent="false">\n'
        f"{declared}{_outcomes(question)}<qti-item-body><div>{text}</div>{body}</qti-item-body>\n{rules}{general}"
        "</qti-assessment-item>\n"
    )


def _outcomes(question: Question) -> str:
    feedback = (
        '<qti-outcome-declaration identifier="FEEDBACK" cardinality="multiple" base-type="identifier"/>'
    )
    return (
        '<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float">'
        "<qti-default-value>"
        "<qti-value>0</qti-value></qti-default-value></qti-outcome-declaration>"
        '<qti-outcome-declaration identifier="MAXSCORE" cardinality="single" base-type="float">'
        "<qti-default-value>"
        f"<qti-value>{question.points:g}</qti-value></qti-default-value></qti-outcome-declaration>{feedback}\n"
    )


def _general(question: Question, place: Place) -> str:
    if not question.feedback:
        return ""
    inner = to_xhtml(question.feedback, place)
    return (
        '<qti-modal-feedback outcome-identifier="FEEDBACK" identifier="general" show-hide="show">'
        f"<qti-content-body>{inner}</qti-content-body></qti-modal-feedback>\n"
    )


def _rules(score: str, question: Question) -> str:
    """Score, and the names of the feedback to be shown."""
    shown = ""
    if any(choice.feedback for choice in question.choices):
        shown += '<qti-variable identifier="RESPONSE"/>'
    for number, gap in enumerate(question.gaps, 1):
        if any(choice.feedback for choice in gap.choices):
            shown += f'<qti-variable identifier="{response_of(number)}"/>'
    if question.feedback:
        shown += '<qti-base-value base-type="identifier">general</qti-base-value>'
    feedback = set_outcome("FEEDBACK", f"<qti-multiple>{shown}</qti-multiple>") if shown else ""
    return f"<qti-response-processing>{score}{feedback}</qti-response-processing>\n"


_MAP: Final = set_outcome("SCORE", '<qti-map-response identifier="RESPONSE"/>')
_MATCH: Final = (
    '<qti-response-condition><qti-response-if><qti-match><qti-variable identifier="RESPONSE"/>'
    '<qti-correct identifier="RESPONSE"/></qti-match>{}</qti-response-if></qti-response-condition>'
)


def _choice(question: Question, place: Place) -> tuple[str, str, str]:
    several = question.kind == "multiple"
    names = [f"C{number}" for number in range(1, len(question.choices) + 1)]
    points = {
        name: choice.weight * (question.points or 1)
        for name, choice in zip(names, question.choices, strict=True)
    }
    right = [name for name, choice in zip(names, question.choices, strict=True) if choice.weight > 0]
    if question.kind == "poll":
        points = {}
    best = max((choice.weight for choice in question.choices), default=0.0)
    if not several:
        right = [
            name for name, choice in zip(names, question.choices, strict=True) if choice.weight == best > 0
        ][:1]
    declared = declare(
        "multiple" if several else "single", "identifier", right, points, not question.below_zero
    )
    options = "".join(
        write_option("qti-simple-choice", *pair, place) for pair in zip(names, question.choices, strict=True)
    )
    shuffle = str(question.shuffle).lower()
    body = (
        f'<qti-choice-interaction response-identifier="RESPONSE" shuffle="{shuffle}" '
        f'max-choices="{0 if several else 1}">{options}</qti-choice-interaction>'
    )
    return body, declared, _rules(_MAP if points else "", question)


def _ordering(question: Question, place: Place) -> tuple[str, str, str]:
    names = [f"C{number}" for number in range(1, len(question.choices) + 1)]
    # Written by their ids, so that the order of the file does not tell the right one.
    mixed = sorted(zip(names, question.choices, strict=True), key=lambda pair: pair[1].id)
    options = "".join(write_option("qti-simple-choice", name, choice, place) for name, choice in mixed)
    start = '<qti-order-interaction response-identifier="RESPONSE" shuffle="true">'
    body = f"{start}{options}</qti-order-interaction>"
    score = _MATCH.format(set_outcome("SCORE", '<qti-variable identifier="MAXSCORE"/>'))
    return body, declare("ordered", "identifier", names, {}), _rules(score, question)


def _matching(question: Question, place: Place) -> tuple[str, str, str]:
    stands = shown_rights(question.pairs)
    texts = {pair.right_id: pair.right for pair in question.pairs}
    order = list(dict.fromkeys(stands[pair.right_id] for pair in question.pairs))
    rights = {right: f"R{number}" for number, right in enumerate(sorted(order), 1)}
    lefts = [pair for pair in question.pairs if pair.left is not None]
    right = [f"L{number} {rights[stands[pair.right_id]]}" for number, pair in enumerate(lefts, 1)]
    points = {pair: (question.points or 1) / len(right) for pair in right}
    sets = "".join(
        f"<qti-simple-match-set>{inner}</qti-simple-match-set>"
        for inner in (
            _sides([(f"L{n}", pair.left) for n, pair in enumerate(lefts, 1) if pair.left], 1, place),
            _sides([(name, texts[side]) for side, name in rights.items()], 0, place),
        )
    )
    body = (
        '<qti-match-interaction response-identifier="RESPONSE" shuffle="true" '
        f'max-associations="{len(right)}">{sets}</qti-match-interaction>'
    )
    return body, declare("multiple", "directedPair", right, points), _rules(_MAP, question)


def _sides(sides: Sequence[tuple[str, RichText]], most: int, place: Place) -> str:
    return "".join(
        f'<qti-simple-associable-choice identifier="{name}" match-max="{most}">{to_xhtml(text, place)}'
        "</qti-simple-associable-choice>"
        for name, text in sides
    )


_ENTRY: Final = '<p><qti-text-entry-interaction response-identifier="RESPONSE"/></p>'


def _numeric(question: Question, place: Place) -> tuple[str, str, str]:
    right, condition = number_rules(question.numbers, question.points or 1)
    return _ENTRY, declare("single", "float", right, {}), _rules(condition, question)


def _short_text(question: Question, place: Place) -> tuple[str, str, str]:
    texts = plain_texts(question.texts)
    best = max(texts, key=lambda text: texts[text], default="")
    points = {text: weight * (question.points or 1) for text, weight in texts.items()}
    declared = declare("single", "string", [best] if best else [], points)
    return _ENTRY, declared, _rules(_MAP if points else "", question)


def _open_text(question: Question, place: Place) -> tuple[str, str, str]:
    body = '<qti-extended-text-interaction response-identifier="RESPONSE"/>'
    return body, declare("single", "string", [], {}), _rules("", question)


def _slide(question: Question, place: Place) -> tuple[str, str, str]:
    return "", "", ""


_PARTS: Final[dict[str, Callable[[Question, Place], tuple[str, str, str]]]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _choice,
    "poll": _choice,
    "ordering": _ordering,
    "matching": _matching,
    "numeric": _numeric,
    "short_text": _short_text,
    "open_text": _open_text,
    "slide": _slide,
}
