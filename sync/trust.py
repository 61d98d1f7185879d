"""A school's server whose certificate nobody has signed: trusted by its fingerprint, which the teacher has
compared once. Whoever shows another certificate gets nothing.
"""

import hashlib
import socket
import ssl
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.poolmanager import ProxyManager

from sync.errors import NotReached

_WAIT: Final = 10.0  # seconds


def read_fingerprint(host: str, port: int) -> str:
    """SHA-256 of the certificate that is shown there, as browsers write it; nothing is sent.

    Raises `NotReached` with `platform_not_reached`, or `platform_not_trusted` where no TLS is spoken.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # it is only looked at
    try:
        with (
            socket.create_connection((host, port), _WAIT) as plain,
            context.wrap_socket(plain, server_hostname=host) as shown,
        ):
            certificate = shown.getpeercert(binary_form=True)
    except ssl.SSLError:
        raise NotReached("platform_not_trusted") from None
    except OSError:
        raise NotReached("platform_not_reached") from None
    digest = hashlib.sha256(certificate or b"").hexdigest().upper()
    return ":".join(digest[place : place + 2] for place in range(0, len(digest), 2))


def fingerprint_of(address: str) -> str:
    """As `read_fingerprint`, for an https address."""
    parts = urlsplit(address)
    return read_fingerprint(parts.hostname or "", parts.port or 443)


class TrustedAdapter(HTTPAdapter):
    """Believes one certificate and no other, whatever authorities the computer believes. It is compared
    before a byte of the request goes out."""

    def __init__(self, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, assert_fingerprint=self._fingerprint)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> ProxyManager:
        manager: ProxyManager = super().proxy_manager_for(
            proxy, **kwargs, assert_fingerprint=self._fingerprint
        )
        return manager

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Without the authorities, whose word is not asked; the fingerprint is, each time."""
        return super().send(request, *args, **(kwargs | {"verify": False}))
