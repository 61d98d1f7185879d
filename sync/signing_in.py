"""New connections: a key is got, proved by one question, and kept by the keyring alone."""

import contextlib
import secrets
from collections.abc import Mapping
from typing import Any

from app.errors import Trouble
from app.outgoing.connections import Connection, ConnectionKind
from app.storage.outbox import Outbox
from sync.connecting import FINGERPRINT, USER, Keys
from sync.connectors.moodle.client import Client
from sync.connectors.moodle.connector import MoodleConnector
from sync.connectors.moodle.sign_in import launch_address, read_link, sign_in, signs_in_by_browser
from sync.connectors.xapi.statements import registration_of
from sync.connectors.xapi.store import RecordStore
from sync.errors import Rejected
from sync.http import Site, clean_address


def add_moodle(
    outbox: Outbox, keys: Keys, address: str, user: str, password: str, token: str, trusted: str = ""
) -> Connection:
    """token: where there is one, name and password are not asked for. trusted: fingerprint of the certificate
    that the teacher trusts. Raises the errors of `sync.errors`; nothing has changed then."""
    site = Site(address, trusted=trusted)
    try:
        key = token.strip() or sign_in(Client(site), user, password)
        found = MoodleConnector(Client(site, key)).probe()
    finally:
        site.close()
    details = {USER: found.user, FINGERPRINT: trusted}
    return _keep(outbox, keys, "moodle", found.name, site.address, details, key)


def begin_in_browser(address: str, trusted: str = "") -> tuple[str, str]:
    """The page where the teacher signs in, and a passport drawn for this one time. Raises
    `Rejected('login_not_in_browser')`: this site wants a name and a password."""
    config = _read_config(address, trusted)
    if not signs_in_by_browser(config):
        raise Rejected("login_not_in_browser")
    passport = secrets.token_hex(16)
    return launch_address(config, passport), passport


def finish_in_browser(
    outbox: Outbox, keys: Keys, address: str, link: str, passport: str, trusted: str = ""
) -> Connection:
    config = _read_config(address, trusted)
    key = read_link(link, str(config.get("wwwroot", "")), passport)
    return add_moodle(outbox, keys, address, "", "", key, trusted)


def add_store(
    outbox: Outbox, keys: Keys, address: str, user: str, password: str, trusted: str = ""
) -> Connection:
    """A record store, by name and key of an account that may write and read there."""
    address = store_address(address)
    site = Site(address, trusted=trusted)
    try:
        RecordStore(site, user, password).find_all(registration_of("a session that never was"))
    finally:
        site.close()
    name = address.partition("://")[2]
    details = {USER: user, FINGERPRINT: trusted}
    return _keep(outbox, keys, "xapi", name, address, details, password)


def store_address(address: str) -> str:
    """Without the parts of the path that stores show as their own. Raises as `clean_address`."""
    address = clean_address(address)
    for part in ("/statements", "/xAPI"):
        address = address.removesuffix(part)
    return address


def _read_config(address: str, trusted: str) -> dict[str, Any]:
    site = Site(address, trusted=trusted)
    try:
        return Client(site).public_config()
    finally:
        site.close()


def _keep(
    outbox: Outbox, keys: Keys, kind: ConnectionKind, name: str, address: str, details: Mapping[str, str],
    key: str,
) -> Connection:  # fmt: skip
    """The connection that there was to the same address goes on with the new key."""
    known = [c for c in outbox.list_connections() if c.kind == kind and c.address == address]
    if known:
        id_ = known[0].id
        outbox.set_details(id_, {**known[0].details, **details})
        outbox.set_trouble(id_, "")
    else:
        id_ = outbox.add_connection(kind, name, address, details)
    with contextlib.suppress(Trouble):  # `Keys.unkept` says so; until the program ends it can be used
        keys.keep(id_, key)
    return next(connection for connection in outbox.list_connections() if connection.id == id_)
