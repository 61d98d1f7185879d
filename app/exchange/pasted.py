"""Quizzes pasted as plain text: numbered questions, lettered options, a star or a line for the right one.

What a single line is: `pasted_lines`. Nothing is left out without a line in the report.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from app.exchange.drafts import choice_question, folded, plain_text, true_false_question, truth_of
from app.exchange.pasted_lines import (
    PastedLine,
    fold_label,
    key_pairs,
    letter_places,
    read_line,
    read_truth,
    split_truth,
)
from app.exchange.report import Report
from app.numerals import parse_number, western_digits
from app.quiz.model import NewId, NumericAnswer, Question, Quiz, TextAnswer, new_id

_SEPARATORS: Final = re.compile(r"\s*(?:[,;/&+،؛]|\band\b|\bet\b|\bو\s)\s*")
LONGEST_KEY: Final = 1_000
_LABEL: Final = re.compile(r"[(\[]?([A-Za-z]|[ء-ي]ـ?)(?:[).\]:-].*|\s*)")


@dataclass(slots=True)
class _Draft:
    """A question being read. number: as written, 0 for none; key: None without a line that says it."""

    line: int
    number: int = 0
    stem: list[str] = field(default_factory=list)
    options: list[PastedLine] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    key: str | None = None
    feedback: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.stem).strip()


def looks_like_pasted(text: str) -> bool:
    """Whether there is a question with at least two options, or one with a line that says its answer."""
    drafts, _ = _split(text)
    return any(
        draft.stem and (len(draft.options) > 1 or (draft.key is not None and (draft.number or draft.options)))
        for draft in drafts
    )


def read_pasted(text: str, title: str, new_id: NewId = new_id) -> tuple[Quiz, Report]:
    """The quiz of a pasted text, and what was changed, doubtful or left out."""
    report = Report()
    drafts, lost = _split(text)
    for line, words in lost:
        report.add(line, "warning", "words_ignored", words)
    questions = [question for draft in drafts if (question := _make(draft, report, new_id))]
    if not questions and not report.lines:
        report.add(0, "warning", "no_questions")
    report.finish()
    return Quiz(new_id(), title, tuple(questions)), report


def _split(text: str) -> tuple[list[_Draft], list[tuple[int, str]]]:
    """The questions of a text, and the words that belong to none of them."""
    lines = [read_line(at, raw) for at, raw in enumerate(text.splitlines(), 1)]
    end = next((place for place, line in enumerate(lines) if line.kind == "keys_head"), len(lines))
    numbered = any(line.kind == "question" for line in lines[:end])
    drafts: list[_Draft] = []
    lost: list[tuple[int, str]] = []
    blank = True
    in_keys = False
    for line in lines:
        draft = drafts[-1] if drafts else None
        if line.kind == "blank":
            blank = True
            continue
        raw = line.text
        if in_keys or line.kind == "keys_head":
            in_keys = True
            if line.kind != "keys_head" and not _take_keys(line, drafts):
                lost.append((line.number_in_file, raw))
        elif line.kind == "question":
            # '1) Paris' inside a question whose own number is written otherwise stays a question of its own.
            drafts.append(_Draft(line.number_in_file, line.number, [raw] if raw else []))
        elif draft is None and line.kind != "words":
            lost.append((line.number_in_file, raw))
        elif draft and line.kind == "option" and (draft.key is None or not blank):
            draft.options.append(line)
            draft.texts.append(raw)
        elif draft and line.kind == "key" and draft.key is None:
            draft.key = raw
        elif draft and line.kind == "feedback":
            draft.feedback.append(raw)
        elif draft and line.kind == "words" and _continues(draft, blank, numbered):
            if draft.options:
                draft.texts[-1] += "\n" + raw
            else:
                draft.stem.append(raw)
        elif line.kind == "words" and (not numbered or (draft and draft.options)):
            drafts.append(_Draft(line.number_in_file, 0, [raw]))
        else:
            lost.append((line.number_in_file, raw))
        blank = False
    # A heading is no question: words with neither options nor key nor a number.
    kept: list[_Draft] = []
    for item in drafts:
        if item.options or item.key is not None or item.number:
            kept.append(item)
        else:
            lost.append((item.line, item.text))
    return kept, lost


def _continues(draft: _Draft, blank: bool, numbered: bool) -> bool:
    """Whether words go on with what stands before them."""
    if draft.key is not None or draft.feedback:
        return False
    if draft.options:
        return not blank
    return not blank or (numbered and (not draft.stem or bool(draft.number)))


def _take_keys(line: PastedLine, drafts: list[_Draft]) -> bool:
    """Take a line of the list of answers at the end of a text."""
    source = f"{line.number} {line.text}" if line.kind == "question" else line.text
    pairs = key_pairs(source)
    by_number = {draft.number: draft for draft in reversed(drafts) if draft.number}
    if not by_number:
        by_number = dict(enumerate((draft for draft in drafts if draft.options), 1))
    if not pairs and line.kind == "question" and line.text and line.number in by_number:
        by_number[line.number].key = line.text
        return True
    for number, key in pairs:
        if number in by_number:
            by_number[number].key = key
    return bool(pairs) and all(number in by_number for number, _ in pairs)


def _make(draft: _Draft, report: Report, make_id: NewId) -> Question | None:
    """The question of a draft, or None with an error in the report."""
    feedback = plain_text("\n".join(draft.feedback))
    text = draft.text
    question: Question | None
    if draft.options:
        question = _make_choices(draft, report, make_id)
    else:
        pair = split_truth(text)
        truth = read_truth(draft.key) if draft.key is not None else None
        if truth is not None or pair:
            statement, names = pair or (text, ("True", "False"))
            if truth is None:
                report.add(draft.line, "error", "key_missing", text)
                return None
            question = true_false_question(make_id, statement, truth, names)
        elif draft.key:
            question = _make_typed(draft, make_id)
        else:
            report.add(draft.line, "info", "open_question", text)
            question = Question(make_id(), "open_text", plain_text(text))
    if question is None:
        return None
    if not question.text:
        report.add(draft.line, "warning", "text_empty")
    return replace(question, line=draft.line, feedback=feedback)


def _make_choices(draft: _Draft, report: Report, make_id: NewId) -> Question | None:
    if len(draft.options) < 2:
        report.add(draft.line, "error", "too_few_options", "\n".join([draft.text, *draft.texts]))
        return None
    right = [place for place, option in enumerate(draft.options) if option.right]
    if draft.key is not None:
        named = places_of(draft.key, draft)
        if not named:
            report.add(draft.line, "warning", "key_unknown", draft.text, key=draft.key)
        elif right and right != named:
            report.add(draft.line, "warning", "keys_differ", draft.text, key=draft.key)
        right = named or right
    elif not right:
        report.add(draft.line, "warning", "key_missing_poll", draft.text)
    truths = [truth_of(text) for text in draft.texts]
    if sorted(truths, key=str) == [False, True] and len(right) == 1:
        true = truths.index(True)
        names = (draft.texts[true], draft.texts[1 - true])
        return true_false_question(make_id, draft.text, right == [true], names)
    return choice_question(make_id, draft.text, draft.texts, right)


def _make_typed(draft: _Draft, make_id: NewId) -> Question:
    """A number or a short text to be typed."""
    assert draft.key is not None
    text = plain_text(draft.text)
    number = parse_number(draft.key.strip())
    if number is not None:
        return Question(make_id(), "numeric", text, numbers=(NumericAnswer(number),))
    accepted = [part.strip() for part in re.split(r"\s*[;|]\s*|\s+/\s+", draft.key) if part.strip()]
    texts = tuple(TextAnswer(part.replace("*", "\\*")) for part in dict.fromkeys(accepted))
    return Question(make_id(), "short_text", text, texts=texts)


def places_of(key: str, draft: _Draft) -> list[int]:
    """Which options a key names, from 0: their letters, their numbers or their words."""
    key = " ".join(key[:LONGEST_KEY].split())
    for place, text in enumerate(draft.texts):
        if folded(text) == folded(key):
            return [place]
    found: set[int | None] = set()
    for part in _SEPARATORS.split(western_digits(key).strip(" .")):
        found.add(_place_of(part, draft))
    if None in found:  # perhaps a separator inside the words of one option
        found = {_place_of(key, draft)}
    return sorted(place for place in found if place is not None)


def _place_of(part: str, draft: _Draft) -> int | None:
    labels = [option.label for option in draft.options]
    texts = [folded(text) for text in draft.texts]
    if folded(part) in texts:
        return texts.index(folded(part))
    if match := _LABEL.fullmatch(part.strip()):
        label = fold_label(match[1])
        if label in labels:
            return labels.index(label)
        # Letters of the other script, or options without letters.
        places = [place for place in letter_places(label) if place < len(labels)]
        return places[0] if places else None
    if part.strip().isdecimal() and 0 < int(part[:9]) <= len(labels):
        return int(part[:9]) - 1
    return None
