"""One item of QTI 2 or 3 to questions: one for each of its interactions, and one for all gaps of its text."""

import re
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from app.exchange.qti_content import Source
from app.exchange.qti_gaps import make_gaps
from app.exchange.qti_interactions import GAP, INLINE, Asked, is_interaction, make_question
from app.exchange.qti_scoring import Declared, read_declarations, read_worth, rules_are_plain
from app.exchange.qti_xml import Node
from app.quiz.html_parts import words
from app.quiz.kinds.gaps import gap_mark
from app.quiz.model import Question, RichText
from app.quiz.plain import is_blank, plain

MOST_PARTS: Final = 200
MOST_OPTIONS: Final = 1_000
_OPTIONS: Final = words("simplechoice inlinechoice hottext simpleassociablechoice gaptext gapimg gap")
_FEEDBACK: Final = words("modalfeedback feedbackblock feedbackinline")
_RUN_TIME: Final = ("templatedeclaration", "printedvariable", "templateblock", "templateinline")
_RIGHT: Final = re.compile(
    r"_?(?:is_?)?(?:correct|right|good|true|positive|juste|goed)(?:_?\w{0,12})?", re.IGNORECASE
)
_GENERAL: Final = re.compile(
    r"_?(?:general|solution|explanation|feedback|comment)(?:_?\w{0,12})?", re.IGNORECASE
)
_WRONG: Final = re.compile(
    r"_?(?:incorrect|wrong|bad|false|negative|faux|fout|not_?correct)(?:_?\w{0,12})?", re.IGNORECASE
)
_PLACE: Final = "\ue000{}\ue001"  # stands for an interaction while the text is made
_TOKENS: Final = re.compile("\ue000([0-9]+)\ue001")


def read_item(item: Node, source: Source, category: tuple[str, ...] = ()) -> list[Question]:
    """The questions of an item; what cannot be taken is reported."""
    body = item.first("itembody")
    title = item.get("title") or item.get("identifier")
    if next(item.find(*_RUN_TIME), None) is not None:
        source.tell("error", "qti_template", item, title)
        return []
    if body is None:
        source.tell("error", "qti_no_body", item, title)
        return []
    if item.get("adaptive").lower() == "true":
        source.tell("warning", "qti_adaptive", item, title)
    elif not rules_are_plain(item):
        source.tell("warning", "qti_rules", item, title)
    interactions = [
        node for node in body.find(*_interaction_names(body)) if node.name != "endattemptinteraction"
    ]
    declarations = read_declarations(item)
    if _is_too_large(interactions, declarations):
        source.tell("error", "qti_too_many", item, title)
        return []
    reading = _Reading(item, body, interactions, source)
    if not interactions:
        text = reading.whole()
        source.tell("info", "qti_no_interaction", item, title)
        slides = [_finish(Question(source.new_id(), "slide", text), reading, category, 1, 1)]
        _take_feedback(item, body, source, slides)
        return slides
    declared = [
        declarations.get(node.get("responseidentifier")) or Declared("", "single", "")
        for node in interactions
    ]
    gaps = _read_gaps(reading, declared)
    others = [place for place, node in enumerate(interactions) if not gaps or node.name not in INLINE]
    parts = len(others) + bool(gaps)
    if parts > 1:
        source.tell("info", "qti_split", item, title, number=parts)
    questions = [_finish(gaps, reading, category, 1, parts)] if gaps else []
    for number, place in enumerate(others, 1 + bool(gaps)):
        question = make_question(Asked(interactions[place], declared[place], reading.text(place), source))
        if question:
            questions.append(_finish(question, reading, category, number, parts))
    _take_feedback(item, body, source, questions)
    return questions


def _read_gaps(reading: "_Reading", declared: list[Declared]) -> Question | None:
    """One question of all places to fill in the text; None where there are fewer than two, or where one of
    them has no right answer."""
    places = [place for place, node in enumerate(reading.interactions) if node.name in INLINE]
    if len(places) < 2:
        return None
    makers = []
    for place in places:
        asked = Asked(reading.interactions[place], declared[place], RichText(GAP), reading.source, least=1)
        makers.append((partial(make_question, asked), declared[place].worth()))
    gaps = make_gaps(reading.source, makers)
    if not gaps:
        return None
    marks = {place: gap_mark(gap.id) for place, gap in zip(places, gaps, strict=True)}
    return Question(reading.source.new_id(), "gaps", reading.text_with(marks), gaps=tuple(gaps))


def _is_too_large(interactions: list[Node], declarations: dict[str, Declared]) -> bool:
    """Whether there is more in an item than anybody could be asked at once."""
    values = max((len(d.correct) + len(d.mapping) + len(d.numbers) for d in declarations.values()), default=0)
    if len(interactions) > MOST_PARTS or values > MOST_OPTIONS:
        return True
    return any(sum(1 for _ in node.find(*_OPTIONS)) > MOST_OPTIONS for node in interactions)


def _interaction_names(body: Node) -> list[str]:
    """The names of interactions that occur."""
    names: dict[str, None] = {}
    stack = [body]
    while stack:
        node = stack.pop()
        if is_interaction(node.name):
            names[node.name] = None
        stack += node.elements()
    return list(names) or ["interaction"]


@dataclass(slots=True)
class _Reading:
    item: Node
    body: Node
    interactions: list[Node]
    source: Source
    asking: set[int] = field(default_factory=set)  # ids of the nodes in which there is an interaction
    _html: str | None = None

    def __post_init__(self) -> None:
        self.asking = nodes_that_ask(self.body)

    def whole(self) -> RichText:
        return self.source.content(self.body, self._replace)

    def text(self, place: int) -> RichText:
        """What is asked by the interaction at a place: its sentence with a gap, or what stands before it."""
        node = self.interactions[place]
        texts, places = self._pieces()
        if node.name in INLINE or len(self.interactions) == 1:
            inner = "".join(
                text + self._stand_in(other, other == place)
                for text, other in zip(texts, [*places, -1], strict=True)
            )
            return self._titled(self.source.rich(inner, node))
        before = texts[places.index(place)] if place in places else ""
        asked = before + self._prompt(node)
        return self._titled(self.source.rich(asked, node) or self.source.rich(texts[0] + asked, node))

    def text_with(self, marks: dict[int, str]) -> RichText:
        """The whole text with marks for the interactions at some places, and without the others."""
        texts, places = self._pieces()
        inner = "".join(text + marks.get(place, "") for text, place in zip(texts, [*places, -1], strict=True))
        return self.source.rich(inner, self.interactions[min(marks)])

    def _pieces(self) -> tuple[list[str], list[int]]:
        """The HTML between the interactions, and their places in its order."""
        if self._html is None:
            self._html = self.source.html(self.body, self._replace)
        pieces = _TOKENS.split(self._html)
        return pieces[0::2], [int(number) for number in pieces[1::2]]

    def _titled(self, text: RichText) -> RichText:
        """The text, with the title where nothing else says what is asked."""
        title = " ".join(self.item.get("title").split())
        if not is_blank(text) and plain(text) != GAP:
            return text
        self.source.tell("info", "text_from_title", self.item, title)
        return RichText(f"{title} {plain(text)}".strip())

    def _stand_in(self, place: int, own: bool) -> str:
        if place < 0:
            return ""
        node = self.interactions[place]
        if node.name in INLINE:
            return GAP if own else " (…) "
        return self._prompt(node) if own else ""

    def _prompt(self, node: Node) -> str:
        """What an interaction itself asks, the text of its hot words or gaps included."""
        prompt = node.first("prompt")
        html = f"<p>{self.source.html(prompt, self._replace)}</p>" if prompt is not None else ""
        if node.name in ("hottextinteraction", "gapmatchinteraction"):
            gaps = {id(gap): number for number, gap in enumerate(node.find("gap"), 1)}

            def replace_inside(below: Node) -> str | None:
                if below.name in ("prompt", "gaptext", "gapimg"):
                    return ""
                if below.name == "gap":
                    return f"({gaps[id(below)]}) {GAP}"
                if below.name == "hottext":
                    return f"<u>{self.source.html(below, replace_inside)}</u>"
                return self._replace(below)

            html += self.source.html(node, replace_inside)
        return html

    def _replace(self, node: Node) -> str | None:
        if is_interaction(node.name):
            place = next((at for at, known in enumerate(self.interactions) if known is node), None)
            return "" if place is None else _PLACE.format(place)
        if node.name in _FEEDBACK and id(node) not in self.asking:
            return ""
        if node.name == "rubricblock":
            if "candidate" in node.get("view", "candidate"):
                return f"<div>{self.source.html(node, self._replace)}</div>"
            return ""
        return None


def nodes_that_ask(body: Node) -> set[int]:
    """The ids of the nodes in which there is an interaction."""
    asking: set[int] = set()

    def visit(node: Node) -> bool:
        asks = sum(visit(child) or is_interaction(child.name) for child in node.elements()) > 0  # visits all
        if asks:
            asking.add(id(node))
        return asks

    visit(body)
    return asking


def _finish(
    question: Question, reading: _Reading, category: tuple[str, ...], number: int, of: int
) -> Question:
    item = reading.item
    title = " ".join(item.get("title").split())
    worth = read_worth(item)
    return replace(
        question,
        title=f"{title} ({number}/{of})" if title and of > 1 else title,
        points=round(worth / of, 5) if worth else 1.0,
        id_number=item.get("identifier"),
        category=category,
        line=0 if reading.source.packaged else item.line,
    )


def _take_feedback(item: Node, body: Node, source: Source, questions: list[Question]) -> None:
    """Put feedback for right and wrong answers where it belongs; report what has no place."""
    for node in body.find("rubricblock"):
        if "candidate" not in node.get("view", "candidate"):
            source.tell("info", "qti_rubric", node)
    asking = nodes_that_ask(body)
    blocks = ("feedbackblock", "feedbackinline")
    own = {id(node) for option in body.find(*_OPTIONS) for node in option.find(*blocks)}
    inside = [node for node in body.find(*blocks) if id(node) not in own]
    for node in [*item.elements("modalfeedback"), *inside]:
        if id(node) in asking or not (node.elements() or node.text()):
            continue
        name = node.get("identifier")
        if _GENERAL.fullmatch(name) and len(questions) == 1:
            questions[0] = replace(questions[0], feedback=source.content(node))
            continue
        right = True if _RIGHT.fullmatch(name) else False if _WRONG.fullmatch(name) else None
        if right is None or len(questions) != 1:
            source.tell("warning", "qti_feedback", node)
            continue
        question = _with_feedback(questions[0], source.content(node), right)
        if question:
            questions[0] = question
        else:
            source.tell("warning", "qti_feedback", node)


def _with_feedback(question: Question, feedback: RichText, right: bool) -> Question | None:
    """The question with feedback for all right or all wrong answers; None where its kind has no place."""
    if question.kind in ("single", "true_false"):
        choices = tuple(
            replace(choice, feedback=feedback)
            if not choice.feedback and (choice.weight > 0) == right
            else choice
            for choice in question.choices
        )
        return replace(question, choices=choices)
    if question.kind in ("numeric", "short_text"):
        if not right:
            return replace(question, other_feedback=feedback)
        return replace(
            question,
            numbers=tuple(replace(answer, feedback=feedback) for answer in question.numbers),
            texts=tuple(replace(answer, feedback=feedback) for answer in question.texts),
        )
    return None
