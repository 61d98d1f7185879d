"""Numbers, arrows and spaces as readers of each language expect them."""

from app.quiz.markup import keep_together
from app.signs import show_numeral, turn_arrows


def test_numbers_of_a_solution_have_the_readers_decimal_sign():
    assert show_numeral("fr", "3.14 ± 0.01 · 3 – 4 (50 %)") == "3,14 ± 0,01 · 3 – 4 (50 %)"
    assert show_numeral("ar", "1.5") == "1,5"
    assert show_numeral("en", "1.5") == "1.5"
    assert show_numeral("fr", "1. Rabat.") == "1. Rabat."


def test_arrows_point_where_one_reads_on():
    assert turn_arrows("نملة → قط") == "نملة ← قط"
    assert turn_arrows("fourmi → chat") == "fourmi → chat"


def test_french_signs_stay_with_their_word():
    nbsp = "\N{NO-BREAK SPACE}"
    assert keep_together("<p>Qui ?</p>") == f"<p>Qui{nbsp}?</p>"
    assert keep_together("Dis : « oui » !") == f"Dis{nbsp}: «{nbsp}oui{nbsp}»{nbsp}!"
    assert keep_together('<img src="/m" alt="x"> ? Yes? a :b') == f'<img src="/m" alt="x">{nbsp}? Yes? a :b'
