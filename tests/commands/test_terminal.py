import io

import pytest
import qrcode

from app.commands.terminal import error, print_qr, qr_lines, say, user_language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "fr"),
        ({"LANG": "C.UTF-8"}, "fr"),
        ({"LANG": "ar_DZ.UTF-8"}, "ar"),
        ({"LANG": "de_DE.UTF-8"}, "fr"),
        ({"LANG": "ar_DZ", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "ar_DZ", "LC_ALL": "fr_FR", "LC_MESSAGES": "en_GB"}, "fr"),
        ({"LANG": "ar_DZ", "PREAU_LANG": "en"}, "en"),
        ({"PREAU_LANG": "en-US"}, "en"),
    ],
)
def test_language_of_the_user(environment, language):
    assert user_language(environment, "linux") == language


@pytest.mark.parametrize(
    ("identifier", "language"), [(0x040C, "fr"), (0x1401, "ar"), (0x0409, "en"), (0x0407, "fr"), (0, "fr")]
)
def test_language_of_windows(identifier, language):
    assert user_language({"LANG": "en"}, "win32", identifier) == language
    assert user_language({"PREAU_LANG": "en"}, "win32", identifier) == "en"


def test_language_here():
    assert user_language() in ("fr", "ar", "en")
    assert user_language({}, "win32") == "fr"  # no Windows to ask


def test_say_survives_an_old_console():
    raw = io.BytesIO()
    console = io.TextIOWrapper(raw, encoding="cp850", newline="\n")
    say(console, "Préau العربية ✓")
    assert raw.getvalue().decode("cp850") == "Préau ??????? ?\n"


def test_error_goes_to_its_channel(capsys):
    error("Nothing was changed.")
    assert capsys.readouterr() == ("", "Nothing was changed.\n")


def modules(text):
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    code.make(fit=True)
    return code.get_matrix()


def read_blocks(lines, light):
    """The dark modules of half blocks; `light`: the signs that are light above, and below."""
    rows = []
    for line in lines:
        rows.append([sign not in light[0] for sign in line])
        rows.append([sign not in light[1] for sign in line])
    return rows


@pytest.mark.parametrize("text", ["http://192.168.1.20/", "http://192.168.137.100:8080/" + "x" * 40])
def test_the_code_is_drawn_with_its_quiet_zone(text):
    size = len(modules(text))
    on_dark = read_blocks(qr_lines(text), ("█▀", "█▄"))
    on_light = read_blocks(qr_lines(text, invert=True), (" ▄", " ▀"))
    assert on_dark[:size] == on_light[:size] == modules(text)
    assert not any(on_dark[-1])
    assert not any(on_light[-1])


def test_ascii_where_there_are_no_blocks():
    raw = io.BytesIO()
    console = io.TextIOWrapper(raw, encoding="ascii", newline="\n")
    print_qr("http://10.0.0.1/", console)
    lines = raw.getvalue().decode().splitlines()
    assert [[cell == " " for cell in line[::2]] for line in lines] == modules("http://10.0.0.1/")
    assert qr_lines("http://10.0.0.1/", blocks=False) == lines


def test_blocks_where_the_console_has_them():
    console = io.TextIOWrapper(io.BytesIO(), encoding="cp437")
    print_qr("http://10.0.0.1/", console)
    assert "▀".encode("cp437") in console.buffer.getvalue()
