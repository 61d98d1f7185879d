"""A text with gaps as an item of QTI 3.0: each gap is an interaction where it stands in the text."""

from app.exchange.qti_out_parts import (
    Place,
    declare,
    number_rules,
    plain_texts,
    set_outcome,
    write_option,
)
from app.exchange.xhtml import to_xhtml, xml_text
from app.quiz.html_parts import split_html
from app.quiz.kinds.gaps import gap_mark
from app.quiz.model import Gap, Question
from app.quiz.plain import plain


def response_of(number: int) -> str:
    """The name of the answer to a gap; gaps count from 1."""
    return f"GAP{number}"


def write_gaps(question: Question, place: Place) -> tuple[str, str, str]:
    """The text with its interactions, the declarations, and the rules that add up the score.

    QTI has no place in a text where several choices can be made: such a gap follows the text.
    """
    whole = sum(gap.weight for gap in question.gaps) or 1
    shown, after, declared, rules = dict[str, str](), "", "", ""
    for number, gap in enumerate(question.gaps, 1):
        points = (question.points or 1) * gap.weight / whole
        body, own, rule = _gap(gap, response_of(number), points, place)
        if gap.several:
            after += f"<p>[{number}]</p>{body}"
            body = f"[{number}] _____"
        shown[xml_text(gap_mark(gap.id))] = body
        declared += own
        rules += rule
    return _fill(to_xhtml(question.text, place), shown) + after, declared, rules


def _fill(xhtml: str, shown: dict[str, str]) -> str:
    """The text with what stands for each mark; what has no mark in it comes last."""
    missing, pieces = dict(shown), []
    for part in split_html(xhtml):
        source = part.source
        if part.kind == "text" and "[[" in source:
            for mark in list(missing):
                if mark in source:
                    source = source.replace(mark, missing.pop(mark), 1)
        pieces.append(source)
    return "".join(pieces) + (f"<p>{' '.join(missing.values())}</p>" if missing else "")


def _gap(gap: Gap, name: str, points: float, place: Place) -> tuple[str, str, str]:
    """The interaction, the declaration and the rule of one gap. points: of a wholly right answer."""
    if gap.choices:
        return _choices(gap, name, points, place)
    entry = f'<qti-text-entry-interaction response-identifier="{name}"/>'
    if gap.numbers:
        right, rule = number_rules(gap.numbers, points, name, adds=True)
        return entry, declare("single", "float", right, {}, name=name), rule if points else ""
    texts = plain_texts(gap.texts)
    best = max(texts, key=lambda text: texts[text], default="")
    mapping = {text: weight * points for text, weight in texts.items()} if points else {}
    declared = declare("single", "string", [best] if best else [], mapping, name=name)
    return entry, declared, _add_mapped(name) if mapping else ""


def _choices(gap: Gap, name: str, points: float, place: Place) -> tuple[str, str, str]:
    names = [f"{name}C{number}" for number in range(1, len(gap.choices) + 1)]
    pairs = list(zip(names, gap.choices, strict=True))
    best = max(choice.weight for choice in gap.choices)
    right = [key for key, choice in pairs if choice.weight > 0 and (gap.several or choice.weight == best)]
    mapping = {key: choice.weight * points for key, choice in pairs} if points else {}
    rule = _add_mapped(name) if mapping else ""
    shuffle = f'response-identifier="{name}" shuffle="{str(gap.shuffle).lower()}"'
    if gap.several:
        options = "".join(write_option("qti-simple-choice", *pair, place) for pair in pairs)
        body = f'<qti-choice-interaction {shuffle} max-choices="0">{options}</qti-choice-interaction>'
        return body, declare("multiple", "identifier", right, mapping, name=name), rule
    options = "".join(
        write_option("qti-inline-choice", key, choice, place, xml_text(plain(choice.text)))
        for key, choice in pairs
    )
    body = f"<qti-inline-choice-interaction {shuffle}>{options}</qti-inline-choice-interaction>"
    return body, declare("single", "identifier", right[:1], mapping, lower=False, name=name), rule


def _add_mapped(name: str) -> str:
    mapped = f'<qti-map-response identifier="{name}"/>'
    return set_outcome("SCORE", f'<qti-sum><qti-variable identifier="SCORE"/>{mapped}</qti-sum>')
