"""What others wrote (nicknames, answers, titles) where Qt reads more into it. In tips it takes what looks
like HTML as HTML, and would load pictures that it names, on Windows also from another computer; on buttons,
ticks and in menus an `&` makes the letter behind it a key, and is not shown."""

from html import escape


def plain_tip(words: str) -> str:
    """A tip that shows exactly these words."""
    if "<" not in words and "&" not in words:
        return words
    return f"<qt>{escape(words)}</qt>".replace("\n", "<br>")


def plain_caption(words: str) -> str:
    """Words for a button, a tick, a menu or the label of a field that are shown exactly so."""
    return words.replace("&", "&&")
