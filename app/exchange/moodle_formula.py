"""Formulas of Moodle's calculated questions, worked out without ever running them as a program.

Numbers, + - * / % **, comparisons, `a ? b : c`, and the functions that Moodle allows. Length and depth
are bounded.
"""

import math
import re
from collections.abc import Callable, Mapping
from typing import Final, NoReturn

from app.quiz.html_parts import words

LONGEST: Final = 2_000
DEEPEST: Final = 40
_TOKEN: Final = re.compile(
    r"\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|\{([^{}]{1,100})\}"
    r"|(\*\*|<=|>=|==|!=|&&|\|\||[-+*/%(),<>?:!]))"
)


class FormulaError(Exception):
    """The formula cannot be worked out: unknown, wrong, or no finite number."""


def _round(value: float, digits: float = 0) -> float:
    """Half away from zero, as PHP does."""
    scale = 10.0 ** int(digits)
    return math.copysign(math.floor(abs(value) * scale + 0.5) / scale, value)


def _base(base: int) -> Callable[[float], float]:
    return lambda value: float(int(f"{value:.0f}", base))


_FUNCTIONS: Final[Mapping[str, tuple[int, int, Callable[..., float]]]] = {
    **{
        name: (1, 1, getattr(math, name))
        for name in words(
            "acos acosh asin asinh atan atanh cos cosh exp expm1 log10 log1p sin sinh sqrt tan tanh"
        )
    },
    "abs": (1, 1, abs),
    "atan2": (2, 2, math.atan2),
    "bindec": (1, 1, _base(2)),
    "octdec": (1, 1, _base(8)),
    "decbin": (1, 1, lambda value: float(f"{int(value):b}")),
    "decoct": (1, 1, lambda value: float(f"{int(value):o}")),
    "ceil": (1, 1, lambda value: float(math.ceil(value))),
    "deg2rad": (1, 1, math.radians),
    "floor": (1, 1, lambda value: float(math.floor(value))),
    "fmod": (2, 2, math.fmod),
    "is_finite": (1, 1, lambda value: float(math.isfinite(value))),
    "is_infinite": (1, 1, lambda value: float(math.isinf(value))),
    "is_nan": (1, 1, lambda value: float(math.isnan(value))),
    "log": (1, 2, math.log),
    "ln": (1, 1, math.log),
    "max": (1, 99, max),
    "min": (1, 99, min),
    "pi": (0, 0, lambda: math.pi),
    "pow": (2, 2, math.pow),
    "rad2deg": (1, 1, math.degrees),
    "round": (1, 2, _round),
}
_COMPARISONS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def work_out(formula: str, values: Mapping[str, float]) -> float:
    """The number that `formula` gives with `values` for its `{names}`. Raises `FormulaError`."""
    try:
        result = _Calculation(formula, values).result()
    except (ArithmeticError, ValueError, TypeError) as error:
        raise FormulaError(str(error)) from error
    if not math.isfinite(result):
        raise FormulaError("no finite number")
    return result


class _Calculation:
    """One pass over the tokens, by levels of precedence."""

    def __init__(self, formula: str, values: Mapping[str, float]) -> None:
        self.values = values
        self.tokens = _tokens(formula)
        self.place = 0
        self.depth = 0

    def result(self) -> float:
        value = self.choice()
        return value if self.place == len(self.tokens) else _fail("more after the end")

    def take(self, *signs: str) -> str:
        """The next sign if it is among `signs`, else ''."""
        if self.place < len(self.tokens) and self.tokens[self.place] in {("sign", sign) for sign in signs}:
            self.place += 1
            return self.tokens[self.place - 1][1]
        return ""

    def expect(self, sign: str) -> None:
        if not self.take(sign):
            _fail(f"{sign} expected")

    def choice(self) -> float:
        self.depth += 1
        if self.depth > DEEPEST:
            _fail("too deep")
        value = self.either()
        if self.take("?"):
            first = self.choice()
            self.expect(":")
            second = self.choice()
            value = first if value else second
        self.depth -= 1
        return value

    def either(self) -> float:
        value = self.both()
        while self.take("||"):
            other = self.both()
            value = float(bool(value) or bool(other))
        return value

    def both(self) -> float:
        value = self.compared()
        while self.take("&&"):
            other = self.compared()
            value = float(bool(value) and bool(other))
        return value

    def compared(self) -> float:
        value = self.sum()
        while sign := self.take(*_COMPARISONS):
            value = float(_COMPARISONS[sign](value, self.sum()))
        return value

    def sum(self) -> float:
        value = self.product()
        while sign := self.take("+", "-"):
            other = self.product()
            value = value + other if sign == "+" else value - other
        return value

    def product(self) -> float:
        value = self.signed()
        while sign := self.take("*", "/", "%"):
            other = self.signed()
            if sign == "*":
                value *= other
            else:
                value = value / other if sign == "/" else math.fmod(int(value), int(other))
        return value

    def signed(self) -> float:
        negative = False
        while sign := self.take("-", "+", "!"):
            if sign == "!":
                return float(not self.signed_once())
            negative ^= sign == "-"
        value = self.power()
        return -value if negative else value

    def signed_once(self) -> float:
        self.depth += 1
        if self.depth > DEEPEST:
            _fail("too deep")
        value = self.signed()
        self.depth -= 1
        return value

    def power(self) -> float:
        value = self.atom()
        return math.pow(value, self.signed_once()) if self.take("**") else value

    def atom(self) -> float:
        if self.place >= len(self.tokens):
            _fail("it ends too early")
        kind, text = self.tokens[self.place]
        self.place += 1
        if kind == "number":
            return float(text)
        if kind == "value":
            return self.values[text] if text in self.values else _fail(f"no value for {text}")
        if (kind, text) == ("sign", "("):
            value = self.choice()
            self.expect(")")
            return value
        return self.call(text.lower()) if kind == "name" else _fail(f"{text} not expected")

    def call(self, name: str) -> float:
        least, most, function = _FUNCTIONS.get(name) or _fail(f"{name} is not known")
        arguments: list[float] = []
        self.expect("(")
        while not self.take(")"):
            if arguments:
                self.expect(",")
            arguments.append(self.choice())
        if not least <= len(arguments) <= most:
            _fail(f"{name} takes other values")
        return float(function(*arguments))


def _tokens(formula: str) -> list[tuple[str, str]]:
    if len(formula) > LONGEST:
        _fail("too long")
    found: list[tuple[str, str]] = []
    place = 0
    formula = formula.strip()
    while place < len(formula):
        match = _TOKEN.match(formula, place)
        if not match:
            _fail(f"{formula[place]} not expected")
        kind = ("number", "name", "value", "sign")[(match.lastindex or 1) - 1]
        found.append((kind, match[match.lastindex or 1].strip()))
        place = match.end()
    return found


def _fail(reason: str) -> NoReturn:
    raise FormulaError(reason)
