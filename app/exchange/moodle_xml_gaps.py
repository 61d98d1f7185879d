"""Moodle's types with gaps in the text: cloze, lists in the text, words to drag, and the gapfill plugin."""

import re
from dataclasses import replace
from typing import Final

from app.exchange.cloze import read_gaps
from app.exchange.moodle_xml_choices import read_weight
from app.exchange.moodle_xml_reading import NotTaken, Reading
from app.exchange.moodle_xml_values import is_marked_up
from app.exchange.xml_tree import Element, decode_entities
from app.quiz.kinds.gaps import gap_mark
from app.quiz.markup import plain
from app.quiz.model import Choice, Folding, Gap, Question, RichText, TextAnswer
from app.quiz.plain import is_blank, same_key
from app.quiz.tex import find_formulas

_PLACE: Final = re.compile(r"\[\[(\d{1,4})\]\]")


def read_cloze(reading: Reading, base: Question) -> Question:
    """Raises `NotTaken('gaps_none')`."""
    cloze = read_gaps(base.text.source, base.text.format, reading.new_id)
    for finding in cloze.findings:
        severity = "error" if finding.code in ("gap_unclosed", "gap_empty") else "warning"
        reading.report.add(reading.element.line, severity, finding.code, finding.source)  # type: ignore[arg-type]
    return as_gaps(reading, base, cloze.text, cloze.gaps)


def as_gaps(reading: Reading, base: Question, source: str, gaps: tuple[Gap, ...]) -> Question:
    if not gaps:
        raise NotTaken("gaps_none")
    for formula in find_formulas(source):
        if "[[" in source[formula.start : formula.end]:
            reading.tell("warning", "gap_in_formula")
            break
    return replace(base, kind="gaps", text=RichText(source, base.text.format), gaps=gaps, shuffle=False)


def read_bank(reading: Reading, base: Question) -> Question:
    """`[[2]]` in the text is filled by the second option; on offer are the options of its group."""
    element = reading.element
    words = element.all("dragbox") or element.all("selectoption")
    options = [Choice(reading.new_id(), _word(reading, word)) for word in words]
    groups = [reading.value("group", "1", of=word) for word in words]
    gaps: list[Gap] = []

    def take(match: re.Match[str]) -> str:
        number = int(match[1])
        if not 0 < number <= len(options):
            reading.tell("error", "gap_without_option", number=number)
            return match[0]
        # Options that look the same are one option.
        offered: dict[str, Choice] = {}
        for option, group in zip(options, groups, strict=True):
            if group == groups[number - 1] and not is_blank(option.text):
                offered.setdefault(same_key(option.text), option)
        right = same_key(options[number - 1].text)
        choices = tuple(replace(option, weight=float(key == right)) for key, option in offered.items())
        # The options are often written in the order of the gaps.
        gap = Gap(reading.new_id(), choices=choices, shuffle=True)
        gaps.append(gap)
        return gap_mark(gap.id)

    source = _PLACE.sub(take, base.text.source)
    if any(len(gap.choices) == 1 for gap in gaps):
        reading.tell("warning", "gap_one_choice")
    return as_gaps(reading, base, source, tuple(gaps))


def _word(reading: Reading, element: Element) -> RichText:
    source = reading.text(element)
    if element.first("file") or is_marked_up(source):
        return reading.rich(element)
    return RichText(decode_entities(source))


def read_gapfill(reading: Reading, base: Question) -> Question:
    """The gapfill plugin: `[cat|dog]` in the text, the words typed or chosen among all of them."""
    marks = reading.value("delimitchars") or "[]"
    opening, closing = (re.escape(marks[0]), re.escape(marks[-1]))
    pattern = re.compile(rf"{opening}([^{opening}{closing}<>\n]{{1,500}}){closing}")
    folding = Folding(case=not reading.is_set("casesensitive", False))
    typed = reading.value("answerdisplay", "gapfill").casefold() == "gapfill"
    bank: dict[str, Choice] = {}
    if not typed:
        written = [match[1] for match in pattern.finditer(base.text.source)]
        extra = [reading.text(answer) for answer in reading.answers() if read_weight(reading, answer) <= 0]
        for word in [*written, *extra]:
            name = plain(RichText(word, "html"))
            if name and name not in bank:
                bank[name] = Choice(reading.new_id(), RichText(name))
    gaps: list[Gap] = []

    def take(match: re.Match[str]) -> str:
        name = plain(RichText(match[1], "html"))
        if not name:
            return match[0]
        gap_id = reading.new_id()
        if typed:
            words = [word.strip() for word in name.split("|") if word.strip()]
            texts = tuple(TextAnswer(word.replace("*", "\\*")) for word in words)
            gap = Gap(gap_id, texts=texts, folding=folding)
        else:
            choices = tuple(replace(choice, weight=float(word == name)) for word, choice in bank.items())
            gap = Gap(gap_id, choices=choices, shuffle=True)
        if not gap.texts and not gap.choices:
            return match[0]
        gaps.append(gap)
        return gap_mark(gap_id)

    return as_gaps(reading, base, pattern.sub(take, base.text.source), tuple(gaps))
