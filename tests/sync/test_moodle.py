"""The Moodle connector against the stand-in: what it reads, what it sends, and what it says beforehand."""

import base64
import hashlib
import json
from decimal import Decimal

import pytest

from sync.connectors.base import Account
from sync.connectors.moodle import sign_in as signing
from sync.connectors.moodle.client import Client, explain, flatten
from sync.connectors.moodle.connector import MoodleConnector
from sync.connectors.moodle.refs import read_ref, write_ref
from sync.errors import Busy, LoggedOut, Rejected, Unanswered
from tests.helpers.moodle import PASSWORD, SUSPENDED, TOKEN, number_of
from tests.helpers.recordings import FOLDER, body_of, recorded

GRADES = write_ref(kind="assign", course="2", assignment="17", cmid="41")
COLUMN = write_ref(kind="column", course="2", assignment="18", cmid="42", item="1000")
SESSION = write_ref(kind="attendance", course="2", cmid="61", session="4")


@pytest.mark.parametrize("number", ["022", "023", "033", "040", "078", "085", "091"])
def test_arguments_are_written_as_moodle_reads_them(number):
    form = recorded(number)["form"]
    tree: dict = {}
    for name, value in form.items():
        keys = name.replace("]", "").split("[")
        place = tree
        for key in keys[:-1]:
            place = place.setdefault(key, {})
        place[keys[-1]] = value
    assert flatten(tree) == form


def test_lists_are_numbered():
    assert flatten({"a": [{"b": True}, {"b": 2}]}) == {"a[0][b]": "1", "a[1][b]": "2"}


@pytest.mark.parametrize(
    ("number", "kind", "code"),
    [
        ("048", LoggedOut, "platform_logged_out"),
        ("130", LoggedOut, "platform_logged_out"),
        ("134", LoggedOut, "platform_suspended"),
        ("044", LoggedOut, "login_not_allowed"),
        ("001", LoggedOut, "platform_service_off"),
        ("046", LoggedOut, "login_wrong"),
        ("144", LoggedOut, "login_wrong"),
        ("136", Busy, "platform_maintenance"),
        ("142", Busy, "platform_busy"),
        ("033", Unanswered, "platform_failed"),
        ("093", Rejected, "no_permission"),
        ("146", Rejected, "no_permission"),
        ("145", Rejected, "course_closed"),
        ("139", Rejected, "course_closed"),
        ("029", Rejected, "gone_there"),
        ("088", Rejected, "gone_there"),
        ("026", Rejected, "platform_refused"),
    ],
)
def test_recorded_refusals_are_understood(number, kind, code):
    error = explain(body_of(number)["errorcode"])
    assert (type(error), error.code) == (kind, code)


def test_no_recorded_refusal_lacks_a_code_or_shows_its_text():
    for path in FOLDER.glob("*.json"):
        body = json.loads(path.read_text(encoding="utf-8"))["body"]
        if isinstance(body, dict) and "errorcode" in body:
            assert body["errorcode"] not in str(explain(body["errorcode"])) or len(body["errorcode"]) < 1


# --- signing in ---


def test_the_best_service_that_gives_a_key_is_taken(client, moodle):
    assert signing.sign_in(client, "prof.dupont", PASSWORD) == TOKEN


def test_a_wrong_password_is_tried_once_only(client, moodle):
    with pytest.raises(LoggedOut, match="login_wrong"):
        signing.sign_in(client, "prof.dupont", "guess")
    assert moodle.passwords_tried == 1


def test_an_account_without_any_service_is_told(client, moodle):
    moodle.services.clear()
    with pytest.raises(LoggedOut, match="login_not_allowed"):
        signing.sign_in(client, "prof.dupont", PASSWORD)


def test_a_link_is_taken_only_from_this_sign_in():
    root, passport = "https://moodle.example", "0.5"
    signed = hashlib.md5(f"{root}{passport}".encode()).hexdigest()
    link = "moodlemobile://token=" + base64.b64encode(f"{signed}:::KEY:::PRIVATE".encode()).decode()
    assert signing.read_link(f" {link}\n", root, passport) == "KEY"
    for wrong in (link[:-9], link.replace("token", "x"), "moodlemobile://token=%%", ""):
        with pytest.raises(Rejected, match="login_link_wrong"):
            signing.read_link(wrong, root, passport)
    with pytest.raises(Rejected, match="login_link_wrong"):
        signing.read_link(link, root, "0.6")
    config = body_of("121")[0]["data"]
    assert not signing.signs_in_by_browser(config)
    assert signing.launch_address(config, passport).startswith(recorded("122")["path"].join([root, "?"]))
    for page in ({}, {"launchurl": "file:///home"}):  # the teacher's computer opens what it says
        with pytest.raises(Rejected, match="platform_not_understood"):
            signing.launch_address(page, passport)


# --- reading ---


def test_the_site_says_what_the_key_may_do(connector, moodle):
    site = connector.probe()
    assert (site.name, site.user) == ("Université d'Essai", "Émilie Dupont")
    assert site.abilities == moodle.functions


def test_courses_and_participants_are_listed(connector):
    [course] = connector.list_courses()
    assert (course.id, course.code) == ("2", "ALGO-A")
    roster = connector.load_roster("2")
    assert [account.student for account in roster[:3]] == [False, False, True]
    assert roster[2] == Account("6", "Élève 6", number_of(6), "e6@etu.example.org", ("TD 1",))
    assert [account.id for account in roster if not account.active] == [str(SUSPENDED)]


def test_hidden_numbers_are_read_from_the_grade_report(connector, moodle):
    moodle.hides_numbers = True
    roster = {account.id: account for account in connector.load_roster("2")}
    assert roster["6"].number == number_of(6)
    assert roster["6"].email == "e6@etu.example.org"
    assert roster[str(SUSPENDED)].number == ""


def test_places_are_what_the_key_may_fill(connector, moodle):
    places = {place.ref: place for place in connector.list_places("2")}
    assert {read_ref(ref)["kind"] for ref in places} == {"assign", "attendance"}
    assert (places[GRADES].top, places[GRADES].notices) == (Decimal(100), ())
    assert SESSION in places
    moodle.functions |= {"core_grades_update_grades"}
    [column] = [p for p in _fresh(connector).list_places("2") if p.ref == COLUMN]
    assert [notice.code for notice in column.notices] == ["will_stay_apart"]


@pytest.mark.parametrize(
    "changed", [{"grade": 0}, {"grade": -3}, {"blindmarking": 1}], ids=["no grade", "words", "anonymous"]
)
def test_an_activity_that_cannot_take_points_is_not_offered_and_refuses_beforehand(
    connector, moodle, changed
):
    moodle.books[17].settings.update(changed)
    assert GRADES not in [place.ref for place in connector.list_places("2")]
    assert {held.obstacle for held in connector.read(GRADES).held.values()} == {"target_unfit"}


def test_grades_are_read_with_what_stands_in_their_way(connector, moodle):
    book = moodle.books[17]
    book.shown |= {6: 12.5, 7: 0.0}
    book.overridden.add(8)
    held = connector.read(GRADES).held
    assert (held["6"].value, held["7"].value, held["9"].value) == ("12.5", "0.0", None)
    assert held["8"].obstacle == "grade_overridden"
    assert str(SUSPENDED) not in held
    book.locked = True
    assert _fresh(connector).read(GRADES).held["9"].obstacle == "grade_locked"


def test_attendance_is_read_by_our_words(connector, moodle):
    moodle.attendance["4"] = {6: "5", 7: "7", 8: "99"}
    reading = connector.read(SESSION)
    assert [reading.held[u].value for u in ("6", "7", "8", "9")] == ["present", "late", "status:99", None]
    assert reading.takes == {"present", "late", "excused", "absent"}


# --- sending ---


def test_forty_grades_go_in_one_request_and_no_student_is_told(connector, moodle):
    reading = connector.read(GRADES)
    values = dict.fromkeys(reading.held, "17.25")
    assert connector.foresee(GRADES, reading, values) == []
    moodle.asked.clear()
    connector.send(GRADES, reading, values)
    assert moodle.asked == ["tool_mobile_call_external_functions"]
    assert set(moodle.books[17].shown.values()) == {17.25} and len(values) == 39
    assert moodle.told == []


def test_a_comment_of_the_teacher_survives_and_is_told(connector, moodle):
    moodle.books[17].comments[6] = "<p>Bravo «été» & أحسنت</p>"
    reading = connector.read(GRADES)
    [notice] = connector.foresee(GRADES, reading, {"6": "12", "7": "13"})
    assert (notice.code, notice.params) == ("will_rewrite_comments", {"count": 1})
    connector.send(GRADES, reading, {"6": "12", "7": "13"})
    assert moodle.books[17].comments[6] == "<p>Bravo «été» & أحسنت</p>"
    assert moodle.books[17].shown == {6: 12.0, 7: 13.0}


@pytest.mark.parametrize("quiet", [True, False])
def test_released_and_loud_grades_are_told_before(connector, moodle, quiet):
    if quiet:
        moodle.books[17].settings["markingworkflow"] = 1
    else:
        moodle.functions.discard("mod_assign_submit_grading_form")
    reading = connector.read(GRADES)
    codes = [notice.code for notice in connector.foresee(GRADES, reading, {"6": "12"})]
    assert codes == (["will_notify", "will_release"] if quiet else ["will_notify"])
    connector.send(GRADES, reading, {"6": "12"})
    assert moodle.books[17].shown == {6: 12.0}
    assert moodle.told == [6]


def test_a_batch_that_stops_in_the_middle_is_not_taken_for_done(connector, moodle):
    reading = connector.read(GRADES)
    with pytest.raises(Rejected):
        connector.send(GRADES, reading, {"6": "12", "7": "101", "8": "13"})
    assert moodle.books[17].shown.get(6) == 12.0


def test_an_own_column_is_filled_and_read_back(connector, moodle):
    moodle.functions |= {"core_grades_update_grades"}
    connector.send(COLUMN, connector.read(COLUMN), {"6": "12.5"})
    assert connector.read(COLUMN).held["6"].value == "12.5"
    assert moodle.books[18].shown == {} and moodle.told == []


def test_attendance_goes_in_one_request_and_its_price_is_told(connector, moodle):
    moodle.remarks[("4", 6)] = "médecin"
    reading = connector.read(SESSION)
    values = {"6": "present", "7": "absent"}
    codes = [notice.code for notice in connector.foresee(SESSION, reading, values)]
    assert codes == ["will_erase_remarks", "will_not_refresh"]
    connector.send(SESSION, reading, values)
    assert moodle.attendance["4"] == {6: "5", 7: "6"}
    assert moodle.remarks == {}
    with pytest.raises(Rejected, match="status_unknown"):
        connector.send(SESSION, reading, {"6": "asleep"})


def test_a_session_or_activity_that_is_gone_is_refused(connector, moodle):
    with pytest.raises(Rejected):
        connector.read(SESSION.replace('"4"', '"99"'))
    with pytest.raises(Rejected, match="gone_there"):
        connector.read(GRADES.replace('"17"', '"99"'))


@pytest.mark.parametrize("answer", [{}, [], "text", None, 3, [None], {"courses": [{}]}, {"usergrades": 1}])
@pytest.mark.parametrize("ask", ["probe", "list_courses", "load_roster", "list_places", "read"])
def test_an_answer_that_is_not_moodles_is_no_fault_of_ours(moodle, ask, answer, monkeypatch, client):
    connector = MoodleConnector(client, frozenset(moodle.functions))
    monkeypatch.setattr(moodle, "_do", lambda function, form, half=False: answer)
    arguments = {"load_roster": ["2"], "list_places": ["2"], "read": [GRADES]}.get(ask, [])
    try:
        given = getattr(connector, ask)(*arguments)
    except (Unanswered, Rejected) as error:
        assert error.code in ("platform_not_understood", "gone_there", "platform_refused")
    else:
        assert given in ([], None)


def test_a_refusal_before_signing_in_that_is_not_moodles_is_no_fault_of_ours(client, monkeypatch):
    answer = [{"error": True, "exception": "a text"}]
    monkeypatch.setattr(client._site, "ask_json", lambda method, path: answer)
    with pytest.raises(Rejected, match="platform_refused"):
        client.public_config()


def _fresh(connector: MoodleConnector) -> MoodleConnector:
    return MoodleConnector(connector._client)


def test_a_key_is_only_in_the_body_of_requests(site, moodle):
    with pytest.raises(LoggedOut) as caught:
        Client(site, "SECRETKEY").call("core_webservice_get_site_info")
    assert "SECRETKEY" not in repr(caught.value)
