"""The words by which headers of quiz tables name their columns, as regular expressions over folded text."""

import re
from typing import Final, Literal

Role = Literal[
    "question",
    "option",
    "wrong",
    "options",
    "key",
    "time",
    "feedback",
    "title",
    "type",
    "points",
    "category",
    "tags",
    "difficulty",
    "number",
]

_ORDINALS: Final = "الاولي?|الثانيه?|الثالثه?|الرابعه?|الخامسه?"
_ANSWER: Final = "الاجابه|الجواب|الخيار|الاختيار"

# In the order in which they are tried, against the whole header: no case, accents, hamza; remarks cut off.
_WORDS: Final[tuple[tuple[Role, tuple[str, ...]], ...]] = (
    (
        "wrong",
        (
            r"(?:incorrect|wrong|false)[ _]?(?:answers?|options?|choices?)?[ _]?[0-9]*",
            r"distract(?:or|eur)s?[ _]?[0-9]*",
            r"(?:mauvaise|fausse) reponse[ _]?[0-9]*",
            r"(?:reponse|proposition) (?:fausse|incorrecte)[ _]?[0-9]*",
            r"(?:الاجابه|الجواب|اجابه) (?:الخاطيه|الخاطي|خاطيه)[ _]?[0-9]*",
        ),
    ),
    (
        "key",
        (
            r"(?:the )?(?:correct|right)(?:[ _](?:answers?|options?|choices?|awnsers?|index|letters?|keys?))*"
            r"(?:[ _]?(?:[0-9]|index|number|letter))?",
            r"correct_\w+|correctanswers?|correctindex|correct[ao]s?|is[ _]correct",
            r"answer[ _]?keys?|keys?|solutions?|corrige|cle|justes?",
            r"(?:bonnes?|bons?) (?:reponses?|choix)",
            r"(?:reponses?|choix|propositions?)[ _](?:correct|just|exact|vrai)es?",
            r"(?:numero|lettre)s? (?:de la |des )?(?:bonnes? )?reponses?",
            r"(?:respuestas?|respostas?)[ _](?:correctas?|corretas?)|richtige antworten?|risposta corretta",
            rf"(?:رقم |حرف )?(?:{_ANSWER}|الاجوبه|الاجابات) (?:الصحيحه|الصحيح|الصايبه)",
            r"مفتاح(?: الاجابه)?|الحل|الصحيح",
        ),
    ),
    (
        "options",
        (
            r"(?:question[ _])?(?:answers|options|choices|alternatives|propositions|reponses|choix)",
            r"(?:reponses|choix) possibles?",
            r"answer[ _](?:options|choices)|possible answers|opciones|respuestas|opcoes",
            r"الخيارات|الاختيارات|الاجابات",
        ),
    ),
    (
        "option",
        (
            r"(?:options?|answers?|choices?|alternatives?|reponses?|choix|propositions?|opcion(?:es)?|respuestas?"
            rf"|respostas?|opcao|alternativas?|antwort(?:en)?|risposta|{_ANSWER}|خيار|اختيار|اجابه|جواب|البديل|بديل)"
            rf"[ _-]?(?:n\.?|no\.?|text[ _]?)?[ _]?(?:[0-9]{{1,2}}|[a-z]|[ابتثجحخده]|{_ORDINALS})",
            r"[a-h]|[ابجده]|[0-9]|choice|option|choix|proposition|الخيار",
        ),
    ),
    (
        "time",
        (
            r"time(?:[ _]?limit)?|time[ _]in[ _]seconds|seconds?|timer|tiempo|tempo",
            r"temps(?: (?:limite|en secondes))?|duree|limite de temps",
            r"الوقت|المده|الزمن|الوقت بالثواني",
        ),
    ),
    (
        "feedback",
        (
            r"(?:answer )?explanations?|(?:general ?)?feedback|explications?|commentaires?|rationale",
            r"justifications?|retroactions?|explicacion|explicacao",
            r"الشرح|شرح|التفسير|تفسير|التعليل|التوضيح",
        ),
    ),
    ("type", (r"(?:question[ _]?)?types?|type de (?:la )?question|kind|tipo", r"النوع|نوع السوال")),
    (
        "points",
        (
            r"points?|marks?|scores?|note|bareme|puntos|pontos",
            r"النقاط|النقطه|الدرجه|الدرجات|العلامه",
        ),
    ),
    (
        "category",
        (
            r"categor(?:y|ies|ie|ia)s?|theme|topic|subject|chapitre|chapter|section",
            r"الفيه|التصنيف|المحور|الموضوع|الوحده",
        ),
    ),
    ("tags", (r"tags?|mots[ -]cles?|keywords?", r"الوسوم|الكلمات المفتاحيه")),
    (
        "difficulty",
        (r"difficulty(?:[ _]level)?|difficulte|niveau(?: de difficulte)?|dificultad", r"(?:مستوي )?الصعوبه"),
    ),
    (
        "title",
        (
            r"(?:question[ _]?)?(?:name|title)|titre(?: de la question)?|nom(?: de la question)?",
            r"العنوان|عنوان السوال",
        ),
    ),
    (
        "number",
        (
            r"(?:question[ _]?)?(?:n°|no\.?|nr\.?|num(?:ber|ero)?|id|#|index)",
            r"رقم(?: السوال)?|الرقم|م|ر\.?ق",
        ),
    ),
    (
        "question",
        (
            r"questions?|question[ _]?(?:text|stem)|stem|prompt|problem|consigne|enonces?",
            r"(?:texte|enonce|intitule|libelle)(?: de la question)?",
            r"pregunta|pergunta|texto da pergunta|frage|domanda",
            r"السوال|نص السوال|الاسيله|سوال",
        ),
    ),
)
_PATTERNS: Final = tuple((role, re.compile("|".join(patterns))) for role, patterns in _WORDS)
_LONE: Final = re.compile(
    r"answers?|reponses?|respuestas?|respostas?|antwort|risposta|الاجابه|الجواب|اجابه|جواب"
)


def role_of(words: str) -> Role | None:
    """What a header names, None for anything else. words: folded."""
    return next((role for role, pattern in _PATTERNS if pattern.fullmatch(words)), None)


def is_lone_answer(words: str) -> bool:
    """Whether a header is just 'answer': the key, an option or all options, as the other headers tell."""
    return bool(_LONE.fullmatch(words))
