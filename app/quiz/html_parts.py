"""HTML as people paste it, cut into tags and text in linear time. What is no real tag is text: `a<b`,
`#include <iostream>` and `List<String>` lose nothing. Makes nothing safe: `app.quiz.markup` does.
"""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple


def words(text: str) -> frozenset[str]:
    """The set of the words of a text: long tables stay readable."""
    return frozenset(text.split())


BLOCKS: Final = words(
    "address article aside blockquote br caption center dd div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section table tbody td "
    "tfoot th thead tr ul"
)
_INLINE: Final = words(
    "a abbr acronym audio b base bdi bdo big body button canvas cite code col colgroup data "
    "datalist del details dfn dialog em embed font head html i iframe img input ins kbd label "
    "legend link map area mark math meta meter noscript object optgroup output param picture "
    "progress q rp rt ruby s samp script select small source span strike strong style sub "
    "summary sup svg template textarea time title track tt u var video wbr marquee blink nobr "
    "applet frame frameset"
)
_ELEMENTS: Final = BLOCKS | _INLINE
_VOID: Final = words("area base br col embed hr img input link meta param source track wbr")
_CLOSED_BY_NEXT: Final = words("p li dt dd tr td th tbody thead tfoot option")
DEEPEST: Final = 100

# Possessive quantifiers: a failing match never goes back, so time stays linear.
_TAG: Final = re.compile(
    r"</?([A-Za-z][A-Za-z0-9]*+(?::[A-Za-z]++)?)"
    r"(?:[\s/]++[A-Za-z_@:][\w:.-]*+(?>\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>=`]++))?+)*+"
    r"[\s/]*+>"
)


class Part(NamedTuple):
    """kind: 'text', 'tag' (name in lower case) or 'comment'; start: where it stands in the source."""

    kind: Literal["text", "tag", "comment"]
    source: str
    name: str
    start: int

    @property
    def closes(self) -> bool:
        return self.source.startswith("</")


def split_html(source: str) -> Iterator[Part]:
    """Tags, comments and runs of text, in order; together they are the source."""
    done = position = 0
    comments = True
    while (start := source.find("<", position)) >= 0:
        end, part = start + 1, None
        if comments and source.startswith("<!--", start):
            close = source.find("-->", start + 4)
            comments = close >= 0
            if comments:
                end = close + 3
                part = Part("comment", source[start:end], "", start)
        elif (match := _TAG.match(source, start)) and is_element(match[1]):
            end = match.end()
            part = Part("tag", match[0], match[1].lower(), start)
        if part:
            if done < start:
                yield Part("text", source[done:start], "", done)
            yield part
            done = end
        position = end
    if done < len(source):
        yield Part("text", source[done:], "", done)


def is_element(name: str) -> bool:
    """Whether HTML has such an element, or word processors write it (`o:p`)."""
    return name.lower() in _ELEMENTS or ":" in name


def limit_depth(parts: Iterator[Part]) -> Iterator[Part]:
    """Without the tags that nest deeper than `DEEPEST`: sanitising takes quadratic time in the depth."""
    depth = 0
    for part in parts:
        if part.kind == "tag" and part.name not in _VOID and part.name not in _CLOSED_BY_NEXT:
            if part.closes:
                depth = max(depth - 1, 0)
            elif depth >= DEEPEST:
                continue
            else:
                depth += 1
        yield part
