"""Law data with one thing changed, to see that the change is found."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from vatsalya.law.load import FOLDER, Law


class Copy:
    """A copy of the law data that a test may spoil."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))

    def change(self, file: str, old: str, new: str) -> "Copy":
        """Put other text in place of the first occurrence."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return self

    def write(self, file: str, text: str) -> "Copy":
        """Write a file, or add to one."""
        path = self.folder / file
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.write_text(f"{before}\n{text}", encoding="utf-8")
        return self

    def law(self) -> Law:
        """The law as these files say it."""
        return Law(self.folder)


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path / "law")


@pytest.fixture
def guards() -> Callable[[Law], set[str]]:
    """The guards that the machines and forms of a law name, as if each were written."""

    def named(law: Law) -> set[str]:
        moves = {g for m in law.machines.values() for move in m.moves.values() for g in move.guards}
        return moves | {g for versions in law.form_versions.values() for form in versions for g in form.guards}

    return named
