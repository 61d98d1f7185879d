"""A few seconds of `make soak` with fixed seeds, what it once found, and that it finds anything at all."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.soak import __main__ as soak
from tests.soak.mutations import broken
from tests.soak.seeds import seeds
from tests.soak.trial import read_as, try_file

FINDINGS = sorted((Path(__file__).parent / "findings").glob("*.bin"))


@pytest.mark.parametrize("name", seeds())
def test_the_seeds_are_read_as_their_format(name):
    for data in seeds()[name]:
        found = read_as(name, data)
        assert found is not None and found.quiz.questions


@pytest.mark.parametrize("name", seeds())
def test_broken_files_are_read_or_refused(name):
    @seed(20)
    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck),
              phases=(Phase.generate,))  # fmt: skip
    @given(broken(name))
    def run(data):
        try_file(name, data)

    run()


@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: path.stem)
def test_what_was_found_once_is_mended(path):
    try_file(path.stem.partition("--")[0], path.read_bytes())


def test_a_reader_that_fails_is_found_and_its_file_kept(tmp_path, monkeypatch, capsys):
    def fail(name, data):
        raise KeyError(name)

    monkeypatch.setattr(soak, "try_file", fail)
    with pytest.raises(KeyError):
        soak.run_reader("aiken", 7, 5.0, tmp_path / "current")
    assert "aiken: seed 7 failed" in capsys.readouterr().out
    assert (tmp_path / "current").exists()
