"""What a file format does not carry, told before a quiz is written. Code to sentence."""

from typing import Final

from app.i18n import mark

SENTENCES: Final[dict[str, str]] = {
    "loss_left_out": mark("The format has no such question ({kind}). It is left out."),
    "loss_time_limit": mark("The time limit ({seconds} s) is left out."),
    "loss_below_zero": mark("That points may fall below zero is left out."),
    "loss_folding": mark("What a typed answer may differ in cannot be written; the other program decides."),
    "loss_range": mark("A range is written as its middle with a tolerance: the same numbers are right."),
    "loss_rich_right": mark("A right side is written as plain text, without its marks and pictures."),
    "loss_rich_choice": mark("A choice of a gap is written in the format of the text around it."),
    "loss_gap_several": mark("The shares of points in a gap with several choices are made equal by Moodle."),
    "loss_gap_apart": mark("A gap that takes several choices follows the text as a question of its own."),
    "loss_one_gap": mark("A text with one gap is read again as a question with a blank, not as a gap."),
    "loss_poll": mark("A poll is written as a question without a right answer; Moodle asks for one."),
    "loss_picture": mark("The picture {name} is not in the quiz and cannot be written."),
    "loss_sound": mark("Sounds cannot be written in this format and are left out."),
    "loss_points": mark("The points are left out; other programs give 1."),
    "loss_tilde": mark("A ~ in a gap is shown by Moodle with a backslash before it."),
    "loss_arrow": mark("A -> inside a pair would be read as its middle; it is written as →."),
    "loss_arrow_typed": mark("An answer with -> would be read as a pair. Take the arrow out before writing."),
    "loss_whole_credit": mark("No choice gives the whole points: it would be read as several right choices."),
    "loss_no_wrong": mark("No choice is wrong: it would be read as several right choices."),
    "loss_gap_weights": mark("The weights of the gaps are rounded to whole numbers."),
    "loss_units": mark("The units are left out."),
    "loss_other_feedback": mark("The feedback for all other answers is left out."),
    "loss_feedback": mark("The feedback of single answers is left out."),
    "loss_characters": mark("Characters that the format does not allow are left out."),
    "loss_slide_feedback": mark("The explanation of a slide is left out."),
    "loss_shuffle": mark("That choices change places is left out."),
    "loss_pictures": mark("Pictures and sounds cannot be written in this format; their descriptions are."),
    "loss_formatting": mark("Formatting cannot be written in this format; the words are."),
    "loss_weights": mark(
        "Weights of answers cannot be written in this format as they are; what is right is."
    ),
    "loss_wildcards": mark("Answers with * cannot be written in this format."),
    "loss_category": mark("The category is left out."),
    "loss_tags": mark("The tags are left out, and the difficulty with them."),
    "loss_id_number": mark("The ID number is left out."),
    "loss_language": mark("The language of the quiz is left out."),
}
