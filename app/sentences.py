"""The sentence for every error code: what happened, what was kept, what to do. English here; the
catalogues hold the other languages. A test checks that every code used in the sources has its sentence."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

from app.i18n import Translate, mark

SENTENCES: Final[dict[str, str]] = {
    # --- data folder and storage ---
    "data_folder": mark(
        "The data folder {folder} cannot be written ({reason}). Nothing was changed. "
        "Choose another with --data or make this one writable."
    ),
    "data_folder_in_use": mark(
        "A class is already running with the data folder {folder}. It goes on undisturbed. "
        "Use that one, or choose another folder with --data."
    ),
    "database_newer": mark(
        "{file} was written by a newer version of Préau. It was left as it is. Install that version."
    ),
    "database_unusable": mark(
        "{file} cannot be used ({reason}). It was left as it is. "
        "Check that the disk has room and that the file may be written."
    ),
    "database_damaged": mark(
        "The file that keeps your classes was damaged. It was kept as {file}, and a new one was started. "
        "Nothing more can be lost; ask for help before deleting that file."
    ),
    "session_unreadable": mark(
        "Session {session} in {file} is damaged at event {number} ({reason}). It was left as it is, and "
        "other sessions are not concerned. Keep that file and start a new class."
    ),
    "not_stored": mark(
        "This could not be saved on the laptop. Everything saved before is safe. It is tried again by itself."
    ),
    "unexpected": mark(
        "Something went wrong in Préau itself ({kind}). Everything that was saved is safe. "
        "Start again; the file preau.log in the data folder says more."
    ),
    # --- quiz files ---
    "no_quiz_given": mark(
        "No class is open, so a quiz is needed: python main.py serve quiz.gift. Nothing was started."
    ),
    "quiz_empty": mark(
        "{file} holds no question that can be asked. Nothing was started. "
        "See what was found with: python main.py check {file}"
    ),
    "kind_unknown": mark(
        "This quiz holds a kind of question ({kind}) that this version of Préau does not know. "
        "The quiz is kept as it is. Update Préau to use it."
    ),
    "quiz_version_unknown": mark(
        "This quiz was saved by a newer version of Préau (format {version}). "
        "The quiz is kept as it is. Update Préau to open it."
    ),
    "quiz_unreadable": mark(
        "This quiz is damaged and cannot be read ({reason}). It was left as it is. "
        "Take it from a backup or import its file again."
    ),
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
    # Aiken and pasted text
    "aiken_answer_word": mark(
        "This line was read as the right answer; Moodle wants ANSWER: in capitals at its beginning."
    ),
    "aiken_option_form": mark(
        "This line was read as an answer; Moodle wants a capital letter with a point or a bracket, as in A)."
    ),
    "aiken_no_answer": mark(
        "No line ANSWER: follows this question, so it was left out, as Moodle does. Add the line."
    ),
    "stem_lines": mark(
        "This question has several lines. All were kept; Moodle would keep only the last one before the "
        "answers."
    ),
    "option_wrapped": mark(
        "This line was read as the rest of the answer before it; Moodle would lose the question. Write "
        "each answer on one line."
    ),
    "several_keys": mark("Several right answers were read ({key}); Moodle would take only the first letter."),
    "key_unknown": mark(
        "{key} names none of the answers, so the question was kept as a poll, without points."
    ),
    "key_missing": mark(
        "Nothing says which answer is right. The question was left out. Add a line Answer: ..."
    ),
    "key_missing_poll": mark(
        "Nothing says which answer is right, so the question was kept as a poll, without points."
    ),
    "keys_differ": mark(
        "The marks at the answers and the key {key} do not agree. The key was taken; check the question."
    ),
    "too_few_options": mark("Fewer than two answers to choose from were found. The question was left out."),
    "feedback_line": mark("This line was taken as the feedback of the question before it."),
    "feedback_lost": mark("This feedback belongs to a question that was left out, and was left out with it."),
    "words_ignored": mark("These words belong to no question and were left out."),
    # tables, workbooks and packages
    "archive_damaged": mark(
        "The file {file} is damaged and was not read ({reason}). Download or export it again."
    ),
    "archive_too_large": mark(
        "The file {file} unpacks to more than is read here, so it was not opened. Split the quiz into "
        "smaller files."
    ),
    "sheet_unknown": mark(
        "No sheet of {file} holds a quiz: no row names a question and its answers. Give the columns a "
        "header such as question, option 1, option 2, right."
    ),
    "sheet_ignored": mark("The sheet {sheet} was not read; only the first sheet with a quiz is."),
    "columns_unknown": mark("No columns with questions and answers were found, so nothing was taken."),
    "columns_ignored": mark("These columns are not read: {columns}."),
    "columns_cut": mark("This row has more columns than are read; the rest was left out."),
    "table_cut": mark("Only the first {rows} rows were read. Split the table into smaller ones."),
    "quote_unclosed": mark(
        "A quotation mark is never closed. From here on quotation marks were read as text; check the rows "
        "that follow."
    ),
    "cell_error": mark(
        "A cell holds an error of the spreadsheet instead of its text, and was read as empty. Type the "
        "text with an apostrophe before it."
    ),
    "cell_date": mark(
        "The spreadsheet keeps a date here; it was read as {date}. If it is no date, type it as text."
    ),
    "keys_doubtful": mark(
        "The right answers could be numbers of options or their texts. They were read as texts; check "
        "some questions."
    ),
    "keys_from_zero": mark("The right answers count from 0; they were read so. Check some questions."),
    "row_without_question": mark("This row has answers but no question and was left out."),
    "pairs_unreadable": mark("Pairs are written left => right. The question was left out."),
    "number_unreadable": mark("{number} is no number that can be read. The question was left out."),
    "time_unreadable": mark("{time} is no time in seconds up to 3600; the question has no time limit now."),
    "points_not_read": mark("{points} is no number of points; the question is worth 1 now."),
    # QTI
    "qti_xml_incorrect": mark(
        "The XML is not correct (line {at}: {reason}), so it was not read. Export the file again."
    ),
    "qti_xml_definitions": mark(
        "The XML defines entities of its own, which may be used to do harm. It was not read. Export it "
        "without a DTD."
    ),
    "qti_xml_too_large": mark("The XML is nested too deeply or has too many elements, so it was not read."),
    "package_empty": mark(
        "The package {file} holds no item that can be read (missing or damaged: {missing}). Export it "
        "again with its items."
    ),
    "package_unsafe": mark("The name {name} leads out of the package; that file was not read."),
    "manifest_missing": mark(
        "The package has no imsmanifest.xml; its items were taken in the order of the files."
    ),
    "item_missing": mark("The package names {name} but does not hold it."),
    "item_undeclared": mark("The manifest does not name {name}; the item was taken all the same."),
    "qti_test_alone": mark(
        "{file} is a test without its items, which are files of their own. Import the whole package (.zip)."
    ),
    "qti_selection": mark("The test draws {number} of these items at random; all of them were taken."),
    "qti_template": mark(
        "The values of this item are made anew each time, which is not done here. It was left out."
    ),
    "qti_too_many": mark("This item has more parts, answers or rules than can be asked. It was left out."),
    "qti_no_body": mark("This item has no content and was left out."),
    "qti_adaptive": mark(
        "The steps of this item depend on the answers before; each step was taken as a question of its own."
    ),
    "qti_rules": mark(
        "This item has rules of its own for points. Its right answers were taken, its rules were not; check "
        "the points."
    ),
    "qti_all_or_nothing": mark(
        "Points are given in parts here: each right choice adds its share, each wrong one takes some away."
    ),
    "qti_no_interaction": mark("There is nothing to answer in this item; it was taken as a page to read."),
    "qti_split": mark("This item has {number} parts; each was taken as a question of its own."),
    "qti_interaction": mark("Questions of this sort ({interaction}) cannot be asked here. It was left out."),
    "qti_order_missing": mark("The right order is not said. The question was left out."),
    "qti_order_part": mark("Only the items that belong to the right order were taken."),
    "qti_feedback": mark("This feedback is shown by a rule that is not kept here, and was left out."),
    "qti_rubric": mark("These notes for teachers and markers were left out."),
    "qti_pairs_missing": mark("Fewer than two right pairs were found. The question was left out."),
    "pairs_many": mark("Some sides belong to several others; only the first pair of each was kept."),
    "pairs_alone": mark("These sides belong to no other side and were left out."),
    "text_from_title": mark("The item says nothing but its title, so the title is what is asked."),
    "media_not_taken": mark("Sounds, films and other files are not taken; this one was left out."),
    "mathml_not_taken": mark("A formula is too involved to be taken; only its signs were kept as text."),
    "convert_unknown": mark(
        "The name {file} does not say a format that can be written. Give one with --to: {formats}. "
        "Nothing was written."
    ),
    "convert_exists": mark("{file} is there already and was left as it is. Replace it with --force."),
    "convert_nothing": mark("{file} holds no question that this format can carry. Nothing was written."),
    "convert_done": mark("{number} questions were written to {file}."),
    "convert_line": mark("Line {number}: {sentence}"),
    "convert_question": mark("Question {number}: {sentence}"),
    # what a file written for others does not carry
    "export_kind": mark("Questions of this kind ({kind}) cannot be written in this format. It is left out."),
    "export_pictures": mark("Pictures cannot be written in this format; their descriptions are."),
    "export_formatting": mark("Formatting cannot be written in this format; the words are."),
    "export_weights": mark(
        "Weights of answers cannot be written in this format as they are; what is right is."
    ),
    "export_feedback": mark("Feedback on single answers cannot be written in this format."),
    "export_settings": mark("These settings cannot be written in this format: {settings}."),
    "export_wildcards": mark("Answers with * cannot be written in this format."),
    "open_question": mark("This question has no answers and no key: it was taken as an open question."),
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
        "In this format \\n means a line break, so the formula command after it lost its first letter. "
        "Write two backslashes, as in \\\\neq."
    ),
    "tex_line_break_mended": mark(
        "A command that begins with \\n inside a formula was kept as a command. Moodle would make a line "
        "break of it: write two backslashes, as in \\\\neq."
    ),
    "tag_equals": mark(
        "The sign = inside an HTML tag was read as part of the tag. For Moodle, write \\= there."
    ),
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
    # Moodle XML; a question that could not be read as its type is kept as a slide.
    "import_cancelled": mark("The import was stopped. Nothing was taken."),
    "xml_incorrect": mark(
        "The file is not correct XML from this line on (an end is missing, or a & or < stands alone). Its "
        "questions were read as far as they can be recognised; Moodle would refuse the file. Check them."
    ),
    "xml_definitions": mark(
        "The file holds definitions (DOCTYPE). They were not read, for safety; all else was. Check the texts."
    ),
    "question_cut": mark(
        "The end of this question or of one of its parts is missing. What is there was taken. Check it."
    ),
    "type_unknown": mark(
        "Questions of the type {type} cannot be asked here. Its text was kept as a slide. Write it as "
        "another type."
    ),
    "type_missing": mark("This question has no type. Its text was kept as a slide."),
    "type_as_slide": mark(
        "Questions of the type {type} cannot be asked here. Its text and its picture were kept as a slide."
    ),
    "type_left_out": mark(
        "A question of the type {type} draws from other questions and holds nothing itself. It was left out."
    ),
    "points_unreadable": mark("{points} is no number of points; 1 point was taken."),
    "hints_dropped": mark(
        "Hints for second tries are not used in a live class and were left out (questions: {questions})."
    ),
    "result_texts_dropped": mark(
        "General texts for right, partly right and wrong answers were left out (questions: {questions}). "
        "Feedback of the question and of single answers was kept."
    ),
    "grader_notes_dropped": mark("Notes for graders were left out (questions: {questions})."),
    "response_template_dropped": mark(
        "Texts that students find in the field at first were left out (questions: {questions})."
    ),
    "category_notes_dropped": mark("Descriptions of categories were left out ({questions})."),
    "answers_wrapped": mark(
        "The answers stand in an element <answers>. They were read; Moodle would not find them."
    ),
    "embedded_dropped": mark(
        "<{tag}> cannot be shown on phones and was left out; words inside stay where there are any. "
        "Show it yourself or use a picture."
    ),
    "protected_twice": mark(
        "The tags of this text were protected twice, so they would be shown as words. They were read as tags."
    ),
    "file_dropped": mark(
        "The file {name} was left out. Pictures can be PNG, JPEG, GIF or WebP, of at most 10 MB."
    ),
    "file_damaged": mark("The file {name} is empty or damaged and was left out. Add the picture again."),
    "fraction_unreadable": mark("{fraction} is no weight that can be read; this answer gives no points."),
    "nothing_right": mark(
        "No choice of this question is right, so it was kept as a poll, without points. Mark the right one."
    ),
    "nothing_gives_points": mark(
        "No answer of this question gives points. It was kept; mark a right answer."
    ),
    "choices_too_few": mark("Fewer than two choices were found. The text was kept as a slide. Add choices."),
    "items_too_few": mark(
        "Fewer than two items to put in order were found. The text was kept as a slide. Add items."
    ),
    "pairs_too_few": mark(
        "Fewer than two pairs with different right sides were found. The text was kept as a slide. Add pairs."
    ),
    "answers_none": mark("No answer was found. The text was kept as a slide. Add an answer."),
    "credit_shared": mark(
        "This type has no weights: right choices share the points, wrong ones take as much away."
    ),
    "true_false_order": mark(
        "This answer is neither “true” nor “false”; the first was taken as true, the second as false."
    ),
    "true_false_doubtful": mark("It is not clear whether true or false is right here. Check it."),
    "tags_taken_off": mark("HTML around this answer, which nobody types, was taken off."),
    "any_number": mark("Every number is right here, because an answer is *. Check it."),
    "tolerance_ignored": mark("“{value}” is no tolerance; none was taken. Write a number."),
    "tolerance_of_question": mark("The tolerance {value} stands beside the answers; it was taken for all."),
    "unit_unreadable": mark("The unit “{unit}” has no name or no right factor and was left out."),
    "unit_not_asked": mark("The unit may be typed but is not graded here."),
    "gaps_none": mark("No gap was found in this text. It was kept as a slide."),
    "gap_unclosed": mark("A gap is never closed with a brace. It was kept as text."),
    "gap_empty": mark("A gap has no answer. It was kept as text: write its answers."),
    "gap_number_wrong": mark("An answer of this gap is no number and was left out."),
    "gap_no_right": mark("No answer of this gap gives points. It was kept; mark a right answer."),
    "gap_weights": mark(
        "The best answer of this gap does not give 100 %. It was kept so; check the weights."
    ),
    "gap_one_choice": mark("A gap has only one choice. It was kept; add others."),
    "gap_without_option": mark(
        "There is no option {number} for the gap [[{number}]]. It was kept as text. Add the option."
    ),
    "gap_in_formula": mark(
        "A gap stands inside a formula. It is asked below the text. Write the formula around the gap."
    ),
    "calculated_once": mark(
        "Moodle gives other numbers to each student; here all get the first set of numbers."
    ),
    "dataset_missing": mark("There are no numbers for this question ({name}). Its text was kept as a slide."),
    "dataset_made_up": mark("No number is listed for {name}; {value}, the middle of its range, was taken."),
    "formula_not_worked_out": mark("The formula {formula} cannot be worked out. Check this question."),
    "preau_file_damaged": mark(
        "The file {file} is damaged or was not made by Préau ({reason}). Nothing was taken. "
        "Take it from a backup."
    ),
    # Writing a quiz to a file: what the format does not carry.
    "loss_left_out": mark("The format has no such question ({kind}). It is left out."),
    "loss_time_limit": mark("The time limit ({seconds} s) is left out."),
    "loss_below_zero": mark("That points may fall below zero is left out."),
    "loss_folding": mark("What a typed answer may differ in cannot be written; the other program decides."),
    "loss_range": mark("A range is written as its middle with a tolerance: the same numbers are right."),
    "loss_rich_right": mark("A right side is written as plain text, without its marks and pictures."),
    "loss_rich_choice": mark("A choice of a gap is written in the format of the text around it."),
    "loss_gap_several": mark("The shares of points in a gap with several choices are made equal by Moodle."),
    "loss_poll": mark("A poll is written as a question without a right answer; Moodle asks for one."),
    "loss_picture": mark("The picture {name} is not in the quiz and cannot be written."),
    "loss_points": mark("The points are left out; other programs give 1."),
    "loss_tilde": mark("A ~ in a gap is shown by Moodle with a backslash before it."),
    "loss_arrow": mark("A -> inside a pair would be read as its middle; it is written as →."),
    "loss_arrow_typed": mark("An answer with -> would be read as a pair. Take the arrow out before writing."),
    "loss_whole_credit": mark("No choice gives the whole points: it would be read as several right choices."),
    "loss_gap_weights": mark("The weights of the gaps are rounded to whole numbers."),
    "loss_units": mark("The units are left out."),
    "loss_other_feedback": mark("The feedback for all other answers is left out."),
    "loss_feedback": mark("The feedback of single answers is left out."),
    "loss_characters": mark("Characters that the format does not allow are left out."),
    "loss_slide_feedback": mark("The explanation of a slide is left out."),
    "loss_shuffle": mark("That choices change places is left out."),
    "loss_language": mark("The language of the quiz is left out."),
    # --- answers ---
    "answer_empty": mark("Nothing was chosen or written. Answer first, then send."),
    "answer_impossible": mark("This answer does not fit the question. Load the page again, then answer."),
    "answer_too_long": mark("That is too long. Use at most {limit} characters."),
    "answer_not_a_number": mark(
        "That is not a number we can read. Write it like 3.14 or 3,14, without a unit."
    ),
    "answer_order_incomplete": mark("Give every item its own place: use each number once."),
    "key_impossible": mark(
        "This key does not fit the question. Nothing was changed. Choose what is right again."
    ),
    # --- network ---
    "port_in_use": mark(
        "Port {port} is in use by another program. Nothing was started. "
        "Close that program, or use the free port {next}: --port {next}."
    ),
    "port_not_allowed": mark(
        "This computer does not let you use port {port} (below 1024 it takes administrator rights). "
        "Nothing was started. Use {next} instead: --port {next}."
    ),
    "port_changed": mark(
        "Another program has taken port {old}, so the class goes on at port {port}: phones must scan the "
        "new code. Everything saved is there."
    ),
    "no_port": mark(
        "The computer gives no port for phones ({reason}). Nothing was started. Restart the computer; "
        "if that does not help, a security program forbids it."
    ),
    "no_discovery": mark(
        "Classes near by cannot be looked for: the network does not allow it ({reason}). "
        "Connect to the Wi-Fi of the class, or type the address that the teacher shows."
    ),
    # The doctor's findings, described in docs/network.md.
    "address": mark("Phones in the same network can use the address {address} ({interface})."),
    "no_network": mark(
        "Your laptop is in no network, so no phone can reach it. Connect it to the Wi-Fi of the room, "
        "or make a hotspot."
    ),
    "no_address_given": mark(
        "The network gave your laptop no address (it made up {address} itself). Disconnect from the Wi-Fi "
        "and connect again; if that does not help, the network is full or wants a sign-in page to be "
        "filled in."
    ),
    "only_ipv6": mark(
        "Your laptop has only a new-style address ({address}). Older phones may not reach it: "
        "prefer another Wi-Fi or a hotspot if some cannot join."
    ),
    "on_hotspot": mark(
        "Your laptop uses a hotspot ({address}). A hotspot takes 5 to 10 phones; for a whole class use "
        "the Wi-Fi of the room or a router."
    ),
    "public_address": mark(
        "The address {address} is open to the internet. Phones can use it, but strangers may see the page "
        "as well. Use another network if you can."
    ),
    "vpn": mark(
        "A VPN is on ({interface}). Some keep phones away from your laptop: switch it off during the class "
        "if phones cannot join."
    ),
    "self_test_passed": mark("Your laptop answers on port {port} at each of its addresses."),
    "self_test_failed": mark(
        "Your laptop does not answer itself at {address}, port {port}. A security program stands in between, "
        "or the address has just changed: reconnect to the Wi-Fi and try again."
    ),
    "could_not_look": mark(
        "Préau could not ask the firewall ({tool}: {reason}). Try with one phone: if it opens the page, "
        "all is well."
    ),
    "firewall_off": mark("The firewall of your laptop is off: it keeps no phone away."),
    "firewall_open": mark("The firewall of your laptop lets phones in on port {port}."),
    "windows_public": mark(
        "Windows takes the network {network} for a public place and keeps phones away. Open Settings, "
        "Network & internet, click the network and choose Private network. Then open Windows Terminal as "
        "administrator and enter: {command}"
    ),
    "windows_no_rule": mark(
        "The Windows firewall keeps phones away from port {port}. When Windows asks whether Préau may "
        "communicate, tick both boxes and allow it; or open Windows Terminal as administrator and enter: "
        "{command}"
    ),
    "windows_rule_blocks": mark(
        "The firewall rule {rule} keeps phones away (Windows made it when its question was cancelled). Open "
        'Windows Terminal as administrator and enter: Remove-NetFirewallRule -Name "{name}". '
        "Then start Préau again and allow it."
    ),
    "windows_blocks_all": mark(
        "Windows blocks every incoming connection in the network {network}. Open Windows Security, "
        "Firewall & network protection, click the network that is active, and untick the box under "
        "Incoming connections."
    ),
    "windows_managed": mark(
        "Your school's administration rules the firewall of this laptop, and phones are kept away in the "
        "network {network}. Ask them to allow incoming TCP connections to port {port}, or use another "
        "laptop."
    ),
    "windows_no_network": mark(
        "Windows reports no connected network. Connect to the Wi-Fi of the room, or make a hotspot."
    ),
    "macos_blocks_all": mark(
        "The firewall of your Mac blocks every incoming connection. Open System Settings, Network, Firewall, "
        "Options, and switch off Block all incoming connections."
    ),
    "macos_blocks_program": mark(
        "The firewall of your Mac blocks {program}. Open System Settings, Network, Firewall, Options, "
        "and set {program} to Allow incoming connections."
    ),
    "macos_program_allowed": mark("The firewall of your Mac lets phones reach Préau."),
    "macos_will_ask": mark(
        "The firewall of your Mac is on and will ask at the first start: click Allow. If it did not ask, "
        "open System Settings, Network, Firewall, Options, and add the program."
    ),
    "linux_port_closed": mark(
        "The firewall ({tool}) keeps phones away from port {port}. Open a terminal and enter: {command}"
    ),
    "linux_unsure": mark(
        "The firewall ({tool}) has rules that Préau does not understand. Try with one phone; if it cannot "
        "open the page, enter in a terminal: {command}"
    ),
    "linux_no_firewall": mark("No firewall was found on your laptop: nothing here keeps phones away."),
    "phones_come": mark("Phones reach your laptop ({phones} so far)."),
    "no_phone_yet": mark(
        "No phone has come yet ({seconds} s). A phone that scans the code needs about 10 s."
    ),
    "no_phone_came": mark(
        "No phone came in {seconds} s. If one tried: check that it is in the same Wi-Fi, switch off its "
        "mobile data, and answer Stay connected when it says that this Wi-Fi has no internet. If it still "
        "cannot open the page, the Wi-Fi keeps its guests apart (often a guest network): use another Wi-"
        "Fi, ask for client isolation to be switched off, or make a hotspot."
    ),
    "announced": mark("Other laptops and the Préau program find the class by its name in this network."),
    "not_announced": mark(
        "The network does not pass on the name of the class. Nothing is lost: phones scan the code or "
        "type the address."
    ),
    "hotspot_windows": mark(
        "Hotspot of this Windows laptop: Settings, Network & internet, Mobile hotspot. It takes 8 devices "
        "and shares a connection, so something must be connected: a cable, another Wi-Fi or a phone by "
        "USB."
    ),
    "hotspot_macos": mark(
        "Hotspot of this Mac: System Settings, General, Sharing, Internet Sharing. It needs a source "
        "other than Wi-Fi (a cable or a phone by USB) and takes about 10 phones."
    ),
    "hotspot_linux": mark(
        "Hotspot of this laptop: Settings, Wi-Fi, Turn On Wi-Fi Hotspot. Most Wi-Fi cards take about 10 "
        "phones."
    ),
    "hotspot_phone": mark(
        "Hotspot of a phone (Android or iPhone): it takes 5 to 10 devices, needs no internet, and your "
        "laptop joins it like the students' phones."
    ),
    "router_room": mark(
        "For a class of 30: any cheap travel router with two bands (2.4 and 5 GHz). It needs no internet; "
        "your laptop joins it by cable if it can. Switch off its guest network and client isolation."
    ),
    "router_hall": mark(
        "For a hall: an access point that is specified for more than 100 devices, or several on different "
        "channels, one for each 60 to 80 phones; your laptop by cable."
    ),
    # --- class ---
    "not_now": mark("This cannot be done now. Nothing was changed."),
    "no_question_left": mark("All questions have been asked. You can show the ranking or end the class."),
    "nothing_asked_yet": mark("No question has been asked yet."),
    "no_such_student": mark("This student is not in the class."),
    "no_such_question": mark("This question is not in the quiz."),
    "no_such_answer": mark("This student has not answered in that round."),
    "seconds_impossible": mark("The time must be from {low} to {high} seconds."),
    "command_unknown": mark("There is no command {command}."),
    "command_arguments": mark("The command {command} cannot be carried out: {argument} is missing or wrong."),
    "class_full": mark("The class is full: {most} phones are connected. Please tell your teacher."),
    "nickname_empty": mark("Please write a name with at least one letter or number."),
    "answer_closed": mark("This question is closed. Your answer came too late and does not count."),
    "answer_paused": mark("Your teacher has paused the question. Your answer is sent again afterwards."),
    "answer_other_round": mark("This answer belongs to another question and does not count."),
    "answer_already_given": mark("You have answered already. Answers cannot be changed in this class."),
    "answer_not_in_class": mark("You are not in this class any more. Please tell your teacher."),
    "message_unreadable": mark("This could not be read. Please reload the page."),
    "page_not_found": mark("There is no such page here. Type the address as your teacher shows it."),
    "request_unreadable": mark("This could not be read, and nothing was changed. Load the page again."),
    "request_too_large": mark("That is too much to send at once. Nothing was changed."),
    "foreign_site": mark(
        "This came from another site, so nothing was changed. Open the page of the class itself."
    ),
    "foreign_host": mark(
        "This address does not belong to the class. Type the address as your teacher shows it."
    ),
    "fault": mark(
        "A fault of the program kept this from being done. The class goes on and what was saved is safe. "
        "Load the page again."
    ),
    "not_joined": mark("You have not joined this class yet. Load the page and write your name."),
    "elsewhere": mark("The class is open on another page."),
    "removed": mark("Your teacher has removed this phone from the class."),
    "secret_wrong": mark("This does not open the class. Use the code shown on the laptop now."),
    "secret_too_many": mark("Too many wrong tries. Wait one minute and try again."),
    "access_revoked": mark("Access was taken back on the laptop. Ask for a new code there."),
    "host_unreachable": mark(
        "The class at {address} does not answer. Check that it is still running on that laptop."
    ),
    "class_unreachable": mark(
        "No class answers at {address}. Check the address, and that the class is still running there."
    ),
    "host_lost": mark("The connection to the class was lost. The class goes on; connect again."),
    "no_class_running": mark(
        "No class is running with the data folder {folder}. Start one with: python main.py serve quiz.gift"
    ),
    "not_let_in": mark("The class let none of the simulated students in: {reason}"),
    "no_such_session": mark("There is no session {session}. List them with: python main.py sessions list"),
    "no_sessions": mark("No session has been kept in {folder} yet."),
    "file_not_written": mark("{file} could not be written ({reason}). Nothing else was changed."),
}

# What keeps a question from being asked, by the code of `Problem`, for the teacher who edits it.
PROBLEMS: Final[dict[str, str]] = {
    "no_text": mark("The question has no text and no picture. Write what you ask."),
    "too_few_choices": mark("The question needs at least two choices. Add one."),
    "too_many_choices": mark("True or false has exactly two choices. Remove the others."),
    "no_right_answer": mark("No answer is right. Mark at least one."),
    "empty_choice": mark("Number {number} is empty. Write something there or remove it."),
    "duplicate_choice": mark("Number {number} is there twice. Change it or remove it."),
    "too_few_pairs": mark("Matching needs at least two pairs with different right sides. Add one."),
    "too_few_items": mark("Ordering needs at least two items. Add one."),
    "no_gaps": mark("The text has no gap. Put one in, or make it a slide."),
    "gap_wrong": mark(
        "Gap {number} cannot be filled: it needs two different choices or an answer, one of them right. "
        "Mend it or take it out."
    ),
    "empty_range": mark("No number lies in range {number}. Give its lower end first, then its upper end."),
}


class Told(Protocol):
    """An error or a finding: what has a code and fills a sentence."""

    @property
    def code(self) -> str: ...
    @property
    def params(self) -> dict[str, Any]: ...


def tell(error: Told, translate: Translate) -> str:
    """The sentence of `error` in the translator's language."""
    return tell_code(error.code, error.params, translate)


def tell_code(code: str, params: Mapping[str, Any], translate: Translate) -> str:
    """The sentence of a code with its parameters: of an error, or of a line of an import report."""
    return translate(SENTENCES[code]).format(**params)


def tell_problem(code: str, params: Mapping[str, Any], translate: Translate) -> str:
    """The sentence of a question's problem in the translator's language."""
    return translate(PROBLEMS[code]).format(**params)
