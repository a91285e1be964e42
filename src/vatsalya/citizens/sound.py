"""A spoken note, looked at by content: what it is, how long it lasts; nothing of it is played or decoded here.

Containers only (Ogg, WebM, MP4, WAV): a note is what its bytes say, never what its name says. What
cannot be measured is refused. It is played back by the officer's browser, in its own sandbox.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from vatsalya.lib.errors import Refusal, Refused

MOST, SECONDS = 500 * 1024, 60.0
#: A recorder stops a little late.
GRACE = 2.0


@dataclass(frozen=True)
class Note:
    """A note that may be kept."""

    data: bytes
    kind: str
    seconds: float


def note(data: bytes) -> Note:
    """The note, if it is one, short and small enough; raises Refused with what to do."""
    if len(data) > MOST:
        raise Refused(Refusal("voice.too_big"))
    try:
        kind, seconds = _measured(data)
    except (ValueError, IndexError, struct.error, ZeroDivisionError):
        raise Refused(Refusal("voice.not_a_note")) from None
    if seconds > SECONDS + GRACE:
        raise Refused(Refusal("voice.too_long"))
    return Note(data, kind, round(seconds, 1))


def _measured(data: bytes) -> tuple[str, float]:
    if data[:4] == b"OggS":
        return "audio/ogg", _ogg(data)
    if data[:4] == b"\x1aE\xdf\xa3":
        return "audio/webm", _webm(data)
    if data[4:8] == b"ftyp":
        return "audio/mp4", _mp4(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav", _wav(data)
    raise ValueError("no container of ours")


def _ogg(data: bytes) -> float:
    """The last page's count of samples; the first page must be Opus or Vorbis."""
    start, last, rate = 0, 0, 0
    while start < len(data):
        if data[start : start + 4] != b"OggS":
            raise ValueError("a page is missing")
        grains, segments = struct.unpack_from("<q", data, start + 6)[0], data[start + 26]
        body = start + 27 + segments
        size = sum(data[start + 27 : body])
        if len(data) < body + size:
            raise ValueError("cut short")
        rate = rate or _ogg_rate(data[body : body + size])
        last = max(last, grains)
        start = body + size
    return last / rate


def _ogg_rate(head: bytes) -> int:
    if head[:8] == b"OpusHead":
        return 48_000
    if head[:7] == b"\x01vorbis":
        return int(struct.unpack_from("<I", head, 12)[0])
    raise ValueError("not a sound")


def _wav(data: bytes) -> float:
    place, per_second = 12, 0
    while place + 8 <= len(data):
        name, size = data[place : place + 4], struct.unpack_from("<I", data, place + 4)[0]
        if name == b"fmt ":
            per_second = struct.unpack_from("<I", data, place + 16)[0]
        if name == b"data":
            return min(size, len(data) - place - 8) / per_second
        place += 8 + size + size % 2
    raise ValueError("no sound in it")


def _number(data: bytes, place: int, *, keep: bool) -> tuple[int, int]:
    """An EBML number at a place, and where the next thing begins; -1 for a size that is not told."""
    first = data[place]
    if not first:
        raise ValueError("no number")
    width = 9 - first.bit_length()
    raw = data[place : place + width]
    if len(raw) < width:
        raise ValueError("cut short")
    value = int.from_bytes(raw, "big")
    if keep:
        return value, place + width
    value &= (1 << (7 * width)) - 1
    return (-1 if value == (1 << (7 * width)) - 1 else value), place + width


_SEGMENT, _CLUSTER, _GROUP, _TRACKS, _TRACK = 0x18538067, 0x1F43B675, 0xA0, 0x1654AE6B, 0xAE
_TRACK_TYPE, _TIME, _BLOCK, _SIMPLE, _SCALE, _INFO = 0x83, 0xE7, 0xA1, 0xA3, 0x2AD7B1, 0x1549A966
_INSIDE = {_SEGMENT, _CLUSTER, _GROUP, _TRACKS, _TRACK, _INFO}


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The elements of a WebM file in order; the open ones are gone into."""
    place = 0
    while place < len(data):
        name, place = _number(data, place, keep=True)
        size, place = _number(data, place, keep=False)
        if name in _INSIDE:
            continue
        if size < 0:
            raise ValueError("an element without an end")
        yield name, data[place : place + size]
        place += size


def _webm(data: bytes) -> float:
    """The time of the last block; a track of pictures is no spoken note."""
    scale, cluster, last, kinds = 1_000_000, 0, 0, set()
    for name, body in _elements(data):
        if name == _SCALE:
            scale = int.from_bytes(body, "big")
        elif name == _TRACK_TYPE:
            kinds.add(int.from_bytes(body, "big"))
        elif name == _TIME:
            cluster = int.from_bytes(body, "big")
        elif name in (_SIMPLE, _BLOCK):
            _track, place = _number(body, 0, keep=False)
            last = max(last, cluster + struct.unpack_from(">h", body, place)[0])
    if kinds != {2}:
        raise ValueError("not a sound alone")
    return last * scale / 1e9


_BOXES = {b"moov", b"trak", b"mdia", b"moof", b"traf"}


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    while place + 8 <= len(data):
        size, name = struct.unpack_from(">I", data, place)[0], data[place + 4 : place + 8]
        size = size or len(data) - place
        if size < 8 or place + size > len(data):
            raise ValueError("a box that does not end")
        body = data[place + 8 : place + size]
        if name in _BOXES:
            yield from _boxes(body)
        else:
            yield name, body
        place += size


def _mp4(data: bytes) -> float:
    """The track's own length; of a recording in pieces, the sum of its pieces."""
    scale, whole, pieces, default, kinds = 0, 0, 0, 0, set()
    for name, body in _boxes(data):
        if name == b"hdlr":
            kinds.add(bytes(body[8:12]))
        elif name == b"mdhd":
            at = 20 if body[0] else 12
            scale = struct.unpack_from(">I", body, at)[0]
            whole = struct.unpack_from(">Q" if body[0] else ">I", body, at + 4)[0]
        elif name == b"tfhd":
            default = _tfhd(body)
        elif name == b"trun":
            pieces += _trun(body, default)
    if kinds - {b"soun"} or not kinds:
        raise ValueError("not a sound alone")
    found = max(whole if whole not in (0xFFFFFFFF, 2**64 - 1) else 0, pieces) / scale
    if not found:
        raise ValueError("its length is not told")
    return found


def _tfhd(body: bytes) -> int:
    flags = int.from_bytes(body[1:4], "big")
    place = 8 + (8 if flags & 1 else 0) + (4 if flags & 2 else 0)
    return struct.unpack_from(">I", body, place)[0] if flags & 8 else 0


def _trun(body: bytes, default: int) -> int:
    flags, count = int.from_bytes(body[1:4], "big"), struct.unpack_from(">I", body, 4)[0]
    place = 8 + (4 if flags & 1 else 0) + (4 if flags & 4 else 0)
    step = 4 * sum(bool(flags & bit) for bit in (0x100, 0x200, 0x400, 0x800))
    if count * step > len(body):
        raise ValueError("cut short")
    if not flags & 0x100:
        return default * count
    return sum(struct.unpack_from(">I", body, place + step * one)[0] for one in range(count))
