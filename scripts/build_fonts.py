"""Developers only: turn the web fonts of the npm packages @fontsource/noto-sans-* into the TTFs we ship.

Run `npm pack @fontsource/noto-sans …` in a folder, unpack each, then: build_fonts.py FOLDER.
"""

import re
import shutil
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

OUT = Path(__file__).parents[1] / "vatsalya" / "papers" / "fonts"
SCRIPTS = {
    "": ("latin", (400, 700)), "devanagari": ("devanagari", (400, 700)), "bengali": ("bengali", (400,)),
    "tamil": ("tamil", (400,)), "telugu": ("telugu", (400,)), "kannada": ("kannada", (400,)),
    "malayalam": ("malayalam", (400,)), "gujarati": ("gujarati", (400,)), "gurmukhi": ("gurmukhi", (400,)),
    "oriya": ("oriya", (400,)), "arabic": ("arabic", (400,)),
}


def main(folder: Path) -> None:
    """Convert the subsets named above and copy the licence beside them."""
    OUT.mkdir(parents=True, exist_ok=True)
    for script, (subset, weights) in SCRIPTS.items():
        package = f"noto-sans-{script}" if script else "noto-sans"
        home = next(p for p in folder.iterdir() if re.fullmatch(rf"fontsource-{package}-[\d.]+", p.name))
        for weight in weights:
            font = TTFont(home / "package" / "files" / f"{package}-{subset}-{weight}-normal.woff2")
            font.flavor = None
            font.save(OUT / f"{package}-{weight}.ttf")
        shutil.copy(home / "package" / "LICENSE", OUT / "OFL.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
