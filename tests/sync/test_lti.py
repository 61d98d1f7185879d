"""The signature is what the standard wants, the recorded exchanges come about, and what a platform answers is
read as it is meant.
"""

import base64
import json
import stat
import sys
from decimal import Decimal

import jwt
import keyring
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from app import secret_file, secrets
from app.clock import ManualClock
from app.errors import Refused, Trouble
from app.outgoing.plan import Notice
from app.outgoing.registration import Registration, from_details, read_registration
from app.secrets import read_secret
from sync.connecting import open_tool
from sync.connectors.lti import client as lti_client
from sync.connectors.lti.keys import FILE_NAME, SECRET, load_key, load_or_make_key
from sync.connectors.lti.refs import NEW_ATTENDANCE, NEW_GRADES, name_column
from sync.errors import LoggedOut, Rejected, Unanswered
from sync.outbox import Held
from tests.helpers.lti import CLIENT, ITEMS, LtiPlatform, serve_lti
from tests.helpers.recordings import body_of, recorded
from tests.test_secrets import LockedKeyring, MemoryKeyring

GRADES = name_column(NEW_GRADES, "7f3a", "Préau — Quiz du 22/11 «récursivité»")
MARKS = name_column(NEW_ATTENDANCE, "7f3a", "Présences")


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    made = load_or_make_key(tmp_path_factory.mktemp("key"))
    keyring.set_keyring(before)
    return made


@pytest.fixture
def use():
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


@pytest.fixture
def clock():
    return ManualClock(1_795_000_000.0)


@pytest.fixture
def platform(key, clock):
    platform = LtiPlatform(key.public_pem, clock.now(), students=3)
    with serve_lti(platform):
        yield platform


def register(platform):
    page = f"{platform.address}/mod/lti/coursetooledit.php?course=2&typeid=1"
    return read_registration("moodle", {"page": page, "client": CLIENT})


@pytest.fixture
def connect(platform, key, clock):
    """Opens connectors, as each run does."""
    opened = []

    def open_one():
        opened.append(open_tool(register(platform), key, clock))
        return opened[-1]

    yield open_one
    for connector in opened:
        connector.close()


@pytest.fixture
def connector(connect):
    return connect()


# --- the key and its signature ---


def test_the_signature_is_verified_by_a_library_that_did_not_make_it(key):
    claims = {"iss": "é", "n": 1}
    signed = key.sign(claims)
    assert jwt.decode(signed, key.public_pem, algorithms=["RS256"]) == claims
    published = jwt.PyJWK.from_json(key.public_jwk)
    assert jwt.decode(signed, published.key, algorithms=["RS256"]) == claims
    head = jwt.get_unverified_header(signed)
    assert head == {"alg": "RS256", "typ": "JWT", "kid": published.key_id}
    said, _, _ = signed.rpartition(".")
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(f"{said}.{base64.urlsafe_b64encode(b'x' * 256).decode()}", key.public_pem, ["RS256"])


def test_the_private_key_lies_encrypted_and_its_own_key_in_the_keyring(use, tmp_path):
    ring = MemoryKeyring()
    use(ring)
    made = load_or_make_key(tmp_path)
    file = tmp_path / FILE_NAME
    assert file.read_text().startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    [phrase] = ring.kept.values()
    assert load_pem_private_key(file.read_bytes(), phrase.encode()).key_size == 2048
    assert load_or_make_key(tmp_path).public_pem == load_key(tmp_path).public_pem == made.public_pem
    ring.kept.clear()  # another computer, or a keyring that was set up anew
    with pytest.raises(LoggedOut, match="lti_key_lost"):
        load_key(tmp_path)
    assert load_or_make_key(tmp_path).public_pem != made.public_pem
    assert read_secret(SECRET) not in (None, phrase)


def test_without_a_place_for_secrets_no_key_is_made(use, tmp_path):
    use(LockedKeyring())
    with pytest.raises(Trouble, match="keyring_missing"):
        load_or_make_key(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_key_whose_own_lies_in_a_closed_file_is_not_replaced(use, tmp_path, monkeypatch):
    """Though a keyring has come since."""
    monkeypatch.setattr(secret_file, "COST", 10)
    use(LockedKeyring())
    secrets.open_secret_file(tmp_path, "quatre chevaux verts")
    made = load_or_make_key(tmp_path)
    secrets.close_secret_file()
    use(MemoryKeyring())
    with pytest.raises(Trouble, match="keyring_missing"):
        load_or_make_key(tmp_path)
    secrets.open_secret_file(tmp_path, "quatre chevaux verts")
    assert load_or_make_key(tmp_path).id == made.id
    secrets.close_secret_file()


def test_the_request_for_a_token_is_the_recorded_one(platform, connector, monkeypatch):
    sent = []
    post = connector._client._tokens.post
    monkeypatch.setattr(connector._client._tokens, "post", lambda *how: sent.append(how) or post(*how))
    assert connector._client.abilities() == set(body_of("160")["scope"].split())
    [(path, form)] = sent
    expected = recorded("160")
    assert path == expected["path"] and form.keys() == expected["form"].keys()
    assert {n: v for n, v in form.items() if n != "client_assertion"} == {
        n: v for n, v in expected["form"].items() if n != "client_assertion"
    }
    claims = jwt.decode(form["client_assertion"], options={"verify_signature": False})
    assert claims["iss"] == claims["sub"] == CLIENT and claims["exp"] - claims["iat"] == 300


# --- what is asked, and what the answers mean ---


def test_a_column_is_made_once_and_a_score_is_the_recorded_one(platform, connector, clock):
    reading = connector.read(GRADES)
    assert reading.held == {"6": Held(None), "7": Held(None), "8": Held(None)} and reading.top == 20
    assert connector.foresee(GRADES, reading, {"6": "17.5"}) == [Notice("will_make_column")]
    connector.send(GRADES, reading, {"6": "17.5", "7": "0"})
    made, score, _ = platform.forms
    assert made == recorded("162")["form"] | {"resourceId": "7f3a-grade"}
    assert score.keys() == recorded("166")["form"].keys() - {"comment"}
    assert {"userId": "6", "scoreGiven": 17.5, "scoreMaximum": 20}.items() <= score.items()
    again = connector.read(GRADES)
    assert again.held["6"] == Held("17.5") and again.held["7"] == Held("0") and again.held["8"].value is None
    connector.send(GRADES, again, {"8": "12"})
    assert len(platform.columns) == 1
    assert connector.foresee(GRADES, again, {"8": "12"}) == []


def test_two_columns_of_one_session_are_asked_about(platform, connector):
    for _ in range(2):  # as in the recording: a second POST makes a second column
        connector._client.send(connector._client.registration.items, "x", body_of("162"))
    platform.columns[1].item["resourceId"] = platform.columns[0].item["resourceId"] = "7f3a-grade"
    with pytest.raises(Rejected, match="column_twice"):
        connector.read(GRADES)


def test_what_is_there_is_overwritten_only_by_a_later_stamp(platform, connector, clock):
    """A colleague's computer may be ahead of ours, and the platform keeps what looks newer."""
    connector.send(GRADES, connector.read(GRADES), {"6": "10"})
    [column] = platform.columns
    column.grades["6"].at = clock.now() + 500
    connector.send(GRADES, connector.read(GRADES), {"6": "11"})
    connector.send(GRADES, connector.read(GRADES), {"6": "12"})
    assert connector.read(GRADES).held["6"] == Held("12")


def test_a_score_that_is_older_than_an_edit_is_no_error_and_changes_nothing(platform, connector, clock):
    connector.send(GRADES, connector.read(GRADES), {"6": "10"})
    reading = connector.read(GRADES)
    [column] = platform.columns
    column.grades["6"].value, column.grades["6"].at = 3.0, clock.now() + 500  # edited after we had read
    connector.send(GRADES, reading, {"6": "11"})
    assert connector.read(GRADES).held["6"] == Held("3")


def test_a_comment_stays(platform, connector):
    connector.send(GRADES, connector.read(GRADES), {"6": "10"})
    platform.columns[0].grades["6"].comment = "Bien, été"
    reading = connector.read(GRADES)
    assert connector.foresee(GRADES, reading, {"6": "11"}) == [Notice("will_rewrite_comments", {"count": 1})]
    connector.send(GRADES, reading, {"6": "11"})
    assert platform.columns[0].grades["6"].comment == "Bien, été"


def test_one_who_cannot_be_graded_does_not_keep_the_others_from_it(platform, connector):
    platform.not_gradable.add("6")
    with pytest.raises(Rejected, match="platform_refused"):
        connector.send(GRADES, connector.read(GRADES), {"6": "10", "7": "11"})
    assert connector.read(GRADES).held["7"] == Held("11")


def test_attendance_is_numbers_there_and_words_here(platform, connector):
    reading = connector.read(MARKS)
    assert reading.takes == {"present", "late", "left_early", "absent"} and reading.top is None
    values = {"6": "present", "7": "late", "8": "absent"}
    assert Notice("will_be_numbers") in connector.foresee(MARKS, reading, values)
    connector.send(MARKS, reading, values)
    assert platform.columns[0].item["scoreMaximum"] == 1
    assert {id_: held.value for id_, held in connector.read(MARKS).held.items()} == values
    platform.columns[0].grades["6"].value = 0.3
    assert connector.read(MARKS).held["6"] == Held("0.3")


def test_the_course_is_read_page_by_page_and_places_are_listed(platform, connector, connect):
    """Moodle writes the links to further pages with quotes of its own."""
    platform.page_size = 2
    assert [account.id for account in connector.load_roster("2")] == ["6", "7", "8"]
    assert connector.load_roster("2")[0].number == "20260001"
    [course] = connector.list_courses()
    assert (course.id, course.name) == ("2", "Algorithmique — groupe A (été)")
    by_hand = {"label": "Exposé", "scoreMaximum": 10, "tag": "", "resourceId": ""}
    connector._client.send(connector._client.registration.items, "x", by_hand)
    places = connector.list_places("2")
    assert [(place.name, place.top) for place in places[2:]] == [("Exposé", Decimal(10))]
    connector.send(places[2].ref, connector.read(places[2].ref), {"6": "9"})
    assert connector.read(places[2].ref).held["6"] == Held("9")
    platform.columns.clear()
    for one in (connector, connect()):
        with pytest.raises(Rejected, match="gone_there"):
            one.read(places[2].ref)


def test_roles_are_read_in_both_ways_of_writing(platform, connector, monkeypatch):
    pattern = body_of("170")["members"][0]
    vocabulary = "http://purl.imsglobal.org/vocab/lis/v2/membership"
    people = {
        "1": [f"{vocabulary}#Instructor"], "2": [f"{vocabulary}#Learner"], "3": ["Learner"],
        "4": [f"{vocabulary}/Learner#GuestLearner"], "5": [f"{vocabulary}#Learner", "x#TestUser"],
    }  # fmt: skip
    rows = [pattern | {"user_id": id_, "roles": roles} for id_, roles in people.items()]
    rows[2]["status"] = "Inactive"
    page = ({"members": rows}, "")
    monkeypatch.setattr(connector._client._services, "ask_page", lambda *_: page)
    students = {a.id: a.active for a in connector.load_roster("2") if a.student}
    assert students == {"2": True, "3": False, "4": True}


# --- keys, clocks and strangers ---


def test_a_token_that_has_ended_is_replaced_and_a_tool_that_is_unknown_is_told(platform, connector):
    connector.read(GRADES)
    platform.tokens.clear()
    connector.send(GRADES, connector.read(GRADES), {"6": "10"})
    platform.tokens.clear()
    platform.valid = False
    with pytest.raises(LoggedOut, match="lti_not_known"):
        connector.read(GRADES)


def test_a_token_is_asked_for_once_an_hour(platform, connector, clock):
    connector.read(GRADES)
    connector.read(GRADES)
    assert len(platform.tokens) == 1
    clock.advance(3600)
    platform.now += 3600
    connector.read(GRADES)
    assert len(platform.tokens) == 2


@pytest.mark.parametrize("ahead", [-7200.0, 7200.0])
def test_a_wrong_clock_of_this_computer_makes_no_signature_invalid(platform, connector, clock, ahead):
    clock.advance(ahead)
    connector.send(GRADES, connector.read(GRADES), {"6": "10"})
    assert connector.read(GRADES).held["6"] == Held("10")
    assert abs(platform.columns[0].grades["6"].at - platform.now) < 5


@pytest.mark.parametrize("missing", range(5))
def test_a_tool_that_may_not_do_enough_says_so(platform, connector, missing):
    """Reading columns comes with writing them."""
    scopes = body_of("160")["scope"].split()
    platform.scopes = " ".join(scope for scope in scopes if scope != scopes[missing])
    if scopes[missing].endswith("lineitem.readonly"):
        assert connector.probe().name
        return
    with pytest.raises(LoggedOut, match="lti_no_services"):
        connector.probe()


def test_another_course_is_refused(platform, key, clock):
    page = f"{platform.address}/mod/lti/coursetooledit.php?course=3&typeid=1"
    connector = open_tool(read_registration("moodle", {"page": page, "client": CLIENT}), key, clock)
    with pytest.raises(LoggedOut, match="lti_not_allowed"):
        connector.list_places("3")
    connector.close()


def test_the_token_goes_to_no_other_server(platform, connect, key, clock):
    stranger, connector = LtiPlatform(key.public_pem, clock.now()), connect()
    with serve_lti(stranger):
        platform.page_size, platform.next_host = 1, stranger.address
        with pytest.raises(Rejected, match="platform_moved"):
            connector.load_roster("2")
        platform.page_size = 0
        connector.send(GRADES, connector.read(GRADES), {"6": "10"})
        platform.columns[0].item["id"] = f"{stranger.address}{ITEMS}/54/lineitem?type_id=1"
        with pytest.raises(Rejected, match="platform_moved"):
            connect().read(GRADES)
    assert stranger.asked == []


def test_what_is_no_answer_of_such_a_platform_is_its_failure(platform, connect):
    for part, how in (("token", "html"), ("lineitems", "html"), ("results", "torn"), ("scores", "502")):
        connector = connect()
        reading = connector.read(GRADES)
        connector.send(GRADES, reading, {"6": "10"})
        platform.fail(part, how)
        platform.tokens.clear()
        with pytest.raises(Unanswered):
            connector = connect()
            connector.send(GRADES, connector.read(GRADES), {"6": str(len(platform.forms))})


def test_the_canvas_way_of_counting(platform, connector, monkeypatch):
    """Results are shares of their own maximum, and students are told of a score."""
    connector.send(GRADES, connector.read(GRADES), {"6": "10"})
    client = connector._client
    monkeypatch.setattr(client, "registration", Registration(**client.registration.details() | {
        "platform": "canvas"}))  # fmt: skip
    rows = [{"userId": "6", "resultScore": 50, "resultMaximum": 100}]
    monkeypatch.setattr(
        lti_client, "_items", lambda page: rows if page != [platform.columns[0].item] else page
    )
    reading = connector.read(GRADES)
    assert reading.held["6"] == Held("10")
    assert connector.foresee(GRADES, reading, {"6": "11"}) == [Notice("will_notify", {"count": 1})]


# --- what the teacher copies from the platform's pages ---


def test_two_addresses_and_an_id_say_everything_of_a_moodle():
    page = " https://ent.example/moodle/mod/lti/coursetooledit.php?course=12&typeid=34#x "
    known = read_registration("moodle", {"page": page, "client": " abc "})
    assert known == Registration(
        "moodle", "abc", "34", "https://ent.example/moodle/mod/lti/token.php",
        "https://ent.example/moodle/mod/lti/token.php",
        "https://ent.example/moodle/mod/lti/services.php/12/lineitems?type_id=34",
        "https://ent.example/moodle/mod/lti/services.php/CourseSection/12/bindings/34/memberships", "12",
    )  # fmt: skip
    assert known.address == "https://ent.example"
    assert from_details(json.loads(json.dumps(known.details())) | {"fingerprint": "AB"}) == known
    assert recorded("162")["path"].endswith("/mod/lti/services.php/2/lineitems?type_id=1")
    assert recorded("170")["path"] == "/mod/lti/services.php/CourseSection/2/bindings/1/memberships"


def test_the_address_of_a_canvas_course_says_the_rest():
    known = read_registration(
        "canvas", {"course": "school.instructure.com/courses/7/settings", "client": "1"}
    )
    assert known.items == "https://school.instructure.com/api/lti/courses/7/line_items"
    assert known.members == "https://school.instructure.com/api/lti/courses/7/names_and_roles"
    assert known.token == known.audience == "https://school.instructure.com/login/oauth2/token"


@pytest.mark.parametrize(
    ("platform_kind", "answers", "code"),
    [
        ("moodle", {"page": "https://m.example/course/view.php?id=2", "client": "c"}, "lti_page_wrong"),
        ("moodle", {"page": "https://m.example/mod/lti/coursetooledit.php?course=2", "client": "c"},
         "lti_page_wrong"),
        ("moodle", {"page": "https://m.example/mod/lti/coursetooledit.php?course=2&typeid=1"},
         "lti_incomplete"),
        ("moodle", {"page": "", "client": "c"}, "address_wrong"),
        ("canvas", {"course": "https://c.example/", "client": "c"}, "lti_course_wrong"),
        ("other", {"client": "c", "token": "https://x.example/t", "items": "https://x.example/i"},
         "lti_incomplete"),
        ("other", {"client": "c", "token": "ftp://x", "items": "x.example", "members": "x.example"},
         "address_wrong"),
        ("other", {"client": "c", "token": "https://a:b@x.example", "items": "x", "members": "x"},
         "address_wrong"),
    ],
)  # fmt: skip
def test_what_was_copied_wrongly_is_told(platform_kind, answers, code):
    with pytest.raises(Refused, match=code):
        read_registration(platform_kind, answers)
