import sys

import pytest

from app.lan.limits import SystemOpenFiles, max_phones, most_strangers, raise_open_file_limit


class FakeFiles:
    """Refuses a soft limit above `most`, as the kernel does."""

    def __init__(self, soft, hard, most):
        self.soft, self.hard, self.most = soft, hard, most

    def get(self):
        return self.soft, self.hard

    def set(self, soft, hard):
        assert hard == self.hard
        if soft > min(hard, self.most):
            raise ValueError("current limit exceeds maximum limit")
        self.soft = soft


@pytest.mark.parametrize(
    ("platform", "files", "expected"),
    [
        ("linux", FakeFiles(1024, 524_288, 10**9), 65_536),
        ("linux", FakeFiles(1024, 4096, 10**9), 4096),
        ("linux", FakeFiles(100_000, 524_288, 10**9), 65_536),
        ("linux", FakeFiles(sys.maxsize, sys.maxsize, 10**9), 65_536),
        ("linux", FakeFiles(1024, 524_288, 0), 1024),
        ("darwin", FakeFiles(256, sys.maxsize, 10_240), 10_240),
        ("darwin", FakeFiles(256, sys.maxsize, 5_000), 4_096),
        ("win32", FakeFiles(1, 1, 1), 8_192),
    ],
)
def test_the_limit_is_raised_as_far_as_the_system_allows(platform, files, expected):
    assert raise_open_file_limit(platform, files) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_the_real_limit():
    files = SystemOpenFiles()
    before = files.get()
    try:
        assert raise_open_file_limit() >= min(before[0], 65_536)
    finally:
        files.set(*before)
    assert files.get() == before


def test_phones_leave_headroom():
    assert max_phones(256) == 192
    assert max_phones(10) == 0


def test_strangers_leave_most_files_to_phones():
    assert [most_strangers(limit) for limit in (65_536, 10_240, 1_024, 16)] == [8_192, 3_392, 320, 64]
