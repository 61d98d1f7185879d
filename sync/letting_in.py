"""How a platform and this computer come to know each other: certificates, key pairs, where keys are kept."""

from urllib.parse import urlsplit

from app.outgoing.connections import Connection
from app.outgoing.registration import Registration
from app.outgoing.tool_form import ToolKey
from app.secrets import open_secret_file
from app.storage.outbox import Outbox
from sync import signing_in
from sync.connecting import FINGERPRINT
from sync.connectors.lti.keys import load_or_make_key
from sync.engine import Engine
from sync.http import clean_address
from sync.trust import fingerprint_of


class LettingIn:
    """See `widgets.ports.SyncPort`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._fingerprints: dict[str, str] = {}  # by server, of what the teacher trusts since the start

    def open_secrets(self, phrase: str) -> None:
        """Keep keys in the file under this pass phrase, which is made if need be; what could not be kept or
        read so far can be now. Raises as `app.secrets.open_secret_file`."""
        open_secret_file(self.engine.folder, phrase)
        outbox = self._outbox
        for connection in outbox.list_connections():
            self.engine.keys.keep_late(connection.id)
            if connection.trouble in ("keyring_missing", "lti_key_lost", "platform_logged_out"):
                outbox.set_trouble(connection.id, "")
        self._wake()

    # --- LTI ---

    def lti_key(self) -> ToolKey:
        """The public half of this computer's key; the pair is made when it is first wanted. Raises `Trouble`
        with `keyring_missing` (a pass phrase is needed), `key_not_stored`."""
        key = load_or_make_key(self.engine.folder)
        return ToolKey(key.public_pem, key.public_jwk)

    def connect_lti(self, known: Registration) -> Connection:
        key = load_or_make_key(self.engine.folder)
        trusted = self._trusted_at(known.items)
        return self._woken(signing_in.add_tool(self._outbox, key, self.engine.clock, known, trusted))

    # --- certificates ---

    def fingerprint_of(self, address: str) -> str:
        """Of the certificate that is shown there now; nothing else is asked. Raises as `sync.trust`."""
        return fingerprint_of(clean_address(address))

    def trust(self, address: str, fingerprint: str) -> None:
        """Believe this certificate at that server, and no other; '' those again that the system believes."""
        server = _server_of(clean_address(address))
        self._fingerprints[server] = fingerprint
        outbox = self._outbox
        for connection in outbox.list_connections():
            if _server_of(connection.address) == server:
                outbox.set_details(connection.id, {**connection.details, FINGERPRINT: fingerprint})
                outbox.set_trouble(connection.id, "")
                self.engine.worker.sync_now()
        self._wake()

    def _trusted_at(self, address: str) -> str:
        server = _server_of(clean_address(address))
        known = {
            _server_of(c.address): c.details.get(FINGERPRINT, "") for c in self._outbox.list_connections()
        }
        return self._fingerprints.get(server) or known.get(server, "")

    # --- inside ---

    @property
    def _outbox(self) -> Outbox:
        return self.engine.outbox

    def _woken(self, connection: Connection) -> Connection:
        self._wake()
        return connection

    def _wake(self) -> None:
        self.engine.worker.wake()
        self.engine.tell_changed()


def _server_of(address: str) -> str:
    return urlsplit(address).netloc
