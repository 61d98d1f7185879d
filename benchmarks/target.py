"""Where a class server is and how its requests look; made from its ready line. Knows no sockets."""

import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from benchmarks.limits import require_loopback
from benchmarks.wire import request_bytes, upgrade_bytes

PAGE_HEADERS = {"Accept": "text/html", "Accept-Encoding": "gzip", "Accept-Language": "fr"}


@dataclass(frozen=True, slots=True)
class Target:
    """join: path of the class page. host_path, secret: the way in for the host. pid: whose cost is read."""

    address: str
    port: int
    join: str
    host_path: str
    secret: str
    pid: int

    def __post_init__(self) -> None:
        require_loopback(self.address)

    @property
    def host(self) -> str:
        return f"{self.address}:{self.port}"

    def get(self, path: str, cookie: str = "") -> bytes:
        return request_bytes("GET", path, self.host, PAGE_HEADERS | ({"Cookie": cookie} if cookie else {}))

    def post_join(self, form: dict[str, str], where: str = "join", cookie: str = "") -> bytes:
        """A form of the door as the page's script sends it."""
        headers = PAGE_HEADERS | {
            "Accept": "application/json",
            "Origin": f"http://{self.host}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        if cookie:
            headers["Cookie"] = cookie
        return request_bytes("POST", f"{self.join}/{where}", self.host, headers, urlencode(form).encode())

    def post_form(self, path: str, body: bytes, cookie: str) -> bytes:
        """A form as a browser without script sends it."""
        headers = PAGE_HEADERS | {
            "Origin": f"http://{self.host}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookie,
        }
        return request_bytes("POST", path, self.host, headers, body)

    def open_socket(self, cookie: str) -> bytes:
        headers = {"Origin": f"http://{self.host}", "Cookie": cookie}
        return upgrade_bytes(f"{self.join}/ws", self.host, headers)

    def open_host(self) -> bytes:
        # No Origin: that is what a browser sends, and a page must have logged in instead of saying hello.
        return upgrade_bytes(self.host_path, self.host, {})


def target_of(line: dict, pid: int) -> Target:
    """Reads a ready line leniently: whatever it leaves out follows from its port and code."""
    join = urlsplit(str(line.get("join", "")))
    port = int(line.get("port") or join.port or 80)
    path = join.path.rstrip("/") or f"/{line['code']}"
    host = urlsplit(str(line.get("host", ""))).path or "/host/ws"
    # The join address shows the laptop's own address; the benchmark stays on the loopback.
    return Target("127.0.0.1", port, path, host, _secret(line), int(line.get("pid") or pid))


def _secret(line: dict) -> str:
    if "secret" in line:
        return str(line["secret"])
    text = Path(line["secret_file"]).read_text(encoding="utf-8").strip()
    # The secret is the first line; its generation may follow.
    return str(json.loads(text)["secret"]) if text.startswith("{") else text.partition("\n")[0].strip()
