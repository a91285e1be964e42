"""Processes we start: each dies with us, and none of its own children outlives it."""

import ctypes
import os
import signal
import subprocess
from contextlib import suppress

from .place import ROOT

PYTHON = str(ROOT / ".venv" / "bin" / "python")
MANAGE = [PYTHON, str(ROOT / "manage.py")]
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
_libc = ctypes.CDLL(None)


def _die_with_parent() -> None:
    _libc.prctl(_DIE_WITH_PARENT, signal.SIGTERM)


def start(
    words: list[str],
    env: dict[str, str],
    *,
    apart: bool,
    stdin: int | None = None,
    stdout: int | None = None,
    stderr: int | None = None,
) -> subprocess.Popen[str]:
    """Start a process; `apart` keeps the keyboard's Ctrl-C away from it, so that we stop it in order."""
    return subprocess.Popen(
        words,
        env=env,
        text=True,
        start_new_session=apart,
        preexec_fn=_die_with_parent,  # noqa: PLW1509  (the launcher has no threads)
        cwd=ROOT if apart else None,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
    )


def stop(process: subprocess.Popen[str], *, patience: float = 12) -> None:
    """Ask it to end, then end its whole group."""
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
