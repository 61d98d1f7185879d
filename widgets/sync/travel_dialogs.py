"""Results that travel on a stick or by mail: what goes into the file, and whose file is taken in."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QWidget

from app.errors import PreauError, Refused
from app.exchange.whole_files import file_name
from app.outgoing.rows import State
from app.outgoing.seen import SessionSync
from app.outgoing.travel import ENDING, TravelSeen, TravelTaken
from widgets.desk import Desk
from widgets.language import isolate, ngettext, tell_error, translate
from widgets.parts.basics import button, column, fit_height, label, row
from widgets.parts.targets import ask_target, documents
from widgets.theme import XL, L, M, S


class PackDialog(QDialog):
    """sessions: those that can travel; chosen: id of the one that is looked at."""

    def __init__(
        self, desk: Desk, sessions: Sequence[SessionSync], chosen: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("Pack results for another computer"))
        self.setMinimumWidth(560)
        self.which = QComboBox()
        self.which.setAccessibleName(translate("Which sessions"))
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.which.setMinimumContentsLength(30)
        self._offer(sessions, chosen)
        self.phrase, caption = _phrase_field()
        caption.setText(translate("Pass phrase (recommended)"))
        self._fault = label("", "bad", wrap=True)
        self._fault.hide()
        self.save = button(translate("Save …"), self._ask, kind="main", icon_name="export")
        self.save.setDefault(True)
        cancel = button(translate("Cancel"), self.reject, kind="quiet")
        text = translate(
            "The file holds the sessions with the names of their students, and where their values go. "
            "Another computer with Préau and a connection takes it in and sends them. Whichever sends "
            "first, and however often, everything counts once."
        )
        hint = translate(
            "Without one, whoever finds the file can read it. It is asked for on the other side."
        )
        which = label(translate("Which sessions"), "strong")
        which.setBuddy(self.which)
        self.setLayout(
            column(
                label(translate("Pack results for another computer"), "large"),
                label(text, "soft", wrap=True),
                which, self.which, caption, self.phrase, label(hint, "tiny", wrap=True), self._fault, L,
                row(0, cancel, self.save), space=S, margin=XL,
            )
        )  # fmt: skip
        fit_height(self)

    def write(self, path: Path) -> None:
        self.save.setEnabled(False)
        task = self._desk.worker.run(
            self._desk.sync.write_travel, self.which.currentData(), path, self.phrase.text()
        )
        task.give(self, lambda _: self._on_written(path))
        task.failed.connect(self._on_failed)

    def _offer(self, sessions: Sequence[SessionSync], chosen: str) -> None:
        one = next((known for known in sessions if known.session == chosen), sessions[0])
        words = translate("This session: {title}").format(title=isolate(one.title))
        self.which.addItem(words, [one.session])
        waiting = [known.session for known in sessions if known.counts.get(State.WAITING)]
        if len(waiting) > 1:
            words = translate("All that wait to be sent ({count})").format(count=len(waiting))
            self.which.addItem(words, waiting)
        if len(sessions) > 1:
            words = translate("All {count} sessions").format(count=len(sessions))
            self.which.addItem(words, [known.session for known in sessions])

    def _ask(self) -> None:
        proposed = documents() / f"{file_name(self.which.currentText().rpartition(':')[2])}{ENDING}"
        if path := ask_target(self, translate("Travel file"), proposed, translate("Travel file")):
            self.write(path)

    def _on_written(self, path: Path) -> None:
        self._desk.tell(translate("Saved as {file}").format(file=isolate(str(path))))
        self.accept()

    def _on_failed(self, error: PreauError) -> None:
        self._fault.setText(tell_error(error))
        self._fault.show()
        self.save.setEnabled(True)
        fit_height(self)


class TakeDialog(QDialog):
    """Accepted once the file at `path` was taken in."""

    def __init__(self, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._path = desk, path
        self._seen: TravelSeen | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("Take a travel file in"))
        self.setMinimumWidth(560)
        self.phrase, self._caption = _phrase_field()
        self.facts = label("", wrap=True)
        self.maker = label("", "warn", wrap=True)
        self._fault = label("", "bad", wrap=True)
        for later in (self.phrase, self._caption, self.facts, self.maker, self._fault):
            later.hide()
        self.take = button(translate("Open"), self._go, kind="main", icon_name="import")
        self.take.setDefault(True)
        cancel = button(translate("Cancel"), self.reject, kind="quiet")
        self.setLayout(
            column(
                label(translate("Take a travel file in"), "large"), label(isolate(path.name), "soft"),
                self._caption, self.phrase, self.facts, self.maker, self._fault, L,
                row(0, cancel, self.take), space=M, margin=XL,
            )
        )  # fmt: skip
        fit_height(self)
        self._go()

    def _go(self) -> None:
        """Look into it; then take it in."""
        self.take.setEnabled(False)
        self._fault.hide()
        sync = self._desk.sync
        if self._seen is None:
            task = self._desk.worker.run(sync.read_travel, self._path, self.phrase.text())
            task.finished.connect(self._show)
        else:
            task = self._desk.worker.run(sync.take_travel, self._path, self.phrase.text())
            task.finished.connect(self._on_taken)
        task.failed.connect(self._on_failed)

    def _show(self, seen: TravelSeen) -> None:
        self._seen = seen
        lines = [translate("Sessions: {titles}").format(titles=", ".join(map(isolate, seen.titles)))]
        if seen.places:
            places = ", ".join(map(isolate, seen.places))
            lines.append(translate("They go to: {places}").format(places=places))
        self.facts.setText("\n".join(lines))
        self.facts.show()
        sign = isolate(" ".join(seen.maker[place : place + 4] for place in range(0, 16, 4)))
        words = translate(
            "From a computer that you have taken nothing from before. Its sign: {sign}. Go on only if you "
            "know whose it is."
        )
        self.maker.setText(words.format(sign=sign))
        self.maker.setVisible(not seen.known)
        for asked in (self.phrase, self._caption):
            asked.hide()
        self.take.setText(translate("Take it in"))
        self.take.setEnabled(True)
        fit_height(self)

    def _on_taken(self, done: TravelTaken) -> None:
        words = ngettext("{count} session was taken in.", "{count} sessions were taken in.", done.taken)
        said = [words.format(count=done.taken)]
        if done.same:
            said.append(translate("Already here: {count}.").format(count=done.same))
        if done.differing:
            words = translate("Left as they are here, because they were corrected on both sides: {count}.")
            said.append(words.format(count=done.differing))
        if done.unconnected:
            words = translate("Connect {places}, then take the file in once more to send.")
            said.append(words.format(places=", ".join(map(isolate, done.unconnected))))
        self._desk.tell(" ".join(said), "warn" if done.differing or done.unconnected else "good")
        self.accept()

    def _on_failed(self, error: PreauError) -> None:
        asked = isinstance(error, Refused) and error.code == "phrase_missing" and self.phrase.isHidden()
        self._caption.setVisible(self._seen is None and isinstance(error, Refused))
        self.phrase.setVisible(self._seen is None and isinstance(error, Refused))
        if not asked:
            self._fault.setText(tell_error(error))
            self._fault.show()
        self.take.setEnabled(True)
        self.phrase.setFocus()
        fit_height(self)


def _phrase_field() -> tuple[QLineEdit, QLabel]:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(translate("Pass phrase"))
    caption = label(translate("Pass phrase"), "strong")
    caption.setBuddy(field)
    return field, caption
