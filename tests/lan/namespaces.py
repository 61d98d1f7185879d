"""Two network namespaces on one machine, joined by a cable: real multicast, no real network."""

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
    """Namespaces `a` (10.99.1.1) and `b` (10.99.1.2), each with one interface `eth0`."""

    def __init__(self) -> None:
        self.a, self.b = f"preau-a-{os.getpid()}", f"preau-b-{os.getpid()}"

    def __enter__(self) -> "Cable":
        try:
            for name in (self.a, self.b):
                ip("netns", "add", name)
                ip("-n", name, "link", "set", "lo", "up")
            ip("-n", self.a, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", self.b)
            for name, number in ((self.a, 1), (self.b, 2)):
                ip("-n", name, "address", "add", f"10.99.1.{number}/24", "dev", "eth0")
                ip("-n", name, "link", "set", "eth0", "up")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for name in (self.a, self.b):
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
