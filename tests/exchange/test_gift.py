"""Every rule of the format, one short example each; the section numbers are those of docs/gift.md."""

from decimal import Decimal

import pytest

from app.exchange.gift import read_category, read_gift


def read(text):
    quiz, report = read_gift(text, "Quiz")
    return quiz.questions, [line.code for line in report.lines], report


def one(text):
    questions, codes, _ = read(text)
    assert len(questions) == 1, codes
    return questions[0]


def choices(text):
    return [(choice.text.source, choice.weight) for choice in one(text).choices]


def codes(text):
    return read(text)[1]


def kinds(text):
    return [question.kind for question in read(text)[0]]


# --- 1. file and blocks


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end):
    assert kinds(end.join(["one{T}", "", "two{F}"])) == ["true_false", "true_false"]


def test_byte_order_mark_is_no_text():
    assert one("\ufeff::t::q{T}").title == "t"


def test_line_of_a_single_zero_does_not_end_a_question():
    assert one("How many?\n0\nor one? {=1 ~0}").text.source == "How many?\n0\nor one?"


def test_blank_lines_inside_braces_are_ignored_and_reported():
    questions, found, report = read("before{T}\n\nq {\n=a\n\n~b\n\n}\n\nafter{F}")
    assert [question.kind for question in questions] == ["true_false", "single", "true_false"]
    assert found == ["blank_line_inside"]
    assert report.lines[0].line == 3


def test_missing_closing_brace_costs_one_question_only():
    questions, found, report = read("one {=a ~b\n\n::two::q {=c ~d}\n\nthree {T}")
    assert [question.line for question in questions] == [3, 5]
    assert found == ["brace_missing"]
    assert report.lines[0].text == "one {=a ~b"


def test_questions_without_a_blank_line_merge():
    question = one("one {=a}\ntwo {=b}")
    assert (question.kind, question.text.source) == ("short_text", "one \ntwo {=b}")
    assert codes("one {=a}\ntwo {=b}") == ["questions_merged"]


# --- 2. comments


def test_comments_anywhere_in_a_block():
    assert choices("// c\nq {\n  // c\n=a\n//c ~x\n~b}") == [("a", 1), ("b", 0)]


def test_slashes_later_in_a_line_are_text():
    assert one("see http\\://x // y {T}").text.source == "see http://x // y"
    assert one("/* q */ {T}").text.source == "/* q */"


def test_id_and_tags_in_comments():
    question = one("// [id:a\\]b] [tag:x] [id:no]\nq{T}\n// [tag:y z]")
    assert (question.id_number, question.tags) == ("a]b", ("x", "y z"))


# --- 3. category


def test_category_holds_until_the_next():
    questions, found, _ = read(
        "a{T}\n\n$CATEGORY: $course$/top/Algèbre/Bases\n\nb{T}\n\n$CATEGORY: x//y\n\nc{T}"
    )
    assert [question.category for question in questions] == [(), ("Algèbre", "Bases"), ("x/y",)]
    assert found == []


def test_question_glued_to_a_category_is_kept():
    questions, found, _ = read("$CATEGORY: c\nq{T}")
    assert [(question.category, question.line) for question in questions] == [(("c",), 2)]
    assert found == ["category_glued"]


def test_category_glued_under_a_question_is_kept():
    questions, found, report = read("q{T}\n$CATEGORY: c\n\nr{T}")
    assert [(question.text.source, question.category) for question in questions] == [("q", ()), ("r", ("c",))]
    assert (found, report.lines[0].line) == (["category_glued"], 2)


def test_category_keyword_is_case_sensitive():
    assert kinds("$category: c") == ["slide"]


@pytest.mark.parametrize(
    ("path", "names"),
    [("$system$/Default/A", ("Default", "A")), ("$module$", ()), ("top/A", ("A",)), ("", ())],
)
def test_category_paths(path, names):
    assert read_category(path) == names


# --- 4. title and format


def test_titles():
    assert one("::a\\:b::q{T}").title == "a:b"
    assert one("::::q{T}").title == ""
    assert one("x ::a::q{T}").title == ""
    assert one("::<b>a</b> &amp; b::q{T}").title == "a & b"


def test_title_without_its_end_is_text():
    assert (one("::a q{T}").title, one("::a q{T}").text.source) == ("", "a q")
    assert codes("::a q{T}") == ["title_unclosed"]


def test_long_title_is_cut_and_reported():
    text = f"::{'x' * 300}::q{{T}}"
    assert len(one(text).title) == 255
    assert codes(text) == ["title_cut"]


@pytest.mark.parametrize("name", ["html", "markdown", "plain", "moodle"])
def test_format_markers(name):
    question = one(f"::t::[{name}]q{{=a#f ~[html]b}}")
    formats = [question.text.format, question.choices[0].text.format, question.choices[0].feedback.format]
    assert formats == [name, name, name]
    assert question.choices[1].text.format == "html"
    assert (question.text.source, question.choices[1].text.source) == ("q", "b")


def test_default_format_is_moodle():
    assert one("q{T}").text.format == "moodle"


def test_unknown_markers_stay_in_the_text():
    assert one("[HTML]q{T}").text.source == "[HTML]q"
    assert codes("[HTML]q{T}") == ["marker_unknown"]
    assert codes("[1]q{T}") == []


# --- 5. escapes


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\: \# \= \{ \} \~", ": # = { } ~"),
        (r"a\nb", "a\nb"),
        (r"a\\nb", r"a\nb"),
        (r"a\\\{b", r"a\{b"),
        (r"\(x\) \[y\] \frac \` \$", r"\(x\) \[y\] \frac \` \$"),
    ],
)
def test_escapes(source, text):
    assert one(source + "{T}").text.source == text


def test_line_break_that_eats_a_command_is_reported():
    assert one(r"x \nabla y{T}").text.source == "x \nabla y"
    assert codes(r"x \nabla y{T}") == ["tex_line_break"]
    assert codes(r"x \\nabla y{T}") == []
    assert codes(r"mot\ne pas\nu{T}") == []


def test_line_break_command_inside_a_formula_is_kept():
    assert one(r"$x \neq 3${T}").text.source == r"$x \neq 3$"
    assert codes(r"$x \neq 3${T}") == ["tex_line_break_mended"]


@pytest.mark.parametrize(
    "formula", [r"$\frac{1}{2}$", r"$$\frac{1}{2}$$", r"\(\frac{1}{2}\)", r"\\(\\frac{1}{2}\\)"]
)
def test_unescaped_braces_of_formulas(formula):
    text = f"What is {formula}? {{={formula} ~0}}"
    question = one(text)
    assert question.kind == "single"
    assert [choice.text.source for choice in question.choices] == [formula.replace("\\\\", "\\"), "0"]
    assert codes(text) == ["maths_unescaped"]


def test_bare_tex_keeps_its_rows_and_shown_braces():
    bare = r"$$\begin{cases} x = 5 \\ y = 1 \end{cases} \left\{ z \right\}$$"
    assert one(bare + " {T}").text.source == bare
    escaped = r"$$\\begin\{cases\} x = 5 \\\\ y = 1 \\end\{cases\}$$"
    assert one(escaped + " {T}").text.source == r"$$\begin{cases} x = 5 \\ y = 1 \end{cases}$$"
    assert codes(escaped + " {T}") == []


def test_equals_inside_a_formula_begins_no_choice():
    assert choices("q {=$x = 11$ ~$x = 2$}") == [("$x = 11$", 1), ("$x = 2$", 0)]


@pytest.mark.parametrize("source", ["{=$5 ~$6}", "{=$x ~$y}", "{~f($a) =f($b)}", "{~US$ =A$}", "{=$a; ~$b;}"])
def test_prices_and_variables_are_no_formulas(source):
    assert len(choices("q" + source)) == 2
    assert codes("q" + source) == []


def test_answers_between_two_dollar_signs_are_answers():
    assert choices("I have $x {~a =b} and y$ more") == [("a", 0), ("b", 1)]
    assert kinds("I have $x {T} and y$ more") == ["true_false"]


# --- 6. braces


def test_first_pair_of_braces_counts():
    assert one("a{=b{c}d").texts[0].text == "b{c"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("q {=a ~b}", "q"),
        ("q {=a ~b} r", "q _____ r"),
        ("q {=a ~b}.", "q _____."),
        ("q {T} r", "q _____ r"),
        ("q {#3} r", "q _____ r"),
        ("q {} r", "q _____ r"),
    ],
)
def test_missing_word(text, shown):
    assert one(text).text.source == shown


def test_text_without_braces_is_a_slide():
    assert (one("just text").kind, one("just text").text.source) == ("slide", "just text")


@pytest.mark.parametrize("text", ["q {=a", "q =a}"])
def test_one_brace_alone_is_an_error(text):
    questions, found, report = read(text)
    assert (questions, found) == ((), ["brace_missing"])
    assert report.lines[0].severity == "error"


def test_closing_brace_before_the_answers_is_reported():
    assert one("a } b {=c ~d}").kind == "single"
    assert codes("a } b {=c ~d}") == ["brace_stray"]


# --- 7. which kind


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ("{}", "open_text"),
        ("{ }", "open_text"),
        ("{####general}", "open_text"),
        ("{#3}", "numeric"),
        ("{=a ~b -> c}", "single"),
        ("{=a->b =c->d}", "matching"),
        ("{T}", "true_false"),
        ("{TRUE}", "true_false"),
        ("{F#x}", "true_false"),
        ("{FALSE}", "true_false"),
        ("{true}", "true_false"),
        ("{Vrai}", "true_false"),
        ("{faux#non}", "true_false"),
        ("{صح}", "true_false"),
        ("{خطأ}", "true_false"),
        ("{t}", "short_text"),
        ("{=T}", "short_text"),
        ("{Paris}", "short_text"),
        ("{=Paris}", "short_text"),
        ("{>2 ALL\na\nb}", "ordering"),
    ],
)
def test_kinds(answers, kind):
    assert one("q" + answers).kind == kind


def test_words_for_true_count_as_moodle_counts_them():
    quiz, report = read_gift("q{vrai}", "")
    assert report.moodle_kinds == {quiz.questions[0].id: "short_text"}
    assert report.clean


def test_ordering_keeps_the_order():
    assert [text for text, _ in choices("q {>3 EXACT HORIZONTAL\n un \n\ndeux\n// c\ntrois\n}")] == [
        "un",
        "deux",
        "trois",
    ]
    assert codes("q {>2 RANDOM VERTICAL ALL_OR_NOTHING\na\nb\nc}") == ["ordering_subset"]
    assert codes("q {>2\na}") == ["items_missing"]


# --- 8. feedback


def test_general_feedback_after_the_last_mark():
    question = one("q {=a#f ~b####x####general #1}")
    assert question.feedback.source == "general #1"
    assert question.choices[1].feedback.source == "###x"


def test_general_feedback_behind_the_brace_is_text():
    assert one("q {F}\n#### why").text.source == "q _____\n#### why"
    assert codes("q {F}\n#### why") == ["feedback_outside"]


def test_feedback_after_the_first_mark():
    assert one("q {=a#f#g ~b}").choices[0].feedback.source == "f#g"


def test_true_false_feedback():
    true, false = one("q {T#shown when wrong#shown when right}").choices
    assert (true.weight, true.feedback.source) == (1, "shown when right")
    assert (false.weight, false.feedback.source) == (0, "shown when wrong")
    true, false = one("q {F#shown when wrong}").choices
    assert (true.feedback.source, false.feedback.source) == ("shown when wrong", "")
    assert (true.text.source, false.text.source) == ("True", "False")


# --- 9. multiple choice


@pytest.mark.parametrize(
    ("weight", "value"),
    [("%50%", 0.5), ("%33.33333%", 0.3333333), ("%-100%", -1), ("%100%", 1), ("%33%", 0.33), ("%5.%", 0.05)],
)
def test_weights(weight, value):
    assert choices(f"q {{~{weight}a =b}}")[0] == ("a", value)


@pytest.mark.parametrize("weight", ["%.5%", "%50,5%", "% 50%"])
def test_what_is_no_weight_stays_in_the_text(weight):
    assert choices(f"q {{~{weight}a =b}}")[0] == (weight + "a", 0)
    assert codes(f"q {{~{weight}a =b}}") == ["weight_unreadable"]


def test_weight_beyond_the_whole_is_cut():
    assert choices("q {~%-250%a =b}")[0] == ("a", -1)
    assert codes("q {~%-250%a =b}") == ["weight_too_large"]


def test_weights_without_equals_are_several_answers():
    assert one("q {~%50%a ~%50%b ~%-100%c}").kind == "multiple"
    assert codes("q {~%50%a ~%50%b ~%-100%c}") == []
    assert codes("q {~%50%a ~b}") == ["weights_sum"]


@pytest.mark.parametrize("answers", ["{~a ~b}", "{~%0%a ~%-50%b}"])
def test_no_right_choice_makes_a_poll(answers):
    question = one("q" + answers)
    assert (question.kind, [choice.weight for choice in question.choices]) == ("poll", [0, 0])
    assert codes("q" + answers) == ["no_right_choice"]


def test_a_poll_can_be_meant():
    _, found, report = read("q {~%0%a ~%0%b}")
    assert (found, report.clean) == (["no_right_choice"], True)
    assert not read("q {~a ~b}")[2].clean


def test_several_equals_all_give_full_credit():
    assert one("q {=a =b ~c}").kind == "single"
    assert choices("q {=a =b ~c}") == [("a", 1), ("b", 1), ("c", 0)]


def test_equals_opens_a_choice_anywhere():
    assert choices("q {~a = b ~c#why = d}") == [("a", 0), ("b", 1), ("c", 0), ("d", 1)]


def test_equals_inside_a_tag_opens_none():
    assert choices('q {=<b class="x">a</b> ~b}') == [('<b class="x">a</b>', 1), ("b", 0)]
    assert codes('q {=<b class="x">a</b> ~b}') == ["tag_equals"]
    assert choices("q {~a<b =c>d}") == [("a<b", 0), ("c>d", 1)]


def test_text_before_the_first_mark_is_a_wrong_choice():
    assert choices("q {a ~b =c}") == [("a", 0), ("b", 0), ("c", 1)]


def test_empty_choices_are_dropped():
    assert choices("q {~=x ~y}") == [("x", 1), ("y", 0)]
    assert choices("q {=~%50%x =~%50%y}") == [("x", 0.5), ("y", 0.5)]
    assert codes("q {~=x ~y}") == ["choice_empty"]


def test_fewer_than_two_choices():
    assert codes("q {~a}") == ["choices_missing"]


# --- 10. short answer


def test_short_answers():
    answers = one("q {=Paris =%50%Pariss#nearly =\\*x*}").texts
    assert [(answer.text, answer.weight, answer.feedback.source) for answer in answers] == [
        ("Paris", 1, ""),
        ("Pariss", 0.5, "nearly"),
        ("\\*x*", 1, ""),
    ]
    assert codes("q {=%0%a}") == ["no_right_answer"]


def test_star_and_escaped_star_stay_as_written():
    assert [answer.text for answer in one(r"q {=a*b =a\*b}").texts] == ["a*b", r"a\*b"]


# --- 11. numerical


def numbers(text):
    return [
        (answer.value, answer.tolerance, answer.low, answer.high, answer.weight)
        for answer in one(text).numbers
    ]


@pytest.mark.parametrize(
    ("answers", "value", "tolerance"),
    [
        ("#3", "3", "0"),
        ("#3:2", "3", "2"),
        ("#1e3:1", "1000", "1"),
        ("#-5 : 0.5", "-5", "0.5"),
        ("#.5", "0.5", "0"),
    ],
)
def test_numbers(answers, value, tolerance):
    assert numbers(f"q {{{answers}}}") == [(Decimal(value), Decimal(tolerance), None, None, 1)]


def test_ranges():
    assert numbers("q {#1..5}") == [(None, Decimal(0), Decimal(1), Decimal(5), 1)]
    assert numbers("q {#-5..-1.5}") == [(None, Decimal(0), Decimal(-5), Decimal("-1.5"), 1)]
    assert codes("q {#5..1}") == ["range_reversed"]


def test_several_numbers_and_feedback_for_the_others():
    question = one("q {#=1822:0#ok =%50%1822:2#half ~#anything else}")
    assert [(answer.weight, answer.feedback.source) for answer in question.numbers] == [
        (1, "ok"),
        (0.5, "half"),
    ]
    assert question.other_feedback.source == "anything else"


def test_decimal_comma_is_read_and_reported():
    assert numbers("q {#3,14:0,01}")[0][:2] == (Decimal("3.14"), Decimal("0.01"))
    assert set(codes("q {#3,14:0,01}")) == {"decimal_comma"}


def test_arabic_digits():
    assert numbers("q {#٣٫١٤}")[0][0] == Decimal("3.14")


@pytest.mark.parametrize("value", ["abc", "*", "1e9999", "1,2,3"])
def test_what_is_no_number_is_never_right(value):
    assert numbers(f"q {{#{value}}}") == []
    assert codes(f"q {{#{value}}}") == ["number_wrong"]


@pytest.mark.parametrize(
    ("answers", "code"), [("#2:", "tolerance_wrong"), ("#2:x", "tolerance_wrong"), ("#", "numbers_missing")]
)
def test_wrong_tolerance_and_no_number(answers, code):
    questions, found, _ = read(f"q {{{answers}}}")
    assert (questions, found) == ((), [code])


# --- 12. matching


def test_pairs():
    pairs = one("q {=<b>a</b> -> 1 =[plain]b->2 = -> extra}").pairs
    assert [(pair.left and (pair.left.source, pair.left.format), pair.right.source) for pair in pairs] == [
        (("<b>a</b>", "moodle"), "1"),
        (("b", "plain"), "2"),
        (None, "extra"),
    ]
    assert {pair.right.format for pair in pairs} == {"plain"}
    assert len({pair.left_id for pair in pairs} | {pair.right_id for pair in pairs}) == 6


@pytest.mark.parametrize(("answers", "code"), [("=a -> b", "pairs_missing"), ("=a -> b =c", "arrow_missing")])
def test_matching_needs_whole_pairs(answers, code):
    assert codes(f"q {{{answers}}}") == [code]


# --- 13. what the format cannot carry


@pytest.mark.parametrize("gap", ["{1:MC:=a~b}", "{1:SHORTANSWER:=a}", "{:NUMERICAL:=3:1}", "{2:MCVS:=a~b}"])
def test_gaps_make_one_question_with_a_warning(gap):
    questions, found, report = read(f"A {gap} b\n\nnext{{T}}")
    assert ([question.kind for question in questions], found) == (["gaps", "true_false"], ["cloze_in_gift"])
    assert gap in report.lines[0].text
    assert questions[0].text.source == f"A [[{questions[0].gaps[0].id}]] b"
    assert questions[0].id in report.moodle_kinds


def test_several_gaps_with_escapes_titles_and_formats():
    source = "// [tag:t]\n::T::[markdown]It\\: "
    source += "{1:SA:=Paris~%50%a\\}b#no\\~}, \\{x\\} **{2:MC:=<b>y</b>~n}** \\n end"
    (question,), _, _ = read(source)
    first, second = question.gaps
    assert (question.title, question.tags, question.text.format) == ("T", ("t",), "markdown")
    assert question.text.source == f"It: [[{first.id}]], {{x}} **[[{second.id}]]** \n end"
    assert [(t.text, t.weight, t.feedback.source) for t in first.texts] == [
        ("Paris", 1, ""),
        ("a}b", 0.5, "no~"),
    ]
    assert [(c.text.source, c.text.format, c.weight) for c in second.choices] == [
        ("<b>y</b>", "markdown", 1),
        ("n", "markdown", 0),
    ]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("{mlang fr}Oui{mlang}{mlang ar}نعم{mlang} ? {={mlang fr}a{mlang} ~b}", ["mlang_unescaped"]),
        (r"\{mlang fr\}Oui\{mlang\}\{mlang ar\}نعم\{mlang\} ? {=\{mlang fr\}a\{mlang\} ~b}", []),
    ],
)
def test_marks_of_languages_are_kept_in_the_text(source, found):
    (question,), codes_found, _ = read(source)
    assert (question.kind, codes_found) == ("single", found)
    assert question.text.source == "{mlang fr}Oui{mlang}{mlang ar}نعم{mlang} ?"
    assert question.choices[0].text.source == "{mlang fr}a{mlang}"


def test_what_only_looks_like_a_gap_is_left_out():
    questions, found, _ = read("A {1:MC:} b")
    assert (questions, found) == ((), ["answers_missing"])


def test_pictures():
    found = codes('<img src\\="@@PLUGINFILE@@/x.png"> <img src\\="https\\://e.org/y.png"> q {T}')
    assert found == ["picture_missing", "remote_picture"]


def test_data_uri_becomes_media():
    quiz, report = read_gift('<img src="data:image/png;base64,iVBORw0KGgo="> q {T}', "")
    (name,) = quiz.media
    assert quiz.questions[0].text.source == f'<img src="media:{name}"> q'
    assert report.clean


def test_no_question_at_all_is_said():
    assert codes("$CATEGORY: c") == ["no_questions"]


def test_ids_come_from_the_caller():
    numbers = iter(range(100))
    quiz, _ = read_gift("q {=a ~b}", "t", new_id=lambda: str(next(numbers)))
    ids = [quiz.questions[0].id, *(choice.id for choice in quiz.questions[0].choices)]
    assert len(set(ids)) == 3 and quiz.title == "t"
