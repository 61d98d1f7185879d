"""What can go wrong with a platform, by how far the request got: that decides what may be done next."""

from app.errors import Trouble


class NotReached(Trouble):
    """Nothing was sent: no name, no connection, no trust. Trying again is harmless."""


class Unanswered(Trouble):
    """The request went out and no whole answer came, or the server failed over it: it may be done, wholly or
    in part, and the server may still be at it. What is there must be read before anything is sent."""


class Busy(Trouble):
    """The platform asked to come back later. wait: seconds that it named, or None."""

    def __init__(self, code: str, wait: float | None = None, **params: object) -> None:
        super().__init__(code, **params)
        self.wait = wait


class LoggedOut(Trouble):
    """The account or its key is not accepted (any more): only the teacher can mend it."""


class Rejected(Trouble):
    """The platform understood the request and will not do it."""
