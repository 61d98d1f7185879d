"""Pictures and formulas of one session under addresses that nobody can guess, and texts drawn with them.

A name is an HMAC of the content with the session's seed: the same after a restart, so caches hold, and
nobody can test a guessed solution by asking whether its picture exists.
"""

import hashlib
from typing import Final

from app.live.order import keyed_digest
from app.quiz.languages import in_language, languages_in
from app.quiz.markup import keep_together, render
from app.quiz.model import Media, Quiz, RichText
from app.quiz.rich_texts import texts_of

PATH: Final = "/media/"


class Pictures:
    """Rendered texts and media of one session; `render` may be called before `prepare` has come to a text."""

    def __init__(self, seed: str, quiz: Quiz) -> None:
        self._seed = seed
        self._quiz = quiz
        self.language = quiz.language
        self._media: dict[str, Media] = {}
        self._addresses: dict[str, str] = {}
        self._html: dict[RichText, str] = {}
        for name, media in quiz.media.items():
            self._addresses[name] = self._add(media)

    def render(self, text: RichText) -> str:
        """Safe HTML of a text, drawn once."""
        known = self._html.get(text)
        if known is None:
            known = keep_together(render(text, lambda name: self._addresses.get(name, ""), self._add).html)
            self._html[text] = known
        return known

    def find(self, name: str) -> Media | None:
        """The picture behind an address."""
        return self._media.get(name)

    def prepare(self) -> None:
        """Draw every text ahead of time; meant for a thread beside the loop, formulas take a while."""
        for question in self._quiz.questions:
            for text in texts_of(question):
                for language in languages_in(text) or ("",):
                    self.render(in_language(text, (language,)))

    def _add(self, media: Media) -> str:
        digest = hashlib.sha256(media.data).hexdigest()
        name = keyed_digest(self._seed, "media", media.type, digest)[:32]
        self._media[name] = media
        return PATH + name
