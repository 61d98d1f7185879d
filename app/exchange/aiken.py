"""Aiken, the plainest quiz format of Moodle, read line by line as Moodle reads it, and kinder where teachers
write it otherwise; each kindness has its warning. Moodle's rules: docs/formats.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.exchange.drafts import choice_question, folded, plain_text
from app.exchange.report import Report
from app.quiz.model import NewId, Question, Quiz, new_id

_OPTION: Final = re.compile(r"([A-Z])[.)][ \t]*(.*)")
_LOOSE_OPTION: Final = re.compile(r"\(?([A-Za-z])(?:[.):]|[ \t]*[-–])[ \t]*(\S.*)")
_BARE_OPTION: Final = re.compile(r"([A-Z])[ \t]+(\S.*)")
_ANSWER: Final = re.compile(r"ANSWER:[ \t]*(.*)")
_LOOSE_ANSWER: Final = re.compile(
    r"(?:correct |right )?(?:answers?|ans|réponses?|reponses?|respuesta|resposta|antwort|الجواب|"
    r"الإجابة|الاجابة)"
    r"[ \t]*[:：=][ \t]*(.*)",
    re.IGNORECASE,
)
_FEEDBACK: Final = re.compile(
    r"(?:feedback|explanation|explication|commentaire)[ \t]*:[ \t]*(.+)", re.IGNORECASE
)
_KEYS: Final = re.compile(r"[A-Za-z](?:[ \t]*(?:[,;/&+]|and|et|or|ou|y|و|[ \t])[ \t]*[A-Za-z])*[.)]?")
_KEY: Final = re.compile(r"(?<![A-Za-z])[A-Za-z](?![A-Za-z])")
_SIGN_ANSWER: Final = re.compile(r"^[ \t]*ANSWER:[ \t]*\S", re.MULTILINE)
_SIGN_OPTION: Final = re.compile(r"^[ \t]*[A-Z][.)]", re.MULTILINE)


@dataclass(slots=True)
class _Option:
    label: str
    text: str


@dataclass(slots=True)
class _Open:
    """The question that is being read. notes: kindnesses needed, each with its line and source."""

    stem: list[str] = field(default_factory=list)
    line: int = 0
    options: list[_Option] = field(default_factory=list)
    notes: list[tuple[str, int, str]] = field(default_factory=list)

    def expected(self) -> str:
        """The label that comes next."""
        return chr(ord(self.options[-1].label) + 1) if self.options else "A"


def looks_like_aiken(text: str) -> bool:
    """Whether a line begins with ANSWER: and another with a lettered option."""
    return bool(_SIGN_ANSWER.search(text) and _SIGN_OPTION.search(text))


def read_aiken(text: str, title: str, new_id: NewId = new_id) -> tuple[Quiz, Report]:
    """The quiz of an Aiken text, and what was changed, doubtful or left out."""
    reader = _Reader(text, new_id)
    reader.read()
    reader.report.finish()
    return Quiz(new_id(), title, tuple(reader.questions)), reader.report


class _Reader:
    def __init__(self, text: str, make_id: NewId) -> None:
        stripped = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
        # As Moodle: what is shorter than two characters means nothing.
        self.lines = [(number, line) for number, line in stripped if len(line) > 1]
        self.make_id = make_id
        self.report = Report()
        for number, line in stripped:
            if len(line) == 1:
                self.report.add(number, "info", "words_ignored", line)
        self.questions: list[Question] = []
        self.open = _Open()
        self.taken = False  # whether the question before was taken

    def read(self) -> None:
        next_event = self._next_events()
        for place, (number, line) in enumerate(self.lines):
            answer = _ANSWER.match(line)
            loose = None if answer else _LOOSE_ANSWER.match(line)
            if answer:
                self._close(number, answer[1].strip())
            elif loose and self.open.stem:
                self.open.notes.append(("aiken_answer_word", number, line))
                self._close(number, loose[1].strip())
            elif self._take_option(number, line, place):
                pass
            elif self.open.options and next_event[place] in ("option", "answer"):
                self.open.options[-1].text += "\n" + line
                self.open.notes.append(("option_wrapped", number, line))
            elif not self.open.stem and (feedback := _FEEDBACK.match(line)):
                self._take_feedback(number, line, feedback[1])
            else:
                self._take_stem(number, line)
        self._drop()
        if not self.questions and not self.report.lines:
            self.report.add(0, "warning", "no_questions")

    def _next_events(self) -> list[str]:
        """For each line, what ends the run of unmarked lines after it: 'first' option, 'option', 'answer'."""
        events: list[str] = []
        event = ""
        for _, line in reversed(self.lines):
            events.append(event)
            if _ANSWER.match(line) or _LOOSE_ANSWER.match(line):
                event = "answer"
            elif option := _OPTION.fullmatch(line) or _LOOSE_OPTION.fullmatch(line):
                event = "first" if option[1] in "Aa" else "option"
        return events[::-1]

    def _take_option(self, number: int, line: str, place: int) -> bool:
        option = _OPTION.fullmatch(line)
        if option:
            self.open.options.append(_Option(option[1], option[2].strip()))
            return True
        if not self.open.stem:
            return False
        expected = self.open.expected()
        if (loose := _LOOSE_OPTION.fullmatch(line)) and loose[1].upper() == expected:
            self.open.notes.append(("aiken_option_form", number, line))
        elif (loose := _BARE_OPTION.fullmatch(line)) and loose[1] == expected:
            follower = self.lines[place + 1][1] if place + 1 < len(self.lines) else ""
            after = _BARE_OPTION.fullmatch(follower)
            if not self.open.options and not (after and after[1] == "B"):
                return False  # a sentence that begins with the word A
            self.open.notes.append(("aiken_option_form", number, line))
        else:
            return False
        self.open.options.append(_Option(loose[1].upper(), loose[2].strip()))
        return True

    def _take_stem(self, number: int, line: str) -> None:
        if self.open.options:
            self._drop()
        if self.open.stem:
            self.open.notes.append(("stem_lines", number, line))
        else:
            self.open.line = number
        self.open.stem.append(line)

    def _take_feedback(self, number: int, line: str, feedback: str) -> None:
        if self.taken:
            self.report.add(number, "info", "feedback_line", line)
            self.questions[-1] = replace(self.questions[-1], feedback=plain_text(feedback))
        else:
            self.report.add(number, "error", "feedback_lost", line)

    def _drop(self) -> None:
        """Leave out what is open, with an error."""
        draft, self.open = self.open, _Open()
        if draft.stem or draft.options:
            source = "\n".join([*draft.stem, *(f"{o.label}) {o.text}" for o in draft.options)])
            self.report.add(draft.line, "error", "aiken_no_answer", source)

    def _close(self, number: int, key: str) -> None:
        draft, self.open = self.open, _Open()
        self.taken = len(draft.options) > 1
        line = draft.line or number
        if not self.taken:
            source = "\n".join([*draft.stem, *(option.text for option in draft.options), f"ANSWER: {key}"])
            self.report.add(line, "error", "too_few_options", source)
            return
        for code in dict.fromkeys(code for code, _, _ in draft.notes):
            at, source = next((at, source) for noted, at, source in draft.notes if noted == code)
            self.report.add(at, "warning", code, source)
        right = right_places(key, draft.options)
        if not right:
            self.report.add(number, "warning", "key_unknown", key, key=key)
        elif len(right) > 1:
            self.report.add(number, "warning", "several_keys", key, key=key)
        if not draft.stem:
            self.report.add(line, "warning", "text_empty")
        texts = [option.text for option in draft.options]
        question = choice_question(self.make_id, "\n".join(draft.stem), texts, right)
        if any(code == "aiken_answer_word" for code, _, _ in draft.notes):
            self.report.moodle_kinds[question.id] = ""
        self.questions.append(replace(question, line=line))


def right_places(key: str, options: Sequence[_Option]) -> list[int]:
    """Which options a key names, from 0: a letter, several, an option's text, else its first letter."""
    key = " ".join(key[:1_000].split())
    labels = {option.label: place for place, option in reversed(list(enumerate(options)))}
    if _KEYS.fullmatch(key):
        found = [labels[letter.upper()] for letter in _KEY.findall(key) if letter.upper() in labels]
        return sorted(set(found))
    if key.isalpha() and key.isupper() and len(set(key)) == len(key) and all(c in labels for c in key):
        return sorted(labels[letter] for letter in key)
    same = [place for place, option in enumerate(options) if folded(option.text) == folded(key)]
    if same:
        return same[:1]
    return [labels[key[0]]] if key[:1] in labels else []
