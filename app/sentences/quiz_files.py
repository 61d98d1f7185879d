"""What is said about quiz files: read, checked, converted. Code to sentence."""

from typing import Final

from app.i18n import mark

SENTENCES: Final[dict[str, str]] = {
    "no_quiz_given": mark(
        "No class is open, so a quiz is needed: python main.py serve quiz.gift. Nothing was started."
    ),
    "questions_left_out": mark(
        "Questions of {file} that cannot be asked and were left out: {count}. "
        "See why with: python main.py check {file}"
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
    "nothing_to_paste": mark(
        "No question was found in what was pasted. Copy questions as text: numbered, with lettered choices."
    ),
    "picture_not_read": mark(
        "{file} is no picture that can be shown, or it is too large. The text is as it was. "
        "Save it as PNG or JPEG and try again."
    ),
    "picture_not_pasted": mark(
        "This picture is too large to be kept. The text is as it was. Make it smaller and try again."
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
    "workbook_locked": mark(
        "{file} is an old workbook (.xls) or opens with a password only, so nothing was written. Open it, "
        "save it as .xlsx without a password, and choose that file."
    ),
    "workbook_signed": mark(
        "{file} bears a digital signature, which any change would break; nothing was written. Save a copy "
        "without the signature, and choose that file."
    ),
    "workbook_odd": mark(
        "{file} is not built as workbooks usually are, and could be damaged by writing into it; nothing was "
        "written. Open it in a spreadsheet program, save it as .xlsx, and choose that file."
    ),
    "workbook_changed": mark(
        "{file} was changed while you looked at it here; nothing was written. Choose it once more."
    ),
    "workbook_no_list": mark(
        "No sheet of {file} lists students: no row names a column of names. Give its columns a heading such "
        "as Name or Number."
    ),
    "canvas_unknown": mark(
        "{file} is not a gradebook that Canvas exported. In Canvas, open Grades, then Export, and choose "
        "here the CSV file that is downloaded."
    ),
    "column_formulas": mark(
        "Column {column} holds formulas, which marks would overwrite; nothing was written. Choose another "
        "one."
    ),
    "column_merged": mark(
        "Column {column} has merged cells where marks would go; nothing was written. Choose another one."
    ),
    "column_protected": mark(
        "The sheet is protected and column {column} is locked in it; nothing was written. Choose a column "
        "that may be filled in."
    ),
    "sheet_unknown": mark(
        "No sheet of {file} holds a quiz: no row names a question and its answers. Give the columns a "
        "header such as question, option 1, option 2, right."
    ),
    "sheet_ignored": mark("The sheet {sheet} was not read; only the first sheet with a quiz is."),
    "quiz_columns_guessed": mark(
        "What the columns hold was guessed. Say above the table what each of them holds."
    ),
    "table_unknown": mark("{file} is no table with several columns, so there are none to be named."),
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
    "media_not_taken": mark("Films, remote sounds and other files are not taken; this one was left out."),
    "sound_kept": mark(
        "The sound {name} was kept with the question and is exported again. It is not played in a class: "
        "students see its name."
    ),
    "sound_refused": mark(
        "A sound inside the text ({type}) was left out. Sounds can be MP3, Ogg, M4A or WAV, of at most 20 MB."
    ),
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
    "cloze_in_gift": mark(
        "This text was read with its gaps (cloze). GIFT itself has none: Moodle would make a broken question "
        "of the first. Export it as Moodle XML."
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
    "mlang_unescaped": mark(
        "The braces of a mark of language were read as such. For Moodle, write \\{{mlang fr\\}} and "
        "\\{{mlang\\}}."
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
        "A picture of the type {type} was left out. Use PNG, JPEG, GIF, WebP or SVG, of at most 10 MB."
    ),
    "picture_damaged": mark(
        "The picture {name} is damaged. It was kept as it is, but phones may not show it. Add it again."
    ),
    "picture_pixels": mark(
        "The picture {name} has more than 50 million pixels, too many for phones. It was left out; its "
        "description is shown. Make it smaller."
    ),
    "picture_moving": mark(
        "The moving picture {name} has {kilobytes} kB and was not made smaller. Phones may take a while to "
        "load it."
    ),
    "picture_stilled": mark(
        "The moving picture {name} is too long to be made smaller for phones: they show its first image. The "
        "original is kept."
    ),
    "svg_cleaned": mark(
        "Parts of a drawing (SVG) that are not safe or not shapes were left out: {parts}. Check how it looks."
    ),
    "svg_refused": mark(
        "A drawing (SVG) was left out: it is too large, too deeply nested, damaged or empty ({reason}). "
        "Use a PNG of it."
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
        "The file {name} was left out. Pictures can be PNG, JPEG, GIF, WebP or SVG, of at most 10 MB."
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
}
