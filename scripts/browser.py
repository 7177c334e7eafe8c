"""Find a Chromium for the tests, or install one: `python -m scripts.browser` prints its path.

In this order: the variable `CHROMIUM`, a browser of the system, the one that Playwright keeps; then an installation
with Playwright, then one with the system's packages (Debian and Ubuntu, as root).
"""

import os
import shutil
import subprocess
import sys

from scripts.render.browser import find


def install() -> None:
    """Install a Chromium with Playwright, else with the system's packages."""
    commands = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        packages = [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
        commands = packages + commands
    for command in commands:
        print(" ".join(command), flush=True)
        subprocess.run(command, check=False)
        if find():
            return


def main() -> int:
    """Make sure that there is a browser."""
    if find() is None:
        install()
    if (path := find()) is None:
        print("No Chromium was found and none could be installed; install one and set CHROMIUM to its path.")
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
