"""A quiz as GIFT text. Pictures are written into the text itself (data URIs)."""

import base64
import re
from typing import Final
from urllib.parse import unquote

from app.exchange.cloze_out import as_tolerance, percent
from app.exchange.losses import Abilities, can_hold, find_losses, pictures_in
from app.exchange.moodle_xml_out import path_part
from app.exchange.report import Report
from app.numerals import canonical_number
from app.quiz.kinds import KINDS
from app.quiz.model import Choice, Media, Question, Quiz, RichText
from app.quiz.pictures import MEDIA
from app.quiz.plain import plain
from app.quiz.rich_texts import texts_of
from app.quiz.sounds import is_sound

SUFFIX: Final = ".gift"
_SPECIAL: Final = re.compile(r"[\\#=~{}:]")
_ADDRESS: Final = re.compile(rf"(?<![\w:]){MEDIA}([^\"'<>()\s]+)")
_CAN: Final = Abilities(frozenset(KINDS) - {"gaps"})


def losses(quiz: Quiz) -> Report:
    """What the file will not carry; `line` is the number of the question."""
    report = find_losses(quiz, _CAN)
    for number, question in enumerate(quiz.questions, 1):
        sides = [side.source for pair in question.pairs for side in (pair.left, pair.right) if side]
        if any(is_sound(name) for text in texts_of(question) for name in pictures_in(text)):
            report.add(number, "warning", "loss_sound", question.title)
        if any("->" in side for side in sides):
            report.add(number, "warning", "loss_arrow", question.title)
        if question.other_feedback and question.kind == "short_text":
            report.add(number, "warning", "loss_other_feedback", question.title)
        if question.kind == "slide" and question.feedback:
            report.add(number, "warning", "loss_slide_feedback", question.title)
        if question.kind == "single" and max((choice.weight for choice in question.choices), default=0.0) < 1:
            report.add(number, "warning", "loss_whole_credit", question.title)
        if question.kind == "single" and _is_all_right(question):
            report.add(number, "warning", "loss_no_wrong", question.title)
        if any("->" in answer.text for answer in question.texts):
            report.add(number, "warning", "loss_arrow_typed", question.title)
        if question.kind == "ordering" and any(choice.feedback for choice in question.choices):
            report.add(number, "info", "loss_feedback", question.title)
    report.finish()
    return report


def write(quiz: Quiz) -> bytes:
    """The file, in UTF-8."""
    blocks: list[str] = []
    category: tuple[str, ...] = ()
    for question in quiz.questions:
        if not can_hold(question, _CAN):
            continue
        if question.category != category:
            category = question.category
            names = (_escape(path_part(" ".join(name.split()))) for name in category)
            blocks.append("$CATEGORY: " + "/".join(["$course$", "top", *names]))
        blocks.append(_Writer(question, quiz.media).question())
    return ("\n\n".join(blocks) + "\n").encode("utf-8", "replace")


def _escape(text: str) -> str:
    text = _SPECIAL.sub(r"\\\g<0>", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.replace("\n", "\\n")


class _Writer:
    """One question."""

    def __init__(self, question: Question, media: dict[str, Media]) -> None:
        self.q = question
        self.media = media

    def question(self) -> str:
        q = self.q
        notes = [f"[tag:{_note(tag)}]" for tag in q.tags]
        if q.id_number:
            notes.insert(0, f"[id:{_note(q.id_number)}]")
        head = f"::{_escape(q.title)}::" if q.title else ""
        lines = [f"// {' '.join(notes)}"] if notes else []
        lines.append(head + self.rich(q.text))
        if q.kind == "slide":
            return lines[-1] if len(lines) == 1 else "\n".join(lines)
        lines[-1] += " {" + self.opening()
        lines += getattr(self, q.kind)()
        if q.feedback:
            lines.append("####" + self.rich(q.feedback))
        return "\n".join([*lines, "}"])

    def opening(self) -> str:
        return {"numeric": "#", "ordering": ">ALL"}.get(self.q.kind, "")

    def rich(self, text: RichText) -> str:
        """A text with its format and its pictures."""

        def inside(match: re.Match[str]) -> str:
            item = self.media.get(unquote(match[1]))
            if item is None:
                return match[0]
            if item.type.startswith("audio/"):
                return ""
            return f"data:{item.type};base64,{base64.b64encode(item.data).decode()}"

        source = text.source if text.format == "plain" else _ADDRESS.sub(inside, text.source)
        return f"[{text.format}]{_escape(source)}"

    def comment(self, text: RichText) -> str:
        return f"#{self.rich(text)}" if text else ""

    def choice(self, choice: Choice, credit: str) -> str:
        return credit + self.rich(choice.text) + self.comment(choice.feedback)

    def single(self) -> list[str]:
        if _is_all_right(self.q):  # with "=" alone it would be a question with a typed answer
            return self.multiple()
        return [
            self.choice(choice, "=" if choice.weight >= 1 else _weight(choice.weight))
            for choice in self.q.choices
        ]

    def multiple(self) -> list[str]:
        return [self.choice(choice, f"~%{percent(choice.weight)}%") for choice in self.q.choices]

    def poll(self) -> list[str]:
        return [self.choice(choice, "~") for choice in self.q.choices]

    def true_false(self) -> list[str]:
        true, false = self.q.choices
        right, wrong = (true, false) if true.weight >= false.weight else (false, true)
        line = "T" if right is true else "F"
        if wrong.feedback or right.feedback:
            line += f"#{self.rich(wrong.feedback) if wrong.feedback else ''}"
            line += self.comment(right.feedback)
        return [line]

    def numeric(self) -> list[str]:
        lines = []
        for item in self.q.numbers:
            value, tolerance = as_tolerance(item)
            credit = f"=%{percent(item.weight)}%" if item.weight < 1 else "="
            number = f"{canonical_number(value)}:{canonical_number(tolerance)}"
            lines.append(credit + number + self.comment(item.feedback))
        if self.q.other_feedback:
            lines.append("~" + self.comment(self.q.other_feedback))
        return lines

    def short_text(self) -> list[str]:
        return [
            (f"=%{percent(item.weight)}%" if item.weight < 1 or item.text.startswith("%") else "=")
            + ("[plain]" if item.text.startswith("[") else "")
            + _escape(item.text)
            + self.comment(item.feedback)
            for item in self.q.texts
        ]

    def matching(self) -> list[str]:
        lines = []
        for pair in self.q.pairs:
            right = pair.right.source if pair.right.format == "plain" else plain(pair.right)
            left = self.rich(pair.left).replace("->", "→") if pair.left else ""
            lines.append(f"={left} -> {_escape(right).replace('->', '→')}")
        return lines

    def ordering(self) -> list[str]:
        return [self.rich(choice.text) for choice in self.q.choices]

    def open_text(self) -> list[str]:
        return []


def _is_all_right(question: Question) -> bool:
    return bool(question.choices) and all(choice.weight >= 1 for choice in question.choices)


def _weight(weight: float) -> str:
    return f"~%{percent(weight)}%" if weight else "~"


def _note(text: str) -> str:
    return " ".join(text.replace("]", "\\]").split())
