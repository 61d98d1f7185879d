"""Tips say what others wrote: nicknames, answers, titles. Qt takes what looks like HTML in them as HTML, and
would load pictures that it names, on Windows also from another computer."""

from html import escape


def plain_tip(words: str) -> str:
    """A tip that shows exactly these words."""
    if "<" not in words and "&" not in words:
        return words
    return f"<qt>{escape(words)}</qt>".replace("\n", "<br>")
