"""What the teacher is told to paste is what the connector needs, for each platform."""

import pytest

from app.outgoing.registration import NOWHERE, PLATFORMS, read_registration
from app.outgoing.tool_form import ToolKey, make_form

KEY = ToolKey("-----BEGIN PUBLIC KEY-----\nAB\n-----END PUBLIC KEY-----\n", '{"kty": "RSA"}')
COURSE = "https://school.example/courses/7"


def values(form):
    return {field.label: field.value for field in form.fields if not field.choose}


def test_each_form_carries_the_key_and_addresses_that_leave_nobody_outside_the_course():
    for platform in PLATFORMS:
        pasted = values(make_form(platform, KEY, COURSE))
        assert KEY.pem in pasted.values() or KEY.jwk in pasted.values()
        assert {value for value in pasted.values() if value.startswith("https:")} == {COURSE}
        assert NOWHERE in values(make_form(platform, KEY, "not an address ://")).values()
    assert values(make_form("moodle", KEY))["Public key"] == KEY.pem
    assert values(make_form("canvas", KEY))["Public JWK"] == KEY.jwk


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_is_asked_back_is_enough(platform):
    page = "https://m.example/mod/lti/coursetooledit.php?course=2&typeid=1"
    answers = {
        asked.name: page if asked.name == "page" else "https://school.example/x"
        for asked in make_form(platform, KEY).asked
        if asked.needed
    }
    assert read_registration(platform, answers | {"course": COURSE}).platform == platform
