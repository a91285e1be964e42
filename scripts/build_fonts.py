"""Developers only: turn the web fonts of the npm packages @fontsource/noto-* into the TTFs we ship.

Needs npm and fontTools. Writes vatsalya/papers/fonts: one TTF for each script and weight, the licence,
and coverage.json (which characters any of them can draw), so that the portal needs no font tools.
"""

import json
import shutil
import subprocess
import tarfile
import tempfile
from itertools import pairwise
from pathlib import Path

from fontTools.ttLib import TTFont

OUT = Path(__file__).parents[1] / "src" / "vatsalya" / "papers" / "fonts"
VERSION = "5.3.0"
#: package, subset of it, weights, own family name where two subsets of one family would hide each other.
FONTS = (
    ("noto-sans", "latin", (400, 700), ""),
    ("noto-sans", "latin-ext", (400, 700), "Noto Sans Ext"),
    ("noto-sans-devanagari", "devanagari", (400, 700), ""),
    ("noto-sans-bengali", "bengali", (400,), ""),
    ("noto-sans-tamil", "tamil", (400,), ""),
    ("noto-sans-telugu", "telugu", (400,), ""),
    ("noto-sans-kannada", "kannada", (400,), ""),
    ("noto-sans-malayalam", "malayalam", (400,), ""),
    ("noto-sans-gujarati", "gujarati", (400,), ""),
    ("noto-sans-gurmukhi", "gurmukhi", (400,), ""),
    ("noto-sans-oriya", "oriya", (400,), ""),
    ("noto-sans-arabic", "arabic", (400,), ""),
    ("noto-nastaliq-urdu", "arabic", (400,), ""),
    ("noto-sans-ol-chiki", "ol-chiki", (400,), ""),
    ("noto-sans-meetei-mayek", "meetei-mayek", (400,), ""),
)


def unpack(package: str, folder: Path) -> Path:
    """The files of a package, fetched by the ordinary npm client."""
    home = folder / package
    if not home.exists():
        command = ["npm", "pack", "--silent", f"@fontsource/{package}@{VERSION}"]
        packed = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.split()[-1]
        with tarfile.open(folder / packed) as archive:
            archive.extractall(home, filter="data")
    return home / "package"


def rename(font: TTFont, family: str) -> None:
    """Give a font a family name of its own."""
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = family
        elif record.nameID in (6, 25):
            record.string = family.replace(" ", "")


def convert(home: Path, package: str, subset: str, weight: int, family: str) -> set[int]:
    """One web font as TTF; returns the characters it has."""
    font = TTFont(home / "files" / f"{package}-{subset}-{weight}-normal.woff2", recalcTimestamp=False)
    font.flavor = None
    if family:
        rename(font, family)
    name = f"{package}-{subset}" if not package.endswith(subset) else package
    font.save(OUT / f"{name}-{weight}.ttf")
    return set(font.getBestCmap())


def ranges(points: set[int]) -> list[list[int]]:
    """[[first, last], …] of a set of characters."""
    ordered = sorted(points)
    starts = [ordered[0], *(b for a, b in pairwise(ordered) if b != a + 1)]
    ends = [*(a for a, b in pairwise(ordered) if b != a + 1), ordered[-1]]
    return [list(pair) for pair in zip(starts, ends, strict=True)]


def main() -> None:
    """Fetch and convert; the licence with every copyright line lies beside the fonts."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    points: set[int] = set()
    owners: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for package, subset, weights, family in FONTS:
            home = unpack(package, Path(folder))
            for weight in weights:
                points |= convert(home, package, subset, weight, family)
            owner, _, licence = (home / "LICENSE").read_text(encoding="utf-8").partition("\n")
            owners += [owner] if owner not in owners else []
    (OUT / "OFL.txt").write_text("\n".join(owners) + "\n" + licence, encoding="utf-8")
    text = json.dumps(ranges({point for point in points if point > 31}), separators=(",", ":"))
    (OUT / "coverage.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
