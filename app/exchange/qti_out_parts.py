"""What items of QTI 3.0 are made of: declarations of answers, options, rules that give points."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from app.exchange.cloze_out import as_tolerance
from app.exchange.xhtml import FORBIDDEN, to_xhtml, xml_attribute, xml_text
from app.numerals import canonical_number
from app.quiz.model import Choice, NumericAnswer, TextAnswer

RESPONSE: Final = "RESPONSE"
Place = Callable[[str], str]


def declare(
    cardinality: str,
    base: str,
    right: Iterable[str],
    mapping: dict[str, float],
    lower: bool = True,
    name: str = RESPONSE,
) -> str:
    """One answer: what is right, and the points of values. lower: no less than 0 points together."""
    values = "".join(f"<qti-value>{xml_text(value)}</qti-value>" for value in right)
    correct = f"<qti-correct-response>{values}</qti-correct-response>" if values else ""
    entries = "".join(
        f"<qti-map-entry map-key={xml_attribute(key)} mapped-value={xml_attribute(f'{points:.7g}')}"
        + (' case-sensitive="false"/>' if base == "string" else "/>")
        for key, points in mapping.items()
    )
    bound = ' lower-bound="0"' if lower else ""
    mapped = f'<qti-mapping default-value="0"{bound}>{entries}</qti-mapping>' if entries else ""
    return (
        f'<qti-response-declaration identifier="{name}" cardinality="{cardinality}" base-type="{base}">'
        f"{correct}{mapped}</qti-response-declaration>"
    )


def set_outcome(name: str, value: str) -> str:
    return f'<qti-set-outcome-value identifier="{name}">{value}</qti-set-outcome-value>'


def write_option(tag: str, name: str, choice: Choice, place: Place, inner: str | None = None) -> str:
    """A choice with its feedback. inner: its words where they are not its text."""
    feedback = ""
    if choice.feedback:
        feedback = (
            f'<qti-feedback-inline outcome-identifier="FEEDBACK" identifier="{name}" show-hide="show">'
            f"{to_xhtml(choice.feedback, place)}</qti-feedback-inline>"
        )
    words = to_xhtml(choice.text, place) if inner is None else inner
    return f'<{tag} identifier="{name}">{words}{feedback}</{tag}>'


def number_rules(
    numbers: Sequence[NumericAnswer], points: float, name: str = RESPONSE, *, adds: bool = False
) -> tuple[list[str], str]:
    """The best number, and the rule that gives points for each. points: of a wholly right one. adds: to the
    score there is already. A range is its middle with a tolerance."""
    branches = ""
    ranked = sorted(numbers, key=lambda answer: -answer.weight)
    for rank, answer in enumerate(ranked):
        value, tolerance = as_tolerance(answer)
        tag = "qti-response-else-if" if rank else "qti-response-if"
        limits = canonical_number(abs(tolerance))
        score = f'<qti-base-value base-type="float">{answer.weight * points:.7g}</qti-base-value>'
        if adds:
            score = f'<qti-sum><qti-variable identifier="SCORE"/>{score}</qti-sum>'
        branches += (
            f'<{tag}><qti-equal tolerance-mode="absolute" tolerance="{limits} {limits}">'
            f'<qti-variable identifier="{name}"/>'
            f'<qti-base-value base-type="float">{canonical_number(value)}'
            f"</qti-base-value></qti-equal>{set_outcome('SCORE', score)}</{tag}>"
        )
    right = [canonical_number(as_tolerance(ranked[0])[0])] if ranked else []
    return right, f"<qti-response-condition>{branches}</qti-response-condition>" if branches else ""


def plain_texts(texts: Iterable[TextAnswer]) -> dict[str, float]:
    """Accepted texts without wildcards, their stars unescaped, with their weights."""
    found = {}
    for answer in texts:
        text = FORBIDDEN.sub("", answer.text).replace("\\*", "\0")
        if "*" not in text and text.strip():
            found[" ".join(text.replace("\0", "*").split())] = answer.weight
    return found
