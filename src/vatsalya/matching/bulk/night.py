"""One record against a whole register by the keys they share, then scored by the same rules as a search.

Where a search has a budget of rows, the night weighs: every shared key says as much as it is rare, the records with
most weight are opened and scored exactly. A State is a fact here and never a wall.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection

from vatsalya.matching import rules
from vatsalya.matching.keys import Locks, probe_keys
from vatsalya.matching.queries import Candidate
from vatsalya.matching.reasons import explain
from vatsalya.matching.record import Traits, unpack
from vatsalya.matching.seal import unseal
from vatsalya.matching.weights import Weights, standard

from .store import SIDE_OF, Row, Store, event, uuid

OPENED = 100  # records opened and scored for one report
SPREAD = 6_000  # rows looked under keys for one report
KEPT = 5
HELD = 40_000  # opened records kept at hand
_SEXES = {"b": b"but", "g": b"gut", "t": b"bgtu", "u": b"bgtu"}


@dataclass(frozen=True)
class Report:
    """One open report, opened: who it is and what the engine compares."""

    entry_id: UUID
    matter_id: UUID | None
    child_id: UUID | None
    born: tuple[int | None, int | None]
    traits: Traits


def opened(row: Row, keyed: Locks) -> Report:
    """A report from a row of `store.pages`."""
    found = unpack(
        unseal(bytes(row[12]), row[0], keyed), side=row[1], state=row[5], district=row[6], sex=row[7], event_on=row[10]
    )
    return Report(row[0], row[2], row[3], (row[8], row[9]), found)


class Night:
    """A register ready to be matched against."""

    def __init__(
        self,
        store: Store,
        keyed: Locks,
        *,
        spread: int = SPREAD,
        most: int = OPENED,
        weights: Weights | None = None,
    ) -> None:
        self.store, self.keyed, self.spread, self.most = store, keyed, spread, most
        self.weights = weights or standard()
        self.held: OrderedDict[int, Traits] = OrderedDict()
        self.scored = 0
        # small columns are asked for every pair, so they are taken out of the map
        rows = store.rows
        self.sex, self.low, self.high, self.event = (rows[one].copy() for one in ("sex", "from", "to", "event"))

    def find(self, report: Report, *, size: int, least: float = rules.REVIEW, limit: int = KEPT) -> list[Candidate]:
        """The entries most like a report, best first, from `least` bits on, with their reasons."""
        rows, others, scores, order = self._scored(report, limit + 1)
        if scores is None:
            return []
        totals = [float(scores.total[at]) for at in order]
        found = []
        for place, at in enumerate(order[:limit].tolist()):
            if totals[place] < least:
                break
            reasons = explain(report.traits, others[at], scores, at)
            after = totals[place + 1] if place + 1 < len(totals) else None
            found.append(self._candidate(int(rows[at]), reasons, totals[place], size, after))
        alike = rules.near_equal([one.score_bits for one in found], size, self.weights)
        return [replace(one, near_equal=equal) for one, equal in zip(found, alike, strict=True)]

    def pairs(self, report: Report, *, least: float, limit: int) -> list[tuple[UUID | None, float]]:
        """The same without reasons: ids and exact bits."""
        rows, _, scores, order = self._scored(report, limit)
        if scores is None:
            return []
        best = [(at, float(scores.total[at])) for at in order]
        return [(uuid(self.store.rows["id"][rows[at]]), bits) for at, bits in best if bits >= least]

    def _scored(self, report: Report, limit: int) -> tuple[np.ndarray, list[Traits], rules.Scores | None, np.ndarray]:
        rows = self.rows_for(report)
        if not len(rows):
            return rows, [], None, rows
        others = [self.open(int(row)) for row in rows]
        self.scored += len(others)
        scores = rules.score(report.traits, others, weights=self.weights)
        return rows, others, scores, np.argsort(-scores.total, kind="stable")[:limit]

    def rows_for(self, report: Report) -> np.ndarray:
        """The rows worth opening, those first that share the rarest keys."""
        rows, weights = self._under(np.array(probe_keys(report.traits, self.keyed), np.int32))
        fits = self._fits(report, rows)
        rows, weights = rows[fits], weights[fits]
        if not len(rows):
            return rows
        found, place = np.unique(rows, return_inverse=True)
        weight = np.bincount(place, weights)
        if len(found) > self.most:
            chosen = np.argpartition(-weight, self.most)[: self.most]
            found = found[np.sort(chosen)]
        return found[~self._same(report, found)]

    def _same(self, report: Report, rows: np.ndarray) -> np.ndarray:
        """The report itself, or another entry about the child of the report."""
        held = self.store.rows
        same = held["id"][rows] == np.void(report.entry_id.bytes)
        return same | (held["child"][rows] == np.void(report.child_id.bytes)) if report.child_id else same

    def _under(self, probes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Rows under the rarest of these keys, and what sharing each key weighs."""
        keys, starts = self.store.keys, self.store.starts
        place = np.searchsorted(keys, probes)
        place = place[keys[np.minimum(place, len(keys) - 1)] == probes] if len(keys) else place[:0]
        begin = starts[place]
        count = starts[place + 1] - begin
        order = np.argsort(count, kind="stable")
        order = order[: max(1, int(np.searchsorted(np.cumsum(count[order]), self.spread, "right")))]
        slices = [self.store.under[begin[at] : begin[at] + count[at]] for at in order]
        if not slices:
            return np.empty(0, np.int32), np.empty(0)
        weights = np.repeat(np.log2(max(2, self.store.size) / count[order]), count[order])
        return np.concatenate(slices), weights

    def _fits(self, report: Report, rows: np.ndarray) -> np.ndarray:
        """The same conditions as a search: sex, years of birth, nobody found before being lost."""
        traits, (low, high) = report.traits, report.born
        fits = np.isin(self.sex[rows], [bytes([one]) for one in _SEXES[traits.sex]])
        if low is not None and high is not None:
            fits &= (self.low[rows] <= high) & (self.high[rows] >= low)
        if traits.side == "missing":
            # calls and sightings carry the day of the call, which proves nothing
            found = self.store.rows["side"][rows] != b"f"
            fits &= found | (self.event[rows] >= traits.event_on.toordinal() - 1)
        return fits

    def open(self, row: int) -> Traits:
        """One record as the engine compares it; those asked for lately are still at hand."""
        if row in self.held:
            self.held.move_to_end(row)
            return self.held[row]
        one = self.store.rows[row]
        entry = uuid(one["id"])
        assert entry is not None
        made = unpack(
            unseal(self.store.features(row), entry, self.keyed), side=SIDE_OF[one["side"]], sex=one["sex"].decode(),
            event_on=event(one["event"]), state=one["state"].decode(), district=one["district"].decode(),
        )  # fmt: skip
        self.held[row] = made
        if len(self.held) > HELD:
            self.held.popitem(last=False)
        return made

    def _candidate(self, row: int, reasons: list[Any], bits: float, size: int, after: float | None) -> Candidate:
        one = self.store.rows[row]
        entry = uuid(one["id"])
        assert entry is not None
        return Candidate(
            entry_id=entry,
            side=SIDE_OF[one["side"]],
            matter_id=uuid(one["matter"]),
            child_id=uuid(one["child"]),
            office_no=int(one["office"]),
            score_bits=round(bits, 1),
            probability=rules.probability(bits, size),
            band=rules.band(bits, self.weights, size),
            reasons=tuple(reason for reason in reasons if reason.bits > 0),
            against=tuple(reason for reason in reversed(reasons) if reason.bits < 0),
            next_best=round(after, 1) if after is not None else None,
            next_probability=rules.probability(after, size) if after is not None else None,
            weights=self.weights.version,
        )


def register_size() -> int:
    """How many entries are open, as a search is told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entries FROM match_rates(%s::int[]) WHERE key IS NULL", [[]])
        return int((cursor.fetchone() or [0])[0])
