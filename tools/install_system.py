"""Install what the tests need from the system: Qt's runtime libraries, Chromium, fonts, iproute2.

On Debian and Ubuntu by apt-get, as root or with sudo; elsewhere a sentence names what is missing.
"""

import ctypes.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = [
    "chromium",
    "fonts-noto-core",
    "iproute2",
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0",
    "libxkbcommon0",
]
LIBRARIES = ["EGL", "GL", "dbus-1", "fontconfig", "glib-2.0", "xkbcommon"]


def find_missing() -> list[str]:
    """Names of what is not there, in words a person can act on."""
    missing = []
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        missing.append("Chromium")
    if sys.platform.startswith("linux"):
        missing += [f"lib{name}" for name in LIBRARIES if not ctypes.util.find_library(name)]
        if not shutil.which("ip"):
            missing.append("ip (iproute2)")
        if not Path("/usr/share/fonts/truetype/noto").exists():
            missing.append("Noto fonts")
    return missing


def main() -> int:
    if sys.platform in ("win32", "darwin"):
        return 0  # Chrome or Edge is looked for by the browser tests; Qt brings its own libraries
    missing = find_missing()
    if not missing:
        return 0
    if not shutil.which("apt-get"):
        print(f"The tests need these, please install them: {', '.join(missing)}", file=sys.stderr)
        return 1
    prefix: list[str] = []
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            print(f"Run as root: apt-get install {' '.join(PACKAGES)}", file=sys.stderr)
            return 1
        prefix = ["sudo"]
    print(f"Installing what the tests need: {', '.join(missing)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*prefix, "apt-get", "update", "-qq"], check=True, env=environment)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
    subprocess.run([*prefix, *install], check=True, env=environment, stdout=subprocess.DEVNULL)
    still = find_missing()
    if still:
        print(f"Still missing after the installation: {', '.join(still)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
