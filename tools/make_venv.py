"""Create the virtual environment and install pinned, hashed requirements into it.

Runs with the system's Python, before anything is installed: standard library only.
"""

import subprocess
import sys
from pathlib import Path


def main() -> int:
    folder, requirements = Path(sys.argv[1]), Path(sys.argv[2])
    if sys.version_info < (3, 11):  # noqa: UP036 - this very check is for older ones
        print(
            f"Preau needs Python 3.11 or newer; this is {sys.version.split()[0]}. "
            "Install a newer one and run: make PYTHON=python3.12 run",
            file=sys.stderr,
        )
        return 1
    bin_folder = folder / ("Scripts" if sys.platform == "win32" else "bin")
    python = bin_folder / ("python.exe" if sys.platform == "win32" else "python")
    if not python.exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(folder)], check=False)
        if made.returncode:
            print(
                "Python could not make a virtual environment. On Debian and Ubuntu the part is missing: "
                "apt-get install python3-venv",
                file=sys.stderr,
            )
            return 1
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    print(f"Installing {requirements} into {folder} (the first time takes a minute) ...", flush=True)
    done = subprocess.run([*install, "--require-hashes", "-r", str(requirements)], check=False)
    if done.returncode:
        print(
            "The packages could not be installed; the lines above say why. Nothing else was changed: "
            "mend it (often: connect to the internet once) and run the same command again.",
            file=sys.stderr,
        )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
