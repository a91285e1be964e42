"""Whom the database server runs as: PostgreSQL refuses root, so root hands it to somebody with no rights."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class User:
    """An account of the operating system."""

    name: str
    uid: int
    gid: int

    @property
    def is_me(self) -> bool:
        """True if the launcher itself runs as this user."""
        return self.uid == os.geteuid()

    def _becoming(self) -> dict[str, Any]:
        return {} if self.is_me else {"user": self.uid, "group": self.gid, "extra_groups": []}

    def run(self, words: list[str], *, text: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, with nothing of the caller's surroundings but the path."""
        surroundings = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        return subprocess.run(
            words,
            cwd="/",
            env=surroundings,
            input=text,
            capture_output=True,
            text=True,
            check=False,
            **self._becoming(),
        )

    def write(self, path: Path, text: str) -> None:
        """Write a file in a folder of this user's; as that user, so that a planted link gains nothing."""
        done = self.run(["/bin/sh", "-c", 'umask 077; cat >"$1"', "sh", str(path)], text=text)
        if done.returncode:
            raise OSError(done.stderr.strip())

    def can_reach(self, folder: Path) -> bool:
        """May this user pass through every folder down to this one?"""
        return all(self._may_pass(step.stat()) for step in [folder, *folder.parents])

    def _may_pass(self, found: os.stat_result) -> bool:
        shift = 6 if found.st_uid == self.uid else 3 if found.st_gid == self.gid else 0
        return bool(found.st_mode >> shift & 1)


def _of(entry: pwd.struct_passwd) -> User:
    return User(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def me() -> User:
    """The user who started the launcher."""
    return _of(pwd.getpwuid(os.geteuid()))


def server_user(cluster: Path) -> User:
    """The cluster's owner if there is one, else the launcher's own user, else `nobody`."""
    if os.geteuid():
        return me()
    if cluster.exists() and cluster.stat().st_uid:
        return _of(pwd.getpwuid(cluster.stat().st_uid))
    return _of(pwd.getpwnam("nobody"))
