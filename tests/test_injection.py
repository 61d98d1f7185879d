"""Nicknames, titles and names of classes are words, wherever they come to stand: pages, printed sheets,
headers, log lines, names of files and of the class on the network. (Tables: tests/reports/test_files.py; the
window: tests/widgets/parts/test_tips.py.)"""

import logging
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from app.exchange.whole_files import file_name
from app.lan.mdns_names import instance_label, txt_record
from app.log import start_log
from app.people.names import display_name
from app.reports import attendance_html, session_html
from app.reports.options import Options
from tests.helpers.people import CLASS, student
from tests.helpers.served import ServedClass, sample_quiz
from tests.reports.samples import ended_class
from tests.reports.test_attendance import session_sheet, term_sheet

HOSTILE = [
    "<img src=//192.0.2.1/a>", '"><script>alert(1)</script>', "{{ 7*7 }}", "{% raw %}",
    "a\r\nSet-Cookie: x=1",
    "a\nERROR made up", "\u202egnp.exe", "../../etc/passwd", "=1+1", "</title><b>", "%s %(x)s {0}",
    "&lt;b&gt;",
]  # fmt: skip


class Tags(HTMLParser):
    """Every tag of a page with the names of its attributes, and the words between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data):
        self.words += data


async def pages_of(folder, names, title):
    """The tags of the pages of a class, by the nickname of who sees them, and the names of all headers."""
    folder.mkdir()
    found, headers = {}, set()
    async with ServedClass(folder, replace(sample_quiz("single"), title=title)) as served:
        host, screen = await served.host(), await served.screen()
        phones = [await served.phone(name, connect=False) for name in names]
        await host.do("ask")
        shown = [phone.http for phone in phones]
        for number, http in enumerate([screen.http, *shown]):
            code = served.state.code
            for path in ("/screen", "/poster") if not number else (f"/{code}",):
                async with http.get(f"{served.origin}{path}") as reply:
                    found[number, path.replace(code, "code")] = Tags(await reply.text())
                    headers |= {name.lower() for name in reply.headers}
    return found, headers


async def test_nicknames_and_titles_are_words_on_every_page_of_a_class(tmp_path):
    """The pages have the same tags whatever the names are, and no header is made of them."""
    names = HOSTILE[:7]
    harmless = [f"Amina {number}" for number in range(len(names))]
    plain, headers = await pages_of(tmp_path / "plain", harmless, "Cells")
    hostile, more = await pages_of(tmp_path / "hostile", names, " ".join(HOSTILE))
    assert headers == more
    assert plain.keys() == hostile.keys() and len(plain) == 9
    for place, page in plain.items():
        assert page.tags == hostile[place].tags, place
    assert "{{ 7*7 }}" in hostile[3, "/code"].words and HOSTILE[0] in hostile[1, "/code"].words


@pytest.mark.parametrize("word", HOSTILE)
def test_nicknames_and_titles_are_words_on_printed_sheets(word):
    """The window prints HTML by Qt, which would load a picture that a name brings along."""

    def sheets(name):
        state = ended_class().state
        state.students["s1"].nickname, state.title = name, name
        state.settings = replace(state.settings, class_name=name)
        one = student("s1", name, name, name)
        sheet = replace(session_sheet((one, *CLASS[1:])), title=name, class_name=name)
        term = replace(term_sheet(), class_name=name, students=(one, *CLASS[1:]))
        options = Options("en")
        yield session_html.render(state, options)
        yield attendance_html.render_summary(sheet, options)
        yield attendance_html.render_signatures(sheet, options)
        yield attendance_html.render_term(term, options)
        assert display_name(one)

    for plain, hostile in zip(sheets("Zzz"), sheets(word), strict=True):
        shown = Tags(hostile)
        assert sorted(shown.tags) == sorted(Tags(plain).tags)
        assert not any(tag in ("img", "script", "title") for tag, _ in shown.tags)


@pytest.mark.parametrize("word", HOSTILE)
def test_a_title_makes_a_file_in_the_folder_that_was_chosen(tmp_path, word):
    path = tmp_path / f"{file_name(word)}.csv"
    assert path.resolve().parent == tmp_path.resolve()
    path.write_text("x", encoding="utf-8")
    assert path.name.isprintable() and not set(path.name) & set('<>:"/\\|?*')


@pytest.mark.parametrize("word", HOSTILE)
def test_a_title_is_one_line_in_the_announcement_on_the_network(word):
    label = instance_label(word)
    assert label.isprintable() and "." not in label and len(label.encode()) <= 63
    assert all(value.isprintable() for value in txt_record(word, "K7PM", "/K7PM", "1").values())


def test_a_log_line_is_one_line(tmp_path):
    root = logging.getLogger()
    level = root.level
    path = start_log(tmp_path)
    handler = root.handlers[-1]
    try:
        for word in HOSTILE:
            logging.getLogger("app.test").warning("somebody asked for %s", word)
        handler.flush()
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) == len(HOSTILE)
        assert all(" WARNING app.test: somebody asked for " in line for line in lines)
    finally:
        root.removeHandler(handler)
        handler.close()
        root.setLevel(level)
        logging.raiseExceptions = True
