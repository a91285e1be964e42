"""Photographs from people: decoded, turned upright, re-encoded and stripped in a process of their own."""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from vatsalya.lib.errors import Refusal, Refused

WORKER = Path(__file__).parent / "photo_worker.py"
MOST = 12 * 1024 * 1024
SECONDS = 12


@dataclass(frozen=True)
class CleanPhoto:
    """Two clean copies and the original as it came (to be sealed, never shown)."""

    small: bytes
    large: bytes
    original: bytes
    width: int
    height: int
    sha256_original: str


def clean_photo(data: bytes) -> CleanPhoto:
    """A safe photograph out of whatever was sent; raises Refused with what to do."""
    if len(data) > MOST:
        raise Refused(Refusal("photo.too_big"))
    try:
        ran = subprocess.run(  # noqa: S603  (our own worker, no shell, data by pipe)
            [sys.executable, "-I", "-B", str(WORKER)], input=data, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Refused(Refusal("photo.bomb")) from None
    head, _, body = ran.stdout.partition(b"\n")
    if ran.returncode or not head:
        raise Refused(Refusal("photo.bomb" if ran.returncode else "photo.not_a_photo"))
    said = json.loads(head)
    if "wrong" in said:
        raise Refused(Refusal(said["wrong"]))
    cut = said["small"]
    return CleanPhoto(
        small=body[:cut],
        large=body[cut : cut + said["large"]],
        original=data,
        width=said["width"],
        height=said["height"],
        sha256_original=hashlib.sha256(data).hexdigest(),
    )
