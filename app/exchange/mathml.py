"""MathML to TeX where it is simple school mathematics; None for anything else."""

from typing import Final

from app.exchange.qti_xml import Node

_TRANSPARENT: Final = frozenset({"math", "mrow", "mstyle", "mpadded", "mphantom", "merror", "maction"})
_FUNCTIONS: Final = frozenset(
    [
        "sin",
        "cos",
        "tan",
        "cot",
        "ln",
        "log",
        "exp",
        "lim",
        "max",
        "min",
        "det",
        "arcsin",
        "arccos",
        "arctan",
        "gcd",
    ]
)
_NAMED: Final = (
    "× times  ⋅ cdot  · cdot  ÷ div  ± pm  ∓ mp  ≤ le  ≥ ge  ≠ ne  ≈ approx  ≡ equiv  ∞ infty  "
    "∈ in  ∉ notin  ∪ cup  ∩ cap  ⊂ subset  ⊆ subseteq  ∅ emptyset  → to  ⇒ Rightarrow  "
    "⇔ Leftrightarrow  ↔ leftrightarrow  ← leftarrow  ∀ forall  ∃ exists  ∑ sum  ∏ prod  ∫ int  "
    "∂ partial  ∇ nabla  ∠ angle  … dots  ⋯ cdots  α alpha  β beta  γ gamma  δ delta  ε epsilon  "
    "θ theta  λ lambda  μ mu  π pi  ρ rho  σ sigma  τ tau  φ phi  ω omega  Δ Delta  Γ Gamma  "
    r"Σ Sigma  Ω Omega  Π Pi  Φ Phi  \ backslash  "
)
_SIGNS: Final = {
    sign: f"\\{name} " for sign, name in zip(_NAMED.split()[::2], _NAMED.split()[1::2], strict=True)
} | {
    "√": "\\sqrt{}",
    "°": "^{\\circ}",
    "′": "'",
    "−": "-",
    "–": "-",
    "ℝ": "\\mathbb{R}",
    "ℕ": "\\mathbb{N}",
    "ℤ": "\\mathbb{Z}",
    "ℚ": "\\mathbb{Q}",
    "ℂ": "\\mathbb{C}",
    "{": "\\{",
    "}": "\\}",
    "%": "\\%",
    "$": "\\$",
    "#": "\\#",
    "&": "\\&",
    "_": "\\_",
    "\u2061": "",
    "\u2062": "",
    "\u2063": "",
    "\u2064": "",
    "\xa0": "\\ ",
}
_ACCENTS: Final = {"→": "vec", "⃗": "vec", "^": "hat", "ˆ": "hat", "¯": "overline", "‾": "overline",
                   "_": "overline",
                   "~": "tilde", "˜": "tilde", "˙": "dot", ".": "dot", "¨": "ddot"}  # fmt: skip


def to_tex(node: Node) -> str | None:
    """The TeX of a `math` element."""
    for note in node.find("annotation"):
        if "tex" in note.get("encoding").lower() and note.raw_text().strip():
            return note.raw_text().strip().strip("$")
    try:
        return " ".join(_tex(node).split()) or None
    except _NotSimple:
        return None


class _NotSimple(Exception):
    pass


def _tex(node: Node) -> str:
    parts = node.elements()
    match node.name:
        case "mi" | "mn" | "mo" | "mtext" | "ms":
            return _token(node)
        case "semantics":
            return _tex(parts[0]) if parts else ""
        case "mspace":
            return r"\ "
        case "mfrac" if len(parts) == 2:
            return rf"\frac{{{_tex(parts[0])}}}{{{_tex(parts[1])}}}"
        case "msqrt":
            return rf"\sqrt{{{_row(parts)}}}"
        case "mroot" if len(parts) == 2:
            return rf"\sqrt[{_tex(parts[1])}]{{{_tex(parts[0])}}}"
        case "msup" | "msub" | "msubsup":
            return _scripts(node.name, parts)
        case "munder" | "mover" | "munderover":
            return _limits(node.name, parts)
        case "mfenced":
            inside = ",".join(_tex(part) for part in parts)
            fences = [
                _SIGNS.get(sign, sign) or "." for sign in (node.get("open", "("), node.get("close", ")"))
            ]
            return rf"\left{fences[0]}{inside}\right{fences[1]}"
        case "mtable":
            rows = (" & ".join(_row(cell.elements()) for cell in row.elements("mtd")) for row in parts)
            return r"\begin{matrix}" + r" \\ ".join(rows) + r"\end{matrix}"
        case name if name in _TRANSPARENT:
            return _row(parts)
    raise _NotSimple


def _row(parts: list[Node]) -> str:
    return "".join(_tex(part) for part in parts)


def _token(node: Node) -> str:
    text = node.raw_text().strip()
    if node.elements():
        raise _NotSimple
    if node.name in ("mtext", "ms"):
        return rf"\text{{{text}}}" if text and not set(text) & set("\\{}$") else text and _signs(text)
    if text in _FUNCTIONS:
        return rf"\{text} "
    if node.name == "mi" and len(text) > 1 and text.isalpha() and text.isascii():
        return rf"\mathrm{{{text}}}"
    return _signs(text)


def _signs(text: str) -> str:
    return "".join(_SIGNS.get(sign, sign) for sign in text)


def _scripts(name: str, parts: list[Node]) -> str:
    if len(parts) != (3 if name == "msubsup" else 2):
        raise _NotSimple
    base = _tex(parts[0]).strip()
    base = (
        base
        if len(base) < 2 or base.isdigit() or base.startswith(("\\sum", "\\int", "\\prod"))
        else f"{{{base}}}"
    )
    marks = ("_", "^") if name == "msubsup" else ("^",) if name == "msup" else ("_",)
    return base + "".join(f"{mark}{{{_tex(part)}}}" for mark, part in zip(marks, parts[1:], strict=True))


def _limits(name: str, parts: list[Node]) -> str:
    if len(parts) != (3 if name == "munderover" else 2):
        raise _NotSimple
    over = parts[1].raw_text().strip()
    if name == "mover" and over in _ACCENTS:
        return rf"\{_ACCENTS[over]}{{{_tex(parts[0])}}}"
    base = _tex(parts[0]).strip()
    if not base.startswith(("\\sum", "\\prod", "\\int", "\\lim", "\\max", "\\min")):
        raise _NotSimple
    marks = ("_", "^") if name == "munderover" else ("^",) if name == "mover" else ("_",)
    return base + "".join(f"{mark}{{{_tex(part)}}}" for mark, part in zip(marks, parts[1:], strict=True))
