"""Ways to a key for Moodle. The password is used once and kept nowhere."""

import base64
import binascii
import hashlib
from typing import Any, Final
from urllib.parse import urlencode

from sync.connectors.moodle.client import Client
from sync.errors import LoggedOut, Rejected

# The first that gives a key: one made for us can do most, the phone app's is what every teacher gets.
SERVICES: Final = ("preau", "mod_attendance", "moodle_mobile_app")
BROWSER: Final = (2, 3)  # typeoflogin: in the browser, in an embedded one


def sign_in(client: Client, name: str, password: str) -> str:
    """A key. Raises `LoggedOut` as `Client.ask_token`; a wrong password is tried once only, because Moodle
    locks accounts."""
    config = client.public_config()
    if not config.get("enablewebservices") and not config.get("enablemobilewebservice"):
        raise LoggedOut("platform_service_off")
    refused = LoggedOut("login_not_allowed")
    for service in SERVICES:
        try:
            return client.ask_token(name, password, service)
        except LoggedOut as error:
            if error.code == "login_wrong":
                raise
            refused = error
        except Rejected as error:  # a service that this Moodle does not have
            refused = LoggedOut("login_not_allowed") if error.code == "platform_refused" else refused
    raise refused


def signs_in_by_browser(config: dict[str, Any]) -> bool:
    """Whether the site wants its own page for signing in (single sign-on)."""
    return config.get("typeoflogin") in BROWSER


def launch_address(config: dict[str, Any], passport: str, service: str = SERVICES[-1]) -> str:
    """The page where the teacher signs in and then copies a link. passport: drawn anew each time. Raises
    `Rejected('platform_not_understood')` where the site names no page of the web: a browser would open it."""
    page = str(config.get("launchurl", ""))
    if not page.startswith(("https://", "http://")):
        raise Rejected("platform_not_understood")
    fields = {"service": service, "passport": passport, "urlscheme": "preau", "confirmed": "1"}
    return f"{page}?{urlencode(fields)}"


def read_link(link: str, wwwroot: str, passport: str) -> str:
    """The key in the link that the page gave. Raises `Rejected('login_link_wrong')` where the link is not
    that of this sign-in: somebody else's would sign the teacher in as them."""
    _, found, packed = link.strip().partition("://token=")
    try:
        parts = base64.b64decode(packed.rstrip("/"), validate=True).decode().split(":::")
    except (binascii.Error, ValueError):
        parts = []
    expected = hashlib.md5(f"{wwwroot}{passport}".encode(), usedforsecurity=False).hexdigest()
    if not found or len(parts) < 2 or parts[0].lower() != expected:
        raise Rejected("login_link_wrong")
    return parts[1]
