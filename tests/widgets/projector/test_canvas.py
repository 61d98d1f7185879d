"""The wall at every size: nothing is cut, nothing too small, nothing told too early."""

from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QColor, QImage, QPaintEvent
from PySide6.QtWidgets import QApplication

from app.lan import page_models as pm
from app.quiz.kinds import find_kind
from app.quiz.kinds.base import Solution
from app.quiz.model import Question
from tests.helpers import walls
from tests.helpers.page_samples import asking, choices_of, question, revealed
from tests.helpers.questions import SCORED, sample_question
from widgets.language import apply_language
from widgets.parts import rich_text
from widgets.projector import lobby, pieces, ranking
from widgets.projector.canvas import WallCanvas
from widgets.projector.podium import split_name
from widgets.projector.question import QuestionStage
from widgets.projector.strip import Time
from widgets.projector.wall import Line, Scene, Wall
from widgets.theme import LIGHT, apply_theme, set_motion

SIZES = [(800, 600), (1024, 768), (1366, 768), (1920, 1080), (480, 270), (500, 900)]
LIVE = (Line("a", 3), Line("b", 9))
LONGER = {"long", "endless", "eight-long", "eight-reveal", "pictures"}  # may scroll where the wall is small


def make_canvas(qtbot, scene: Scene, size=(1366, 768), media=None, **more) -> WallCanvas:
    canvas = WallCanvas(({} if media is None else media).get, **more)
    qtbot.addWidget(canvas)
    canvas.resize(*size)
    canvas.set_scene(scene)
    return canvas


def paint(canvas: WallCanvas) -> QImage:
    canvas.grab()  # large letters are drawn a little differently for the first time
    return canvas.grab().toImage()


def all_scenes(language: str, media: dict[str, bytes]) -> dict[str, Scene]:
    return walls.stages(language) | walls.kinds(language) | walls.hard(media, language)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_nothing_is_cut_at_any_size(qtbot, qapp, size, language):
    apply_language(qapp, language)
    media: dict[str, bytes] = {}
    for name, scene in all_scenes(language, media).items():
        canvas = make_canvas(qtbot, scene, size, media)
        stage, room = canvas.stage, canvas._content_box()
        for box in stage.boxes():
            assert box.left() >= -1, name
            assert box.right() <= room.width() + 1, name
            assert box.top() >= -1, name
            assert box.bottom() <= max(stage.height, room.height()) + 1, name
        if name not in LONGER and size[0] >= 800:
            assert stage.height <= room.height() + 1, name
        for one, other in combinations(stage.boxes(), 2):
            assert not one.adjusted(1, 1, -1, -1).intersects(other.adjusted(1, 1, -1, -1)), name


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_nothing_is_painted_into_the_margins(qtbot, qapp, language):
    apply_language(qapp, language)
    media: dict[str, bytes] = {}
    paper = QColor(LIGHT.paper).rgb()
    for name, scene in all_scenes(language, media).items():
        canvas = make_canvas(qtbot, scene, (1024, 768), media)
        canvas.set_time(Time(18, 30))
        image = paint(canvas)
        side = round(canvas._side()) - 6
        for x in (*range(0, side, 5), *range(1024 - side, 1024, 5)):
            assert all(image.pixel(x, y) == paper for y in range(768)), (name, x)


@pytest.mark.parametrize("size", [(800, 600), (1920, 1080)])
def test_nothing_is_smaller_than_a_twenty_eighth_of_the_height(qtbot, monkeypatch, size):
    seen: dict[int, str] = {}
    now = [""]

    def note(real):
        def font(size_, *args, **more):
            seen.setdefault(size_, now[0])
            return real(size_, *args, **more)

        return font

    for module, name in (
        (pieces, "text_font"), (pieces, "number_font"), (rich_text, "text_font"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, note(getattr(module, name)))
    media: dict[str, bytes] = {}
    for name, scene in all_scenes("fr", media).items():
        now[0] = name
        canvas = make_canvas(qtbot, scene, size, media)
        canvas.set_time(Time(18, 30))
        paint(canvas)
    assert seen
    assert min(seen) >= size[1] / 28, seen[min(seen)]


def test_a_short_question_is_as_large_as_it_may_be_and_a_long_one_scrolls(qtbot):
    short = walls.scene(walls.wall(asking(replace(question("single"), html="<p>ATP?</p>"))))
    stage = make_canvas(qtbot, short, (1366, 768)).stage
    assert isinstance(stage, QuestionStage)
    assert stage._text._made is not None
    assert stage._text._made[1] == round(768 / 11)
    canvas = make_canvas(qtbot, walls.hard({})["endless"], (1366, 768))
    assert isinstance(canvas.stage, QuestionStage)
    assert canvas.stage._text._made is not None
    assert canvas.stage._text._made[1] == round(768 / 22)
    assert canvas.stage.height > canvas._content_box().height()
    before = paint(canvas)
    assert not canvas.scroll_by(-1)
    assert canvas.scroll_by(1)
    assert paint(canvas) != before
    while canvas.scroll_by(1):
        pass
    assert canvas._offset == pytest.approx(canvas.stage.height - canvas._content_box().height())
    canvas.set_scene(short)
    assert canvas._offset == 0


def test_no_word_of_a_choice_is_broken_where_smaller_type_helps(qtbot):
    long = replace(question("single"), choices=choices_of(["Mitochondrialkrankheiten", "Nein"] * 2))
    stage = make_canvas(qtbot, walls.scene(walls.wall(asking(long))), (800, 600)).stage
    assert not any(piece.is_squeezed for piece in stage.pieces())


def other_key(asked: Question) -> Question:
    """The question with another key, as a teacher's correction gives it."""
    ids = [choice.id for choice in asked.choices]
    pairs = [pair for pair in asked.pairs if pair.left is not None]
    keys = {
        "single": {"right": ids[:1]},
        "multiple": {"right": ids[:1]},
        "true_false": {
            "right": ids[:1] if asked.kind == "true_false" and asked.choices[1].weight > 0 else ids[1:]
        },
        "numeric": {"numbers": [{"value": 7}]},
        "short_text": {"texts": [{"text": "Tokyo"}]},
        "ordering": {"order": ids[::-1]},
        "matching": {
            "pairs": {pair.left_id: other.right_id for pair, other in zip(pairs, pairs[::-1], strict=True)}
        },
    }
    if asked.kind != "gaps":
        return find_kind(asked.kind).correct(asked, keys[asked.kind])
    gap_keys = {}
    for gap in asked.gaps:
        if gap.choices:
            gap_keys[gap.id] = {"right": [next(choice.id for choice in gap.choices if choice.weight <= 0)]}
        else:
            gap_keys[gap.id] = keys["numeric" if gap.numbers else "short_text"]
    return find_kind("gaps").correct(asked, {"gaps": gap_keys})


def public_wall(asked: Question) -> Wall:
    """The wall while the question is open, by way of the server's values."""
    public = find_kind(asked.kind).public(asked, lambda text: text.source, list)
    return replace(walls.wall(asking(public)), version="1")


@pytest.mark.parametrize("kind", SCORED)
def test_before_the_reveal_two_keys_look_the_same(qtbot, kind):
    asked = sample_question(kind)
    other = other_key(asked)
    assert other != asked
    scenes = [walls.scene(public_wall(version), live=LIVE) for version in (asked, other)]
    first, second = (paint(make_canvas(qtbot, scene)) for scene in scenes)
    assert first == second


@pytest.mark.parametrize("kind", ["single", "multiple", "matching", "ordering", "numeric"])
def test_at_the_reveal_two_keys_look_different(qtbot, kind):
    stage = revealed(question(kind))
    known = stage.solution
    other = Solution(
        right=tuple(reversed(known.right)) if kind == "ordering" else tuple(known.right[:-1]) or ("c0",),
        pairs=dict(zip(known.pairs, reversed(known.pairs.values()), strict=True)),
        accepted=("47",) if known.accepted else (),
    )
    if kind == "single":
        other = replace(other, right=("c0",))
    first = paint(make_canvas(qtbot, walls.scene(walls.wall(stage))))
    second = paint(make_canvas(qtbot, walls.scene(walls.wall(replace(stage, solution=other)))))
    assert first != second


def test_a_picture_that_comes_late_is_put_in(qtbot):
    media: dict[str, bytes] = {}
    scene = walls.hard(media)["wide"]
    arrived: dict[str, bytes] = {}
    canvas = make_canvas(qtbot, scene, media=arrived)
    before = paint(canvas)
    arrived["/media/other"] = media["/media/wide"]
    canvas.media_arrived("/media/other")
    assert paint(canvas) == before
    arrived["/media/wide"] = media["/media/wide"]
    canvas.media_arrived("/media/wide")
    after = paint(canvas)
    assert after != before
    assert after.pixelColor(1366 // 2, 300) == QColor("#cfe3d6")


def test_a_picture_in_a_choice_that_comes_late_is_put_in(qtbot):
    media: dict[str, bytes] = {}
    scene = walls.hard(media)["pictures"]
    arrived: dict[str, bytes] = {}
    canvas = make_canvas(qtbot, scene, media=arrived)
    before = paint(canvas)
    arrived["/media/tall"] = media["/media/tall"]
    canvas.media_arrived("/media/tall")
    assert paint(canvas) != before


def test_bytes_that_are_no_picture_harm_nothing(qtbot):
    media: dict[str, bytes] = {}
    scene = walls.hard(media)["wide"]
    canvas = make_canvas(qtbot, scene, media={"/media/wide": b"no picture"})
    assert not paint(canvas).isNull()


class Paintings(QObject):
    """Notes which part of a widget is painted."""

    def __init__(self, canvas: WallCanvas) -> None:
        super().__init__()
        self.regions: list[QRect] = []
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.regions.append(event.rect())
        return False


def test_the_time_and_counts_repaint_the_strip_alone(qtbot):
    scene = walls.kinds()["single"]
    canvas = make_canvas(qtbot, scene)
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.set_time(Time(18, 30))
    qtbot.waitUntil(lambda: canvas._time.left == 18)
    QApplication.processEvents()
    paintings = Paintings(canvas)
    canvas.set_time(Time(17.9, 30))
    qtbot.waitUntil(lambda: len(paintings.regions) == 1)
    canvas.set_scene(replace(scene, answered=33))
    qtbot.waitUntil(lambda: len(paintings.regions) == 2)
    assert all(region.bottom() < 768 * 0.12 for region in paintings.regions)
    # What nobody could tell apart is not painted.
    canvas.set_time(Time(17.8999, 30))
    canvas.set_scene(replace(scene, answered=33))
    QApplication.processEvents()
    assert len(paintings.regions) == 2


def test_bars_grow_and_then_stand_still(qtbot):
    set_motion(True)
    canvas = make_canvas(qtbot, walls.kinds()["single"])
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.set_scene(walls.kinds()["single-reveal"])
    assert canvas._grown < 1
    with qtbot.waitSignal(canvas._growth.finished):
        pass
    assert canvas._grown == 1


@pytest.mark.parametrize("name", ["single-reveal", "matching-reveal", "numeric-reveal", "short_text-reveal"])
def test_every_moment_of_growing_can_be_painted(qtbot, name):
    canvas = make_canvas(qtbot, walls.kinds()[name])
    images = []
    paint(canvas)
    for grown in (0.0, 0.3, 1.0):
        canvas._on_grown(grown)
        images.append(paint(canvas))
    assert images[0] != images[1] != images[2]


@pytest.mark.parametrize("name", ["ranking", "podium", "ended"])
def test_rows_come_from_their_old_places(qtbot, name):
    canvas = make_canvas(qtbot, walls.stages()[name])
    paint(canvas)
    canvas._on_grown(0.2)
    before = paint(canvas)
    canvas._on_grown(1.0)
    assert paint(canvas) != before


def test_without_motion_nothing_moves(qtbot):
    canvas = make_canvas(qtbot, walls.kinds()["single"])
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.set_scene(walls.kinds()["single-reveal"])
    assert canvas._grown == 1


def test_the_number_of_those_who_joined_runs_up(qtbot):
    set_motion(True)
    scene = walls.stages()["lobby-plain"]
    canvas = make_canvas(qtbot, scene)
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.set_scene(replace(scene, joined=40))
    assert canvas._joined < 40
    qtbot.waitUntil(lambda: canvas._joined == 40)


def test_the_small_picture_is_new_at_most_twice_a_second(qtbot):
    scene = walls.kinds()["single"]
    canvas = make_canvas(qtbot, scene, (320, 180), small=True)
    canvas.set_scene(replace(scene, answered=32))
    canvas.set_scene(replace(scene, answered=33))
    assert canvas.scene.answered == 31
    qtbot.waitUntil(lambda: canvas.scene.answered == 33)


def test_the_small_picture_shows_the_same_as_the_wall(qtbot):
    scene = walls.kinds()["single"]
    small = paint(make_canvas(qtbot, scene, (320, 180), small=True))
    large = paint(make_canvas(qtbot, scene, (1280, 720)))
    # The signs of the four choices stand at the same places.
    for x, y in ((62, 385), (702, 385)):
        assert QColor(large.pixel(x, y)).saturation() > 100
        assert QColor(small.pixel(x // 4, y // 4)).hue() == pytest.approx(
            QColor(large.pixel(x, y)).hue(), abs=12
        )


def test_the_wall_may_be_dark_where_the_laptop_is_light(qtbot, qapp):
    canvas = make_canvas(qtbot, walls.kinds()["single"])
    assert paint(canvas).pixelColor(2, 700).lightness() > 200
    canvas.set_wall_theme("dark")
    assert paint(canvas).pixelColor(2, 700).lightness() < 60
    canvas.set_wall_theme("auto")
    apply_theme(qapp, "dark")
    canvas.refresh()
    assert paint(canvas).pixelColor(2, 700).lightness() < 60


def test_the_question_decides_the_direction_of_its_text_and_the_language_that_of_the_strip(qtbot, qapp):
    apply_language(qapp, "fr")
    canvas = make_canvas(qtbot, walls.kinds("ar")["single"])
    image = paint(canvas)

    def coloured(x0: int, x1: int) -> int:
        columns, rows = range(x0, x1, 3), range(350, 760, 3)
        return sum(QColor(image.pixel(x, y)).saturation() > 120 for x in columns for y in rows)

    # Signs of choices stand at the right, where Arabic lines begin.
    assert coloured(1366 - 130, 1366 - 60) > 20
    assert coloured(60, 130) == 0


def test_a_made_up_question_without_words_says_that_it_was_spoken(qtbot):
    bare = replace(question("single"), html="", choices=choices_of(["", "", "", ""]))
    canvas = make_canvas(qtbot, walls.scene(walls.wall(asking(bare))))
    assert isinstance(canvas.stage, QuestionStage)
    assert not paint(canvas).isNull()
    assert len(canvas.stage.boxes()) == 5


def test_names_that_have_no_room_are_counted(qtbot):
    many = tuple(f"Student {number}" for number in range(1_000))
    canvas = make_canvas(qtbot, replace(walls.stages()["lobby"], names=many, joined=1_000))
    drawn: list[str] = []
    real = lobby.draw_text

    def note(painter, box, text, *args, **more):
        drawn.append(text)
        real(painter, box, text, *args, **more)

    lobby.draw_text = note  # type: ignore[assignment]
    try:
        paint(canvas)
    finally:
        lobby.draw_text = real
    shown = {text for text in drawn if text.startswith("Student")}
    assert "Student 0" in shown
    assert f"+{1_000 - len(shown)}" in drawn


def test_the_address_is_as_typed_and_the_code_stands_apart():
    scene = walls.stages()["lobby"]
    assert lobby.split_address(scene) == ("192.168.1.20:8080/", "K\u00a07\u00a0P\u00a0M")


def test_a_name_may_take_two_lines_on_the_podium():
    assert split_name("Sam", 400, 30) == ["Sam"]
    assert split_name("Chloé-Anne de la Tour-Maubourg", 300, 30) == ["Chloé-Anne de la", "Tour-Maubourg"]


def test_before_a_class_the_wall_says_so(qtbot):
    canvas = make_canvas(qtbot, Scene())
    assert "No class is running." in canvas.stage.describe()
    assert not paint(canvas).isNull()


def test_an_empty_ranking_and_an_unknown_reveal_can_be_painted(qtbot):
    for stage in (pm.Ranking(), pm.Ended(), revealed(replace(question("open_text"), kind="open_text"))):
        shown = walls.wall(stage)
        paint(make_canvas(qtbot, walls.scene(replace(shown, lines=(), answers=0))))
    assert make_canvas(qtbot, walls.scene(Wall(view="ranking"))).stage is not None
    assert ranking.RankingStage.moves
