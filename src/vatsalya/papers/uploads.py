"""Photographs from people: decoded, turned upright, re-encoded and stripped in a process of their own."""

import atexit
import hashlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from vatsalya.lib.errors import Refusal, Refused

WORKER = Path(__file__).parent / "photo_worker.py"
MOST = 12 * 1024 * 1024
SECONDS = 10


class BadPhoto(Refused):
    """A picture that is not kept, and why (photo.bomb, photo.not_a_photo, photo.too_big, photo.too_small)."""

    def __init__(self, code: str) -> None:
        super().__init__(Refusal(code))
        self.code = code


@dataclass(frozen=True)
class CleanPhoto:
    """Two clean copies and the original as it came (to be sealed, never shown)."""

    small: bytes
    large: bytes
    original: bytes
    width: int
    height: int
    sha256_original: str


class Bench:
    """One worker waits ready, so that nobody waits for it to start; each worker sees one picture and ends."""

    def __init__(self) -> None:
        self.lock, self.owner = threading.Lock(), 0
        self.ready: subprocess.Popen[bytes] | None = None

    def take(self) -> "subprocess.Popen[bytes]":
        """The worker that waits, or a new one; another takes its seat."""
        with self.lock:
            found = self.ready if self.owner == os.getpid() else None
            self.ready, self.owner = _start(), os.getpid()
        return found if found and found.poll() is None else _start()

    def clear(self) -> None:
        """Send the waiting worker home."""
        with self.lock:
            if self.ready and self.owner == os.getpid():
                self.ready.kill()
                self.ready.communicate()
            self.ready = None


def _start() -> "subprocess.Popen[bytes]":
    """A worker that knows nothing of us: no environment, no shell, only its three pipes."""
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", "-B", str(WORKER)],
        env={},
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


BENCH = Bench()
atexit.register(BENCH.clear)


def clean_photo(data: bytes) -> CleanPhoto:
    """A safe photograph out of whatever was sent; raises BadPhoto with what to do."""
    if len(data) > MOST:
        raise BadPhoto("photo.too_big")
    said, body = _ask(data)
    if "wrong" in said:
        raise BadPhoto(said["wrong"])
    cut = said["small"]
    return CleanPhoto(
        small=body[:cut],
        large=body[cut : cut + said["large"]],
        original=data,
        width=said["width"],
        height=said["height"],
        sha256_original=hashlib.sha256(data).hexdigest(),
    )


def _ask(data: bytes) -> tuple[dict, bytes]:
    """What the worker says of a picture; one that killed it or held it up was made to do so."""
    worker = BENCH.take()
    try:
        out, _nothing = worker.communicate(data, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.communicate()
        raise BadPhoto("photo.bomb") from None
    head, found, body = out.partition(b"\n")
    if worker.returncode or not found:
        raise BadPhoto("photo.bomb")
    return json.loads(head), body
