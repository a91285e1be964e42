"""The FIRs of missing children that a station registered on a day, for the list of those who kept silent.

Wiring: the board that compares FIRs with reports calls `rows` for its stations and keeps what it needs; nothing
is written here. A station whose system did not answer is named, so that silence is not taken for "none".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vatsalya.lib.text import clean

from . import client, read


@dataclass(frozen=True)
class FirRow:
    """One FIR about a missing child: no name, only what tells it from another."""

    station: str
    fir_no: str
    registered_on: date
    sex: str
    age: float | None


@dataclass(frozen=True)
class Day:
    """What the stations' systems said of a day, and which of them did not answer."""

    rows: tuple[FirRow, ...]
    silent: tuple[str, ...]


def rows(stations: Iterable[str], *, on: date) -> Day:
    """The FIRs of these stations on a day."""
    found: list[FirRow] = []
    silent: list[str] = []
    for station in stations:
        try:
            found += [row for fir in client.missing_on(station=station, on=on) if (row := _row(station, fir, on))]
        except (client.Down, client.NotThere):
            silent.append(station)
    return Day(tuple(found), tuple(silent))


def _row(station: str, fir: dict[str, object], on: date) -> FirRow | None:
    known = read.answers(fir)
    number = clean(str(fir.get("fir_no") or ""))
    if not client.FIR_NO.fullmatch(number):
        return None
    age = known.get("age", {}).get("value")
    return FirRow(station, number, on, known.get("sex", ""), age)
