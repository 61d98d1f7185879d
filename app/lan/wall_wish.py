"""What a host wants on the wall of the lobby besides the address. It is kept in memory only, and so is the
password of the Wi-Fi: whoever starts the class says it again."""

from dataclasses import dataclass
from typing import Any

from app.errors import Refused
from app.wifi import Wifi


@dataclass(frozen=True, slots=True)
class WallWish:
    """wifi: None for none on the wall. names: whether nicknames are on it."""

    wifi: Wifi | None = None
    names: bool = False


def read_wall_wish(args: dict[str, Any], before: WallWish) -> WallWish:
    """The arguments of `set_wall`; what they leave out is as before.

    Raises `Refused('command_arguments')` naming the wrong one.
    """
    for extra in args.keys() - {"wifi", "names"}:
        raise _wrong(extra[:40])
    names = args.get("names", before.names)
    if not isinstance(names, bool):
        raise _wrong("names")
    return WallWish(_read_wifi(args["wifi"]) if "wifi" in args else before.wifi, names)


def _read_wifi(value: Any) -> Wifi | None:
    if value is None:
        return None
    if not isinstance(value, dict) or not all(isinstance(part, str) for part in value.values()):
        raise _wrong("wifi")
    try:
        return Wifi(**value)
    except (TypeError, ValueError) as error:
        raise _wrong("wifi") from error


def _wrong(argument: str) -> Refused:
    return Refused("command_arguments", command="set_wall", argument=argument)
