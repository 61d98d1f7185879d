"""The poster says how to join, in the reader's language, and nothing that the wall does not show."""

import pytest

from tests.helpers.served import ServedClass, sample_quiz


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Switch mobile data off"), ("fr", "données mobiles"), ("ar", "بيانات الهاتف")],
)
async def test_poster_tells_how_to_join(tmp_path, language, words):
    async with ServedClass(tmp_path, sample_quiz("single")) as served:
        stranger = served.browser()
        async with stranger.http.get(
            f"{served.origin}/poster", headers={"Accept-Language": language}
        ) as reply:
            page = await reply.text()
        assert reply.status == 200
        assert f'lang="{language}"' in page
        assert words in page
        assert f"/{served.state.code}</p>" in page
        assert "<svg" in page and "</svg>" in page
        assert served.secret not in page
        assert "<script" not in page
