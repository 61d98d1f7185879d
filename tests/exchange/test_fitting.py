"""Pictures on their way through an import, an export and into a class."""

import base64

from app.commands.opening import media_for_class
from app.exchange import moodle_xml_out, preau_file
from app.exchange.formats import read_file
from app.exchange.import_plan import make_plan, take_into, take_new
from app.quiz.model import Media, Quiz
from app.quiz.resizing import phone_name
from app.quiz.shelf import SameQuestion, SameReport
from tests.helpers.pictures import draw_picture

LARGE = draw_picture(2000, 10)


def gift(*pictures):
    tags = "".join(
        f'<img src="data:image/png;base64,{base64.b64encode(data).decode()}">' for data in pictures
    )
    return f"[html]{tags.replace('=', chr(92) + '=').replace(':', chr(92) + ':')}?{{T}}".encode()


def read(tmp_path, data, name="q.gift"):
    path = tmp_path / name
    path.write_bytes(data)
    return read_file(path)


def test_an_import_keeps_the_original_and_adds_what_phones_get(tmp_path):
    quiz = read(tmp_path, gift(LARGE)).quiz
    name, small = quiz.media
    assert small == phone_name(name)
    assert quiz.media[name].data == LARGE
    assert len(media_for_class(quiz.media)) == 1


def test_exports_carry_the_original_and_our_own_file_both(tmp_path):
    quiz = read(tmp_path, gift(LARGE)).quiz
    assert read(tmp_path, preau_file.write(quiz), "q.preau").quiz == quiz
    xml = moodle_xml_out.write(quiz)
    assert xml.count(b"<file ") == 1 and base64.b64encode(LARGE) in xml


def test_a_damaged_picture_is_told_where_it_is_shown(tmp_path):
    imported = read(tmp_path, b"a{T}\n\n" + gift(LARGE[: len(LARGE) // 2]))
    lines = [(line.line, line.severity, line.code) for line in imported.report.lines]
    assert lines == [(3, "warning", "picture_damaged")]


def test_small_versions_come_along_into_another_quiz(tmp_path):
    imported = read(tmp_path, gift(LARGE))
    (name, small) = imported.quiz.media
    plan = make_plan(imported, SameReport((SameQuestion(imported.quiz.questions[0].id, "new"),)))
    assert list(take_new(plan).media) == [name, small]
    other = Media("image/png", draw_picture())
    into = take_into(plan, Quiz("x", "x", (), {name: other}))
    stem, suffix = name.split(".")
    assert list(into.media) == [name, f"{stem}-2.{suffix}", phone_name(f"{stem}-2.{suffix}")]
