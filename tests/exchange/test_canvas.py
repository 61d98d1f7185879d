"""The file for Canvas: who somebody is, one column, and nobody guessed, emptied or overwritten unseen."""

import csv
import io
from decimal import Decimal

import pytest

from app.errors import Refused
from app.exchange.canvas import NEW, CanvasBook
from app.exchange.encoding import decode
from app.people.model import Student

EXPORT = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Notes,Old work (12),Final Score\r\n"
    ",,,,,,Manual Posting,\r\n"
    "    Points Possible,,,,,,10.00,(read only)\r\n"
    '"EL FASSI, Amina",501,X1,g130,3B,,7,70\r\n'
    '"Dupont, Léa",502,X2,lea@ecole.fr,3B,shy,,\r\n'
    '"Student, Test",503,,abc,3B,,,\r\n'
)
STUDENTS = [
    Student("a", "G130", "EL FASSI", "Amina", "EL FASSI Amina"),
    Student("b", "", "Dupont", "Léa", "Dupont Léa"),
    Student("c", "G9", "", "", "Personne Ici"),
]
MARKS = {"a": Decimal("17.50"), "b": Decimal(0), "c": Decimal(3)}


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode())))


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_canvas_gets_its_columns_back_and_one_more(codec, separator):
    text = EXPORT
    if separator == ";":
        text = text.replace(",", ";").replace("; ", ", ")
    book = CanvasBook(decode(text.encode(codec), "grades.csv").text, "grades.csv")
    plan = book.plan(NEW, STUDENTS, MARKS)
    assert [one.id for one in plan.missing] == ["c"] and plan.replaced == 0
    assert rows_of(book.fill(NEW, plan, "Fractions", Decimal(20))) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Fractions"],
        ["    Points Possible", "", "", "", "", "20"],
        ["EL FASSI, Amina", "501", "X1", "g130", "3B", "17.50"],
        ["Dupont, Léa", "502", "X2", "lea@ecole.fr", "3B", "0"],
    ]


def test_an_assignment_that_is_there_keeps_its_name_and_its_points():
    book = CanvasBook(EXPORT, "grades.csv")
    [old] = book.columns
    assert (old.name, old.top) == ("Old work", 10)
    plan = book.plan(old.place, STUDENTS, {"a": Decimal(9)})
    assert plan.replaced == 1 and plan.lines[0].before == "7"
    rows = rows_of(book.fill(old.place, plan, "Fractions", Decimal(20)))
    assert [row[-1] for row in rows] == ["Old work (12)", "10.00", "9"]


def test_columns_of_names_in_two_parts_are_understood():
    text = EXPORT.replace("Student,ID", "LastName,FirstName,ID").replace(
        "    Points Possible,", "Points Possible,,"
    )
    text = text.replace('"EL FASSI, Amina"', "=EL FASSI,Amina")
    book = CanvasBook(text, "grades.csv")
    plan = book.plan(NEW, STUDENTS, MARKS)
    rows = rows_of(book.fill(NEW, plan, "Fractions", Decimal(20)))
    assert rows[0][:3] == ["LastName", "FirstName", "ID"] and rows[2][:3] == ["'=EL FASSI", "Amina", "501"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Unit (3)", "Unit 3"),  # not the assignment with the ID 3
        ("Old work", "Old work – 2"),
        ("Final Grade", "Final: Grade"),
        ("=1+1", "1+1"),
        ("ID", "ID – 2"),
        (" \n", "Quiz"),
    ],
)
def test_a_new_assignment_is_taken_for_nothing_else(title, name):
    assert CanvasBook(EXPORT, "grades.csv").new_name(title) == name


@pytest.mark.parametrize("text", ["Nom;Note\nA;1\n", "", "Student,ID\nA,1\n", "\n\n"])
def test_another_file_is_refused(text):
    with pytest.raises(Refused, match="canvas_unknown"):
        CanvasBook(text, "notes.csv")
