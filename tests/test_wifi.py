"""The text that phones read to join a Wi-Fi."""

import pytest

from app.wifi import Wifi, wifi_text


@pytest.mark.parametrize(
    ("network", "text"),
    [
        (("PREAU-5", "let me in"), "WIFI:T:WPA;S:PREAU-5;P:let me in;;"),
        (("Salle 5", "", "nopass"), "WIFI:T:nopass;S:Salle 5;;"),
        (("Salle 5", "left over", "nopass"), "WIFI:T:nopass;S:Salle 5;;"),
        (("old", "abcde", "WEP"), "WIFI:T:WEP;S:old;P:abcde;;"),
        (('a;b,c:d"e\\f', '\\;,":'), 'WIFI:T:WPA;S:a\\;b\\,c\\:d\\"e\\\\f;P:\\\\\\;\\,\\"\\:;;'),
        (("قاعة ٥", "كلمة"), "WIFI:T:WPA;S:قاعة ٥;P:كلمة;;"),
    ],
)
def test_signs_that_mean_something_are_escaped(network, text):
    assert wifi_text(*network) == text


@pytest.mark.parametrize("network", [("",), ("x" * 33,), ("é" * 17,), ("x", "p" * 65), ("x", "", "WPA9")])
def test_what_cannot_be_a_network_is_refused(network):
    with pytest.raises(ValueError):
        Wifi(*network)


def test_a_password_is_not_in_what_a_log_would_hold():
    assert "medlar" not in repr(Wifi("Salle 5", "medlar"))
