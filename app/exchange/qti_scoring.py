"""What is right in a QTI 2 or 3 item: its response declarations and the rules that give points."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

from app.exchange.qti_xml import Node
from app.numerals import parse_number
from app.quiz.html_parts import words
from app.quiz.model import NumericAnswer

Mode = Literal["match", "map"]
# Rules made of these say no more than `match_correct` or `map_response`.
_PLAIN_RULES: Final = words(
    "responseprocessing responsecondition responseif responseelseif responseelse setoutcomevalue match "
    "variable correct basevalue mapresponse sum isnull not and or multiple null gt equal stringmatch "
    "member contains "
    "responseprocessingfragment"
)
_WORTH: Final = re.compile(r"MAX_?SCORE", re.IGNORECASE)


@dataclass(slots=True)
class Declared:
    """One response. mapping: value to points, `default` for all others, together at most `upper`.

    numbers: accepted by rules of their own; weight: points.
    """

    name: str
    cardinality: str
    base: str
    correct: list[str] = field(default_factory=list)
    mapping: dict[str, float] = field(default_factory=dict)
    default: float = 0.0
    upper: float | None = None
    mode: Mode = "match"
    tolerance: Decimal = Decimal(0)
    numbers: list[NumericAnswer] = field(default_factory=list)

    @property
    def several(self) -> bool:
        return self.cardinality in ("multiple", "ordered")

    def right(self) -> list[str]:
        """The right values: as declared, else those that the mapping gives points for."""
        if self.correct:
            return self.correct
        return [key for key, points in self.mapping.items() if points > 0]

    def worth(self) -> float:
        """The points of the best answer beside those of other responses: as mapped or by a rule, else 1."""
        points = max(self.mapping.values(), default=0.0) if self.mode == "map" else 0.0
        points = max([points, *(number.weight for number in self.numbers)])
        return points if points > 0 else 1.0

    def credit(self, value: str, values: int = 0) -> float:
        """The share of the credit, -1 to 1, that a value gives by itself. values: how many there are."""
        positive = [points for points in self.mapping.values() if points > 0]
        if self.mode == "map" and positive:
            whole = min(sum(positive), self.upper or sum(positive)) if self.several else max(positive)
            points = self.mapping.get(value, self.default)
            return round(max(-1.0, min(1.0, points / whole)), 7)
        right = self.right()
        if not self.several:
            return float(value in right)
        wrong = values - len(right)
        if value in right:
            return 1 / len(right)
        return -1 / wrong if right and wrong > 0 else 0.0


def read_declarations(item: Node) -> dict[str, Declared]:
    """All responses of an item with their rules, by name."""
    found = {}
    for node in item.elements("responsedeclaration"):
        declared = _read_declaration(node)
        found[declared.name] = declared
    processing = item.first("responseprocessing")
    _read_rules(processing, found)
    return found


def rules_are_plain(item: Node) -> bool:
    """Whether the rules say no more than is read of them."""
    processing = item.first("responseprocessing")
    return processing is None or all(
        node.name in _PLAIN_RULES for node in _below(processing) if node.name != "setoutcomevalue"
    )


def read_worth(item: Node) -> float | None:
    """Points of the whole item: its MAXSCORE, else the highest normal score; None when it says none."""
    for node in item.elements("outcomedeclaration"):
        value = next(node.find("value"), None)
        if _WORTH.fullmatch(node.get("identifier")) and value is not None:
            return _points(value.text())
    for node in item.elements("outcomedeclaration"):
        if node.get("identifier").upper() == "SCORE" and node.get("normalmaximum"):
            return _points(node.get("normalmaximum"))
    return None


def _points(text: str) -> float | None:
    number = _number(text)
    return number if 0 < number <= 1000 else None


def _number(text: str) -> float:
    number = parse_number(text.strip())
    return float(number) if number is not None else 0.0


def _read_declaration(node: Node) -> Declared:
    declared = Declared(
        node.get("identifier"), node.get("cardinality", "single").lower(), node.get("basetype")
    )
    correct = node.first("correctresponse")
    if correct is not None:
        declared.correct = [value.text() for value in correct.elements("value")]
    mapping = node.first("mapping")
    if mapping is not None:
        declared.default = _number(mapping.get("defaultvalue"))
        declared.upper = _number(mapping.get("upperbound")) or None
        for entry in mapping.elements("mapentry"):
            declared.mapping[" ".join(entry.get("mapkey").split())] = _number(entry.get("mappedvalue"))
    if declared.mapping and not declared.correct:
        declared.mode = "map"
    return declared


def _read_rules(processing: Node | None, found: dict[str, Declared]) -> None:
    if processing is None:
        return
    if "map_response" in processing.get("template").lower():
        for declared in found.values():
            declared.mode = "map"
    for node in processing.find("mapresponse"):
        if node.get("identifier") in found:
            found[node.get("identifier")].mode = "map"
    for node in processing.find("equal"):
        names = [variable.get("identifier") for variable in node.elements("variable")]
        tolerance = parse_number(node.get("tolerance").split(" ")[0]) if node.get("tolerance") else None
        if node.get("tolerancemode") == "absolute" and tolerance is not None:
            for name in names:
                if name in found:
                    found[name].tolerance = abs(tolerance)
    for branch in processing.find("responseif", "responseelseif"):
        _read_branch(branch, found)


def _read_branch(branch: Node, found: dict[str, Declared]) -> None:
    """Values that a rule names by itself: `RESPONSE` matches 'B', so the score is 1."""
    score = next(
        (node for node in branch.elements("setoutcomevalue") if node.get("identifier").upper() == "SCORE"),
        None,
    )
    value = next(score.find("basevalue"), None) if score is not None else None
    points = _number(value.text()) if value is not None else 0.0
    if points <= 0:
        return
    for match in branch.elements("match", "stringmatch", "equal", "or", "member", "contains"):
        for test in match.elements("match", "stringmatch", "equal") if match.name == "or" else [match]:
            variable, base = test.first("variable"), test.first("basevalue")
            declared = found.get(variable.get("identifier")) if variable is not None else None
            if declared and base is not None and test.name == "equal":
                number, tolerance = (
                    parse_number(base.text()),
                    parse_number(test.get("tolerance", "0").split(" ")[0]),
                )
                if number is not None and tolerance is not None:
                    declared.numbers.append(NumericAnswer(number, abs(tolerance), weight=points))
                    continue
            if declared and base is not None and not declared.correct:
                declared.mapping.setdefault(base.text(), points)
                declared.mode = "map"


def _below(node: Node) -> list[Node]:
    return [below for child in node.elements() for below in (child, *_below(child))]
