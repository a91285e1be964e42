"""Rows in PostgreSQL's binary COPY form, made where the keys are made, so that the sender only passes them on."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np

HEADER = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
TRAILER = struct.pack(">h", -1)
_NULL = struct.pack(">i", -1)
_DAY_ZERO = date(2000, 1, 1).toordinal()
_INT4 = 23
_PAIR = np.dtype([("length", ">i4"), ("value", ">i4")])


def _bytes(value: bytes) -> bytes:
    return struct.pack(">i", len(value)) + value


def _text(value: str) -> bytes:
    return _bytes(value.encode())


def _uuid(value: UUID) -> bytes:
    return b"\0\0\0\x10" + value.bytes


def _int4(value: int) -> bytes:
    return struct.pack(">ii", 4, value)


def _int2(value: int) -> bytes:
    return struct.pack(">ih", 2, value)


def _bool(value: bool) -> bytes:
    return b"\0\0\0\x01\x01" if value else b"\0\0\0\x01\0"


def _date(value: date) -> bytes:
    return struct.pack(">ii", 4, value.toordinal() - _DAY_ZERO)


def _instant(value: datetime) -> bytes:
    seconds = int(value.timestamp()) - 946_684_800
    return struct.pack(">iq", 8, seconds * 1_000_000 + value.microsecond)


def _float8(value: float) -> bytes:
    return struct.pack(">id", 8, value)


def _numbers(values: Sequence[int]) -> bytes:
    """An array of integers; an empty one has no dimension."""
    if not len(values):
        return struct.pack(">iiii", 12, 0, 0, _INT4)
    pairs = np.empty(len(values), _PAIR)
    pairs["length"], pairs["value"] = 4, values
    body = struct.pack(">iiiii", 1, 0, _INT4, len(values), 1) + pairs.tobytes()
    return struct.pack(">i", len(body)) + body


_FORMS: dict[str, Callable[[Any], bytes]] = {
    "uuid": _uuid, "text": _text, "int4": _int4, "int2": _int2, "bool": _bool, "date": _date, "timestamptz": _instant,
    "bytea": _bytes, "int4[]": _numbers, "float8": _float8,
}  # fmt: skip


class Form:
    """How the columns of one table are written."""

    def __init__(self, *kinds: str) -> None:
        self.columns = [_FORMS[kind] for kind in kinds]
        self.head = struct.pack(">h", len(kinds))

    def row(self, values: Sequence[Any]) -> bytes:
        """One row; nothing is NULL."""
        return self.head + b"".join(
            _NULL if value is None else write(value) for write, value in zip(self.columns, values, strict=True)
        )

    def rows(self, rows: Sequence[Sequence[Any]]) -> bytes:
        """Many rows as one piece."""
        return b"".join(self.row(values) for values in rows)
