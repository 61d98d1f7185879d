"""What students fill in, and how a journal keeps it by docs/protocol.md."""

import json
from random import Random
from typing import Any

from app.quiz.model import Question
from tests.soak.classes_quiz import WORDS, parts_of

Pairs = list[tuple[str, str]]


def fill(random: Random, question: Question) -> Pairs:
    """What a student sends; now and then something that is no answer."""
    ids = [choice.id for choice in question.choices]
    match question.kind:
        case "numeric":
            return [("number", random.choice(("0", "2", "4", "5", "7", "12", "x")))]
        case "short_text" | "open_text":
            return [("text", random.choice((*WORDS, " PARIS ", "lyon", "?!", "  ")))]
        case "ordering":
            return [(f"place-{id}", str(place)) for place, id in enumerate(random.sample(ids, len(ids)), 1)]
        case "multiple":
            return [("choice", id) for id in random.sample(ids, random.randrange(0, len(ids) + 1))]
        case "matching":
            rights = [*(pair.right_id for pair in question.pairs), ""]
            lefts = [pair.left_id for pair in question.pairs if pair.left is not None]
            return [(f"pair-{left}", random.choice(rights)) for left in lefts]
        case "gaps":
            return [
                (f"gap-{part.id}", value)
                for part in parts_of(question)
                for _, value in (fill(random, part) if random.random() < 0.8 else [("", "")])
            ]
        case "slide":
            return []
    return [("choice", random.choice(ids))]


def read_fields(question: Question, fields: Pairs) -> dict[str, Any] | None:
    """The answer as a journal keeps it; None for what is no answer."""
    values = [value for _, value in fields]
    match question.kind:
        case "slide":
            return None
        case "numeric":
            return {"number": values[0], "text": values[0]} if values[0].isdecimal() else None
        case "short_text" | "open_text":
            return {"text": values[0].strip()} if values[0].strip() else None
        case "ordering":
            return {
                "order": [name.removeprefix("place-") for name, _ in sorted(fields, key=lambda pair: pair[1])]
            }
        case "matching":
            return _read_pairs(question, fields)
        case "gaps":
            return _read_gaps(question, fields)
    return {"choices": [choice.id for choice in question.choices if choice.id in values]} if values else None


def _read_pairs(question: Question, fields: Pairs) -> dict[str, Any] | None:
    """Of right sides that look the same the smallest id stands for all."""
    words = {pair.right_id: pair.right.source for pair in question.pairs}
    first = {word: min(id for id, own in words.items() if own == word) for word in words.values()}
    pairs = {name.removeprefix("pair-"): first[words[right]] for name, right in fields if right}
    return {"pairs": pairs} if pairs else None


def _read_gaps(question: Question, fields: Pairs) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    typed: dict[str, str] = {}
    for part in parts_of(question):
        values = [value for name, value in fields if name == f"gap-{part.id}" and value.strip()]
        if not values:
            continue
        own = read_fields(part, [("", value) for value in values])
        if own is None:  # one thing that is no answer, and nothing of it is taken
            return None
        if "text" in own:
            typed[part.id] = own["text"]
        if "number" in own:
            found[part.id] = own["number"]
        if "choices" in own:
            found[part.id] = own["choices"] if part.kind == "multiple" else own["choices"][0]
    if not found and not typed:
        return None
    return {"gaps": found} | ({"text": json.dumps(typed, ensure_ascii=False)} if typed else {})


def spread(question: Question, answer: dict[str, Any]) -> dict[str, Any]:
    """The same, with what fills each gap as the answer of a question of its own in `filled`."""
    if question.kind != "gaps":
        return answer
    kept, typed = answer["gaps"], json.loads(answer.get("text", "{}"))
    filled: dict[str, dict[str, Any]] = {}
    for part in parts_of(question):
        if part.kind == "short_text":
            filled |= {part.id: {"text": typed[part.id]}} if part.id in typed else {}
        elif part.id in kept:
            value = kept[part.id]
            own = {"number": value} if part.kind == "numeric" else {"choices": value}
            filled[part.id] = {"choices": [value]} if part.kind == "single" else own
    return answer | {"filled": filled}
