"""Every page in every language: complete, escaped, within the content policy, and light."""

import gzip
import re
from dataclasses import replace

import pytest

from app.i18n import LANGUAGES
from app.lan import page_models as models
from app.lan.pages import STATIC, Pages
from app.quiz.kinds.base import Bar, PublicChoice, Solution
from app.signs import direction_of, letter, plain_text, show_number, show_percent
from tests.helpers import page_samples as samples

PAGES = Pages(lambda name: f"/static/{name}?v=1a2b3c4d")
NASTY = """<script>alert('x')</script>"onload="y" & {{ 7*7 }}"""


def every_stage(language="en"):
    """Name, stage and own part of every view and kind."""
    me = samples.student
    single = samples.question("single", language)
    yield "code", models.EnterCode(wrong=NASTY), None
    yield "join", models.Join("K7PM", NASTY, NASTY), None
    yield "message", models.Notice(NASTY, NASTY, NASTY, "/"), None
    yield "lobby", models.Lobby(), me()
    yield "lobby-between", models.Lobby(between=True), me()
    for kind in samples.KINDS:
        q = samples.question(kind, language)
        yield f"question-{kind}", samples.asking(q, deadline=18_000, now=0), me()
        yield f"saved-{kind}", samples.asking(q, attempt=2), me(kind, answer=NASTY)
        yield f"reveal-{kind}", samples.revealed(q, language), me(kind, result="partly", points=0.5, out_of=1)
        yield f"bare-reveal-{kind}", models.Revealed(q, 1, 1, Solution()), me(result="none")
        yield f"locked-{kind}", samples.locked(q), me(kind)
        yield f"paused-{kind}", samples.paused(q), me(kind)
    for name, q in samples.hard_questions(language).items():
        yield f"hard-{name}", samples.asking(q), me()
    yield "paused", samples.paused(None), me()
    for result in ("right", "wrong", "none", "unscored"):
        yield (
            f"result-{result}",
            samples.revealed(single),
            me(result=result, points=1, feedback=("<p>So.</p>",)),
        )
    nasty_rows = (models.RankingRow(1, NASTY, 3.25, -1), *samples.ROWS)
    yield "ranking", models.Ranking(nasty_rows, final=True), me(place=1)
    yield "ended", models.Ended(nasty_rows), me(place=1, of=3, nickname=NASTY)
    yield "ended-bare", models.Ended(), me(total=None)
    yield "ended-stranger", models.Ended(stranger=True), None
    yield "removed", models.Removed(), me()
    yield "shut", models.Shut(), None


def every_wall(language="en"):
    yield "lobby", models.WallLobby("10.0.0.2:8080", "K7PM", "<svg/>", 3, NASTY, "<svg/>", (NASTY, "Sam"))
    yield "lobby-plain", models.WallLobby("10.0.0.2", "K7PM", "<svg/>")
    yield "login", models.WallLogin(NASTY)
    for name, stage, _ in every_stage(language):
        if stage.view not in ("code", "join", "message", "lobby", "removed", "shut"):
            yield name, stage


def every_page(language):
    for name, stage, mine in every_stage(language):
        context = models.PageContext(
            stage, "K7PM", title=NASTY, session="s1", version="v1", mine=mine, deadline=5, now=4
        )
        yield name, PAGES.page(language, context)
    for name, wall in every_wall(language):
        yield (
            f"wall-{name}",
            PAGES.screen_page(language, models.ScreenContext(wall, NASTY, "K7PM", "10.0.0.2")),
        )
    yield "host", PAGES.host_page(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_whole_and_keeps_to_the_content_policy(language):
    count = 0
    for name, html in every_page(language):
        count += 1
        assert html.startswith("<!doctype html>"), name
        assert html.rstrip().endswith("</html>"), name
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html, name
        tags = re.findall(r"<[a-zA-Z][^>]*>", html)
        for tag in tags:
            assert not re.search(r"""\sstyle\s*=|\son\w+\s*=(?=["'])""", re.sub('="[^"]*"', '=""', tag)), tag
            if tag.startswith("<script"):
                assert ' src="/static/' in tag, name
            assert "javascript:" not in tag, name
        assert "<style" not in html, name
        assert "<script>alert" not in html, f"{name}: unescaped"
        assert "{{" not in html.replace("{{ 7*7 }}", ""), name
        assert "%(" not in html, name
        assert not re.search(r'(?:src|href)="https?:', html), f"{name}: leads away from the laptop"
    assert count > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_ids_are_unique_and_labels_lead_to_their_fields(language):
    for name, html in every_page(language):
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), name
        for target in re.findall(r'<label[^>]* for="([^"]+)"', html):
            assert target in ids, name


@pytest.mark.parametrize("kind", samples.KINDS)
def test_a_broadcast_question_tells_nothing_of_one_student_or_of_the_solution(kind):
    q = samples.question(kind)
    broadcast = PAGES.fragment("en", samples.asking(q))
    assert broadcast == PAGES.fragment("en", samples.asking(q))
    assert " checked" not in broadcast
    assert samples.WORDS["en"]["why"][0] not in broadcast
    for text in samples.solution(kind).accepted:
        assert text not in broadcast
    names = {item.name for item in samples.asking(q).__dataclass_fields__.values()}
    assert names.isdisjoint({"solution", "bars", "answers"})


def test_forms_have_the_fields_that_the_kinds_read():
    def fields_of(kind, mine=None):
        html = PAGES.fragment(
            "en", samples.asking(samples.question(kind), answer_id="n1"), mine or models.Mine()
        )
        if kind != "slide":
            assert '<form id="answer" method="post" action="/K7PM/answer"' in html
            assert 'name="round" value="r1"' in html
            assert 'name="id" value="n1"' in html
        return set(re.findall(r'\sname="([^"]+)"', html)) - {"round", "id"}

    for kind in ("single", "multiple", "true_false", "poll"):
        assert fields_of(kind) == {"choice"}
    assert fields_of("numeric") == {"number"}
    assert fields_of("short_text") == fields_of("open_text") == {"text"}
    assert fields_of("matching") == {"pair-l0", "pair-l1", "pair-l2"}
    assert fields_of("ordering") == {f"place-c{n}" for n in range(5)}
    assert fields_of("slide") == set()


def test_the_own_answer_is_filled_in_and_its_order_kept():
    mine = samples.student("single", order=("c3", "c2", "c1", "c0"))
    html = PAGES.fragment("en", samples.asking(samples.question("single")), mine)
    assert re.findall(r'value="(c\d)"( checked)?', html) == [
        ("c3", ""),
        ("c2", " checked"),
        ("c1", ""),
        ("c0", ""),
    ]
    assert re.findall(r'class="mark c(\d)">(\w)', html) == [("0", "A"), ("1", "B"), ("2", "C"), ("3", "D")]
    html = PAGES.fragment("en", samples.asking(samples.question("ordering")), samples.student("ordering"))
    assert re.findall(r'name="place-(c\d)"', html) == ["c4", "c3", "c2", "c1", "c0"]
    html = PAGES.fragment("en", samples.asking(samples.question("matching")), samples.student("matching"))
    assert html.count(" selected") == 3
    html = PAGES.fragment("en", samples.asking(samples.question("numeric")), samples.student("numeric"))
    assert 'value="46"' in html
    assert "Change my answer" in html


def test_true_and_false_are_said_in_the_readers_language():
    q = replace(
        samples.question("true_false"), choices=(PublicChoice("x", "Wahr"), PublicChoice("y", "Falsch"))
    )
    html = PAGES.fragment("fr", samples.asking(q))
    assert "Vrai" in html
    assert "Faux" in html
    assert "Wahr" not in html


def test_a_reveal_says_in_words_what_is_right_and_what_was_chosen():
    html = PAGES.fragment("en", samples.revealed(samples.question("single")), samples.student("single"))
    rows = re.findall(r"<li.*?</li>", html, re.DOTALL)
    assert ["Right answer" in row for row in rows] == [False, False, True, False]
    assert [bool(re.search("<span[^>]*hidden>Your answer", row)) for row in rows] == [True, True, False, True]
    assert "23</b> 55%" in rows[2]


def test_a_long_tail_of_answers_is_summed_up():
    many = tuple(Bar(str(n), 1 + (n == 7), str(n)) for n in range(9))
    html = PAGES.fragment("en", models.Revealed(samples.question("short_text"), 1, 1, Solution(), many, 10))
    assert html.count("<bdi>") == 6
    assert html.index("<bdi>7<") < html.index("<bdi>0<")
    assert "Other answers: 3" in html


def test_of_an_open_question_all_texts_that_were_shown_are_listed_without_shares():
    shown = tuple(Bar(str(n), 1, f"text <{n}>") for n in range(9))
    stage = models.Revealed(samples.question("open_text"), 1, 1, Solution(), shown, 30)
    for html in (PAGES.fragment("en", stage), PAGES.screen_fragment("en", stage)):
        assert html.count("<bdi>text &lt;") == 9 and "%" not in html


def test_only_waiting_pages_refresh_by_themselves():
    def head_of(stage, mine=models.Mine()):  # noqa: B008
        return PAGES.page("en", models.PageContext(stage, "K7PM", mine=mine)).split("</head>")[0]

    refresh = '<noscript><meta http-equiv="refresh" content="5"></noscript>'
    single, slide = samples.question("single"), samples.question("slide")
    for stage in (models.Lobby(), samples.paused(None), samples.locked(single), samples.revealed(single)):
        assert refresh in head_of(stage)
    assert refresh in head_of(samples.asking(slide))
    for stage in (samples.asking(single), models.Ended(), models.Removed(), models.Join("K7PM")):
        assert "refresh" not in head_of(stage)


def test_a_page_without_a_student_opens_no_socket():
    assert 'data-ws=""' in PAGES.page("en", models.PageContext(models.Join("K7PM"), "K7PM"))
    joined = models.PageContext(models.Lobby(), "K7PM", mine=models.Mine("Sam"))
    assert 'data-ws="/K7PM/ws"' in PAGES.page("en", joined)


def test_a_refusal_without_script_stands_in_the_place_of_the_state():
    page = models.PageContext(
        samples.asking(samples.question("numeric")), "K7PM", mine=models.Mine("Sam"), fault="No <number>"
    )
    assert 'class="bad">No &lt;number&gt;</p>' in PAGES.page("en", page)


def test_the_first_question_is_light():
    """Page to join, style and script as sent (compressed), and the first question: half of 30 kB."""
    join = PAGES.page("fr", models.PageContext(models.Join("K7PM"), "K7PM", "Biologie"))
    question = PAGES.fragment("fr", samples.asking(samples.question("single", "fr")))
    files = {name: (STATIC / name).read_bytes() for name in ("phone.css", "phone.js")}
    assert len(files["phone.css"]) < 13_000
    assert len(files["phone.js"]) < 20_000
    packed = sum(len(gzip.compress(data)) for data in (join.encode(), *files.values()))
    assert packed + len(question.encode()) < 15_000
    assert re.findall(r'(?:src|href)="(/static/[^"]+)"', join) == [
        "/static/phone.css?v=1a2b3c4d",
        "/static/phone.js?v=1a2b3c4d",
    ]


def test_styles_and_scripts_keep_to_old_browsers():
    for path in STATIC.iterdir():
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".css":
            assert not re.search(
                r":(?:is|where|has)\(|(?<!grid-)\bgap:|[^-]aspect-ratio:|\binset:|\bclamp\(|url\(http", text
            )
        else:
            assert "?." not in text.replace("...", "")
            assert "??" not in text
            assert not re.search(
                r"randomUUID|clipboard|serviceWorker|\basync\b|\bawait\b|catch \{|\.flat\(", text
            )
            assert not re.search(r"\beval\(|setAttribute\('style'", text)


def test_letters_follow_the_language():
    assert [letter("ar", n) for n in range(6)] == ["أ", "ب", "ج", "د", "هـ", "و"]
    assert [letter("fr", n) for n in (0, 25, 26)] == ["A", "Z", "27"]


def test_numbers_follow_the_language():
    assert [show_number(language, 0.5) for language in LANGUAGES] == ["0,5", "0,5", "0.5"]
    assert [show_number("en", value) for value in (2, -1.005, 1 / 3, -0.001)] == ["2", "−1", "0.33", "0"]
    assert show_percent("fr", 1, 3) == "33\N{NARROW NO-BREAK SPACE}%"
    assert show_percent("en", 1, 0) == "0%"


def test_the_direction_of_a_question_is_that_of_most_of_its_letters():
    assert direction_of("<p class='x'>ATP: ما العضيّة التي تنتج معظم جزيئات</p>") == "rtl"
    assert direction_of("<p>Que veut dire سلام ?</p>", "paix", "guerre") == "ltr"
    assert direction_of("42") == "ltr"


def test_a_list_entry_has_the_words_of_rich_text_only():
    assert plain_text('<p>a &lt; <img src="x" alt="b²"> <b>c</b></p>') == "a < b² c"


def test_the_door_says_what_is_kept_and_how_long():
    join = models.Join("K7PM", keep_days=365)
    assert "365 days after the class" in PAGES.fragment("en", join)
    assert "365 jours" in PAGES.fragment("fr", join) and "365 يوم" in PAGES.fragment("ar", join)
    assert "number" not in PAGES.fragment("en", join)
    assert "your name and number" in PAGES.fragment("en", models.SignIn("K7PM"))
    assert "until your teacher deletes it" in PAGES.fragment("en", models.SignIn("K7PM"))
    own = PAGES.fragment("en", models.SignIn("K7PM", notice="As the school's rules say.", keep_days=1))
    assert "As the school&#39;s rules say." in own and "1 day after the class" in own and "Why:" not in own
