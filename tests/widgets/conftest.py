"""A desk with a real library, in English and light, for tests of screens."""

import pytest

from tests.helpers.desk import make_desk
from widgets.language import apply_language
from widgets.theme import apply_theme


@pytest.fixture
def desk(tmp_path, qapp):
    apply_language(qapp, "en")
    apply_theme(qapp, "light")
    folder = tmp_path / "data"
    folder.mkdir()
    made = make_desk(folder)
    yield made
    assert made.worker.shut_down()
    made.library.close()
