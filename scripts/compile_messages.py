"""Compiles each catalogue that is newer than its compiled form; gettext is not needed."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def stale(folder: Path) -> list[Path]:
    """The .po files without a .mo of the same age or younger."""
    return [po for po in sorted(folder.rglob("*.po")) if not _is_fresh(po, po.with_suffix(".mo"))]


def _is_fresh(po: Path, mo: Path) -> bool:
    return mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns


def compile_one(po: Path) -> None:
    """Write the .mo in one step, so that a process starting meanwhile never reads half of it."""
    import polib  # late: the usual start has nothing to compile and should not wait for it

    half = po.with_suffix(f".mo.{po.stat().st_mtime_ns}")
    polib.pofile(str(po), check_for_duplicates=True).save_as_mofile(str(half))
    half.replace(po.with_suffix(".mo"))


def main(folder: Path = ROOT / "src" / "vatsalya") -> int:
    """Compile what is stale; a broken catalogue is named and fails the start."""
    broken = 0
    for po in stale(folder):
        try:
            compile_one(po)
        except (OSError, ValueError) as error:
            print(f"{po}: {error}", file=sys.stderr)
            broken = 1
    return broken


if __name__ == "__main__":
    sys.exit(main())
