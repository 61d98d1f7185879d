"""Questions made up in class, in the form in which the class takes them (docs/protocol.md)."""

from typing import Any, Final

from widgets.language import translate

MOST_CHOICES: Final = 6
HAS_KEY: Final = frozenset({"single", "multiple", "true_false", "numeric", "short_text"})
"""Kinds that can be right or wrong, and may get their key after the question was asked."""


def make_choices(count: int, text: str = "") -> dict[str, Any]:
    """Choices known by their letters alone. count: 2 to 6."""
    return {
        "kind": "single",
        "text": text.strip(),
        "choices": [{"id": name, "text": ""} for name in "abcdef"[:count]],
    }


def make_yes_no(text: str = "") -> dict[str, Any]:
    choices = [{"id": "yes", "text": translate("Yes")}, {"id": "no", "text": translate("No")}]
    return {"kind": "single", "text": text.strip(), "choices": choices}


def make_number(text: str = "") -> dict[str, Any]:
    return {"kind": "numeric", "text": text.strip()}


def make_word(text: str = "") -> dict[str, Any]:
    return {"kind": "short_text", "text": text.strip()}


def has_no_key(question: dict[str, Any]) -> bool:
    """Whether nobody has said yet what is right. question: as the host knows it."""
    return question["kind"] in HAS_KEY and not question["right"] and not question["accepted"]


def key_of(question: dict[str, Any], right: list[str]) -> dict[str, Any] | None:
    """The key by which these lines of the distribution (ids, numbers, words) are right; None for none."""
    if not right:
        return None
    if question["kind"] == "numeric":
        return {"numbers": [{"value": number} for number in right]}
    if question["kind"] == "short_text":
        return {"texts": [{"text": word.replace("*", "\\*")} for word in right]}
    return {"right": right}
