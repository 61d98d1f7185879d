"""Question banks of a Moodle: found, downloaded and read by the library's own import."""

import pytest

from app.exchange.quiz_tables import read_source
from sync.connectors.moodle.connector import MoodleConnector
from sync.connectors.moodle.refs import write_ref
from sync.errors import LoggedOut, Rejected, Unanswered
from tests.helpers.moodle import Moodle
from tests.helpers.recordings import recorded

BANK = write_ref(kind="questions", context="113", category="9")
PAGE = "/question/edit.php?cmid=59&cat=9%2C113&qpage=0"


@pytest.mark.parametrize("number", ["118", "119", "120"])
def test_the_stand_in_answers_as_recorded(number):
    exchange, moodle = recorded(number), Moodle()
    moodle.may_export = number != "119"
    moodle.functions.add("core_get_fragment")
    assert moodle.answer(exchange["path"], exchange["form"])[1] == exchange["body"]


def test_the_questions_of_a_category_are_asked_for_as_recorded_and_can_be_imported(
    connector, moodle, monkeypatch
):
    paths = []
    answer = moodle.answer
    monkeypatch.setattr(moodle, "answer", lambda path, form: (paths.append(path), answer(path, form))[1])
    quiz = read_source(connector.download_bank(BANK), "Banque").quiz
    assert paths == [recorded("117")["path"]]
    assert [question.kind for question in quiz.questions] == ["single", "true_false"]
    assert quiz.questions[0].text.source == "Which is the oddest number?"


def test_categories_are_listed_where_the_key_may_ask(connector, moodle):
    with pytest.raises(Rejected, match="banks_not_listed"):
        connector.list_banks("2")
    moodle.functions.add("core_get_fragment")
    asked = MoodleConnector(connector._client)
    banks = asked.list_banks("2")
    assert [bank.name for bank in banks] == ["Banque: Default for Quiz Moodle", "Banque: Cat quiz (3)"]
    assert banks[1].ref == BANK


def test_the_address_of_the_banks_page_is_enough(connector, address):
    assert connector.find_bank(f" {address}{PAGE}\n").ref == BANK
    for wrong in (
        f"https://elsewhere.example{PAGE}",
        f"{address}/question/edit.php?cmid=59",
        "http://[x",
        "",
    ):
        with pytest.raises(Rejected, match="bank_address_wrong"):
            connector.find_bank(wrong)


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (recorded("119")["body"], Rejected, "no_permission"),
        (recorded("113")["body"], LoggedOut, "platform_logged_out"),
        ("<html>Welcome to the school's Wi-Fi</html>", Unanswered, "platform_not_understood"),
        ('<?xml version="1.0"?><quiz><question', Unanswered, "platform_not_understood"),
    ],
    ids=["student", "old key", "page", "half"],
)
def test_what_is_no_question_bank_is_told(connector, moodle, monkeypatch, body, kind, code):
    monkeypatch.setattr(moodle, "_file", lambda path, form: body)
    with pytest.raises(kind, match=code):
        connector.download_bank(BANK)
