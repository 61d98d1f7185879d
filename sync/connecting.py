"""From a connection as it is kept to a connector that can be used, with its key from the keyring."""

from typing import Final

from app.outgoing.connections import Connection
from app.secrets import forget_secret, read_secret, write_secret
from sync.connectors.base import Connector
from sync.connectors.moodle.client import Client
from sync.connectors.moodle.connector import MoodleConnector
from sync.connectors.xapi.connector import Tell, XapiConnector
from sync.connectors.xapi.store import RecordStore
from sync.errors import LoggedOut
from sync.http import Site

# In a connection's details.
WORDS: Final = "status "  # before our status: what the teacher calls it there
USER: Final = "user"  # the name beside the key of a record store
HOME: Final = "home"  # address of the system that gives students their numbers


class Keys:
    """Keys of connections. One that no keyring takes is known until the program ends, and nowhere else."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self.unkept: set[str] = set()  # connections whose key ends with the program

    def keep(self, connection: str, key: str) -> None:
        """Raises `Trouble('keyring_missing')`; it can be used all the same."""
        self._known[connection] = key
        self.unkept.add(connection)
        write_secret(_name(connection), key)
        self.unkept.discard(connection)

    def load(self, connection: str) -> str:
        """Raises `LoggedOut('platform_logged_out')` where there is none, `Trouble('keyring_missing')`."""
        if connection not in self._known:
            self._known[connection] = read_secret(_name(connection)) or ""
        if not self._known[connection]:
            raise LoggedOut("platform_logged_out")
        return self._known[connection]

    def forget(self, connection: str) -> None:
        """Raises `Trouble('keyring_missing')`."""
        self._known.pop(connection, None)
        forget_secret(_name(connection))


def connect(connection: Connection, keys: Keys, tell: Tell) -> Connector:
    """Raises what `Keys.load` and `Site` raise; asks the platform nothing yet. tell: what a session says now,
    for platforms that take more than a value."""
    if connection.kind == "xapi":
        return connect_xapi(connection, keys, tell)
    return connect_moodle(connection, keys)


def connect_xapi(connection: Connection, keys: Keys, tell: Tell) -> Connector:
    site = Site(connection.address)
    store = RecordStore(site, connection.details.get(USER, ""), keys.load(connection.id))
    return XapiConnector(store, home_of(connection), tell)


def home_of(connection: Connection) -> str:
    """Address of the system by whose numbers a record store knows students."""
    return connection.details.get(HOME) or connection.address


def connect_moodle(connection: Connection, keys: Keys) -> Connector:
    words = {
        name.removeprefix(WORDS): word for name, word in connection.details.items() if name.startswith(WORDS)
    }
    return MoodleConnector(Client(Site(connection.address), keys.load(connection.id)), words=words)


def _name(connection: str) -> str:
    return f"platform {connection}"
