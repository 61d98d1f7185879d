"""Guests of a class with a roster: who is left out where only students on its list count, and what to do."""

from collections.abc import Collection
from typing import Final

from widgets.language import isolate, ngettext, translate

_MOST_NAMED: Final = 6


def tell_left_out(names: Collection[str]) -> str:
    """For a file of marks; '' without guests."""
    words = ngettext(
        "{count} guest is not in the file: {names}. Guests are not on the class's list; enter their marks "
        "by hand.",
        "{count} guests are not in the file: {names}. Guests are not on the class's list; enter their marks "
        "by hand.",
        len(names),
    )
    return _fill(words, names)


def tell_apart(names: Collection[str]) -> str:
    """For a workbook of marks; '' without guests."""
    words = ngettext(
        "{count} guest stands on a sheet of its own: {names}. Guests are not on the class's list; enter "
        "their marks by hand.",
        "{count} guests stand on a sheet of their own: {names}. Guests are not on the class's list; enter "
        "their marks by hand.",
        len(names),
    )
    return _fill(words, names)


def tell_not_sent(names: Collection[str]) -> str:
    """For a platform; '' without guests."""
    words = ngettext(
        "Nothing is sent of {count} guest: {names}. Guests are not on the class's list; enter on the "
        "platform by hand what belongs to them.",
        "Nothing is sent of {count} guests: {names}. Guests are not on the class's list; enter on the "
        "platform by hand what belongs to them.",
        len(names),
    )
    return _fill(words, names)


def _fill(words: str, names: Collection[str]) -> str:
    return words.format(count=len(names), names=_name_some(sorted(names, key=str.casefold))) if names else ""


def _name_some(names: list[str]) -> str:
    more = " …" if len(names) > _MOST_NAMED else ""
    return translate(", ").join(isolate(name) for name in names[:_MOST_NAMED]) + more
