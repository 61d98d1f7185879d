"""The sentence for every error code: what happened, what was kept, what to do. English here; the
catalogues hold the other languages. A test checks that every code used in the sources has its sentence."""

from typing import Final

from app.errors import PreauError
from app.i18n import Translate, mark

SENTENCES: Final[dict[str, str]] = {
    # --- data folder and storage ---
    "data_folder": mark(
        "The data folder {folder} cannot be written ({reason}). Nothing was changed. "
        "Choose another with --data or make this one writable."
    ),
    # --- quiz files ---
    # --- answers ---
    # --- network ---
    # --- class ---
}


def tell(error: PreauError, translate: Translate) -> str:
    """The sentence of `error` in the translator's language."""
    return translate(SENTENCES[error.code]).format(**error.params)
