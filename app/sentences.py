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
    "port_in_use": mark(
        "Number {port} is in use by another program. Nothing was started. "
        "Close that program or use the free number {next}: --port {next}."
    ),
    "port_not_allowed": mark(
        "This computer does not let you use number {port} (below 1024 it takes administrator rights). "
        "Nothing was started. Use {next} instead: --port {next}."
    ),
    "no_discovery": mark(
        "Classes near by cannot be looked for: the network does not allow it ({reason}). "
        "Connect to the Wi-Fi of the class, or type the address that the teacher shows."
    ),
    "no_port": mark(
        "The computer gives no connection for phones ({reason}). Nothing was started. Restart the computer; "
        "if that does not help, a security program may forbid it."
    ),
    # --- class ---
}


def tell(error: PreauError, translate: Translate) -> str:
    """The sentence of `error` in the translator's language."""
    return translate(SENTENCES[error.code]).format(**error.params)
