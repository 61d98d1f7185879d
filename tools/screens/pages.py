"""The main window's pages and the dialogs over them, except the control room."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QItemSelectionModel, QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from app.paths import RESOURCES
from app.quiz.shelf import ClassRow, QuizRow
from tests.helpers.desk import FakeServices
from tests.helpers.sample_class import GROUPS, TITLES
from tests.helpers.sample_library import CLASSES, SAMPLES
from tools.screens.studio import Studio, over
from widgets.importing.dialog import ImportDialog
from widgets.nearby.dialog import NearbyDialog
from widgets.sessions.key_dialog import KeyDialog
from widgets.sessions.marks_dialog import MarksDialog
from widgets.shell.closing import ClosingDialog
from widgets.starting.attendance_dialog import AttendanceDialog
from widgets.starting.dialog import StartDialog

Shot = Callable[[Studio], QWidget | QPixmap]
NEWEST: Final = "past-6"  # the session with corrections
TALL: Final = QSize(1366, 2150)
TABLE: Final = {
    "fr": "Chapitre\tCe qu'on demande\tBonne réponse\tPiège 1\tPiège 2\n"
    "La cellule\tQuel organite produit l'essentiel de l'ATP ?\tLa mitochondrie\tLe noyau\tLe ribosome\n"
    "La cellule\tOù se trouve l'ADN d'une bactérie ?\tDans le cytoplasme\tDans le noyau\tDans la paroi\n"
    "La plante\tQuel gaz la feuille absorbe-t-elle ?\tLe dioxyde de carbone\tLe diazote\tL'hélium\n",
    "ar": "الفصل\tما نسأل عنه\tالجواب الصحيح\tفخ 1\tفخ 2\n"
    "الخلية\tما العضية التي تنتج معظم جزيئات ATP؟\tالميتوكوندريا\tالنواة\tالريبوسوم\n"
    "الخلية\tأين يوجد ADN البكتيريا؟\tفي السيتوبلازم\tفي النواة\tفي الجدار\n"
    "النبات\tما الغاز الذي تمتصه الورقة؟\tثنائي أكسيد الكربون\tالنيتروجين\tالهيليوم\n",
    "en": "Chapter\tWhat we ask\tRight answer\tTrap 1\tTrap 2\n"
    "The cell\tWhich organelle makes most of the ATP?\tThe mitochondrion\tThe nucleus\tThe ribosome\n"
    "The cell\tWhere is the DNA of a bacterium?\tIn the cytoplasm\tIn the nucleus\tIn the wall\n"
    "The plant\tWhich gas does a leaf take in?\tCarbon dioxide\tNitrogen\tHelium\n",
}
BROKEN: Final = {
    "fr": "::Sans réponse:: Quelle est la capitale du Maroc ? {=}\n\n::Bonne:: 2 + 2 ? {=4 ~5}\n",
    "ar": "::بلا جواب:: ما عاصمة المغرب؟ {=}\n\n::جيد:: 2 + 2؟ {=4 ~5}\n",
    "en": "::No answer:: Capital of Morocco? {=}\n\n::Good:: 2 + 2? {=4 ~5}\n",
}

ROSTER: Final = {
    "fr": "Numéro;Nom;Prénom;Groupe\n20251001;BENALI;Yanis;TP 2\n20251040;MOREL;Chloé;TP 1\n;LEROY;Paul;\n",
    "ar": "الرقم;النسب;الاسم;الفوج\n20251001;بنعلي;ياسين;TP 2\n20251040;الحسني;سلمى;TP 1\n;الأمراني;عمر;\n",
    "en": "Number;Family name;Given name;Group\n20251001;BENALI;Yanis;TP 2\n20251040;MOREL;Chloé;TP 1\n",
}


def _row(studio: Studio, title: str) -> QuizRow:
    return next(row for row in studio.busy.library.list_quizzes() if row.title == title)


def _sample_row(studio: Studio) -> QuizRow:
    source = SAMPLES[studio.language]
    return next(row for row in studio.busy.library.list_quizzes() if row.source == source)


# --- home -------------------------------------------------------------------------------------------


def home_first(studio: Studio) -> QWidget:
    return studio.window("home", studio.empty)


def home_busy(studio: Studio) -> QWidget:
    return studio.window("home")


def home_open(studio: Studio) -> QWidget:
    """A class was left open, and the network was looked at."""
    window = studio.window("home", studio.left)
    network: Any = studio.page(window)._network
    network.check()
    studio.settle()
    return window


# --- library ----------------------------------------------------------------------------------------


def library_full(studio: Studio) -> QWidget:
    return studio.window("library", quiz=_row(studio, TITLES[studio.language]).id)


def library_empty(studio: Studio) -> QWidget:
    return studio.window("library", studio.empty)


def library_selection(studio: Studio) -> QWidget:
    window = studio.window("library")
    view: Any = studio.page(window).quizzes
    for number in (1, 2, 4):
        view.selectionModel().select(view.model().index(number, 0), QItemSelectionModel.SelectionFlag.Select)
    studio.settle()
    return window


def library_nothing_found(studio: Studio) -> QWidget:
    window = studio.window("library")
    page: Any = studio.page(window)
    page.filters.text.setText("zzz")
    page.reload()
    studio.settle()
    return window


# --- editor -----------------------------------------------------------------------------------------


def _editor(kind: str) -> Shot:
    def show(studio: Studio) -> QWidget:
        row = _sample_row(studio)
        quiz = studio.busy.library.load_quiz(row.id)
        question = next(question for question in quiz.questions if question.kind == kind)
        window = studio.window("editor", quiz=row.id, question=question.id)
        studio.settle(lambda: studio.page(window).body is not None)
        return window

    return show


def editor_empty(studio: Studio) -> QWidget:
    return studio.window("editor", studio.draft, new=True)


def editor_problem(studio: Studio) -> QWidget:
    """A question that cannot be asked yet."""
    window = studio.window("editor", studio.draft, new=True)
    panel: Any = studio.page(window).body.questions
    panel.add("single")
    studio.settle()
    return window


# --- dialogs ----------------------------------------------------------------------------------------


def import_dialog(studio: Studio) -> QWidget:
    folder = studio.busy.folder / "files"
    folder.mkdir(exist_ok=True)
    broken = folder / "quiz-moodle.gift"
    broken.write_text(BROKEN[studio.language], encoding="utf-8")
    files = [RESOURCES / "samples" / SAMPLES[studio.language], broken, folder / "photo.gift"]
    files[2].write_bytes(b"\x89PNG not a quiz")
    dialog = ImportDialog(studio.busy, files)
    made = studio.dialog(dialog)
    studio.settle(lambda: not dialog.is_reading)
    dialog.files.setCurrentRow(1)
    studio.settle()
    return made


def import_paste(studio: Studio) -> QWidget:
    return studio.dialog(ImportDialog(studio.busy))


def import_columns(studio: Studio) -> QWidget:
    dialog = ImportDialog(studio.busy, text=TABLE[studio.language])
    made = studio.dialog(dialog)
    studio.settle(lambda: not dialog.is_reading)
    return made


def start_dialog(studio: Studio) -> QPixmap:
    window = studio.window("home")
    return over(window, studio.dialog(StartDialog(studio.busy, _row(studio, TITLES[studio.language]))))


def _classes_row(studio: Studio) -> ClassRow:
    rows = studio.busy.library.list_classes()
    return next(row for row in rows if row.name == GROUPS[studio.language])


def start_roster(studio: Studio) -> QWidget:
    """For a class whose students sign in."""
    studio.busy.settings.set("last_class", _classes_row(studio).id)
    dialog = studio.dialog(StartDialog(studio.busy, _row(studio, TITLES[studio.language])))
    studio.busy.settings.set("last_class", "")
    return dialog


def attendance(studio: Studio) -> QWidget:
    return studio.dialog(AttendanceDialog(studio.busy, _classes_row(studio).id))


def attendance_empty(studio: Studio) -> QWidget:
    return studio.dialog(AttendanceDialog(studio.empty))


def start_open(studio: Studio) -> QWidget:
    """Another class is still open."""
    return studio.dialog(StartDialog(studio.left, _sample_row(studio)))


def closing_dialog(studio: Studio) -> QWidget:
    return studio.dialog(ClosingDialog())


def nearby(studio: Studio) -> QWidget:
    services = studio.busy.services
    assert isinstance(services, FakeServices)
    services.classes = [
        {"title": TITLES[studio.language], "address": "http://192.168.1.20:8080", "here": True},
        {"title": "Physique S1", "address": "http://192.168.1.31:8080", "here": False},
    ]
    return studio.dialog(NearbyDialog(studio.busy))


def nearby_none(studio: Studio) -> QWidget:
    return studio.dialog(NearbyDialog(studio.empty))


# --- sessions ---------------------------------------------------------------------------------------


def _sessions(tab: int) -> Shot:
    def show(studio: Studio) -> QWidget:
        window = studio.window("sessions", session=NEWEST, tab=tab)
        studio.settle(lambda: studio.page(window).view.loaded is not None)
        return window

    return show


def sessions_empty(studio: Studio) -> QWidget:
    return studio.window("sessions", studio.empty)


def sessions_export(studio: Studio) -> QPixmap:
    window = _sessions(0)(studio)
    view: Any = studio.page(window).view  # type: ignore[arg-type]
    menu = view.export_button.menu()
    menu.ensurePolished()
    menu.resize(menu.sizeHint())
    picture = window.grab()
    corner = view.export_button.mapTo(window, view.export_button.rect().bottomLeft())
    painter = QPainter(picture)
    x = min(corner.x(), window.width() - menu.width() - 24)
    painter.drawPixmap(x, corner.y() + 4, menu.grab())
    painter.end()
    return picture


def marks_dialog(studio: Studio) -> QWidget:
    view: Any = studio.page(_sessions(1)(studio)).view  # type: ignore[arg-type]
    return studio.dialog(MarksDialog(view.loaded))


def key_dialog(studio: Studio) -> QWidget:
    view: Any = studio.page(_sessions(0)(studio)).view  # type: ignore[arg-type]
    return studio.dialog(KeyDialog(view.loaded, view.loaded.questions[3]))


# --- classes ---------------------------------------------------------------------------------------


def classes(studio: Studio) -> QWidget:
    window = studio.window("classes", class_id=_classes_row(studio).id)
    page: Any = studio.page(window)
    page.view.table.choose_place(2)
    studio.settle(lambda: not page.keeper.is_busy)
    return window


def classes_options(studio: Studio) -> QWidget:
    window = studio.window("classes", class_id=_classes_row(studio).id)
    page: Any = studio.page(window)
    page.tabs.setCurrentWidget(page.options.parentWidget())
    studio.settle(lambda: not page.keeper.is_busy)
    return window


def classes_empty(studio: Studio) -> QWidget:
    return studio.window("classes", studio.empty)


def classes_import(studio: Studio) -> QWidget:
    window = classes(studio)
    page: Any = studio.page(window)  # type: ignore[arg-type]
    return studio.dialog(page.import_roster(ROSTER[studio.language]))


def _attendance(studio: Studio, **arguments: Any) -> QWidget:
    row = next(row for row in studio.busy.library.list_classes() if row.name == CLASSES[studio.language][1])
    window = studio.window("classes", class_id=row.id, tab=1, **arguments)
    studio.settle(lambda: studio.page(window).attendance.sheet is not None)
    return window


def classes_attendance(studio: Studio) -> QWidget:
    return _attendance(studio, alarm=2)


def classes_student(studio: Studio) -> QWidget:
    return _attendance(studio, alone="student-1-3")


def classes_attendance_none(studio: Studio) -> QWidget:
    row = next(row for row in studio.busy.library.list_classes() if row.name == CLASSES[studio.language][2])
    return studio.window("classes", class_id=row.id, tab=1)


def sessions_attendance(studio: Studio) -> QWidget:
    window = studio.window("sessions", session="lesson-13", tab=4)
    studio.settle(lambda: studio.page(window).view.loaded is not None)
    tab: Any = studio.page(window).view.attendance
    marked = next(line for line in tab.model.rows if line.attendance.change is not None)
    tab.table.choose(marked.attendance.student)
    studio.settle()
    return window


# --- settings ---------------------------------------------------------------------------------------


def settings(studio: Studio) -> QWidget:
    return studio.window("settings")


def settings_all(studio: Studio) -> QWidget:
    return studio.window("settings", size=TALL)


SCREENS: Final[dict[str, Shot]] = {
    "home-first": home_first,
    "home-busy": home_busy,
    "home-open": home_open,
    "start-open": start_open,
    "library": library_full,
    "library-empty": library_empty,
    "library-selection": library_selection,
    "library-nothing-found": library_nothing_found,
    "editor-single": _editor("single"),
    "editor-multiple": _editor("multiple"),
    "editor-numeric": _editor("numeric"),
    "editor-matching": _editor("matching"),
    "editor-empty": editor_empty,
    "editor-problem": editor_problem,
    "import": import_dialog,
    "import-paste": import_paste,
    "import-columns": import_columns,
    "start": start_dialog,
    "start-roster": start_roster,
    "attendance": attendance,
    "attendance-empty": attendance_empty,
    "closing": closing_dialog,
    "nearby": nearby,
    "nearby-none": nearby_none,
    "sessions-questions": _sessions(0),
    "sessions-students": _sessions(1),
    "sessions-answers": _sessions(2),
    "sessions-corrections": _sessions(3),
    "sessions-export": sessions_export,
    "sessions-empty": sessions_empty,
    "sessions-marks": marks_dialog,
    "sessions-key": key_dialog,
    "classes": classes,
    "classes-options": classes_options,
    "classes-empty": classes_empty,
    "classes-import": classes_import,
    "classes-attendance": classes_attendance,
    "classes-attendance-none": classes_attendance_none,
    "classes-student": classes_student,
    "sessions-attendance": sessions_attendance,
    "settings": settings,
    "settings-all": settings_all,
}
