"""Find a Chromium for the tests, or install one: `python -m scripts.browser` prints its path.

In this order: the variable `CHROMIUM`, a browser of the system, the one that Playwright keeps; then an installation
with Playwright, then one with the system's packages (Debian and Ubuntu, as root).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""What keeps a headless Chromium from asking other hosts for anything."""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of a Chromium, None if there is none."""
    if (named := os.environ.get("CHROMIUM")) and shutil.which(named):
        return named
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


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
