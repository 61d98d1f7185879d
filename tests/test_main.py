"""The command line's frame: what a person sees when something is wrong, and what is kept from them."""

import logging
import tomllib
from pathlib import Path

import pytest

import main
from app.commands import check


@pytest.fixture
def data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PREAU_DATA", str(tmp_path))
    before = logging.getLogger().handlers[:]
    yield tmp_path
    for handler in [new for new in logging.getLogger().handlers if new not in before]:
        logging.getLogger().removeHandler(handler)
        handler.close()


def test_a_fault_of_ours_is_one_sentence_and_its_trace_is_in_the_log(data_folder, monkeypatch, capsys):
    def fail(arguments):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(check, "run", fail)
    assert main.main(["check", "x.gift"]) == 70
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert "RuntimeError" in shown.err
    assert "secret detail" not in shown.err
    log = (data_folder / "preau.log").read_text(encoding="utf-8")
    assert "Traceback" in log
    assert "secret detail" in log


def test_an_expected_error_is_its_sentence(tmp_path, capsys):
    assert main.main(["sessions", "--data", str(tmp_path), "show"]) == 2
    shown = capsys.readouterr()
    assert shown.err == f"No session has been kept in {tmp_path} yet.\n"


def test_help_names_every_command(capsys):
    with pytest.raises(SystemExit):
        main.main(["--help"])
    shown = capsys.readouterr().out
    assert all(name in shown for name in main.COMMANDS)


def test_one_version():
    from app import VERSION

    project = tomllib.loads((Path(__file__).resolve().parent.parent / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["version"] == VERSION
