"""A table of people that changes only where something has changed, each row in its place in an order.

With 1,000 students a snapshot often changes five of them: those rows move or are drawn anew, nothing else.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.quiz.folding import fold
from app.quiz.model import Folding

MANY: Final = 10  # changes at once beyond which the whole order is made anew
ID_ROLE: Final = Qt.ItemDataRole.UserRole
ROOT: Final = QModelIndex()
_ALIKE: Final = Folding()
_LAST: Final = "\U0010ffff"

Index = QModelIndex | QPersistentModelIndex
Key = tuple[Any, ...]
"""Where a row stands; its last part is the id, which makes it unique and leads back to the row."""


class HasId(Protocol):
    @property
    def id(self) -> str: ...


Row = TypeVar("Row", bound=HasId)


class PlacedModel(QAbstractTableModel, Generic[Row]):
    """Who derives from it says what columns there are, where a row stands and whether it is shown."""

    COLUMNS = 1

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, Row] = {}
        self._folded: dict[str, str] = {}  # name -> what it is sorted and searched by
        self._placed: dict[str, Key] = {}  # visible ids and the key under which they stand
        self._keys: list[Key] = []
        self._search = ""
        self._still = False

    # --- what a list of people says ---------------------------------------------------------------

    def key_of(self, row: Row) -> Key:
        """Where the row stands; always of the same length, the id last."""
        raise NotImplementedError

    def is_shown(self, row: Row) -> bool:
        """Whether the row passes search and filter."""
        raise NotImplementedError

    # --- what it is told --------------------------------------------------------------------------

    def change(self, changed: Mapping[str, Row], gone: Collection[str] = (), *, anew: bool = False) -> None:
        """Take these rows. anew: the order of all may be another one."""
        for id_ in gone:
            del self._rows[id_]
        self._rows.update(changed)
        if gone or anew:
            self.arrange()
        elif self._still:
            self._show_in_place(changed)
        elif len(changed) > MANY:
            self.arrange()
        else:
            for id_ in changed:
                self._place(id_)

    def set_search(self, text: str) -> None:
        """Show only whom this text is found in, whatever its case and accents."""
        folded = fold(text, _ALIKE)
        if folded != self._search:
            self._search = folded
            self.reset_rows()

    def set_still(self, still: bool) -> None:
        """While still (the mouse is over the list), rows change but do not move."""
        if self._still and not still:
            self._still = False
            self.arrange()
        self._still = still

    # --- what it tells ----------------------------------------------------------------------------

    def row_of(self, id_: str) -> int:
        """Where this row stands, -1 where it is not shown."""
        key = self._placed.get(id_)
        return -1 if key is None else bisect_left(self._keys, key)

    def row_at(self, place: int) -> Row:
        return self._rows[self._keys[place][-1]]

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else self.COLUMNS

    def fold(self, name: str) -> str:
        """As names are sorted and searched; remembered."""
        if name not in self._folded:
            self._folded[name] = fold(name, _ALIKE)
        return self._folded[name]

    # --- order ------------------------------------------------------------------------------------

    def _place(self, id_: str) -> None:
        """Put one row where it belongs now."""
        row = self._rows[id_]
        old, new = self._placed.get(id_), self.key_of(row)
        if old is not None and not self.is_shown(row):
            at = bisect_left(self._keys, old)
            self.beginRemoveRows(ROOT, at, at)
            del self._keys[at], self._placed[id_]
            self.endRemoveRows()
        elif old is None and self.is_shown(row):
            at = bisect_left(self._keys, new)
            self.beginInsertRows(ROOT, at, at)
            self._keys.insert(at, new)
            self._placed[id_] = new
            self.endInsertRows()
        elif old is not None:
            at, to = bisect_left(self._keys, old), bisect_left(self._keys, new)
            if old != new and to not in (at, at + 1):
                self.beginMoveRows(ROOT, at, at, ROOT, to)
                self._keys.pop(at)
                at = to - 1 if to > at else to
                self._keys.insert(at, new)
                self._placed[id_] = new
                self.endMoveRows()
            else:
                self._keys[at] = new
                self._placed[id_] = new
            self._draw(at, at)

    def _show_in_place(self, changed: Iterable[str]) -> None:
        """Draw anew without moving anything; who is new comes last."""
        for id_ in changed:
            at = self.row_of(id_)
            if at >= 0:
                self._draw(at, at)
            elif self.is_shown(self._rows[id_]):
                key = (*_last_like(self.key_of(self._rows[id_])), id_)
                at = bisect_left(self._keys, key)
                self.beginInsertRows(ROOT, at, at)
                self._keys.insert(at, key)
                self._placed[id_] = key
                self.endInsertRows()

    def arrange(self) -> None:
        """Everything into its order at once."""
        keys = sorted(self.key_of(row) for row in self._rows.values() if self.is_shown(row))
        if len(keys) != len(self._keys) or {key[-1] for key in keys} != self._placed.keys():
            self.reset_rows()
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self._keys[index.row()][-1] for index in before]
        self._keys, self._placed = keys, {key[-1]: key for key in keys}
        after = [self.index(self.row_of(id_), index.column()) for id_, index in zip(ids, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()
        if keys:
            self._draw(0, len(keys) - 1)

    def reset_rows(self) -> None:
        """Other rows are shown than before."""
        self.beginResetModel()
        self._keys = sorted(self.key_of(row) for row in self._rows.values() if self.is_shown(row))
        self._placed = {key[-1]: key for key in self._keys}
        self.endResetModel()

    def _draw(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.COLUMNS - 1))


def _last_like(key: Key) -> Key:
    """What stands behind every key of this form."""
    return tuple(
        True if isinstance(part, bool) else _LAST if isinstance(part, str) else 10**9 for part in key[:-1]
    )
