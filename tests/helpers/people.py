"""Students for tests: real names of both scripts, and any others."""

from hypothesis import strategies as st

from app.people.model import Student

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30).map(str.strip)


def student(id: str = "s1", number: str = "", family: str = "", given: str = "", **more) -> Student:
    name = more.pop("name", f"{family} {given}".strip())
    return Student(id, number, family, given, name, **more)


AMINA = student("s1", "0012", "El Fassi", "Amina", email="amina@example.org", groups=("A",))
YANIS = student("s2", "0013", "Étienne", "Yanis", language="fr", extra_time=1.33)
SAID = student("s3", "J130045678", "العلوي", "سعيد", language="ar", note="première rangée")
LEILA = student("s4", "0015", "Benali", "Leïla")
CLASS = (AMINA, YANIS, SAID, LEILA)
