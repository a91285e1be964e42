"""What the generator hands out: columns of the records that officers would have made, and the truth behind them."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np

Strings = np.ndarray  # dtype object
NEVER = np.datetime64("NaT", "s")


@dataclass(frozen=True)
class Columns:
    """Columns of equal length, one row for each record."""

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def take(self, which: np.ndarray) -> Self:
        """Some of the records, by mask or by places."""
        return type(self)(**{field.name: getattr(self, field.name)[which] for field in fields(self)})

    @classmethod
    def join(cls, parts: list[Self]) -> Self:
        """Records of several tables one under another."""
        return cls(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(cls)})

    def rows(self) -> Iterator[dict[str, Any]]:
        """The records one by one, as plain values."""
        names = [field.name for field in fields(self)]
        columns = [getattr(self, name).tolist() for name in names]
        for values in zip(*columns, strict=True):
            yield dict(zip(names, values, strict=True))


@dataclass(frozen=True)
class Sheet(Columns):
    """What a record says of the child, as it was told or seen and typed."""

    serial: np.ndarray  # running number of the record in its kind
    number: Strings  # 32 hexadecimal digits: the record's opaque id
    name: Strings
    called: Strings
    sex: Strings
    age: np.ndarray
    age_basis: Strings
    birth_date: np.ndarray
    father: Strings
    mother: Strings
    languages: Strings  # lists of codes
    marks: Strings  # lists of {kind, part, side, text}
    height_cm: np.ndarray
    disability: Strings
    clothes: Strings
    photo: np.ndarray  # 0 none, 1 old, 2 recent
    home_district: np.ndarray  # code, 0 where not known
    written: np.ndarray  # place in names.LANGUAGES of the office's script


@dataclass(frozen=True)
class Missing(Sheet):
    """Missing reports, of the police and of citizens."""

    channel: Strings
    lost_at: np.ndarray
    reported_at: np.ndarray
    state: np.ndarray
    district: np.ndarray
    station: np.ndarray  # the how-manieth station of the district, counted round
    spot: Strings
    circumstance: Strings
    traced_at: np.ndarray  # NEVER while open


@dataclass(frozen=True)
class Found(Sheet):
    """Found and admitted children before a Committee, and where they stayed."""

    found_at: np.ndarray
    charge_at: np.ndarray
    journey_minutes: np.ndarray
    produced_at: np.ndarray
    state: np.ndarray
    district: np.ndarray
    home: np.ndarray  # the how-manieth home of the district, counted round
    brought_by: Strings
    ground: Strings
    home_says: Strings
    ordered_at: np.ndarray
    discharged_at: np.ndarray
    restored: np.ndarray


@dataclass(frozen=True)
class Calls(Columns):
    """Cases at 1098."""

    serial: np.ndarray
    number: Strings
    called_at: np.ndarray
    state: np.ndarray
    district: np.ndarray
    caller: Strings
    need: Strings
    triage: Strings
    about: Strings  # the opaque id of a missing or found record that the helpline itself linked, or empty


@dataclass(frozen=True)
class Pairs(Columns):
    """The truth: two records that are one child. Never loaded into the database."""

    kind: Strings  # same_child | entered_twice | citizen_repeats | call
    child: np.ndarray  # running number of the child, the same in every pair about it
    left: Strings
    right: Strings
    interstate: np.ndarray
    recognised: np.ndarray  # an officer has found it out already


@dataclass(frozen=True)
class Batch:
    """A part of the country, small enough for memory."""

    start: int
    children: int
    missing: Missing
    found: Found
    calls: Calls
    pairs: Pairs
