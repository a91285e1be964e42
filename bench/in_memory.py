"""A register in memory: the engine's own keys and scores without a database, for calibration and for tests.

What `queries.find` asks of the database is done here by a dictionary: rarest keys first, the same
filters of sex, birth years and order in time. So a change of weights is measured in a minute.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import numpy as np

from bench.synthetic import Country, held_out, informative
from vatsalya.matching import block, rules
from vatsalya.matching.keys import locks, own_keys, probe_keys
from vatsalya.matching.queries import AGAINST, birth_band
from vatsalya.matching.record import Record, Traits, traits

LOCKS = locks(b"0" * 32)
COMMON = 50  # keys that fewer share are not counted, as in the database


@dataclass(frozen=True)
class Ask:
    """One search: the finding, the report it belongs to if any, and whether its name was kept unseen."""

    record: Record
    truth: UUID | None
    unseen: bool

    @property
    def facts(self) -> int:
        """How many telling facts beside the name the finding holds."""
        return informative(self.record)


class Register:
    """Entries with an index of keys; only what a search may find is kept."""

    def __init__(self, records: list[Record], size: int | None = None) -> None:
        self.ids = [one.id for one in records]
        self.kept = [traits(one) for one in records]
        self.bands = [birth_band(one) for one in self.kept]
        self.size = size or len(records)
        self.index: dict[int, list[int]] = defaultdict(list)
        for place, one in enumerate(self.kept):
            for key in own_keys(one, LOCKS):
                self.index[key].append(place)

    def candidates(self, ours: Traits, budget: int = block.INTERACTIVE) -> list[int]:
        """Places of the entries that share a rare enough key and pass the filters."""
        probes = probe_keys(ours, LOCKS)
        counts = {key: len(self.index[key]) for key in probes if len(self.index.get(key, ())) > COMMON}
        chosen = block.rarest(probes, counts, budget)
        rows = {row for key in chosen for row in self.index.get(key, ())}
        return [row for row in sorted(rows) if self._may(ours, row)][: 2 * budget]

    def _may(self, ours: Traits, row: int) -> bool:
        other, (low, high), (ours_low, ours_high) = self.kept[row], self.bands[row], birth_band(ours)
        if other.side not in AGAINST[ours.side] or (other.sex != ours.sex and not {"u", "t"} & {other.sex, ours.sex}):
            return False
        if None not in (low, ours_low) and not (low <= ours_high and high >= ours_low):
            return False
        day = timedelta(days=1)
        if ours.side == "found" and other.event_on > ours.event_on + day:
            return False
        return not (ours.side == "missing" and other.event_on < ours.event_on - day)

    def search(self, record: Record, limit: int = 50, **more: Any) -> list[tuple[UUID, float]]:
        """Ids and bits, best first."""
        ours = traits(record)
        rows = self.candidates(ours)
        if not rows:
            return []
        total = rules.score(ours, [self.kept[row] for row in rows], **more).total
        order = np.argsort(-total, kind="stable")[:limit]
        return [(self.ids[rows[place]], float(total[place])) for place in order.tolist()]


def made(size: int, asked: int, seed: int) -> tuple[Register, list[Ask]]:
    """A register of `size` entries (six tenths are missing reports) and findings; a fifth belong to nobody in it."""
    country = Country(seed)
    reports, register, asks = int(size * 0.6), [], []
    for number in range(reports + asked // 5):
        child = country.child()
        report = country.missing(child)
        if number < reports:
            register.append(report)
        known = number < asked - asked // 5
        if known or number >= reports:
            finding = country.found(child, report.event_on)
            asks.append(Ask(finding, report.id if known else None, held_out(child.given)))
    return Register(register, size), asks


def recall(ranks: list[int | None]) -> dict[str, float]:
    """How often the true report stands first, among ten, among fifty."""
    share = lambda top: round(sum(one is not None and one < top for one in ranks) / max(1, len(ranks)), 3)  # noqa: E731
    return {"n": len(ranks), "@1": share(1), "@10": share(10), "@50": share(50)}


def measured(register: Register, asks: list[Ask]) -> tuple[dict[str, Any], list[list[tuple[float, bool]]]]:
    """Recall by known facts, and for each search its (bits, true pair?) list, best first."""
    groups: dict[str, list[int | None]] = defaultdict(list)
    lists: list[list[tuple[float, bool]]] = []
    for ask in asks:
        found = register.search(ask.record)
        lists.append([(bits, entry == ask.truth) for entry, bits in found])
        if ask.truth is None:
            continue
        rank = next((place for place, (entry, _) in enumerate(found) if entry == ask.truth), None)
        names = ["all", "unseen names" if ask.unseen else "seen names"]
        names += ["2+ facts"] * (ask.facts >= 2) + ["3+ facts"] * (ask.facts >= 3)
        for name in names:
            groups[name].append(rank)
    return {name: recall(ranks) for name, ranks in sorted(groups.items())}, lists
