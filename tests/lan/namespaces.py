"""Network namespaces on one machine, joined by cables: real multicast, no real network."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def can_make_namespaces() -> bool:
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("ip"):
        return False
    name = f"preau-probe-{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False)
    if made.returncode == 0:
        subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)
    return made.returncode == 0


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, timeout=10)


class Cable:
    """Namespaces `a`, `b` and `c`. Cables: a `eth0` to b `eth0`, a `eth1` to c `eth0`. Addresses:
    a 10.99.1.1 and 10.99.3.1, b 10.99.1.2, c 10.99.3.2, or for `family` 6 fd99:1::1 and so on."""

    def __init__(self, family: int = 4) -> None:
        self.a, self.b, self.c = (f"preau-{letter}-{os.getpid()}" for letter in "abc")
        self.family = family

    def __enter__(self) -> "Cable":
        try:
            for name in (self.a, self.b, self.c):
                ip("netns", "add", name)
                ip("-n", name, "link", "set", "lo", "up")
            for mine, other, net in (("eth0", self.b, 1), ("eth1", self.c, 3)):
                ip("-n", self.a, "link", "add", mine, "type", "veth", "peer", "name", "eth0", "netns", other)
                for name, interface, number in ((self.a, mine, 1), (other, "eth0", 2)):
                    four, six = f"10.99.{net}.{number}/24", f"fd99:{net}::{number}/64"
                    address = [four] if self.family == 4 else [six, "nodad"]
                    ip("-n", name, "address", "add", *address, "dev", interface)
                    ip("-n", name, "link", "set", interface, "up")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for name in (self.a, self.b, self.c):
            subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)

    def python(self, namespace: str, *arguments: str) -> subprocess.Popen[str]:
        """This interpreter inside `namespace`, as a module run with pipes for both directions."""
        return subprocess.Popen(
            ["ip", "netns", "exec", namespace, sys.executable, "-m", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            bufsize=1,
        )
