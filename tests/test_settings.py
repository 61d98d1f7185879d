"""Settings: one table, checked values, whole files, no secret on the disk."""

import json
import os
import re
import stat
from pathlib import Path

import keyring
import pytest

from app.errors import Refused, Trouble
from app.live.session import MAX_TIME
from app.live.settings import SessionSettings
from app.paths import chosen_data_folder, default_data_folder
from app.settings import FILE_NAME, GROUPS, SETTINGS, Settings
from tests.test_secrets import MemoryKeyring

DOCUMENT = (Path(__file__).parent.parent / "docs" / "settings.md").read_text(encoding="utf-8")
STORED = [setting for setting in SETTINGS if setting.type not in ("secret", "folder")]


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path)


@pytest.fixture
def memory():
    before = keyring.get_keyring()
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture
def system_folder(tmp_path, monkeypatch):
    """Where the system keeps programs' data, away from the one who runs the tests."""
    folder = tmp_path / "system"
    monkeypatch.setattr("app.paths.platformdirs.user_data_dir", lambda *_, **__: str(folder))
    monkeypatch.delenv("PREAU_DATA", raising=False)
    return folder


# --- the table ---


def test_the_document_has_the_table():
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| `(.*?)` \| (.*?) \| (.+?) \|$", DOCUMENT, re.M)
    told = [(name, type_, json.loads(default), values) for name, type_, default, values, _ in rows]
    assert told == [(s.name, s.type, s.default, values_of(s)) for s in SETTINGS]


def values_of(setting) -> str:
    match setting.type:
        case "choice":
            return ", ".join(f"`{value}`" for value, _ in setting.choices)
        case "flag":
            return "`true`, `false`"
        case "number" | "seconds":
            return f"{setting.low:g} to {setting.high:g}"
        case "text" | "secret":
            return f"at most {setting.high:g} characters"
    return "an absolute path"


def test_the_table_makes_sense():
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)
    assert {setting.group for setting in SETTINGS} - {""} == set(GROUPS)
    assert all(setting.label for setting in SETTINGS)


def test_defaults_of_a_class_are_those_of_the_engine(settings):
    engine = SessionSettings()
    for name in ("change_answers", "shuffle_choices", "shuffle_questions", "speed_bonus", "show_names"):
        assert settings.get(name) == getattr(engine, name)
    assert next(s.high for s in SETTINGS if s.name == "time_limit") == MAX_TIME


@pytest.mark.parametrize("setting", STORED, ids=lambda s: s.name)
def test_defaults_are_given_and_can_be_set(settings, setting):
    assert settings.get(setting.name) == setting.default
    settings.set(setting.name, setting.default)
    assert settings.get(setting.name) == setting.default


# --- storing ---


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("language", "ar", "ar"),
        ("reduce_motion", True, True),
        ("port", 8080.0, 8080),
        ("time_limit", 14_400, 14_400),
        ("speed_bonus", 1, 1.0),
        ("marks_scale", 1000, 1000),
        ("wifi_name", "  Salle   12 é ", "Salle 12 é"),
        ("last_class", "قسم أ", "قسم أ"),
    ],
)
def test_a_value_is_there_after_a_restart(settings, tmp_path, name, value, stored):
    settings.set(name, value)
    again = Settings(tmp_path)
    assert again.get(name) == settings.get(name) == stored
    assert type(again.get(name)) is type(stored)
    assert (again.put_aside, again.left_out) == (None, ())


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("unknown", 1, "setting_unknown"),
        ("language", "de", "setting_wrong"),
        ("language", ["fr"], "setting_wrong"),
        ("announce", 1, "setting_wrong"),
        ("port", True, "setting_wrong"),
        ("port", "80", "setting_wrong"),
        ("port", 80.5, "setting_wrong"),
        ("port", float("nan"), "setting_wrong"),
        ("port", 65_536, "setting_outside"),
        ("marks_scale", 0, "setting_outside"),
        ("speed_bonus", -0.1, "setting_outside"),
        ("wifi_name", "x" * 33, "setting_wrong"),
        ("wifi_name", None, "setting_wrong"),
        ("wifi_password", "a\x00b", "setting_wrong"),
        ("data_folder", "relative", "setting_wrong"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_changes(settings, tmp_path, name, value, code):
    with pytest.raises(Refused) as refused:
        settings.set(name, value)
    assert refused.value.code == code
    assert not (tmp_path / FILE_NAME).exists()


def test_a_refusal_never_holds_a_secret(settings):
    with pytest.raises(Refused) as refused:
        settings.set("wifi_password", "hunter2\n" * 20)
    assert "hunter2" not in str(refused.value)


@pytest.mark.skipif(os.name == "nt", reason="no modes of files there")
def test_the_file_is_the_owners_only(settings, tmp_path):
    settings.set("theme", "dark")
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_what_cannot_be_written_is_told_and_not_believed(settings, tmp_path):
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(Trouble) as trouble:
        settings.set("theme", "dark")
    assert trouble.value.code == "settings_not_stored"
    assert settings.get("theme") == "auto"


@pytest.mark.parametrize("content", [b"{half", b"[]", b"\xff\xfe", b"[" * 100_000, b""])
def test_an_unreadable_file_is_put_aside(tmp_path, content):
    (tmp_path / FILE_NAME).write_bytes(content)
    settings = Settings(tmp_path)
    assert settings.put_aside.read_bytes() == content
    assert settings.get("theme") == "auto"
    settings.set("theme", "dark")
    assert Settings(tmp_path).get("theme") == "dark"


def test_a_senseless_value_is_named_and_names_of_a_newer_version_stay(tmp_path):
    values = {"theme": "pink", "port": 8080, "from_tomorrow": [1]}
    (tmp_path / FILE_NAME).write_text(json.dumps(values), encoding="utf-8")
    settings = Settings(tmp_path)
    assert (settings.get("theme"), settings.get("port"), settings.left_out) == ("auto", 8080, ("theme",))
    settings.set("announce", False)
    stored = json.loads((tmp_path / FILE_NAME).read_text(encoding="utf-8"))
    assert stored == {"port": 8080, "from_tomorrow": [1], "announce": False}


# --- secrets ---


def test_a_password_lies_in_the_keyring_only(settings, tmp_path, memory):
    settings.set("wifi_name", "Salle")
    settings.set("wifi_password", "correct horse")
    assert list(memory.kept.values()) == ["correct horse"]
    assert "horse" not in (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert Settings(tmp_path).get("wifi_password") == "correct horse"
    settings.set("wifi_password", "")
    assert memory.kept == {}
    assert settings.get("wifi_password") == ""


def test_without_a_keyring_a_password_is_known_until_the_end(settings, tmp_path):
    assert settings.get("wifi_password") == ""
    with pytest.raises(Trouble, match="keyring_missing"):
        settings.set("wifi_password", "horse")
    assert settings.get("wifi_password") == "horse"
    assert Settings(tmp_path).get("wifi_password") == ""


# --- the data folder ---


def test_another_data_folder_is_used_from_the_next_start_on(settings, tmp_path, system_folder, monkeypatch):
    assert default_data_folder() == system_folder
    wished = tmp_path / "clé USB"
    settings.set("data_folder", str(wished))
    assert wished.is_dir()
    assert settings.get("data_folder") == str(tmp_path)
    assert default_data_folder() == chosen_data_folder() == wished
    monkeypatch.setenv("PREAU_DATA", str(tmp_path / "named"))
    assert default_data_folder() == tmp_path / "named"


def test_a_folder_that_cannot_be_written_is_not_chosen(settings, tmp_path, system_folder):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(Trouble, match="data_folder"):
        settings.set("data_folder", str(tmp_path / "file"))
    assert chosen_data_folder() is None


@pytest.mark.parametrize("content", [b"", b"relative", b"\xff\xfe\x00"])
def test_a_choice_that_cannot_be_read_is_none(system_folder, content):
    system_folder.mkdir()
    (system_folder / "folder.txt").write_bytes(content)
    assert default_data_folder() == system_folder
