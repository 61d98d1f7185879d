"""The library with a real file: what is kept, found, copied, removed and brought back, and who may write."""

import json
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.clock import ManualClock
from app.errors import Refused, Trouble
from app.exchange.samples import SAMPLES, read_samples
from app.people.class_options import ClassOptions
from app.quiz.kinds import KINDS
from app.quiz.model import Media, NumericAnswer, Quiz, RichText
from app.quiz.shelf import ClassRow, QuizRow, Search
from app.storage.db import open_database
from app.storage.library import Library
from app.storage.library_reading import FILE_NAME, LibraryReader
from app.storage.migrations import LIBRARY
from tests.helpers.questions import sample_question

ROOT = Path(__file__).resolve().parent.parent.parent
VERSION_1 = Path(__file__).parent / "samples" / "library-1.sql"
PICTURE = Media("image/png", b"\x89PNG\x00\xff" * 1000)
EVERY_KIND = Quiz(
    "0000abcd", "Révision", tuple(sample_question(kind) for kind in KINDS), {"a.png": PICTURE}, "fr"
)


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def library(tmp_path, clock):
    library = Library(tmp_path, clock)
    yield library
    library.close()


def quiz_of(*texts: str, title: str = "Quiz", quiz_id: str = "", **changes) -> Quiz:
    questions = tuple(
        sample_question("single", id=f"q{number}", text=RichText(text), **changes)
        for number, text in enumerate(texts, 1)
    )
    return Quiz(quiz_id, title, questions)


def titles(library: LibraryReader, **search) -> list[str]:
    return [row.title for row in library.list_quizzes(Search(**search))]


def count(library: LibraryReader, table: str) -> int:
    return library._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def written(library: Library) -> int:
    return library._db.conn.total_changes


# --- what comes back ---


def test_a_quiz_of_every_kind_comes_back_equal(library):
    assert library.add_quiz(EVERY_KIND) == "0000abcd"
    assert library.load_quiz("0000abcd") == EVERY_KIND


def test_it_comes_back_after_the_file_was_closed(tmp_path):
    first = Library(tmp_path)
    first.add_quiz(EVERY_KIND, "export.gift", "Biologie")
    first.close()
    again = Library(tmp_path)
    assert again.load_quiz("0000abcd") == EVERY_KIND
    assert again.damage is None
    again.close()


def test_pictures_come_back_in_their_order(library):
    media = {name: Media("image/png", name.encode()) for name in ("z.png", "a.png", "m.png")}
    quiz_id = library.add_quiz(replace(EVERY_KIND, media=media))
    assert list(library.load_quiz(quiz_id).media) == ["z.png", "a.png", "m.png"]


def test_a_row_says_what_the_quiz_holds(library, clock):
    broken = sample_question("single", id="x", choices=())
    unknown = replace(broken, id="y", kind="hologram")
    quiz = Quiz("", "Cells", (sample_question("poll"), sample_question("single"), broken, unknown), {}, "en")
    quiz_id = library.add_quiz(quiz, "cells.gift", "Biology  L1")
    library.set_tags(quiz_id, ["exam", " S1 ", "exam", ""])
    library.note_used(quiz_id, 5.0)
    assert library.list_quizzes() == [
        QuizRow(
            quiz_id, "Cells", "Biology L1", ("exam", "S1"), "en", 4, ("poll", "single", "hologram"),
            "cells.gift", clock.now(), 5.0, 2, ("en",),
        )
    ]  # fmt: skip


def test_a_number_keeps_the_zeros_that_were_typed(library):
    one, other = (
        Quiz("a", "", (sample_question("numeric", numbers=(NumericAnswer(Decimal(text)),)),))
        for text in ("1.5", "1.50")
    )
    library.save_quiz(one)
    library.save_quiz(other)
    assert str(library.load_quiz("a").questions[0].numbers[0].value) == "1.50"


def test_halves_of_characters_and_nul_do_not_keep_a_quiz_from_being_stored(library):
    text = "a\ud800b\x00c"
    quiz = Quiz("a", text, (sample_question("single", text=RichText(text), title=text, tags=(text,)),))
    library.add_quiz(quiz, text, text)
    loaded = library.load_quiz("a")
    assert loaded.questions == quiz.questions
    assert loaded.title == "a?b\x00c"


def test_a_quiz_that_is_not_there_is_refused(library):
    for act in (
        library.load_quiz,
        lambda id_: library.rename(id_, "x"),
        lambda id_: library.duplicate(id_, "x"),
        lambda id_: library.set_tags(id_, ["x"]),
    ):
        with pytest.raises(Refused, match="no_such_quiz"):
            act("unknown")
    assert library.list_quizzes() == []


# --- saving ---


def test_saving_keeps_folder_tags_source_and_use(library, clock):
    quiz_id = library.add_quiz(EVERY_KIND, "export.gift", "Biologie")
    library.set_tags(quiz_id, ["examen"])
    library.note_used(quiz_id, 7.0)
    before = library.list_quizzes()[0]
    clock.advance(10)
    library.save_quiz(replace(EVERY_KIND, title="Autre", language="ar", questions=EVERY_KIND.questions[:2]))
    assert library.list_quizzes() == [
        replace(
            before, title="Autre", language="ar", questions=2, kinds=("single", "multiple"),
            languages=("ar",), changed_at=clock.now(),
        )
    ]  # fmt: skip
    assert library.load_quiz(quiz_id).questions == EVERY_KIND.questions[:2]


def test_saving_without_a_change_writes_nothing(library, clock):
    library.save_quiz(EVERY_KIND)
    changed_at, before = library.list_quizzes()[0].changed_at, written(library)
    clock.advance(10)
    library.save_quiz(library.load_quiz("0000abcd"))
    assert written(library) == before
    assert library.list_quizzes()[0].changed_at == changed_at


def test_saving_a_text_rewrites_neither_the_pictures_nor_the_other_questions(library):
    library.save_quiz(EVERY_KIND)
    before = written(library)
    first, *others = EVERY_KIND.questions
    library.save_quiz(replace(EVERY_KIND, questions=(replace(first, text=RichText("Other")), *others)))
    assert written(library) - before == 2  # the quiz and one question
    assert library.load_quiz("0000abcd").questions[0].text.source == "Other"


def test_questions_can_be_reordered_and_taken_out(library):
    library.save_quiz(EVERY_KIND)
    turned = replace(EVERY_KIND, questions=EVERY_KIND.questions[::-2])
    library.save_quiz(turned)
    assert library.load_quiz("0000abcd") == turned


def test_one_picture_in_many_quizzes_is_stored_once_and_goes_with_the_last(library):
    library.save_quiz(replace(EVERY_KIND, id="one"))
    library.save_quiz(replace(EVERY_KIND, id="two", media={"b.png": PICTURE, "c.png": PICTURE}))
    assert (count(library, "media"), count(library, "quiz_media")) == (1, 3)
    library.save_quiz(replace(EVERY_KIND, id="one", media={}))
    assert count(library, "media") == 1
    library.save_quiz(replace(EVERY_KIND, id="two", media={"b.png": Media("image/png", b"other")}))
    assert library.load_quiz("two").media == {"b.png": Media("image/png", b"other")}
    assert count(library, "media") == 1


def test_a_quiz_that_is_added_twice_is_there_twice(library):
    assert library.add_quiz(EVERY_KIND) == "0000abcd"
    second = library.add_quiz(EVERY_KIND)
    third = library.add_quiz(replace(EVERY_KIND, id=""))
    assert len({"0000abcd", second, third}) == 3
    assert library.load_quiz(second) == replace(EVERY_KIND, id=second)


# --- search ---


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", True),
        ("RÉVISION", True),
        ("revision", True),
        ("cours", True),  # the folder
        ("examen", True),  # a tag
        ("élève", True),  # a question
        ("eleve revision", True),
        ("revision absent", False),
        ("الكتاب", True),  # written with vowels
        ("%", False),
        ("_", False),
        ("   ", True),
    ],
)
def test_words_are_found_wherever_they_stand(library, text, found):
    quiz_id = library.add_quiz(quiz_of("L'Élève lit", "اقرأ الكِتَابَ", title="Révision"), folder="Cours 1")
    library.set_tags(quiz_id, ["Examen"])
    assert bool(library.list_quizzes(Search(text))) is found


def test_a_search_follows_every_change(library):
    library.save_quiz(quiz_of("Alpha", title="One", quiz_id="a"))
    library.save_quiz(quiz_of("Beta", title="Two", quiz_id="a"))
    library.rename("a", "Three")
    library.set_folder(["a"], "Gamma")
    library.set_tags("a", ["delta"])
    assert [bool(titles(library, text=text)) for text in ("alpha", "one", "two")] == [False] * 3
    assert [titles(library, text=text) for text in ("beta", "three", "gamma", "delta")] == [["Three"]] * 4


def test_quizzes_are_found_by_folder_tag_language_kind_and_difficulty(library):
    library.add_quiz(replace(quiz_of("x", title="hard", tags=("niveau:Difficile",)), language="fr"))
    library.add_quiz(replace(quiz_of("x", title="easy", tags=("سَهْل",)), language="ar"), folder="F")
    tagged = library.add_quiz(Quiz("", "slide", (sample_question("slide"),)))
    library.set_tags(tagged, ["exam"])
    assert titles(library, folder="F") == ["easy"]
    assert titles(library, folder="") == ["slide", "hard"]
    assert titles(library, tag="exam") == ["slide"]
    assert titles(library, language="fr") == ["hard"]
    assert titles(library, kind="slide") == ["slide"]
    assert titles(library, difficulty="hard") == ["hard"]
    assert titles(library, difficulty="easy", folder="F", text="x") == ["easy"]
    assert titles(library, difficulty="medium") == []


BILINGUAL = RichText("{mlang fr}Eau{mlang}{mlang ar}ماء{mlang}", "html")
SPANS = '<span lang="FR_ca" class="multilang">Eau</span><span lang="es" class="multilang">Agua</span>'


def test_a_quiz_is_found_under_every_language_of_its_texts(library):
    both = sample_question("single", text=BILINGUAL)
    quiz = Quiz("both", "both", (sample_question("slide"), both), language="fr")
    library.save_quiz(quiz)
    library.add_quiz(Quiz("", "other", (sample_question("slide", feedback=RichText(SPANS, "html")),)))
    library.add_quiz(Quiz("", "english", (sample_question("slide"),), language="en-GB"))
    assert [titles(library, language=code) for code in ("fr", "ar", "es", "en")] == [
        ["other", "both"], ["both"], ["other"], ["english"],
    ]  # fmt: skip
    assert library.list_languages() == [("ar", 1), ("en", 1), ("es", 1), ("fr", 2)]
    assert {row.title: row.languages for row in library.list_quizzes()} == {
        "both": ("fr", "ar"), "other": ("fr", "es"), "english": ("en",),
    }  # fmt: skip
    copy = library.duplicate("both", "copy")
    library.save_quiz(replace(quiz, questions=quiz.questions[:1]))
    assert titles(library, language="ar") == ["copy"]
    assert library.load_quiz(copy).questions[1].text == BILINGUAL


def test_quizzes_are_found_by_the_file_they_came_from(library):
    for name in ("Cells.xml", "cells.xml", "", "été.gift", "cells.xml"):
        library.add_quiz(quiz_of("x", title=name), name)
    assert library.list_sources() == [("Cells.xml", 1), ("cells.xml", 2), ("été.gift", 1)]
    assert titles(library, source="été.gift") == ["été.gift"]
    library.remove(row.id for row in library.list_quizzes(Search(source="cells.xml")))
    assert library.list_sources() == [("Cells.xml", 1), ("été.gift", 1)]


def test_languages_of_an_older_library_are_worked_out_when_it_is_opened(tmp_path):
    db, _ = open_database(tmp_path / FILE_NAME, LIBRARY[:3])
    for id_, language, texts in (
        ("a", "fr-FR", ["{mlang fr}x{mlang ar}y{mlang}"]),
        ("b", "", ["z", "{mlang"]),
    ):
        db.execute(
            "INSERT INTO quizzes (id, title, version, questions, kinds, difficulties, problems, changed_at,"
            " words, language) VALUES (?, '', 1, 1, '[]', '[]', 0, 0, '', ?)",
            [id_, language],
        )
        for place, text in enumerate(texts):
            body = json.dumps({"text": text}) if text != "{mlang" else text  # a damaged one
            db.execute("INSERT INTO questions VALUES (?,?,'q','','','',?)", [id_, place, body])
    db.conn.commit()
    db.conn.close()
    library = Library(tmp_path)
    assert {row.id: row.languages for row in library.list_quizzes()} == {"a": ("fr", "ar"), "b": ()}
    library.close()


def test_the_newest_change_stands_first(library, clock):
    for title in ("one", "two", "three"):
        library.save_quiz(Quiz(title, title))
        clock.advance(1)
    library.rename("one", "first")
    library.set_folder(["two"], "F")  # moving is no change of the quiz
    assert titles(library) == ["first", "three", "two"]


def test_folders_and_tags_are_counted_and_sorted_as_people_sort(library):
    for number, folder in enumerate(("école", "Zoo", "Ecole", "", "école")):
        library.set_tags(library.add_quiz(Quiz("", str(number)), folder=folder), ["b", "Á"][: number % 3])
    assert library.list_folders() == [("", 1), ("Ecole", 1), ("école", 2), ("Zoo", 1)]
    assert library.list_tags() == [("Á", 1), ("b", 3)]


# --- copies and the bin ---


def test_a_copy_has_everything_but_the_title_and_lives_on_its_own(library):
    library.add_quiz(EVERY_KIND, "export.gift", "Biologie")
    library.set_tags("0000abcd", ["examen"])
    copy = library.duplicate("0000abcd", "Copie")
    row = next(row for row in library.list_quizzes() if row.id == copy)
    assert (row.title, row.folder, row.tags, row.source) == ("Copie", "Biologie", ("examen",), "export.gift")
    assert row.used_at is None
    assert titles(library, text="copie examen") == ["Copie"]
    library.remove(["0000abcd"])
    library.empty_bin(float("inf"))
    assert library.load_quiz(copy) == replace(EVERY_KIND, id=copy, title="Copie")


def test_what_is_removed_is_not_listed_and_comes_back_as_it_was(library):
    for quiz_id in ("a", "b", "c"):
        library.add_quiz(quiz_of("x", quiz_id=quiz_id), folder="F")
        library.set_tags(quiz_id, ["t"])
    before = library.list_quizzes()
    library.remove(["a", "b"])
    assert [row.id for row in library.list_quizzes()] == ["c"]
    assert (library.list_folders(), library.list_tags()) == ([("F", 1)], [("t", 1)])
    library.bring_back(["a", "b"])
    assert library.list_quizzes() == before


def test_the_bin_loses_only_what_lies_long_enough(library, clock):
    library.save_quiz(replace(EVERY_KIND, id="old"))
    library.save_quiz(quiz_of("new", quiz_id="new"))
    library.save_quiz(quiz_of("kept", quiz_id="kept"))
    library.remove(["old"])
    clock.advance(100)
    library.remove(["new"])
    assert library.empty_bin(clock.now()) == 1
    with pytest.raises(Refused, match="no_such_quiz"):
        library.load_quiz("old")
    assert library.load_quiz("new").title == "Quiz"
    assert (count(library, "media"), count(library, "questions")) == (0, 2)


def test_a_quiz_saved_while_it_lies_in_the_bin_stays_there(library):
    library.save_quiz(quiz_of("x", quiz_id="a"))
    library.remove(["a"])
    library.save_quiz(quiz_of("typed last", quiz_id="a"))
    assert library.list_quizzes() == []
    library.bring_back(["a"])
    assert library.load_quiz("a").questions[0].text.source == "typed last"


# --- what is there already ---


def test_a_quiz_that_is_imported_again_is_known_by_its_questions(library):
    stored = library.add_quiz(quiz_of("Which organelle makes ATP?", "Where is DNA?", title="Cells"))
    fresh = quiz_of("Which  organelle makes ATP?", "Where is DNA?", "What is new?", quiz_id="other")
    moved = replace(
        fresh.questions[1], choices=tuple(replace(c, weight=0.0) for c in fresh.questions[1].choices)
    )
    fresh = replace(fresh, questions=(fresh.questions[0], moved, fresh.questions[2]))
    report = library.find_same(fresh)
    assert [(item.state, item.quiz, item.title, item.other) for item in report.questions] == [
        ("same", stored, "Cells", "q1"), ("changed", stored, "Cells", "q2"), ("new", "", "", ""),
    ]  # fmt: skip
    assert (report.count("new"), report.quizzes, report.is_known) == (1, ((stored, "Cells"),), False)
    assert library.find_same(library.load_quiz(stored)).is_known
    library.remove([stored])
    assert library.find_same(fresh).count("new") == 3


def test_of_several_quizzes_the_one_that_holds_most_is_named(library):
    library.save_quiz(quiz_of("a", "b", "c", quiz_id="most"))
    library.save_quiz(quiz_of("b", quiz_id="one"))
    assert {item.quiz for item in library.find_same(quiz_of("a", "b", "c")).questions} == {"most"}


def test_questions_without_words_are_not_taken_for_each_other(library):
    library.save_quiz(quiz_of("", quiz_id="a"))
    other = replace(quiz_of("").questions[0], choices=sample_question("poll").choices)
    assert library.find_same(Quiz("", "", (other,))).count("new") == 1
    assert library.find_same(quiz_of("")).count("same") == 1


def test_an_empty_quiz_is_not_known(library):
    assert not library.find_same(Quiz("", "")).is_known


# --- classes ---


def test_classes_are_kept_by_name(library):
    second = library.add_class("  Terminale   B ")
    first = library.add_class("école 1", "Tuesday\nroom 4")
    library.note_class_used(second, 9.0)
    assert library.list_classes() == [
        ClassRow(first, "école 1", "Tuesday\nroom 4"), ClassRow(second, "Terminale B", "", 0, 9.0),
    ]  # fmt: skip
    library.rename_class(second, "Première B")
    library.rename_class(first, "École 1", "")
    assert [(row.name, row.note) for row in library.list_classes()] == [("École 1", ""), ("Première B", "")]


def test_how_a_class_is_held(library):
    class_id = library.add_class("One")
    assert library.load_class_options(class_id) == ClassOptions()
    options = ClassOptions("nickname", guests=True, late_after=300.0, notice="العربية", keep_days=400)
    library.save_class_options(class_id, options)
    assert library.load_class_options(class_id) == options
    for call in (lambda: library.load_class_options("x"), lambda: library.save_class_options("x", options)):
        with pytest.raises(Refused, match="no_such_class"):
            call()


def test_a_removed_class_comes_back(library, clock):
    class_id = library.add_class("One", "note")
    library.remove_class(class_id)
    assert library.list_classes() == []
    library.bring_class_back(class_id)
    assert library.list_classes() == [ClassRow(class_id, "One", "note")]
    library.remove_class(class_id)
    clock.advance(1)
    library.empty_bin(clock.now())
    library.bring_class_back(class_id)
    assert library.list_classes() == []


@pytest.mark.parametrize(
    ("name", "code"),
    [("", "class_name_empty"), (" \u200f", "class_name_empty"), ("ecole", "class_name_taken")],
)
def test_a_class_needs_a_name_of_its_own(library, name, code):
    library.add_class("École")
    other = library.add_class("Other")
    for act in (lambda: library.add_class(name), lambda: library.rename_class(other, name)):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == code
    assert [row.name for row in library.list_classes()] == ["École", "Other"]


def test_a_class_that_is_not_there_is_refused(library):
    with pytest.raises(Refused, match="no_such_class"):
        library.rename_class("unknown", "Name")


# --- samples ---


def test_samples_come_once_and_a_removed_one_stays_away(tmp_path):
    library = Library(tmp_path)
    assert library.seed_samples(read_samples) == len(SAMPLES)
    assert sorted(row.language for row in library.list_quizzes()) == ["ar", "en", "fr"]
    assert {row.problems for row in library.list_quizzes()} == {0}
    library.remove([row.id for row in library.list_quizzes()])
    library.empty_bin(float("inf"))
    library.close()
    again = Library(tmp_path)
    assert again.seed_samples(lambda: pytest.fail("read again")) == 0
    assert again.list_quizzes() == []
    again.close()


def test_samples_that_cannot_be_read_are_tried_again(library):
    def broken():
        yield from list(read_samples())[:1]
        raise Trouble("file_unreadable", file="x", reason="y")

    with pytest.raises(Trouble, match="file_unreadable"):
        library.seed_samples(broken)
    assert library.list_quizzes() == []
    assert library.seed_samples(read_samples) == len(SAMPLES)


# --- threads, processes, disks ---


def test_many_threads_may_call_at_once(library):
    def work(number: int) -> str:
        quiz_id = library.add_quiz(quiz_of(f"Question {number}", title=str(number)))
        library.set_tags(quiz_id, [str(number % 3)])
        library.list_quizzes(Search("question"))
        return library.load_quiz(quiz_id).title

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(40))) == [str(number) for number in range(40)]
    assert sum(number for _, number in library.list_tags()) == 40


def test_a_second_desktop_is_refused_and_readers_are_not(library, tmp_path):
    script = (
        "import sys; from pathlib import Path; from app.errors import Trouble\n"
        "from app.storage.library import Library\n"
        "try: Library(Path(sys.argv[1]))\nexcept Trouble as trouble: print(trouble.code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert (done.stdout, done.returncode) == ("data_folder_in_use\n", 0), done.stderr
    reader = LibraryReader.open(tmp_path)
    library.add_quiz(EVERY_KIND)
    assert reader.load_quiz("0000abcd") == EVERY_KIND
    reader.close()


def test_there_is_nothing_to_read_where_no_library_was_made(tmp_path):
    assert LibraryReader.open(tmp_path) is None


def test_a_full_disk_changes_nothing(library):
    library.save_quiz(EVERY_KIND)
    before = library.list_quizzes()
    connection = library._db.conn
    used = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={used}")
    large = {"big.png": Media("image/png", bytes(400_000))}
    with pytest.raises(Trouble, match="not_stored"):
        library.save_quiz(replace(EVERY_KIND, title="Other", media=large))
    assert library.list_quizzes() == before
    assert library.load_quiz("0000abcd") == EVERY_KIND


def test_a_damaged_question_is_told_and_leaves_the_others_readable(library):
    library.save_quiz(replace(EVERY_KIND, id="bad"))
    library.save_quiz(replace(EVERY_KIND, id="good"))
    library._db.execute("UPDATE questions SET body='{half' WHERE quiz='bad' AND position=1")
    with pytest.raises(Trouble, match="quiz_unreadable"):
        library.load_quiz("bad")
    assert library.load_quiz("good").questions == EVERY_KIND.questions
    assert len(library.list_quizzes()) == 2


def test_a_damaged_library_is_put_aside(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"not a library" * 1000)
    library = Library(tmp_path)
    assert library.damage.file.read_bytes() == b"not a library" * 1000
    assert library.list_quizzes() == []
    library.close()


def test_a_library_of_a_newer_version_is_refused_without_holding_its_lock(tmp_path):
    newer = Library(tmp_path)
    newer._db.execute("PRAGMA user_version=99")
    newer.close()
    for _ in range(2):
        with pytest.raises(Trouble, match="database_newer"):
            Library(tmp_path)
    with pytest.raises(Trouble, match="database_newer"):
        LibraryReader.open(tmp_path)


def test_a_file_of_version_1_can_be_used(tmp_path):
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.executescript(VERSION_1.read_text(encoding="utf-8"))
    connection.close()
    library = Library(tmp_path)
    assert [(row.title, row.folder, row.tags, row.questions) for row in library.list_quizzes()] == [
        ("Les cellules", "Biologie", ("examen",), 11)
    ]
    loaded = library.load_quiz("0000abcd")
    assert [question.kind for question in loaded.questions] == list(KINDS)
    assert loaded.media == {"a.png": Media("image/png", b"picture")}
    assert [row.name for row in library.list_classes()] == ["Terminale B"]
    assert library.find_same(loaded).is_known
    library.save_quiz(replace(loaded, title="Saved by this version"))
    assert titles(library, text="saved") == ["Saved by this version"]
    library.close()


def test_coefficients_of_a_session_come_back_and_are_forgotten(tmp_path):
    library = Library(tmp_path)
    library.save_coefficients("s1", {"q1": 2.0, "q2": 0.0})
    library.save_coefficients("s2", {"q1": 3.0})
    library.save_coefficients("s2", {})
    library.close()
    library = Library(tmp_path)
    assert library.load_coefficients("s1") == {"q1": 2.0, "q2": 0.0}
    assert library.load_coefficients("s2") == {}
    library.close()


def test_the_tables_hold_plain_json(library):
    library.save_quiz(EVERY_KIND)
    for (body,) in library._db.execute("SELECT body FROM questions"):
        assert json.loads(body)["kind"] in KINDS
    db, _ = open_database(Path(library._path).with_name("new.db"), LIBRARY)
    assert {row[0] for row in db.conn.execute("SELECT name FROM sqlite_master WHERE type='table'")} == {
        "quizzes", "questions", "media", "quiz_media", "classes", "done", "students", "pins", "devices",
        "learned", "coefficients",
    }  # fmt: skip
    db.conn.close()
