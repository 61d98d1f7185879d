"""New connections: a key is got, proved by one question, and kept by the keyring alone."""

import contextlib
import secrets
from collections.abc import Mapping
from typing import Any

from app.errors import Trouble
from app.outgoing.connections import Connection, ConnectionKind
from app.storage.outbox import Outbox
from sync.connecting import USER, Keys
from sync.connectors.moodle.client import Client
from sync.connectors.moodle.connector import MoodleConnector
from sync.connectors.moodle.sign_in import launch_address, read_link, sign_in, signs_in_by_browser
from sync.connectors.xapi.statements import registration_of
from sync.connectors.xapi.store import RecordStore
from sync.errors import Rejected
from sync.http import Site, clean_address


def add_moodle(outbox: Outbox, keys: Keys, address: str, user: str, password: str, token: str) -> Connection:
    """token: where there is one, name and password are not asked for. Raises the errors of `sync.errors`;
    nothing has changed then."""
    site = Site(address)
    try:
        key = token.strip() or sign_in(Client(site), user, password)
        found = MoodleConnector(Client(site, key)).probe()
    finally:
        site.close()
    return _keep(outbox, keys, "moodle", found.name, site.address, {USER: found.user}, key)


def begin_in_browser(address: str) -> tuple[str, str]:
    """The page where the teacher signs in, and a passport drawn for this one time. Raises
    `Rejected('login_not_in_browser')`: this site wants a name and a password."""
    config = _read_config(address)
    if not signs_in_by_browser(config):
        raise Rejected("login_not_in_browser")
    passport = secrets.token_hex(16)
    return launch_address(config, passport), passport


def finish_in_browser(outbox: Outbox, keys: Keys, address: str, link: str, passport: str) -> Connection:
    config = _read_config(address)
    key = read_link(link, str(config.get("wwwroot", "")), passport)
    return add_moodle(outbox, keys, address, "", "", key)


def add_store(outbox: Outbox, keys: Keys, address: str, user: str, password: str) -> Connection:
    """A record store, by name and key of an account that may write and read there."""
    address = clean_address(address)
    for part in ("/statements", "/xAPI"):  # as stores show their own address
        address = address.removesuffix(part)
    site = Site(address)
    try:
        RecordStore(site, user, password).find_all(registration_of("a session that never was"))
    finally:
        site.close()
    name = address.partition("://")[2]
    return _keep(outbox, keys, "xapi", name, address, {USER: user}, password)


def _read_config(address: str) -> dict[str, Any]:
    site = Site(address)
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
