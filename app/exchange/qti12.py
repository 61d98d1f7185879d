"""QTI 1.2 (`questestinterop`) as learning platforms export it: banks, tests, cartridges."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from typing import Final

from app.exchange.drafts import truth_of
from app.exchange.qti12_rules import credits_of, read_rules
from app.exchange.qti_content import Source
from app.exchange.qti_gaps import make_gaps
from app.exchange.qti_interactions import GAP
from app.exchange.qti_item import MOST_OPTIONS, MOST_PARTS
from app.exchange.qti_xml import Node
from app.numerals import parse_number
from app.quiz.kinds import find_kind
from app.quiz.kinds.gaps import gap_mark
from app.quiz.model import EMPTY, Choice, NumericAnswer, Pair, Question, RichText, TextAnswer
from app.quiz.plain import is_blank, plain

_RESPONSES: Final = (
    "responselid",
    "responsestr",
    "responsenum",
    "responsexy",
    "responsegrp",
    "responseextension",
)
_TYPES: Final = ("questiontype", "ccprofile", "qmditemtype", "bbquestiontype", "interactiontype")
_OPEN: Final = ("essay", "short response", "long answer")


def read_bank(root: Node, source: Source) -> list[Question]:
    """The questions of a file; what cannot be taken is reported."""
    questions: list[Question] = []
    for category, node in _items(root, ()):
        questions += _Item(node, source, category).read()
    return questions


def _items(node: Node, category: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Node]]:
    for child in node.elements():
        if child.name == "item":
            yield category, child
        elif child.name in ("section", "assessment", "objectbank"):
            title = " ".join(child.get("title").split())
            named = (
                bool(title)
                and child.name == "section"
                and title.lower() not in ("root section", "root_section")
            )
            yield from _items(child, (*category, title) if named else category)


@dataclass(slots=True)
class _Part:
    """One response: its node, its options by name, and what stands for it."""

    node: Node
    options: dict[str, RichText]
    label: RichText

    @property
    def name(self) -> str:
        return self.node.get("ident")

    @property
    def cardinality(self) -> str:
        return self.node.get("rcardinality", "Single").lower()


class _Item:
    def __init__(self, node: Node, source: Source, category: tuple[str, ...]) -> None:
        self.node = node
        self.source = source
        self.category = category
        self.rules = read_rules(node)
        self.feedback = {part.get("ident"): part for part in node.elements("itemfeedback")}
        self.meta = _metadata(node)
        self.kind = next((self.meta[name] for name in _TYPES if name in self.meta), "").lower()

    def read(self) -> list[Question]:
        presentation = self.node.first("presentation")
        title = self.node.get("title") or self.node.get("ident")
        if presentation is None:
            return self._refuse("qti_no_body", title)
        if "calculated" in self.kind or "formula" in self.kind:
            return self._refuse("qti_template", title)
        text = self._material(presentation)
        responses = list(_responses(presentation))
        labels = sum(1 for _ in presentation.find("responselabel"))
        if len(responses) > MOST_PARTS or labels > MOST_OPTIONS * 4 or len(self.rules) > MOST_OPTIONS:
            return self._refuse("qti_too_many", title)
        parts = [self._part(node) for node in responses]
        if not parts:
            self.source.tell("info", "qti_no_interaction", self.node, title)
            return [self._finish(Question(self.source.new_id(), "slide", text))]
        if len(parts) > 1 and (matching := self._matching(text, parts)):
            return [self._finish(matching)]
        if len(parts) > 1 and (gaps := self._gaps(text, parts)):
            return [self._finish(gaps)]
        if len(parts) > 1:
            self.source.tell("info", "qti_split", self.node, title, number=len(parts))
        questions = []
        for place, part in enumerate(parts, 1):
            asked = self._ask(text, part, parts)
            if question := self._make(asked, part):
                questions.append(self._finish(question, place, len(parts)))
        return questions

    def _refuse(self, code: str, text: str, **params: object) -> list[Question]:
        self.source.tell("error", code, self.node, text, **params)
        return []

    def _material(self, node: Node) -> RichText:
        """What stands in a node before and between its responses."""
        return self.source.rich("".join(_material_html(node, self.source)), node)

    def _part(self, node: Node) -> _Part:
        options = {}
        for label in node.find("responselabel"):
            options[label.get("ident")] = self._material(label)
        return _Part(node, options, self._material(node))

    def _ask(self, text: RichText, part: _Part, parts: list[_Part]) -> RichText:
        """The text with a gap for one of several responses where `[name]` stands, else its label behind."""
        if len(parts) == 1:
            return _join(text, part.label)
        source = text.source
        own = plain(part.label)
        if own and f"[{own}]" in source:
            for other in parts:
                name = plain(other.label)
                source = source.replace(f"[{name}]", GAP if other is part else "(…)") if name else source
            return RichText(source, text.format)
        return _join(text, part.label)

    def _make(self, text: RichText, part: _Part) -> Question | None:
        maker = _MAKERS.get(part.node.name)
        unsupported = next(part.node.find("renderhotspot", "renderextension"), None)
        if maker is None or unsupported is not None or "file_upload" in self.kind:
            name = unsupported.name if unsupported is not None else part.node.name
            self.source.tell(
                "error", "qti_interaction", self.node, plain(text), interaction=self.kind or name
            )
            return None
        return maker(self, text, part)

    def choice(self, text: RichText, part: _Part) -> Question | None:
        if part.cardinality == "ordered":
            return self._ordering(text, part)
        if not part.options and next(part.node.find("renderfib"), None) is not None:
            return self.typed(text, part)
        shown = {name: option for name, option in part.options.items() if not is_blank(option)}
        if len(shown) < 2:
            self.source.tell("error", "too_few_options", self.node, plain(text))
            return None
        credit = credits_of(self.rules, part.name, part.cardinality)
        several = part.cardinality == "multiple"
        positive = [points for points in credit.values() if points > 0]
        whole = (sum(positive) if several else max(positive)) if positive else 0.0
        names = list(shown)
        choices = [
            Choice(
                self.source.new_id(),
                shown[name],
                _share(credit.get(name, 0.0), whole),
                self._feedback_of(name),
            )
            for name in names
        ]
        question = Question(
            self.source.new_id(), "multiple" if several else "single", text, choices=tuple(choices)
        )
        if not positive:
            self.source.tell("warning", "key_missing_poll", self.node, plain(text))
            return replace(question, kind="poll", choices=tuple(replace(c, weight=0.0) for c in choices))
        if several and all(choice.weight >= 0 for choice in choices):
            right = [choice.id for choice in choices if choice.weight > 0]
            self.source.tell("info", "qti_all_or_nothing", self.node, plain(text))
            return find_kind("multiple").correct(question, {"right": right})
        truths = [truth_of(plain(choice.text)) for choice in choices]
        if not several and sorted(truths, key=str) == [False, True]:
            choices.sort(key=lambda choice: not truth_of(plain(choice.text)))
            return replace(question, kind="true_false", choices=tuple(choices))
        shuffled = any(node.get("shuffle").lower() == "yes" for node in part.node.find("renderchoice"))
        return replace(question, shuffle=shuffled)

    def _ordering(self, text: RichText, part: _Part) -> Question | None:
        values = next(
            (rule.named[part.name] for rule in self.rules if len(rule.named.get(part.name, ())) > 1), []
        )
        items = tuple(
            Choice(self.source.new_id(), part.options[name])
            for name in dict.fromkeys(values)
            if name in part.options
        )
        if len(items) < 2:
            self.source.tell("error", "qti_order_missing", self.node, plain(text))
            return None
        return Question(self.source.new_id(), "ordering", text, choices=items)

    def typed(self, text: RichText, part: _Part) -> Question | None:
        """A number, a short text, or an open answer where nothing says what is right."""
        credit = {
            value: points for value, points in credits_of(self.rules, part.name, "single").items() if value
        }
        ranges = [replace(r, weight=1.0) for rule in self.rules if rule.points > 0 for r in rule.ranges]
        best = max(credit.values(), default=0.0)
        render = next(part.node.find("renderfib"), None)
        numeric = "numeric" in self.kind or part.node.name == "responsenum"
        numeric = numeric or (render is not None and render.get("fibtype").lower() in ("integer", "decimal"))
        if (best <= 0 and not ranges) or any(word in self.kind for word in _OPEN):
            self.source.tell("info", "open_question", self.node, plain(text))
            return Question(self.source.new_id(), "open_text", text)
        right = {value: _share(points, best) for value, points in credit.items()} if best > 0 else {}
        numbers = {value: parse_number(value) for value in right}
        if numeric and None not in numbers.values():
            answers = [NumericAnswer(n, weight=right[value]) for value, n in numbers.items() if n is not None]
            return Question(self.source.new_id(), "numeric", text, numbers=(*answers, *ranges))
        texts = tuple(TextAnswer(value.replace("*", "\\*"), weight) for value, weight in right.items())
        return Question(self.source.new_id(), "short_text", text, texts=texts)

    def _matching(self, text: RichText, parts: list[_Part]) -> Question | None:
        """Several lists with the same options, each with its own text before it; None for anything else."""
        options = [tuple(map(plain, part.options.values())) for part in parts]
        if len(set(options)) > 1 or not options[0] or any(is_blank(part.label) for part in parts):
            return None
        if any(f"[{plain(part.label)}]" in text.source for part in parts):
            return None
        pairs = []
        used: set[str] = set()
        for part in parts:
            credit = credits_of(self.rules, part.name, "single")
            name = max(part.options, key=lambda option: credit.get(option, 0.0))
            if credit.get(name, 0.0) <= 0:
                return None
            used.add(plain(part.options[name]))
            pairs.append(Pair(self.source.new_id(), part.label, self.source.new_id(), part.options[name]))
        rest = [option for option in parts[0].options.values() if plain(option) not in used]
        pairs += [Pair("", None, self.source.new_id(), option) for option in rest]
        return Question(self.source.new_id(), "matching", text, pairs=tuple(pairs))

    def _gaps(self, text: RichText, parts: list[_Part]) -> Question | None:
        """One question where each response has its place `[name]` in the text; None for anything else."""
        names = [f"[{plain(part.label)}]" for part in parts]
        if len(set(names)) < len(names) or any(name == "[]" or name not in text.source for name in names):
            return None
        gaps = make_gaps(self.source, [(partial(self._make, text, part), 1.0) for part in parts])
        if not gaps:
            return None
        marks = {name: gap_mark(gap.id) for name, gap in zip(names, gaps, strict=True)}
        pattern = "|".join(map(re.escape, marks))
        source = re.sub(pattern, lambda match: marks.pop(match[0], match[0]), text.source)
        return Question(self.source.new_id(), "gaps", RichText(source, text.format), gaps=tuple(gaps))

    def _feedback_of(self, name: str) -> RichText:
        """The feedback that a rule shows for one option alone."""
        links = [
            link
            for rule in self.rules
            if not rule.other and not rule.together
            if any(name in values for values in rule.named.values())
            for link in rule.feedback
        ]
        return self._feedback(links)

    def _feedback(self, links: list[str]) -> RichText:
        found = (self._material(self.feedback[link]) for link in links if link in self.feedback)
        return next(found, EMPTY)

    def _finish(self, question: Question, number: int = 1, of: int = 1) -> Question:
        title = " ".join(self.node.get("title").split())
        worth = parse_number(self.meta.get("pointspossible", self.meta.get("ccweighting", "")))
        points = float(worth) / of if worth is not None and 0 < worth <= 1000 else 1.0
        general = self._feedback(
            [link for rule in self.rules if rule.other and not rule.named for link in rule.feedback]
        )
        return replace(
            question,
            title=f"{title} ({number}/{of})" if title and of > 1 else title,
            feedback=general,
            points=round(points, 5),
            id_number=self.node.get("ident"),
            category=self.category,
            line=0 if self.source.packaged else self.node.line,
        )


_MAKERS: Final[dict[str, Callable[[_Item, RichText, _Part], Question | None]]] = {
    "responselid": _Item.choice,
    "responsestr": _Item.typed,
    "responsenum": _Item.typed,
}


def _share(points: float, whole: float) -> float:
    return round(max(-1.0, min(1.0, points / whole)), 7) if whole else 0.0


def _join(first: RichText, second: RichText) -> RichText:
    if not second or not first:
        return first or second
    if first.format == second.format == "plain":
        return RichText(f"{first.source}\n{second.source}", "plain")
    html = [escape(text.source) if text.format == "plain" else text.source for text in (first, second)]
    return RichText("<br>".join(html), "html")


def _metadata(item: Node) -> dict[str, str]:
    """Labels, folded, to entries, and the tags of the older form (`qmd_itemtype`)."""
    found = {}
    for node in item.find("qtimetadatafield"):
        label, entry = node.first("fieldlabel"), node.first("fieldentry")
        if label is not None and entry is not None:
            found[label.text().lower().replace("_", "")] = entry.text()
    for node in item.find("qmditemtype", "bbmdquestiontype"):
        found[node.name.replace("bbmd", "bb")] = node.text()
    return found


def _responses(node: Node) -> Iterator[Node]:
    """The responses of a presentation; what a group holds counts, not the group."""
    for child in node.elements():
        inner = list(_responses(child))
        if inner:
            yield from inner
        elif child.name in _RESPONSES:
            yield child


def _material_html(node: Node, source: Source) -> Iterator[str]:
    for child in node.elements():
        if child.name in _RESPONSES or child.name.startswith("render"):
            continue
        if child.name in ("mattext", "matemtext"):
            yield _text_html(child, source)
        elif child.name == "matbreak":
            yield "<br>"
        elif child.name == "matimage":
            yield f'<img src="{escape(child.get("uri"))}" alt="{escape(child.get("label"))}">'
        elif child.name == "mataudio":
            yield f'<audio src="{escape(child.get("uri"))}"></audio>'
        elif child.name in ("matvideo", "matapplet", "matapplication"):
            source.tell("warning", "media_not_taken", child, child.get("uri") or child.name)
        else:
            yield from _material_html(child, source)


def _text_html(node: Node, source: Source) -> str:
    if node.elements():
        return source.html(node)
    text = node.raw_text()
    if "html" in node.get("texttype").lower():
        return text
    return escape(text.strip(), quote=False).replace("\n", "<br>")
