"""The published site as one file that opens from a folder: `python -m scripts.offline`, after a build.

Every page works from a disk: links name their `index.html`, scripts are classic, search and self-test are scripts.
"""

import sys
import zipfile
from pathlib import Path

from scripts.content import ROOT, Site, told
from scripts.content.repository import last_commit

TARGET = "deep-learning-checked.zip"
FOLDER = "deep-learning-checked"
LEFT_OUT = ("_headers", "robots.txt", "sitemap.xml", "sitemap.xml.gz", "opensearch.xml", "sw.js")
"""What only hosts and robots read."""
PICTURE = "card.png"
"""What previews of links show; beside every page."""
START = f"{FOLDER}/READ ME.txt"
_WORDS = "Unpack this archive and open index.html in a browser. Nothing is fetched from elsewhere.\n"


def pack(site: Path, target: Path, stamp: str = "") -> int:
    """Write the files of `site` to the archive `target`; the number of files. The same site makes the same bytes."""
    partial = target.with_name(f".{target.name}")
    files = [path for path in sorted(site.rglob("*")) if path.is_file()]
    kept = [path for path in files if path.relative_to(site).as_posix() not in LEFT_OUT and path.name != PICTURE]
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(zipfile.ZipInfo(START), _WORDS + (f"Version of {stamp}.\n" if stamp else ""))
        for path in kept:
            info = zipfile.ZipInfo(f"{FOLDER}/{path.relative_to(site).as_posix()}")
            archive.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED)
    partial.replace(target)
    return len(kept)


@told()
def main(root: Path = ROOT) -> int:
    """Pack `site/`; returns the exit code."""
    if not (root / "site" / "index.html").is_file():
        print("There is no site/ yet; run `make build` first.", file=sys.stderr)
        return 1
    days = Site.read(root).days_of_change if last_commit(root) else {}
    count = pack(root / "site", root / TARGET, max(days.values(), default=""))
    size = (root / TARGET).stat().st_size
    print(f"{TARGET}: {count} files, {size / 1e6:.1f} MB. Unpack it and open index.html.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
