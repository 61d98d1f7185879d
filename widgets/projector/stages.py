"""Which stage a scene is drawn by."""

from widgets.parts.rich_text import LoadMedia
from widgets.projector.lobby import LobbyStage
from widgets.projector.look import Look
from widgets.projector.notice import make_empty, make_end, make_pause
from widgets.projector.podium import PodiumStage
from widgets.projector.question import QuestionStage
from widgets.projector.ranking import RankingStage
from widgets.projector.stage import Stage
from widgets.projector.wall import Scene


def make_stage(scene: Scene, look: Look, load: LoadMedia) -> Stage:
    """The stage of the present wall."""
    wall = scene.wall
    if wall.view == "paused":
        return make_pause(scene, look, load)
    if wall.view == "ranking" and wall.rows and not wall.final:
        return RankingStage(scene, look, load)
    if wall.view in ("ranking", "ended") and wall.rows:
        return PodiumStage(scene, look, load)
    if wall.view == "ended":
        return make_end(scene, look, load)
    if wall.question is not None:
        return QuestionStage(scene, look, load)
    return LobbyStage(scene, look, load) if scene.join else make_empty(scene, look, load)
