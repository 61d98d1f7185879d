"""A little of `make soak` for the class server with a fixed seed, and that a trial notices what is wrong."""

import pytest

from tests.soak.web import attack
from tests.soak.web_target import Thread
from tests.soak.web_trial import STRICT, SURFACES, Finding, Trial
from tests.soak.wire import Reply


@pytest.mark.parametrize("rostered", [False, True])
def test_a_class_under_attack_goes_on(tmp_path, rostered):
    target = Thread(tmp_path, rostered)
    try:
        trial = Trial(target, rostered, may_reveal=rostered)
        attack(trial, 7, 16)
        assert trial.counts["receipts of the witness"] and trial.counts["replies"] > 16
        assert len([name for name in set(SURFACES) if trial.counts[name]]) >= 5
        own = [(name, value or "x") for name, value in STRICT.items()]
        for wrong in (
            Reply(500, own, b""),
            Reply(200, own[1:], b""),
            Reply(200, [*own, ("x-new", "1")], b""),
            Reply(303, [*own, ("location", "//evil.example")], b""),
            Reply(200, own, b"Traceback (most recent call last)"),
            *([] if rostered else [Reply(200, own, b"a quince")]),
        ):
            with pytest.raises(Finding):
                trial._check_reply(wrong)
    finally:
        target.stop()
