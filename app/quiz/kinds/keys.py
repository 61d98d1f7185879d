"""Reading the new key of a correction; every way to get it wrong is `Refused('key_impossible')`."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NoReturn

from app.errors import Refused
from app.numerals import MAX_EXPONENT, parse_number


def refuse_key() -> NoReturn:
    raise Refused("key_impossible")


def only_entry(key: Mapping[str, Any], *names: str) -> tuple[str, Any]:
    """The one entry of `key`, whose name must be among `names`."""
    if not isinstance(key, Mapping) or len(key) != 1:
        refuse_key()
    name, value = next(iter(key.items()))
    return (name, value) if name in names else refuse_key()


def read_ids(value: Any, known: Callable[[str], bool]) -> list[str]:
    """A list of different known ids."""
    if not isinstance(value, list | tuple):
        refuse_key()
    if not all(isinstance(item, str) and known(item) for item in value):
        refuse_key()
    return list(value) if len(set(value)) == len(value) else refuse_key()


def read_mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        refuse_key()
    return dict(value)


def read_entries(value: Any) -> list[dict[str, Any]]:
    """A list of at least one mapping."""
    if not isinstance(value, list | tuple) or not value:
        refuse_key()
    return [read_mapping(entry) for entry in value]


def read_weight(value: Any) -> float:
    """A number from -1 to 1."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        refuse_key()
    return float(value) if -1 <= value <= 1 else refuse_key()


def read_number(value: Any) -> Decimal:
    """A number, or text that `parse_number` reads."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        refuse_key()
    if isinstance(value, int) and abs(value) > 10**MAX_EXPONENT:
        refuse_key()
    number = parse_number(value if isinstance(value, str) else str(value))
    return number if number is not None else refuse_key()
