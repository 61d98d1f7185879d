"""A class of forty, a platform and a network that fail as they like, a program that dies, a colleague who
edits: in the end the platform is right. Each seed is one story; `make soak ARGS=sync` tells five hundred.
"""

from random import Random

import keyring
import pytest
from keyring.backends import fail

from app.errors import Trouble
from sync.run import Run
from tests.helpers.chaos import Story
from tests.helpers.killed import send_and_be_killed

SEEDS = range(5)
READ = "gradereport_user_get_grade_items"


@pytest.mark.parametrize("loud", [False, True], ids=["quiet", "loud"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_platform_ends_up_right(tmp_path, seed, loud):
    story = Story(seed, tmp_path, loud)
    try:
        story.play()
        story.check()
    finally:
        story.close()


def test_a_plan_of_a_story_is_what_the_run_does(tmp_path):
    story = Story(1, tmp_path)
    try:
        target = story.outbox.list_targets()[0]
        run = Run(story.outbox, story.connector, target, story.clock, Random(1))
        plan = run.plan()
        assert (plan.to_send, len(plan.lines), plan.notices) == (39, 39, ())
        story.moodle.fail(READ, "136")
        with pytest.raises(Trouble):
            run.plan()
        assert all(row.attempts == 0 for row in story.outbox.list_rows())
    finally:
        story.close()


def test_a_program_that_is_killed_while_it_sends_is_followed_by_one_that_looks_first(tmp_path):
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    try:
        moodle = send_and_be_killed(tmp_path, 3)
    finally:
        keyring.set_keyring(before)
    assert len(moodle.books[17].shown) == 39
