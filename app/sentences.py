"""The sentence for every error code: what happened, what was kept, what to do. English here; the
catalogues hold the other languages. A test checks that every code used in the sources has its sentence."""

from collections.abc import Mapping
from typing import Any, Final

from app.errors import PreauError
from app.i18n import Translate, mark

SENTENCES: Final[dict[str, str]] = {
    # --- data folder and storage ---
    "data_folder": mark(
        "The data folder {folder} cannot be written ({reason}). Nothing was changed. "
        "Choose another with --data or make this one writable."
    ),
    # --- quiz files ---
    "file_unreadable": mark(
        "The file {file} cannot be read ({reason}). Check its name and that you may read it."
    ),
    "file_empty": mark("The file {file} is empty: there is nothing to take."),
    "file_too_large": mark(
        "The file {file} has more than {limit} MB and was not read. Split it into smaller ones."
    ),
    "file_not_text": mark(
        "The file {file} is not a text file, so no quiz was taken from it. Export the quiz as GIFT text."
    ),
    "format_unknown": mark(
        "The file {file} is no quiz that can be read here (it looks like {looks_like}). Nothing was "
        "taken. Export the quiz as GIFT text."
    ),
    "encoding_guessed": mark(
        "The file is not in UTF-8; it was read as Windows-1252. Check the accents, or save it as UTF-8."
    ),
    "no_questions": mark("The file holds no question."),
    "brace_missing": mark(
        "The braces do not come in pairs: there is no {brace}. The question was left out. Add the "
        "missing brace, or write \\{{ and \\}} for braces in the text."
    ),
    "brace_stray": mark(
        "There is a closing brace too many. The question was kept with its first pair of braces. Check "
        "its text."
    ),
    "blank_line_inside": mark(
        "There are blank lines between the braces of this question. It was kept whole; Moodle would "
        "refuse it. Take the blank lines out."
    ),
    "questions_merged": mark(
        "A second pair of braces stands in this question; only the first was read, the rest became text."
        " If these are two questions, put a blank line between them."
    ),
    "feedback_outside": mark(
        "The text after #### stands behind the closing brace and was kept as part of the question: "
        "students see it while they answer. Move it before the brace."
    ),
    "category_glued": mark(
        "There is no blank line between the line $CATEGORY and a question. Both were kept; Moodle would mix "
        "them up. Put a blank line between them."
    ),
    "title_unclosed": mark("The title has no closing ::. Its words were kept as text of the question."),
    "title_cut": mark("The title is longer than {limit} characters; the rest of it was left out."),
    "marker_unknown": mark(
        "{marker} was kept as text. Formats are written in small letters: [html], [markdown], [plain], "
        "[moodle]."
    ),
    "text_empty": mark("This question has answers but no text. It was kept; add what is asked."),
    "cloze_unsupported": mark(
        "This is a text with gaps (cloze), which cannot be asked yet. It was left out. Write each gap as"
        " a question of its own."
    ),
    "maths_unescaped": mark(
        "Braces or = inside a formula were read as part of the formula. The question was kept; Moodle "
        "would cut it there. For Moodle, write \\{{ \\}} \\= in formulas."
    ),
    "tex_line_break": mark(
        "\\n means a line break in this format, so the formula command after it lost its first letter. "
        "Write two backslashes, as in \\\\neq."
    ),
    "tex_line_break_mended": mark(
        "A command that begins with \\n inside a formula was kept as a command. Moodle would make a line "
        "break of it: write two backslashes, as in \\\\neq."
    ),
    "tag_equals": mark("= inside an HTML tag was read as part of the tag. For Moodle, write \\= there."),
    "choices_missing": mark(
        "Fewer than two choices were found. The question was left out. Add choices with ~ or =."
    ),
    "choice_empty": mark("An empty choice was left out."),
    "weight_after_equals": mark("A weight after = was read as the credit of this choice."),
    "no_right_choice": mark(
        "No choice of this question is right, so it was kept as a poll, without points. Mark the right "
        "choice with =, or give weights such as %50%."
    ),
    "weight_unreadable": mark(
        "{weight} is no weight that can be read, so it was kept as text. Write a point and no spaces: "
        "%33.33333%."
    ),
    "weight_too_large": mark("The weight {weight} is beyond 100 %; it was taken as 100 %."),
    "weights_sum": mark(
        "The best answer gives {percent} % of the points, not 100 %. It was kept so; check the weights."
    ),
    "true_false_word": mark("This answer was read as true or false; Moodle would read it as a short text."),
    "items_missing": mark("Fewer than two items to put in order were found. The question was left out."),
    "ordering_subset": mark(
        "Moodle would show {number} of the {items} items to each student. All of them are shown here."
    ),
    "answers_missing": mark("No answer was found between the braces. The question was left out."),
    "answer_empty_dropped": mark("An empty answer was left out."),
    "no_right_answer": mark(
        "No answer of this question gives points. It was kept; mark a right answer with =."
    ),
    "numbers_missing": mark(
        "No number was found after #. The question was left out. Write for example {{#5:1}}."
    ),
    "number_wrong": mark(
        "“{value}” is not a number, so it is not accepted as an answer. The question was kept; write the"
        " right number."
    ),
    "tolerance_wrong": mark(
        "The tolerance in “{value}” is not a number. The question was left out. Write for example {{#5:1}}."
    ),
    "tolerance_negative": mark("The tolerance is below zero; it was taken without its sign."),
    "range_reversed": mark("The range runs from the larger to the smaller number; the two were exchanged."),
    "decimal_comma": mark("{value} was read as {number}. Write decimals with a point."),
    "pairs_missing": mark(
        "Fewer than two pairs were found. The question was left out. Write = left -> right."
    ),
    "arrow_missing": mark("A pair has no ->. The question was left out. Write = left -> right."),
    "pair_without_right": mark(
        "A pair has nothing on its right side. It was kept; write what belongs there."
    ),
    "remote_picture": mark(
        "The picture {address} lies on the internet and is never fetched; its description is shown. Add "
        "it to the quiz."
    ),
    "picture_missing": mark(
        "The picture {address} is not in the file; its description is shown. Add it to the quiz."
    ),
    "picture_refused": mark(
        "A picture of the type {type} was left out. Use PNG, JPEG, GIF or WebP, of at most 10 MB."
    ),
    "formula_unknown": mark(
        "The formula {tex} has a command or a character that cannot be drawn; it is shown as text."
    ),
    "formula_wrong": mark("The formula {tex} is not complete or not correct; it is shown as text."),
    "formula_too_long": mark(
        "The formula {tex} is too long or too deeply nested to be drawn; it is shown as text."
    ),
    # --- answers ---
    # --- network ---
    # --- class ---
}


def tell(error: PreauError, translate: Translate) -> str:
    """The sentence of `error` in the translator's language."""
    return tell_code(error.code, error.params, translate)


def tell_code(code: str, params: Mapping[str, Any], translate: Translate) -> str:
    """The sentence of a code with its parameters: of an error, or of a line of an import report."""
    return translate(SENTENCES[code]).format(**params)
