"""The form of a text with gaps, from the page that a phone gets to the answer that it sends."""

from random import Random

import pytest

from app.i18n import LANGUAGES
from app.lan.page_models import Asking, Mine
from app.lan.pages import Pages
from app.quiz.kinds import KINDS
from app.rehearsal.forms import fill_form, read_form
from tests.helpers.questions import sample_question

KIND = KINDS["gaps"]
QUESTION = sample_question("gaps")
PAGES = Pages(lambda name: f"/static/{name}")


def fragment(language="en", mine=None):
    public = KIND.public(QUESTION, lambda text: text.source, list)
    stage = Asking(q=public, code="K7PM", round="r1", number=1, total=2)
    return PAGES.fragment(language, stage, mine or Mine())


def regroup(pairs):
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_gap_has_its_field(language):
    form = read_form(fragment(language))
    assert form is not None
    assert form.selects == {"gap-g2": ["", "c1", "c2"], "gap-g4": ["c1", "c2", "c3"]}
    assert form.texts == ["gap-g1", "gap-g3"]
    assert form.numbers == {"gap-g3"}


def test_a_simulated_student_can_answer():
    form = read_form(fragment())
    assert form is not None
    for seed in range(20):
        answer = KIND.parse(QUESTION, regroup(fill_form(form, Random(seed))))
        assert 0 <= KIND.score(QUESTION, answer) <= 1
        assert len(answer["gaps"]) == 3


def test_a_stored_answer_is_shown_again():
    sent = {"gap-g1": ['a "b"'], "gap-g2": ["c2"], "gap-g3": ["20"], "gap-g4": ["c3"]}
    answer = KIND.parse(QUESTION, sent)
    html = fragment(mine=Mine(fields=tuple(KIND.refill(QUESTION, answer)), saved="14:03:12"))
    assert 'value="a &#34;b&#34;"' in html
    assert '<option value="c2" selected>' in html
    assert 'value="c3" checked' in html
    assert html.count("checked") == 1


def test_nothing_of_the_key_is_on_the_page():
    html = fragment()
    for secret in ("Paris", "Pari", "About", "0.5"):
        assert secret not in html
