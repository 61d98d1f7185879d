"""The sentence for every error code: what happened, what was kept, what to do. English here; the
catalogues hold the other languages. A test checks that every code used in the sources has its sentence."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

from app.i18n import Translate
from app.sentences import answers, classes, network, people, platforms, quiz_files, quiz_writing, storage
from app.sentences.problems import PROBLEMS

SENTENCES: Final[dict[str, str]] = {
    **storage.SENTENCES,
    **quiz_files.SENTENCES,
    **quiz_writing.SENTENCES,
    **answers.SENTENCES,
    **network.SENTENCES,
    **classes.SENTENCES,
    **people.SENTENCES,
    **platforms.SENTENCES,
}


class Told(Protocol):
    """An error or a finding: what has a code and fills a sentence."""

    @property
    def code(self) -> str: ...
    @property
    def params(self) -> dict[str, Any]: ...


def tell(error: Told, translate: Translate) -> str:
    """The sentence of `error` in the translator's language."""
    return tell_code(error.code, error.params, translate)


def tell_code(code: str, params: Mapping[str, Any], translate: Translate) -> str:
    """The sentence of a code with its parameters: of an error, or of a line of an import report."""
    return translate(SENTENCES[code]).format(**params)


def tell_problem(code: str, params: Mapping[str, Any], translate: Translate) -> str:
    """The sentence of a question's problem in the translator's language."""
    return translate(PROBLEMS[code]).format(**params)
