"""Rosters as schools export and teachers paste them: nothing guessed silently, no zero lost."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Trouble
from app.exchange.roster_cells import read_extra_time, read_groups, read_language, read_number_cell
from app.exchange.roster_columns import roles_of
from app.exchange.roster_words import ROLES
from app.exchange.rosters import read_roster
from app.exchange.tables import Row
from app.i18n import LANGUAGES, translator
from app.people.names import display_name
from tests.helpers.people import AMINA
from tests.helpers.workbooks import make_workbook

MASSAR = [
    ["المملكة المغربية"],
    ["وزارة التربية الوطنية", None, None, None, "القسم : 3APIC-2"],
    [],
    ["لائحة التلاميذ", None, None, "السنة الدراسية : 2026/2027"],
    [],
    ["ر.ت", "رقم التلميذ", "النسب", "الإسم", "النوع", "تاريخ الإزدياد"],
    [1, "J130045678", "العلوي", "سعيد", "ذكر", "2013-01-02"],
    [2, "J130045679", "بنعلي", "ليلى", "أنثى", "2013-03-04"],
    [],
    ["المجموع", None, 2],
]
PRONOTE = """Collège Jean Moulin;;;
Liste des élèves de la classe 3A;;;
;;;
Élève;N° national;Né(e) le;Classe;Adresse E-mail
DUPONT Zoé;012345678AB;01/02/2012;3A;zoe.dupont@example.org
de LA TOUR Jean-Luc;000045678CD;03/04/2012;3A;
"""
MOODLE = """First name,Last name,ID number,Email address,Groups
Amina,El Fassi,0012,amina@example.org,"A, TP 1"
Yanis,Étienne,0013,yanis@example.org,B
"""


def write(tmp_path, data, name="roster.csv"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def codes(draft):
    return [(line.line, line.code) for line in draft.report.lines]


def parts(draft):
    return [(s.number, s.family, s.given) for s in draft.students]


def test_massar_writes_title_rows_above_and_totals_below(tmp_path):
    draft = read_roster(write(tmp_path, make_workbook({"لائحة": MASSAR}), "list.xlsx"))
    assert parts(draft) == [("J130045678", "العلوي", "سعيد"), ("J130045679", "بنعلي", "ليلى")]
    assert draft.mapping.header == 6
    assert codes(draft) == [(6, "columns_ignored"), (10, "row_without_student")]


def test_massar_marks_have_one_column_for_the_name(tmp_path):
    rows = [["القسم", "3APIC-2"], [], [None, "ID", "رقم التلميذ", "إسم التلميذ", "الفرض الأول"]]
    rows += [[None, 17, "J130045678", "سعيد العلوي", 12.5]]
    draft = read_roster(write(tmp_path, make_workbook({"NotesCC": rows}), "notes.xlsx"))
    assert [(s.number, s.name) for s in draft.students] == [("J130045678", "سعيد العلوي")]


def test_pronote_writes_the_family_name_in_capitals(tmp_path):
    draft = read_roster(write(tmp_path, PRONOTE))
    assert parts(draft) == [("012345678AB", "DUPONT", "Zoé"), ("000045678CD", "", "")]
    assert [display_name(s) for s in draft.students] == ["Zoé DUPONT", "de LA TOUR Jean-Luc"]
    assert draft.students[0].email == "zoe.dupont@example.org"
    assert {s.groups for s in draft.students} == {("3A",)}


def test_moodle_writes_commas_and_several_groups_in_a_cell(tmp_path):
    draft = read_roster(write(tmp_path, MOODLE))
    assert parts(draft) == [("0012", "El Fassi", "Amina"), ("0013", "Étienne", "Yanis")]
    assert draft.students[0].groups == ("A", "TP 1")
    assert draft.report.clean
    assert draft.mapping.separator == ","


def test_leading_zeros_are_kept_from_every_kind_of_cell(tmp_path):
    rows = [["Matricule", "Nom", "Prénom"], [12, "El Fassi", "Amina"], ["0013", "Étienne", "Yanis"]]
    shown = write(tmp_path, make_workbook({"A": rows}, {"A": "00000"}), "a.xlsx")
    assert [s.number for s in read_roster(shown).students] == ["00012", "0013"]
    plain = write(tmp_path, make_workbook({"A": rows}), "b.xlsx")
    assert [s.number for s in read_roster(plain).students] == ["12", "0013"]
    text = 'Matricule;Nom\n="0012";Amina\n\'0013;Yanis\n٠٠١٤;ليلى\n'
    assert [s.number for s in read_roster(text).students] == ["0012", "0013", "0014"]


def test_a_number_that_a_spreadsheet_has_shortened_is_told_and_not_used():
    draft = read_roster("Matricule;Nom\n1,30045E+08;Amina\n")
    assert [s.number for s in draft.students] == [""]
    assert (2, "number_spoilt") in codes(draft)


def test_duplicates_are_told_by_their_lines():
    text = (
        "Code;Nom complet;E-mail\n0012;Amina El Fassi;a@example.org\n0013;Yanis Étienne;a@example.org\n"
        "0012;EL FASSI Amina;\n0013;Somebody Else;\n;Leïla Benali;\n;Benali Leila;\n"
    )
    draft = read_roster(text)
    assert [s.name for s in draft.students] == ["Amina El Fassi", "Yanis Étienne", "Leïla Benali"]
    assert codes(draft) == [
        (3, "email_twice"),
        (4, "row_twice"),
        (5, "number_twice"),
        (6, "row_without_number"),
        (7, "row_twice"),
    ]
    twice = next(line for line in draft.report.lines if line.code == "number_twice")
    assert twice.params == {"number": "0013", "first": 3}


def test_numbers_that_count_the_rows_are_not_taken_unless_somebody_says_so():
    text = "N°;Nom\n1;Amina Fassi\n2;Yanis Étienne\n3;Leïla Benali\n"
    draft = read_roster(text)
    assert {s.number for s in draft.students} == {""}
    assert codes(draft)[0] == (1, "numbers_count_rows")
    chosen = replace(draft.mapping, roles={0: "number", 1: "name"})
    assert [s.number for s in read_roster(text, chosen).students] == ["1", "2", "3"]


def test_namesakes_with_numbers_of_their_own_are_two_students():
    draft = read_roster("Code;Nom\n0012;Amina El Fassi\n0013;Amina El Fassi\n")
    assert len(draft.students) == 2


def test_rows_without_a_name_or_a_student_are_told():
    draft = read_roster(
        "Code;Nom;Prénom\n0012;;\n;;\n0013;El Fassi;Amina\nEffectif : 2;;\n;Note : x;\n;4B;Zoé\n"
    )
    assert [s.number for s in draft.students] == ["0013", ""]
    assert codes(draft) == [
        (2, "row_without_name"),
        (5, "row_without_student"),
        (6, "row_without_student"),
        (7, "row_without_number"),
        (7, "name_doubtful"),
    ]


def test_a_header_on_each_page_is_no_student():
    draft = read_roster("Code;Nom\n0012;Amina Fassi\nCode;Nom\n0013;Yanis Étienne\n")
    assert [s.number for s in draft.students] == ["0012", "0013"]


def test_all_columns_of_a_student():
    text = (
        "Numéro\tNom\tPrénom\tCourriel\tGroupe\tClasse\tLangue\tTiers temps\tObservations\n"
        "0012\tEl Fassi\tAmina\tamina@example.org\tA\t3A\tarabe\toui\tpremier rang\n"
    )
    one = read_roster(text).students[0]
    assert replace(one, id="") == replace(
        AMINA, id="", groups=("A", "3A"), language="ar", extra_time=1.33, note="premier rang",
    )  # fmt: skip


def test_pasted_lines_are_students():
    text = (
        "1. Amina El Fassi\n2) Yanis ÉTIENNE <yanis@example.org>\n\n- Leïla Benali leila@example.org\n"
        "0016 سعيد العلوي\nRachid Amrani J130045678\n"
    )
    draft = read_roster(text)
    assert [(s.number, s.name, s.email) for s in draft.students] == [
        ("", "Amina El Fassi", ""),
        ("", "Yanis ÉTIENNE", "yanis@example.org"),
        ("", "Leïla Benali", "leila@example.org"),
        ("0016", "سعيد العلوي", ""),
        ("J130045678", "Rachid Amrani", ""),
    ]
    assert draft.mapping.guessed and draft.mapping.separator == ""


def test_pasted_columns_without_a_header_are_told_by_their_looks():
    draft = read_roster("1\tAmina\tEL FASSI\t0012\n2\tYanis\tÉTIENNE\t0013\n")
    assert parts(draft) == [("0012", "EL FASSI", "Amina"), ("0013", "ÉTIENNE", "Yanis")]
    assert (0, "columns_guessed") in codes(draft)


def test_family_name_comma_given_name_is_understood():
    draft = read_roster("El Fassi, Amina\nÉtienne, Yanis\n")
    assert parts(draft) == [("", "El Fassi", "Amina"), ("", "Étienne", "Yanis")]


def test_a_mapping_can_be_corrected():
    text = "1;Amina;El Fassi\n2;Yanis;Étienne\n"
    mapping = read_roster(text).mapping
    swapped = replace(mapping, roles={1: "given", 2: "family"})
    draft = read_roster(text, swapped)
    assert parts(draft) == [("", "El Fassi", "Amina"), ("", "Étienne", "Yanis")]


def test_another_sheet_can_be_chosen(tmp_path):
    data = make_workbook({"A": [["Nom"], ["Amina Fassi"]], "B": [["Nom", "Code"], ["Yanis Étienne", "7"]]})
    path = write(tmp_path, data, "two.xlsx")
    draft = read_roster(path)
    assert [s.name for s in draft.students] == ["Yanis Étienne"]
    assert (0, "roster_sheet_ignored") in codes(draft)
    other = replace(draft.mapping, sheet="A", roles={0: "name"})
    assert [s.name for s in read_roster(path, other).students] == ["Amina Fassi"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_accents_are_read_in_every_usual_encoding(tmp_path, encoding):
    draft = read_roster(write(tmp_path, "Numéro;Nom;Prénom\n07;Étienne;Zoé\n".encode(encoding)))
    assert parts(draft) == [("07", "Étienne", "Zoé")]


def test_arabic_of_an_old_spreadsheet_is_read(tmp_path):
    text = "رقم التلميذ;النسب;الاسم\n007;العلوي;سعيد\n008;بنعلي;ليلى\n"
    draft = read_roster(write(tmp_path, text.encode("cp1256")))
    assert parts(draft) == [("007", "العلوي", "سعيد"), ("008", "بنعلي", "ليلى")]
    assert (0, "encoding_guessed_arabic") in codes(draft)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 not a workbook", "roster_not_table"),
        (b"\xd0\xcf\x11\xe0 old", "roster_not_table"),
        (b"\x89PNG\x00", "roster_not_table"),
        (b"", "file_empty"),
        (b"1;2;3\n4;5;6\n", "roster_unknown"),
    ],
)
def test_what_is_no_roster_is_refused(tmp_path, data, code):
    with pytest.raises(Trouble) as caught:
        read_roster(write(tmp_path, data))
    assert caught.value.code == code


def test_a_text_without_names_is_refused():
    with pytest.raises(Trouble) as caught:
        read_roster("12 34\n")
    assert caught.value.code == "roster_text_unknown"


@given(st.text(max_size=300) | st.text("Nom;Prénom\t,\n\"'0123 @.é", max_size=200))
def test_any_text_gives_students_or_a_reason(text):
    try:
        draft = read_roster(text)
    except Trouble:
        return
    assert len({s.id for s in draft.students}) == len(draft.students)
    assert all(s.name for s in draft.students)
    for language in LANGUAGES:
        assert all(line.tell(translator(language)) for line in draft.report.lines)


@pytest.mark.parametrize(
    ("header", "roles"),
    [
        ("Nom|Prénom|Numéro", ["family", "given", "number"]),
        ("NOM ET PRÉNOM|Code Massar", ["name", "number"]),
        ("N°|Code Apogée|Nom|Prénom", [None, "number", "family", "given"]),
        ("N°|Nom complet", ["number", "name"]),
        ("رت|رقم مسار|الاسم الكامل|القسم", [None, "number", "name", "group"]),
        ("الاسم العائلي|الاسم الشخصي|البريد الإلكتروني", ["family", "given", "email"]),
        ("Student ID|Surname|First name|Extra time", ["number", "family", "given", "extra_time"]),
        ("Name|Email", ["name", "email"]),
        ("INE|Nom de l'élève|Groupe|Langue", ["number", "name", "group", "language"]),
        (
            "Nom de famille|Prénom|Numéro d'identification|Adresse de courriel",
            ["family", "given", "number", "email"],
        ),
    ],
)
def test_headers_of_three_languages(header, roles):
    cells = tuple(header.split("|"))
    found = roles_of(Row(1, cells))
    assert [found.get(column) for column in range(len(cells))] == roles
    assert set(found.values()) <= set(ROLES)


@pytest.mark.parametrize(
    ("cell", "factor"),
    [
        ("", 1.0), ("non", 1.0), ("oui", 1.33), ("X", 1.33), ("نعم", 1.33), ("1/3", 1.33),
        ("tiers temps", 1.33), ("1,33", 1.33), ("x 1.5", 1.5), ("×1.5", 1.5), ("+33 %", 1.33),
        ("33%", 1.33), ("133 %", 1.33),
        ("٫", None), ("0.5", None), ("12", None), ("beaucoup", None),
    ],
)  # fmt: skip
def test_extra_time_as_it_is_written(cell, factor):
    assert read_extra_time(cell) == factor


def test_other_cells():
    assert read_language("Français") == "fr"
    assert read_language("العربية") == "ar"
    assert read_language("") == ""
    assert read_language("Klingon") is None
    assert read_groups(["A, B;C", "A"]) == ("A", "B", "C")
    assert read_number_cell("  00 12 ") == "00 12"
    assert read_number_cell("1.3E+08") is None
