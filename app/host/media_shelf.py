"""Pictures of a class that were fetched once. What lies under an address never changes, so they stay."""

from typing import Final

PREFIX: Final = "/media/"
MOST: Final = 64 * 1024 * 1024  # bytes


class MediaShelf:
    """Written by the link's thread, read by any."""

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}
        self._size = 0

    def find(self, path: str) -> bytes | None:
        """The content; empty where it is known that there is none, as for every path that is no picture's."""
        return self._contents.get(path) if path.startswith(PREFIX) else b""

    def keep(self, path: str, content: bytes) -> None:
        """The oldest leave where it would be too much."""
        self._size += len(content) - len(self._contents.pop(path, b""))
        self._contents[path] = content
        while self._size > MOST and len(self._contents) > 1:
            self._size -= len(self._contents.pop(next(iter(self._contents))))
