"""Sample questions of every kind in three languages, some hard to lay out; for tests and the gallery."""

import base64
from dataclasses import replace

from app.lan.page_models import Asking, Locked, Mine, Paused, RankingRow, Revealed
from app.quiz.kinds.base import Bar, PublicChoice, PublicQuestion, Solution

CODE = "K7PM"


def formula(width: int, text: str, depth: int = 3) -> str:
    """Stands for a drawn formula: black on nothing, as an address of its own."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="22"><text x="0" y="16" '
        f'font-family="serif" font-style="italic" font-size="18">{text}</text></svg>'
    )
    data = base64.b64encode(svg.encode()).decode()
    address = f"data:image/svg+xml;base64,{data}"
    return f'<img class="formula va-{depth}" src="{address}" width="{width}" height="22" alt="{text}">'


WIDE = (
    '<img src="data:image/svg+xml;base64,'
    + base64.b64encode(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="500"><rect width="1600" height="500" '
        b'fill="#cfe3d6"/><circle cx="400" cy="250" r="180" fill="#2A7355"/>'
        b'<circle cx="1100" cy="250" r="180" fill="#D98200"/></svg>'
    ).decode()
    + '" width="1600" height="500" alt="Two cells">'
)
TABLE = (
    "<table><tr><th>Organite</th><th>Membrane</th><th>ADN</th><th>Fonction principale</th></tr>"
    "<tr><td>Mitochondrie</td><td>double</td><td>oui</td><td>respiration cellulaire</td></tr>"
    "<tr><td>Ribosome</td><td>aucune</td><td>non</td><td>synthèse des protéines</td></tr></table>"
)
LONG = (
    "La membrane interne de la mitochondrie porte la chaîne respiratoire, qui transporte les électrons et "
    "pompe des protons vers l'espace intermembranaire, ce qui permet la synthèse de l'ATP par l'enzyme."
)

WORDS = {
    "en": {
        "single": (
            "<p>Which organelle makes most of the ATP?</p>",
            ["Nucleus", "Ribosome", "Mitochondrion", "Golgi apparatus"],
        ),
        "multiple": (
            "<p>Which of these hold DNA?</p>",
            ["Nucleus", "Ribosome", "Mitochondrion", "Chloroplast", "Vacuole"],
        ),
        "true_false": ("<p>Every cell of the body holds a nucleus.</p>", ["", ""]),
        "poll": ("<p>How sure are you of the last chapter?</p>", ["Very sure", "Rather sure", "Not yet"]),
        "ordering": (
            "<p>From the smallest to the largest:</p>",
            ["Cell", "Atom", "Organ", "Molecule", "Tissue"],
        ),
        "matching": ("<p>What does each do?</p>", ["Mitochondrion", "Ribosome", "Nucleus"]),
        "rights": ("", ["Makes proteins", "Keeps the DNA", "Makes ATP", "Stores water"]),
        "numeric": ("<p>How many chromosomes has a human cell?</p>", []),
        "short_text": ("<p>What is the liquid inside a cell called?</p>", []),
        "open_text": ("<p>What was hardest today?</p>", []),
        "slide": ("<h2>The cell</h2><p>Look at the drawing on the wall.</p>", []),
        "why": ("<p>The inner membrane holds the enzymes that make ATP.</p>", []),
        "said": ("", ["cytoplasm", "cytosol", "water"]),
    },
    "fr": {
        "single": (
            "<p>Quel organite produit l'essentiel de l'ATP ?</p>",
            ["Le noyau", "Le ribosome", "La mitochondrie", "L'appareil de Golgi"],
        ),
        "multiple": (
            "<p>Lesquels contiennent de l'ADN ?</p>",
            ["Le noyau", "Le ribosome", "La mitochondrie", "Le chloroplaste", "La vacuole"],
        ),
        "true_false": ("<p>Toute cellule du corps humain possède un noyau.</p>", ["", ""]),
        "poll": (
            "<p>Êtes-vous à l'aise avec le dernier chapitre ?</p>",
            ["Tout à fait", "Plutôt", "Pas encore"],
        ),
        "ordering": (
            "<p>Du plus petit au plus grand :</p>",
            ["Cellule", "Atome", "Organe", "Molécule", "Tissu"],
        ),
        "matching": ("<p>Quel est le rôle de chacun ?</p>", ["Mitochondrie", "Ribosome", "Noyau"]),
        "rights": ("", ["Fabrique les protéines", "Garde l'ADN", "Produit l'ATP", "Stocke l'eau"]),
        "numeric": ("<p>Combien de chromosomes a une cellule humaine ?</p>", []),
        "short_text": ("<p>Comment s'appelle le liquide dans la cellule ?</p>", []),
        "open_text": ("<p>Qu'est-ce qui a été le plus difficile aujourd'hui ?</p>", []),
        "slide": ("<h2>La cellule</h2><p>Regardez le schéma au tableau.</p>", []),
        "why": ("<p>La membrane interne porte les enzymes qui produisent l'ATP.</p>", []),
        "said": ("", ["cytoplasme", "cytosol", "eau"]),
    },
    "ar": {
        "single": (
            "<p>ATP: ما العضيّة التي تنتج معظم جزيئات ATP في الخلية؟</p>",
            ["النواة", "الريبوسوم (ribosome)", "الميتوكوندريا", "جهاز غولجي"],
        ),
        "multiple": (
            "<p>ما الذي يحتوي على DNA؟</p>",
            ["النواة", "الريبوسوم", "الميتوكوندريا", "البلاستيدة الخضراء", "الفجوة"],
        ),
        "true_false": ("<p>كل خلية في جسم الإنسان لها نواة.</p>", ["", ""]),
        "poll": ("<p>هل فهمت الفصل الأخير؟</p>", ["نعم تمامًا", "إلى حد ما", "ليس بعد"]),
        "ordering": ("<p>من الأصغر إلى الأكبر:</p>", ["خلية", "ذرّة", "عضو", "جزيء", "نسيج"]),
        "matching": ("<p>ما دور كل منها؟</p>", ["الميتوكوندريا", "الريبوسوم", "النواة"]),
        "rights": ("", ["صنع البروتينات", "حفظ DNA", "إنتاج ATP", "تخزين الماء"]),
        "numeric": ("<p>كم عدد الكروموسومات في خلية الإنسان؟</p>", []),
        "short_text": ("<p>ماذا يسمّى السائل داخل الخلية؟</p>", []),
        "open_text": ("<p>ما أصعب شيء اليوم؟</p>", []),
        "slide": ("<h2>الخلية</h2><p>انظر إلى الرسم على الشاشة.</p>", []),
        "why": ("<p>الغشاء الداخلي يحمل الإنزيمات التي تنتج ATP.</p>", []),
        "said": ("", ["السيتوبلازم", "العصارة الخلوية", "الماء"]),
    },
}

KINDS = (
    "single",
    "multiple",
    "true_false",
    "numeric",
    "short_text",
    "matching",
    "ordering",
    "poll",
    "open_text",
    "slide",
)


def choices_of(texts: list[str], prefix: str = "c") -> tuple[PublicChoice, ...]:
    return tuple(PublicChoice(f"{prefix}{place}", text) for place, text in enumerate(texts))


def question(kind: str, language: str = "en") -> PublicQuestion:
    html, texts = WORDS[language][kind]
    if kind == "matching":
        return PublicQuestion(
            "q1",
            kind,
            html,
            lefts=choices_of(texts, "l"),
            rights=choices_of(WORDS[language]["rights"][1], "r"),
        )
    return PublicQuestion("q1", kind, html, choices=choices_of(texts))


def hard_questions(language: str = "fr") -> dict[str, PublicQuestion]:
    """Long choices, eight choices, a table, a wide picture, formulas beside words."""
    single = question("single", language)
    return {
        "long": replace(single, html=f"<p>{LONG} {LONG}</p>", choices=choices_of([LONG, "Oui", LONG])),
        "eight": replace(
            single,
            choices=choices_of([f"{text} {n}" for n in (1, 2) for text in WORDS[language]["single"][1]]),
        ),
        "table": replace(single, html=f"{single.html}{TABLE}"),
        "wide": replace(single, html=f"{single.html}{WIDE}"),
        "formula": replace(
            single,
            html=f"{single.html}<p>{formula(96, 'E = mc² + v')} ; {formula(60, 'a² + b²')}</p>",
            choices=choices_of([formula(80, "x² − 4x"), f"<p>{formula(40, 'π r²')} (m²)</p>", "0", "1"]),
        ),
        "pictured": replace(
            question("matching", language),
            rights=choices_of([formula(60, "a² + b²"), formula(40, "2 a b")], "r"),
        ),
    }


def solution(kind: str, language: str = "en") -> Solution:
    why = WORDS[language]["why"][0]
    if kind in ("single", "true_false"):
        return Solution(right=("c2",) if kind == "single" else ("c1",), html=why)
    if kind == "multiple":
        return Solution(right=("c0", "c2", "c3"), html=why)
    if kind == "ordering":
        return Solution(right=("c1", "c3", "c0", "c4", "c2"))
    if kind == "matching":
        return Solution(pairs={"l0": "r2", "l1": "r0", "l2": "r1"}, html=why)
    if kind == "numeric":
        return Solution(accepted=("46",))
    if kind == "short_text":
        return Solution(accepted=("cytoplasme", "cytosol"))
    return Solution()


def bars(q: PublicQuestion, language: str = "en") -> tuple[Bar, ...]:
    counts = (4, 9, 23, 6, 0, 3, 2, 1)
    right = solution(q.kind, language).right
    if q.kind == "numeric":
        return tuple(
            Bar(key, count, key, float(key == "46")) for key, count in (("23", 9), ("46", 31), ("48", 2))
        )
    if q.kind in ("short_text", "open_text"):
        texts = WORDS[language]["said"][1]
        scored = q.kind == "short_text"
        return tuple(
            Bar(text, count, text, float(place < 2) if scored else None)
            for place, (text, count) in enumerate(zip(texts, (25, 12, 5), strict=True))
        )
    sides = q.lefts if q.kind == "matching" else q.choices
    credit = None if q.kind == "poll" else 1.0
    found = [
        Bar(side.id, count, "", credit if side.id in right or q.kind == "matching" else credit and 0.0)
        for side, count in zip(sides, counts, strict=False)
    ]
    if q.kind == "ordering":
        found.append(Bar("all", 12, "", 1.0))
    return tuple(found)


def asking(q: PublicQuestion, **changes: object) -> Asking:
    stage = Asking(q=q, code=CODE, round="r1", number=3, total=12)
    return replace(stage, **changes)  # type: ignore[arg-type]


def locked(q: PublicQuestion) -> Locked:
    return Locked(q=q, number=3, total=12)


def paused(q: PublicQuestion | None) -> Paused:
    return Paused(q=q, number=3, total=12)


def revealed(q: PublicQuestion, language: str = "en") -> Revealed:
    return Revealed(
        q=q, number=3, total=12, solution=solution(q.kind, language), bars=bars(q, language), answers=42
    )


def own_fields(kind: str) -> tuple[tuple[str, str], ...]:
    return {
        "single": (("choice", "c2"),),
        "true_false": (("choice", "c1"),),
        "poll": (("choice", "c1"),),
        "multiple": (("choice", "c0"), ("choice", "c3")),
        "numeric": (("number", "46"),),
        "short_text": (("text", "cytosol"),),
        "open_text": (("text", "ATP"),),
        "matching": (("pair-l0", "r2"), ("pair-l1", "r1"), ("pair-l2", "r0")),
        "ordering": tuple((f"place-c{item}", str(5 - item)) for item in range(5)),
    }.get(kind, ())


def student(kind: str = "", **changes: object) -> Mine:
    mine = Mine(nickname="Amina Benali", total=7.5)
    if kind and kind != "slide":
        mine = replace(mine, fields=own_fields(kind), saved="14:03:12")
    return replace(mine, **changes)  # type: ignore[arg-type]


ROWS = (
    RankingRow(1, "Yanis", 11.5, 1),
    RankingRow(2, "Leïla B.", 10, -1),
    RankingRow(3, "محمد أمين", 9.25, 0),
    RankingRow(3, "Chloé-Anne de la Tour-Maubourg", 9.25, 4),
    RankingRow(5, "Sam", 8, None),
)
