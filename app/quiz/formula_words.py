"""A formula as one line of signs that people read, for places where no picture can stand: lists, tables, the
alternative text of a picture. It says less than the picture, and never more.

Unknown commands lose their backslash, so that nothing of the formula is lost.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from app.quiz.tex import find_formulas

LONGEST: Final = 2_000
"""Characters of a formula; a longer one stays as it is."""
_DEEPEST: Final = 40  # groups within groups; what is deeper stays as it is

_TOKEN: Final = re.compile(r"\\(?:[A-Za-z]+\*?|.)|\s+|.", re.DOTALL)
_SIGNS: Final = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ",
    "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "times": " × ", "div": " ÷ ", "cdot": "·", "pm": " ± ", "mp": " ∓ ", "ast": "*", "circ": "∘",
    "bullet": "•",
    "le": " ≤ ", "leq": " ≤ ", "leqslant": " ≤ ", "ge": " ≥ ", "geq": " ≥ ", "geqslant": " ≥ ", "ne": " ≠ ",
    "neq": " ≠ ", "lt": " < ", "gt": " > ", "approx": " ≈ ", "simeq": " ≃ ", "sim": " ∼ ", "equiv": " ≡ ",
    "propto": " ∝ ", "ll": " ≪ ", "gg": " ≫ ", "to": " → ", "rightarrow": " → ", "longrightarrow": " ⟶ ",
    "leftarrow": " ← ", "leftrightarrow": " ↔ ", "Rightarrow": " ⇒ ", "implies": " ⇒ ", "Leftarrow": " ⇐ ",
    "Leftrightarrow": " ⇔ ", "iff": " ⇔ ", "mapsto": " ↦ ", "rightleftharpoons": " ⇌ ", "uparrow": "↑",
    "downarrow": "↓", "infty": "∞", "partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏", "int": "∫",
    "iint": "∬", "oint": "∮", "in": " ∈ ", "notin": " ∉ ", "ni": " ∋ ", "subset": " ⊂ ", "subseteq": " ⊆ ",
    "supset": " ⊃ ", "supseteq": " ⊇ ", "cup": " ∪ ", "cap": " ∩ ", "setminus": " ∖ ", "emptyset": "∅",
    "varnothing": "∅", "forall": "∀", "exists": "∃", "neg": "¬", "lnot": "¬", "land": " ∧ ", "wedge": " ∧ ",
    "lor": " ∨ ", "vee": " ∨ ", "perp": " ⊥ ", "parallel": " ∥ ", "mid": " | ", "angle": "∠", "triangle": "△",
    "hbar": "ℏ", "ell": "ℓ", "Re": "ℜ", "Im": "ℑ", "aleph": "ℵ", "prime": "′", "degree": "°", "dots": "…",
    "ldots": "…", "cdots": "⋯", "vdots": "⋮", "quad": " ", "qquad": " ", "langle": "⟨", "rangle": "⟩",
    "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "vert": "|", "Vert": "‖", "oplus": " ⊕ ",
    "otimes": " ⊗ ", "therefore": "∴", "because": "∵", "backslash": "\\", "lbrace": "{", "rbrace": "}",
}  # fmt: skip
_SHORT: Final = {",": " ", ";": " ", ":": " ", " ": " ", "!": "", "\\": "; ", "|": "‖"}
_SKIPPED: Final = frozenset({
    "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "displaystyle",
    "textstyle",
    "scriptstyle", "limits", "nolimits", "mathrm", "mathbf", "mathit", "mathsf", "mathcal", "mathfrak",
    "text",
    "textrm", "textbf", "textit", "operatorname", "mbox", "boldsymbol", "underline", "boxed", "hline",
})  # fmt: skip
_ACCENTS: Final = {
    "vec": "\u20d7", "overrightarrow": "\u20d7", "bar": "\u0304", "overline": "\u0305", "hat": "\u0302",
    "widehat": "\u0302", "tilde": "\u0303", "dot": "\u0307", "ddot": "\u0308",
}  # fmt: skip
_DOUBLE: Final = dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True))
_RAISED: Final = dict(
    zip("0123456789+-=()nijabcdekmoprstuvxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱʲᵃᵇᶜᵈᵉᵏᵐᵒᵖʳˢᵗᵘᵛˣʸᶻ", strict=True)
)
_LOWERED: Final = dict(
    zip("0123456789+-=()aeoxhklmnpstijruv", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ", strict=True)
)
_SPACES: Final = re.compile(r"\s+")
_SIMPLE: Final = re.compile(r"[\w.,′°]*", re.UNICODE)
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
_BEFORE_SHIFT: Final = re.compile(r" +(?=[_^₀-₟⁰-ⁿ])")
_BINARY: Final = re.compile(r"(?<=[\w)}′°\]|\u0300-\u036f\u20d7⁰-₟²³¹]) ?([=<>+\-−]) ?(?=\S)")


@lru_cache(maxsize=1024)
def read_formula(tex: str) -> str:
    """`\\frac{x^2+1}{2} \\le \\sqrt{3}` as `(x² + 1)/2 ≤ √3`."""
    if len(tex) > LONGEST:
        return tex
    try:
        words = _Reader(_TOKEN.findall(tex)).read()
    except RecursionError:
        return tex
    words = _BINARY.sub(r" \1 ", _BEFORE_SHIFT.sub("", words))
    return unicodedata.normalize("NFC", _SPACES.sub(" ", words).strip()) or tex


def read_formulas(text: str) -> str:
    """A plain text with its formulas as `read_formula` gives them; from left to right in Arabic too."""
    frame = "\u2066{}\u2069" if _RIGHT_TO_LEFT.search(text) else "{}"
    pieces: list[str] = []
    done = 0
    for found in find_formulas(text):
        pieces += (text[done : found.start], frame.format(read_formula(found.tex)))
        done = found.end
    return "".join([*pieces, text[done:]])


class _Reader:
    """Reads tokens one after the other; a group is an argument as a whole."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def read(self) -> str:
        """Up to the end; closing braces without an opening one are left out."""
        pieces: list[str] = []
        while self._at < len(self._tokens):
            pieces.append(self._group())
            self._at += 1  # a brace that closes nothing
        return "".join(pieces)

    def _group(self) -> str:
        """Up to a closing brace, which stays."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RecursionError
        pieces: list[str] = []
        while self._at < len(self._tokens) and self._tokens[self._at] != "}":
            pieces.append(self._one())
        self._depth -= 1
        return "".join(pieces)

    def _one(self) -> str:
        sign = self._tokens[self._at]
        self._at += 1
        if sign == "{":
            inside = self._group()
            self._at += 1
            return inside
        if sign == "^":
            return _shift(self._argument(), _RAISED, "^")
        if sign == "_":
            return _shift(self._argument(), _LOWERED, "_")
        if sign == "~":
            return " "
        if sign == "&":
            return ", "
        if sign.startswith("\\") and len(sign) > 1:
            return self._command(sign[1:])
        return "" if sign.isspace() else sign

    def _command(self, name: str) -> str:
        if name in _SIGNS:
            return _SIGNS[name]
        if name in ("frac", "dfrac", "tfrac"):
            above, below = self._argument(), self._argument()
            return f"{_bracket(above)}/{_bracket(below)}"
        if name == "binom":
            return f"C({self._argument()}, {self._argument()})"
        if name == "sqrt":
            degree = self._option()
            return f"{_shift(degree, _RAISED, '^') if degree else ''}√{_bracket(self._argument())}"
        if name in _ACCENTS:
            return _accent(self._argument(), _ACCENTS[name])
        if name == "mathbb":
            return "".join(_DOUBLE.get(sign, sign) for sign in self._argument())
        if name in ("begin", "end"):
            kind = self._argument()
            return _fence(kind, name)
        if name in ("text", "textrm", "textbf", "textit", "mbox"):
            return self._words()
        if name in _SKIPPED:
            return ""
        if name in _SHORT:
            return _SHORT[name]
        return f" {name} " if len(name) > 1 else name

    def _argument(self) -> str:
        """The group or the single sign that follows; '' at the end."""
        self._skip_spaces()
        return self._one() if self._at < len(self._tokens) and self._tokens[self._at] != "}" else ""

    def _option(self) -> str:
        """What follows in square brackets."""
        self._skip_spaces()
        rest = self._tokens[self._at :]
        if rest[:1] != ["["] or "]" not in rest:
            return ""
        end = rest.index("]")
        self._at += end + 1
        return _Reader(rest[1:end]).read()

    def _words(self) -> str:
        """The group that follows with its spaces, as it is not mathematics."""
        self._skip_spaces()
        rest = self._tokens[self._at :]
        if rest[:1] != ["{"] or "}" not in rest:
            return ""
        end = rest.index("}")
        self._at += end + 1
        return "".join(rest[1:end])

    def _skip_spaces(self) -> None:
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1


def _shift(text: str, signs: dict[str, str], mark: str) -> str:
    """Raised or lowered, with the mark where there are no such signs."""
    text = text.strip()
    if text == "∘" and mark == "^":
        return "°"
    if text and set(text) <= {"′"}:
        return text
    if all(sign in signs for sign in text):
        return "".join(signs[sign] for sign in text)
    return mark + (text if len(text) == 1 else f"({text}) ")


def _bracket(text: str) -> str:
    """In brackets, unless it is one number or one word."""
    text = text.strip()
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return text if _SIMPLE.fullmatch(bare) else f"({text})"


def _accent(text: str, sign: str) -> str:
    """Over one letter; several keep it over the first, which says enough in a list."""
    text = text.strip()
    return text[:1] + sign + text[1:] if text else ""


def _fence(kind: str, side: str) -> str:
    opening, closing = {
        "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "vmatrix": ("|", "|"), "cases": ("{", ""),
    }.get(kind.rstrip("*"), ("", ""))  # fmt: skip
    return opening if side == "begin" else closing
