"""Nothing of the desktop is left out when its screens are photographed."""

from app.quiz.kinds import KINDS
from tests.helpers import walls
from tools.desktop_screens import KEPT, KEPT_OUT, LARGEST, SCREENS, file_name, take
from tools.screens.studio import LAPTOP, Studio
from widgets.application import PAGES
from widgets.language import apply_language
from widgets.projector.look import make_look
from widgets.projector.stage import Stage
from widgets.projector.stages import make_stage
from widgets.theme import DARK, apply_theme

VIEWS = {"lobby", "question", "paused", "locked", "reveal", "ranking", "ended"}


def test_every_page_is_among_them():
    assert {page for page in PAGES if not any(name.partition("-")[0] == page for name in SCREENS)} == set()


def test_every_stage_and_kind_of_the_projector_is_among_them(qapp):
    scenes = {**walls.stages(), **walls.kinds()}
    assert [name for name in scenes if f"projector-{name}" not in SCREENS] == []
    drawn = {
        type(make_stage(scene, make_look("light", 1280, 720), lambda _: None)) for scene in scenes.values()
    }
    assert {stage for stage in _stages(Stage) if stage not in drawn} == set()
    assert {scene.wall.view for scene in scenes.values()} == VIEWS
    assert {scene.wall.question.kind for scene in scenes.values() if scene.wall.question} == set(KINDS)


def _stages(stage: type[Stage]) -> set[type[Stage]]:
    """The stages that can be drawn, each the last of its line."""
    below = stage.__subclasses__()
    return {last for one in below for last in _stages(one)} if below else {stage}


def test_a_picture_is_taken(qapp, tmp_path):
    studio = Studio(qapp, tmp_path, "ar")
    try:
        studio.dress(dark=True)
        picture = take(studio, "home-busy")
        assert picture.size() == LAPTOP
        colours = {picture.pixelColor(x, y).name() for x in range(0, 1366, 7) for y in range(0, 768, 7)}
        assert {DARK.paper, DARK.tile} <= {colour.upper() for colour in colours}
    finally:
        studio.close()
        apply_language(qapp, "en")
        apply_theme(qapp, "light")


def test_what_the_documents_show_is_there_and_small():
    assert 0 < len(KEPT) <= 16
    files = {path.name: path.stat().st_size for path in KEPT_OUT.glob("*.png")}
    assert set(files) == {file_name(*kept) for kept in KEPT}
    assert max(files.values()) <= LARGEST
