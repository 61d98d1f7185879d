"""The words by which rosters name their columns, as regular expressions over folded text.

As Massar, Pronote, Apogée and Moodle write them, and as teachers do, in French, Arabic and English.
"""

import re
from typing import Final, Literal, get_args

Role = Literal["number", "name", "family", "given", "email", "group", "language", "extra_time", "note"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)

_STUDENT: Final = r"(?: (?:de l'|d'|du |de la )?(?:eleve|etudiant|etudiante|apprenant|stagiaire))"
_PUPIL: Final = r"(?: (?:ال)?(?:تلميذ|طالب|متعلم)(?:ه)?)"

# A school's own number; `_WEAK` are headers that may mean it or only count the rows.
_NUMBER: Final = (
    rf"(?:numero|n°|no\.?|num\.?|code|identifiant|id|matricule){_STUDENT}",
    r"(?:numero|n°|no\.?|code|identifiant)? ?(?:massar|apogee|national|nationale)(?: eleve)?",
    r"matricule|ine|cne|cef|nna|numen|code massar|identifiant national|numero d'identification|"
    r"numero d'inscription",
    r"(?:student|pupil|learner)[ _]?(?:id|number|no\.?|code)|id[ _]?number|idnumber|registration number|"
    r"matriculation number|roll (?:number|no\.?)",
    rf"(?:رقم|رمز|كود){_PUPIL}|رقم مسار|رمز مسار|(?:ال)?رقم (?:ال)?وطني|رقم التسجيل|رقم القيد|الرمز|مسار",
)
_WEAK: Final = r"n°|no\.?|nr\.?|num\.?|numero|number|code|id|identifiant|رقم|الرقم|ر\.?ت\.?|الرقم الترتيبي|#"

_WORDS: Final[tuple[tuple[Role, tuple[str, ...]], ...]] = (
    ("number", _NUMBER),
    (
        "name",
        (
            rf"noms? ?(?:et|/|&|,|-|\+)? ?prenoms?{_STUDENT}?|prenoms? ?(?:et|/|&|,|-|\+)? ?noms?{_STUDENT}?",
            rf"noms? complets?|nom{_STUDENT}|eleves?|etudiants?|apprenants?|liste des eleves",
            r"full ?names?|(?:student|pupil|learner)s?(?:['’]?s)?(?:[ _]?name)?|display ?name|"
            r"(?:first|given)(?: name)? (?:and|&) (?:last|family)(?: name)?|"
            r"(?:last|family)(?: name)? (?:and|&) (?:first|given)(?: name)?|names",
            rf"الاسم (?:ال)?كامل|الاسم و ?النسب|النسب و ?الاسم|"
            rf"الاسم و ?اللقب|اللقب و ?الاسم|(?:ال)?اسم{_PUPIL}|"
            r"الاسم الشخصي و ?العايلي|الاسم العايلي و ?الشخصي|التلميذ|الطالب|التلاميذ|الطلبه|لايحه التلاميذ",
        ),
    ),
    (
        "given",
        (
            r"prenoms?(?: usuels?| de l'eleve)?|first[ _]?names?|given[ _]?names?|forenames?",
            r"الاسم الشخصي|الاسم الاول|الاسم",
        ),
    ),
    (
        "family",
        (
            r"noms?(?: de famille| de naissance| usuel| d'usage| patronymique)?|last[ _]?names?|"
            r"family[ _]?names?|surnames?|names?",
            r"النسب|الاسم العايلي|اسم العايله|اللقب|الكنيه",
        ),
    ),
    (
        "email",
        (
            r"(?:adresse )?(?:e-?mail|mail|mel|courriel)(?: (?:eleve|academique|etudiant))?|"
            r"adresse (?:de courriel|electronique|de messagerie)|email[ _]?address|e-mail address",
            r"(?:عنوان )?(?:ال)?بريد(?: (?:ال)?الكتروني)?|الايميل",
        ),
    ),
    (
        "group",
        (
            r"(?:groupes?|classes?|groups?|sections?|division|filiere|td|tp|cohorts?)(?: ?[0-9])?",
            r"(?:ال)?(?:فوج|قسم|مجموعه|شعبه|افواج)",
        ),
    ),
    ("language", (r"langues?|lang|language|langue d'interface|preferred language", r"(?:ال)?لغه")),
    (
        "extra_time",
        (
            r"(?:1/3|tiers)[ -]temps|temps (?:majore|supplementaire|additionnel)|majoration(?: de temps)?|"
            r"amenagements?|extra[ _]?time|time factor|additional time",
            r"(?:ال)?وقت (?:ال)?اضافي|ثلث الوقت|تمديد الوقت",
        ),
    ),
    (
        "note",
        (
            r"remarques?|observations?|commentaires?|notes? du professeur|remarks?|comments?",
            r"(?:ال)?ملاحظ(?:ه|ات)",
        ),
    ),
)
_PATTERNS: Final = tuple((role, re.compile("|".join(patterns))) for role, patterns in _WORDS)
_WEAK_PATTERN: Final = re.compile(_WEAK)


def role_of(words: str) -> Role | None:
    """What a header names, None for anything else. words: folded."""
    return next((role for role, pattern in _PATTERNS if pattern.fullmatch(words)), None)


def is_weak_number(words: str) -> bool:
    """Whether a header may mean the student's number or just count the rows."""
    return bool(_WEAK_PATTERN.fullmatch(words))
