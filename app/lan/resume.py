"""Single-use tokens with which a phone goes on at another address of the laptop, without its cookie."""

from typing import Final

from app.lan.access import hash_secret, new_secret

MAX_PER_STUDENT: Final = 2  # the newest two; an older page of the same phone has one too


class ResumeTokens:
    def __init__(self) -> None:
        self._students: dict[str, str] = {}
        self._tokens: dict[str, list[str]] = {}

    def issue(self, student: str) -> str:
        """A new token for this student; the oldest one stops to work."""
        token = new_secret()
        known = self._tokens.setdefault(student, [])
        known.append(hash_secret(token))
        self._students[known[-1]] = student
        while len(known) > MAX_PER_STUDENT:
            self._students.pop(known.pop(0), None)
        return token

    def redeem(self, token: str) -> str | None:
        """The student of a token, once."""
        key = hash_secret(token)
        student = self._students.pop(key, None)
        if student is not None:
            self._tokens[student].remove(key)
        return student

    def give_back(self, token: str, student: str) -> None:
        """It was redeemed, but what followed could not be stored: it is good once more."""
        key = hash_secret(token)
        self._students[key] = student
        self._tokens[student].append(key)
