"""An outside set of records: taken in whole, and asked with a file of queries."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction

from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refused
from vatsalya.matching import actions, queries, rates
from vatsalya.matching.queries import Candidate
from vatsalya.matching.record import Record

from . import files, load, own
from .columns import BadRow, Read, entry_id, read, text
from .copy import Form
from .load import Part
from .parallel import Progress, in_order, pool

GIVEN = Form("uuid", "text")
TABLES = {"matching_entry": load.COLUMNS, "outside_id": ("id", "given")}
MOST_TOLD = 200  # refused rows and notes told one by one; the rest are counted
_MAKE_IDS = "CREATE TABLE IF NOT EXISTS outside_id (id uuid PRIMARY KEY, given text NOT NULL)"


@dataclass
class Taken:
    """What became of a file."""

    loaded: int = 0
    refused: int = 0
    noted: int = 0
    refusals: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, told: list[dict[str, Any]]) -> None:
        """Rows that are not used, with number, column and reason."""
        self.refused += len(told)
        self.refusals += told[: max(0, MOST_TOLD - len(self.refusals))]

    def note(self, told: list[dict[str, Any]]) -> None:
        """Values that were left out of rows that are used."""
        self.noted += len(told)
        self.notes += told[: max(0, MOST_TOLD - len(self.notes))]

    def as_json(self) -> dict[str, Any]:
        """For the command line."""
        found = {"loaded": self.loaded, "refused": self.refused, "refusals": self.refusals}
        return found | {"notes": self.noted, "first_notes": self.notes}


def take(path: Path, *, at: datetime, adding: bool = False, quiet: bool = False) -> dict[str, Any]:
    """Load a file into the database this process works in; `adding` keeps what is there, and its index."""
    started = time.perf_counter()
    taken, progress = Taken(), Progress(path.name, quiet=quiet)
    connection.close()
    with pool() as workers, own.owner() as opened:
        opened.execute(_MAKE_IDS)
        known: set[int] = set()
        if adding:
            known = {hash(row[0]) for row in opened.execute("SELECT given FROM outside_id")}
        else:
            opened.execute("TRUNCATE matching_entry, matching_key, matching_register, matching_search, outside_id")
            load.drop_index(opened)
        parts = _once(files.parts(path), known, taken)
        made = in_order(workers, partial(_part, at), parts)
        for refusals, notes in load.copy_in(opened, TABLES, made, progress):
            taken.refuse(refusals)
            taken.note(notes)
        taken.loaded = progress.done
        progress.tell(end=True)
        indexed = 0.0 if adding else load.make_index(opened)
    seconds = time.perf_counter() - started
    found = {"seconds": round(seconds, 1), "records_a_second": round(taken.loaded / seconds), "index_s": indexed}
    return taken.as_json() | found | load.settle(progress)


def _once(parts: Iterator[list[files.Numbered]], known: set[int], taken: Taken) -> Iterator[list[files.Numbered]]:
    """Each id once: the second row of the same id is refused by its number."""
    for part in parts:
        kept = []
        for number, row in part:
            given = text(row.get("id"))
            if given and hash(given) in known:
                taken.refuse([_told(number, given, "id", "stands in the file, or in the register, already")])
            else:
                known.add(hash(given))
                kept.append((number, row))
        yield kept


def _told(number: int, given: str, column: str, why: str) -> dict[str, Any]:
    return {"row": number, "id": given[:60], "column": column, "why": why}


def _part(at: datetime, rows: list[files.Numbered]) -> Part:
    """One part's rows for COPY, made in a worker; a bad row is told and never stops the others."""
    refusals: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    entries, ids = [], []
    for number, row in rows:
        try:
            one = _read(row, today=ist_date(at))
            entry = _entry(one.record, at)
        except BadRow as bad:
            refusals.append(_told(number, text(row.get("id")), bad.column, bad.why))
            continue
        except Exception as wrong:  # noqa: BLE001  (whatever a hostile row does, the other rows are loaded)
            refusals.append(_told(number, text(row.get("id")), "row", f"cannot be read ({type(wrong).__name__})"))
            continue
        notes += [
            _told(number, one.given, note.partition(":")[0], note.partition(":")[2].strip()) for note in one.notes
        ]
        entries.append(entry)
        ids.append(GIVEN.row([one.record.id, one.given]))
    return Part({"matching_entry": b"".join(entries), "outside_id": b"".join(ids)}, len(entries), (refusals, notes))


def _read(row: dict[str, Any], kind: str = "", today: date | None = None) -> Read:
    if "" in row:
        raise BadRow("row", row[""])
    return read(row, kind=kind, today=today)


def _entry(record: Record, at: datetime) -> bytes:
    """One entry in binary form."""
    return load.ENTRY.row([*actions.row(record, at), True])


def ask(
    path: Path,
    *,
    top: int,
    kind: str = "found",
    against: tuple[str, ...] | None = None,
    budget: int | None = None,
    quiet: bool = False,
) -> Iterator[dict[str, Any]]:
    """Every query of a file with its candidates, best first; a bad row answers with its error."""
    progress = Progress(path.name, quiet=quiet)
    rates.name_bits("ram")  # the table of names is read once, not by the first query
    for part in files.parts(path):
        for number, row in part:
            yield _answer(number, row, top=top, kind=kind, against=against, budget=budget)
            progress.add(1)
    progress.tell(end=True)


def _answer(
    number: int, row: dict[str, Any], *, top: int, kind: str, against: tuple[str, ...] | None, budget: int | None
) -> dict[str, Any]:
    given = text(row.get("id"))
    try:
        one = _read(row, kind)
        # an id of the query file is nobody's id in the register
        record = _renamed(one.record, f"query {one.given}")
        with transaction.atomic():
            own.bind()
            started = time.perf_counter()
            found = queries.find(record, limit=top, budget=budget, against=against)
            took = (time.perf_counter() - started) * 1000
            names = given_ids([hit.entry_id for hit in found])
    except BadRow as bad:
        return {"error": _told(number, given, bad.column, bad.why)}
    except (DatabaseError, Refused, ValueError, TypeError) as wrong:
        return {"error": _told(number, given, "row", f"cannot be asked ({type(wrong).__name__})")}
    hits = [_hit(hit, names) for hit in found]
    answer = {"id": one.given, "row": number, "ms": round(took, 1), "candidates": hits}
    return answer | ({"notes": one.notes} if one.notes else {})


def _renamed(record: Record, given: str) -> Record:
    return replace(record, id=entry_id(given))


def given_ids(ids: list[Any]) -> dict[Any, str]:
    """The ids as the file gave them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('outside_id') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return {}
        cursor.execute("SELECT id, given FROM outside_id WHERE id = ANY (%s::uuid[])", [ids])
        return dict(cursor.fetchall())


def _hit(hit: Candidate, names: dict[Any, str]) -> dict[str, Any]:
    return {
        "id": names.get(hit.entry_id, str(hit.entry_id)),
        "kind": hit.side,
        "bits": hit.score_bits,
        "probability": round(hit.probability, 4),
        "band": hit.band,
        "reasons": [_reason(one) for one in hit.reasons],
        "against": [_reason(one) for one in hit.against],
    }


def _reason(one: Any) -> dict[str, Any]:
    return {"code": one.code, "bits": round(one.bits, 2), "words": one.words("en")}
