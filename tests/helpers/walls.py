"""Scenes of the wall: every stage and kind in three languages, made by way of the server's JSON."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.lan import page_models as pm
from app.lan.wall import wall_of
from app.live.rounds import Round
from app.quiz.formulas import Drawing, draw_formula
from app.quiz.kinds.base import Bar, PublicGap, PublicQuestion, Solution
from tests.helpers.page_samples import (
    KINDS,
    LONG,
    ROWS,
    TABLE,
    asking,
    choices_of,
    locked,
    paused,
    question,
    revealed,
)
from widgets.projector.wall import Line, Scene, Wall, read_wall

TITLES = {"en": "Biology L1 - Cells", "fr": "Biologie L1 - La cellule", "ar": "علوم الحياة - الخلية"}
NAMES = (
    "Amina Benali", "محمد أمين", "Leïla B.", "Yanis", "Chloé-Anne de la Tour-Maubourg", "Sam",
    "فاطمة الزهراء", "Inès", "Karim", "Zoé", "Nour", "Ilyas", "يوسف", "Jean-Baptiste", "Sofia", "Adam",
    "Hugo", "Rim", "Lina",
)  # fmt: skip
ATTENDANCE = {"scan": "http://192.168.1.20:8080/K7PM?k=214.0f3a9c51be77", "digits": "47"}
FAR = tuple((str(value), count) for value, count in ((44, 2), (45, 5), (46, 19), (47, 4), (92, 1), (1e6, 1)))


def picture(width: int, height: int) -> bytes:
    """A PNG of this size."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#cfe3d6"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for share, shade in ((0.3, "#2A7355"), (0.7, "#D98200")):
        painter.setBrush(QColor(shade))
        side = min(width, height) * 0.7
        painter.drawEllipse(
            round(width * share - side / 2), round((height - side) / 2), round(side), round(side)
        )
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def formula(tex: str, media: dict[str, bytes], *, display: bool = False) -> str:
    """The tag of a drawn formula, whose picture is put among the media."""
    drawing = draw_formula(tex, display)
    assert isinstance(drawing, Drawing)
    address = f"/media/{len(media)}"
    media[address] = drawing.svg
    steps = f"fh-{drawing.height_steps} va-{drawing.depth_steps}"
    size = f'width="{drawing.width}" height="{drawing.height}"'
    return f'<img class="formula {steps}" src="{address}" {size} alt="">'


def wall(stage: pm.Stage, attempt: int = 1) -> Wall:
    """The wall that the class server makes of this stage."""
    round_ = cast("Round", SimpleNamespace(attempt=attempt, id="r1"))
    return read_wall(wall_of(stage, f"{stage.view}-{id(stage)}", round_))


def scene(shown: Wall, language: str = "en", **changes: Any) -> Scene:
    """A class of 42 with this wall."""
    whole = Scene(
        shown, TITLES[language], "K7PM", "http://192.168.1.20:8080/K7PM", 42, 31,
        NAMES, wifi="PREAU-5", wifi_code="WIFI:T:WPA;S:PREAU-5;P:bleuciel42;;",
    )  # fmt: skip
    return replace(whole, **changes)


def gaps_question() -> tuple[PublicQuestion, Solution, tuple[Bar, ...]]:
    html = (
        '<p>La respiration a lieu dans la <b class="gap">[1]\u00a0_____</b>, elle produit de '
        'l\'<b class="gap">[2]\u00a0_____</b> et environ <b class="gap">[3]\u00a0_____</b> molécules.</p>'
    )
    gaps = (
        PublicGap("1", "choice", choices_of(["mitochondrie", "vacuole", "paroi"])),
        PublicGap("2", "text"),
        PublicGap("3", "number"),
    )
    solution = Solution(
        pairs={"1": "c0", "2": "ATP", "3": "36.5"}, accepted=("[1] mitochondrie", "[2] ATP", "[3] 36.5")
    )
    bars = tuple(Bar(str(n), count, f"[{n}]", 1.0) for n, count in ((1, 30), (2, 21), (3, 9)))
    return PublicQuestion("q1", "gaps", html, gaps=gaps), solution, bars


def kinds(language: str = "en") -> dict[str, Scene]:
    """A question of every kind, open and revealed."""
    found = {}
    for kind in KINDS:
        q = question(kind, language)
        found[kind] = scene(wall(asking(q)), language)
        if kind != "slide":
            found[f"{kind}-reveal"] = scene(wall(revealed(q, language)), language)
    q, solution, bars = gaps_question()
    found["gaps"] = scene(wall(asking(q)), language)
    found["gaps-reveal"] = scene(wall(replace(revealed(q), solution=solution, bars=bars)), language)
    far = replace(
        revealed(question("numeric", language)),
        solution=Solution(accepted=("46.5 ± 0.5",)),
        bars=tuple(Bar(value, count, value, float(46 <= float(value) <= 47)) for value, count in FAR),
    )
    found["numeric-far-reveal"] = scene(wall(far), language)
    return found


def stages(language: str = "en") -> dict[str, Scene]:
    """Everything that is no question."""
    q = question("single", language)
    rows = ROWS
    return {
        "lobby": scene(wall(pm.Lobby()), language),
        "lobby-plain": scene(wall(pm.Lobby()), language, names=(), wifi="", wifi_code="", joined=0),
        "lobby-attendance": scene(wall(pm.Lobby()), language, **ATTENDANCE),
        "attendance": scene(wall(asking(q)), language, **ATTENDANCE),
        "paused": scene(wall(paused(q)), language),
        "locked": scene(wall(locked(q)), language),
        "again": scene(wall(asking(q, attempt=2), 2), language),
        "live": scene(
            wall(asking(q)), language, live=tuple(Line(f"c{n}", c) for n, c in enumerate((3, 6, 19, 3)))
        ),
        "ranking": scene(wall(pm.Ranking(rows=rows)), language),
        "podium": scene(wall(pm.Ranking(rows=rows, final=True)), language),
        "ended": scene(wall(pm.Ended(rows=rows)), language),
        "ended-plain": scene(wall(pm.Ended()), language),
        "empty": Scene(),
    }


def hard(media: dict[str, bytes], language: str = "fr") -> dict[str, Scene]:
    """What is hard to lay out: long texts, eight choices, pictures, tables, formulas."""
    media["/media/wide"] = picture(1600, 500)
    media["/media/tall"] = picture(600, 1400)
    q = question("single", language)
    wide, tall = ('<p><img src="/media/wide" alt="cells"></p>', '<p><img src="/media/tall" alt="cells"></p>')
    small = '<img src="/media/wide" alt="cells">'
    tex = formula(r"\int_0^1 \frac{x^2}{\sqrt{1-x}} dx", media, display=True)
    questions = {
        "long": replace(q, html=f"<p>{LONG} {LONG}</p>", choices=choices_of([LONG, "Oui", LONG])),
        "endless": replace(q, html=f"<p>{' '.join([LONG] * 7)}</p>"),
        "eight": replace(q, choices=choices_of([f"{c.html} {n}" for n in (1, 2) for c in q.choices])),
        "eight-long": replace(
            q, choices=choices_of([f"{c.html}: {LONG[:90]}" for n in (1, 2) for c in q.choices])
        ),
        "table": replace(q, html=q.html + TABLE),
        "wide": replace(q, html=q.html + wide),
        "tall": replace(q, html=q.html + tall),
        "pictures": replace(q, choices=choices_of([small, tall, small, "Aucune"])),
        "formula": replace(
            q,
            html=f"{q.html}<p>On calcule {tex} et {formula('a^2+b^2', media)}.</p>",
            choices=choices_of([formula(t, media) for t in (r"\frac{16}{15}", r"\pi r^2", "0", r"\sqrt{2}")]),
        ),
    }
    found = {name: scene(wall(asking(q)), language) for name, q in questions.items()}
    why = f"<p>{LONG}</p>"
    stage = revealed(questions["eight"])
    found["eight-reveal"] = scene(wall(replace(stage, solution=replace(stage.solution, html=why))), language)
    return found
