"""Writes the quiz that is being edited. Called from the window and from workers; an older state never comes
after a newer one."""

import threading

from app.quiz.model import Quiz
from widgets.ports import LibraryPort


class Saver:
    """One per quiz. is_new: not in the library yet; it then goes into `folder`."""

    def __init__(self, library: LibraryPort, *, is_new: bool, folder: str = "") -> None:
        self._library = library
        self._folder = folder
        self._turn = threading.Lock()
        self._saved = 0
        self.is_new = is_new

    def save(self, quiz: Quiz, number: int) -> int:
        """number: counts the states of the quiz up. Gives the number of the state that is stored now.
        Raises `Trouble('not_stored')`."""
        with self._turn:
            if number > self._saved:
                if self.is_new:
                    self._library.add_quiz(quiz, folder=self._folder)
                    self.is_new = False
                else:
                    self._library.save_quiz(quiz)
                self._saved = number
            return self._saved
