"""From a connection as it is kept to a connector that can be used, with its key from the keyring."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from app.clock import Clock
from app.outgoing.connections import Connection
from app.outgoing.registration import Registration, from_details
from app.secrets import forget_secret, read_secret, write_secret
from sync.connectors.base import Connector
from sync.connectors.lti.client import Client as LtiClient
from sync.connectors.lti.connector import LtiConnector
from sync.connectors.lti.keys import KeyPair, load_key
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
FINGERPRINT: Final = "fingerprint"  # of the certificate that the teacher trusts


class Keys:
    """Keys of connections. One that no keyring takes is known until the program ends, and nowhere else."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self.unkept: set[str] = set()  # connections whose key ends with the program
        self.abilities: dict[str, frozenset[str]] = {}  # of keys, as the platform has said them

    def keep(self, connection: str, key: str) -> None:
        """Raises `Trouble('keyring_missing')`; it can be used all the same."""
        self._known[connection] = key
        self.abilities.pop(connection, None)
        self.unkept.add(connection)
        write_secret(_name(connection), key)
        self.unkept.discard(connection)

    def keep_late(self, connection: str) -> None:
        """Keep a key that could not be kept before: there is a place for it now. Forget that there was none
        to be read. Raises as `keep`."""
        key = self._known.pop(connection, "")
        if key and connection in self.unkept:
            self.keep(connection, key)

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


@dataclass(frozen=True, slots=True)
class Outfit:
    """What connectors need of us. folder: of the data; tell: what a session says now, for platforms that take
    more than a value."""

    keys: Keys
    tell: Tell
    folder: Path
    clock: Clock


def connect(connection: Connection, outfit: Outfit) -> Connector:
    """Raises what `Keys.load`, `Site` and the parts of the kind raise; asks the platform nothing yet."""
    if connection.kind == "lti":
        return connect_lti(connection, outfit.folder, outfit.clock)
    if connection.kind == "xapi":
        return connect_xapi(connection, outfit.keys, outfit.tell)
    return connect_moodle(connection, outfit.keys)


def connect_xapi(connection: Connection, keys: Keys, tell: Tell) -> Connector:
    store = RecordStore(open_site(connection), connection.details.get(USER, ""), keys.load(connection.id))
    return XapiConnector(store, home_of(connection), tell)


def home_of(connection: Connection) -> str:
    """Address of the system by whose numbers a record store knows students."""
    return connection.details.get(HOME) or connection.address


def connect_moodle(connection: Connection, keys: Keys) -> Connector:
    words = {
        name.removeprefix(WORDS): word for name, word in connection.details.items() if name.startswith(WORDS)
    }
    client = Client(open_site(connection), keys.load(connection.id))

    def note(abilities: frozenset[str]) -> None:
        keys.abilities[connection.id] = abilities

    return MoodleConnector(client, keys.abilities.get(connection.id), words, note)


def connect_lti(connection: Connection, folder: Path, clock: Clock) -> Connector:
    """folder: where the key pair lies. Raises what `load_key` and `Site` raise, `Refused('lti_incomplete')`;
    asks the platform nothing yet."""
    trusted = connection.details.get(FINGERPRINT, "")
    return open_tool(from_details(connection.details), load_key(folder), clock, trusted)


def open_tool(known: Registration, key: KeyPair, clock: Clock, trusted: str = "") -> LtiConnector:
    """trusted: fingerprint of the course's server. Raises what `Site` raises; asks nothing yet."""
    parts = urlsplit(known.token)
    tokens = f"{parts.scheme}://{parts.netloc}"
    same = tokens == known.address
    return LtiConnector(
        LtiClient(
            known, key, Site(known.address, trusted=trusted), Site(tokens, trusted=trusted if same else ""),
            clock,
        )
    )  # fmt: skip


def open_site(connection: Connection) -> Site:
    """Raises what `Site` raises; asks the platform nothing yet."""
    return Site(connection.address, trusted=connection.details.get(FINGERPRINT, ""))


def _name(connection: str) -> str:
    return f"platform {connection}"
