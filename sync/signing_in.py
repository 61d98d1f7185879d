"""New connections: a key is got, proved by one question, and kept by the keyring alone."""

import contextlib
import secrets
from collections.abc import Mapping
from typing import Any

from app.clock import Clock
from app.errors import Trouble
from app.outgoing.connections import Connection, ConnectionKind
from app.outgoing.registration import Registration
from app.storage.outbox import Outbox
from sync.connecting import FINGERPRINT, USER, Keys, open_tool
from sync.connectors.lti.keys import KeyPair
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
    """token: where there is one, name and password are not asked for. trusted: fingerprint of the one
    certificate to believe, also below. Raises the errors of `sync.errors`; nothing has changed then."""
    site = Site(address, trusted=trusted)
    try:
        key = token.strip() or sign_in(Client(site), user, password)
        found = MoodleConnector(Client(site, key)).probe()
    finally:
        site.close()
    details = {USER: found.user} | _trusting(trusted)
    return _keep_with_key(outbox, keys, "moodle", found.name, site.address, details, key)


def add_tool(
    outbox: Outbox, key: KeyPair, clock: Clock, known: Registration, trusted: str = ""
) -> Connection:
    """A course by its tool (LTI). Raises the errors of `sync.errors`; nothing has changed then."""
    connector = open_tool(known, key, clock, trusted)
    try:
        found = connector.probe()
    finally:
        connector.close()
    details = known.details() | _trusting(trusted)
    before = next((c for c in outbox.list_connections() if c.details.get("items") == known.items), None)
    return _keep(outbox, "lti", found.name, known.address, details, before)


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
    address = clean_address(address)
    for part in ("/statements", "/xAPI"):  # as stores show their own address
        address = address.removesuffix(part)
    site = Site(address, trusted=trusted)
    try:
        RecordStore(site, user, password).find_all(registration_of("a session that never was"))
    finally:
        site.close()
    name = address.partition("://")[2]
    return _keep_with_key(outbox, keys, "xapi", name, address, {USER: user} | _trusting(trusted), password)


def _read_config(address: str, trusted: str) -> dict[str, Any]:
    site = Site(address, trusted=trusted)
    try:
        return Client(site).public_config()
    finally:
        site.close()


def _trusting(fingerprint: str) -> dict[str, str]:
    return {FINGERPRINT: fingerprint} if fingerprint else {}


def _keep_with_key(
    outbox: Outbox, keys: Keys, kind: ConnectionKind, name: str, address: str, details: Mapping[str, str],
    key: str,
) -> Connection:  # fmt: skip
    before = [c for c in outbox.list_connections() if c.kind == kind and c.address == address]
    kept = _keep(outbox, kind, name, address, details, before[0] if before else None)
    with contextlib.suppress(Trouble):  # `Keys.unkept` says so; until the program ends it can be used
        keys.keep(kept.id, key)
    return kept


def _keep(
    outbox: Outbox, kind: ConnectionKind, name: str, address: str, details: Mapping[str, str],
    before: Connection | None,
) -> Connection:  # fmt: skip
    """before: the connection that there was to the same place; it goes on with the new details."""
    if before is not None:
        id_ = before.id
        outbox.set_details(id_, {**before.details, **details})
        outbox.set_trouble(id_, "")
    else:
        id_ = outbox.add_connection(kind, name, address, details)
    return next(connection for connection in outbox.list_connections() if connection.id == id_)
