"""Reading the form of a question from the fragment that a phone gets, and filling it in at random."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random


@dataclass(slots=True)
class Form:
    """The fields of a question's form. choices, several: values of the radio buttons and check boxes called
    `choice`; selects: name to values (of gaps with check boxes too); texts: names of text fields; numbers:
    those of them that take a number."""

    round: str = ""
    choices: list[str] = field(default_factory=list)
    several: bool = False
    selects: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    numbers: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form: Form | None = None
        self._inside = False
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form" and values.get("id") == "answer":
            self._inside, self.form = True, Form()
        if not self._inside or self.form is None:
            return
        name = values.get("name", "")
        if tag == "input" and name == "round":
            self.form.round = values.get("value", "")
        elif tag == "input" and name == "choice":
            self.form.choices.append(values.get("value", ""))
            self.form.several = values.get("type") == "checkbox"
        elif tag == "input" and name.startswith("gap-") and values.get("type") == "checkbox":
            self.form.selects.setdefault(name, []).append(values.get("value", ""))
        elif tag in ("input", "textarea") and (name in ("text", "number") or name.startswith("gap-")):
            self.form.texts.append(name)
            if values.get("inputmode") == "decimal":
                self.form.numbers.add(name)
        elif tag == "select":
            self._select = name
            self.form.selects[name] = []
        elif tag == "option" and self._select:
            self.form.selects[self._select].append(values.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""


def read_form(html: str) -> Form | None:
    """The question's form in a fragment or page; None where there is nothing to answer."""
    reader = _Reader()
    reader.feed(html)
    return reader.form


_WORDS = ("Paris", "Rabat", "eau", "42", "photosynthèse", "oui", "نعم", "cell")


def fill_form(form: Form, random: Random) -> list[tuple[str, str]]:
    """A complete random answer as [name, value] pairs."""
    if form.choices:
        if not form.several:
            return [("choice", random.choice(form.choices))]
        picked = [value for value in form.choices if random.random() < 0.5]
        return [("choice", value) for value in picked or [random.choice(form.choices)]]
    if form.selects:
        names = list(form.selects)
        if names[0].startswith("place-"):
            places = random.sample(range(1, len(names) + 1), len(names))
            return [(name, str(place)) for name, place in zip(names, places, strict=True)]
    chosen = [
        (name, random.choice([value for value in values if value] or [""]))
        for name, values in form.selects.items()
    ]
    return chosen + [
        (name, str(random.randint(0, 100)) if name in form.numbers else random.choice(_WORDS))
        for name in form.texts
    ]
