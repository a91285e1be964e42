"""Pairs scored outside the database: one function for every engine, given a table of pairs and giving one of bits.

It knows neither Django nor a database, because it runs inside DuckDB's and Spark's workers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import numpy as np

from vatsalya.matching import rules
from vatsalya.matching.keys import Locks, locks
from vatsalya.matching.record import Traits, unpack
from vatsalya.matching.seal import unseal
from vatsalya.matching.weights import Weights

#: What an engine is told of one side of a pair.
SIDE = ("unique_id", "side", "state", "district", "sex", "event_on", "features")
PAIR = (*(f"{column}_l" for column in SIDE), *(f"{column}_r" for column in SIDE))
#: A pair is looked at on the same conditions as in a search (queries.find); l is the report, r the other.
CONDITIONS = """(l.sex = 'u' OR r.sex = 'u' OR l.sex = r.sex OR l.sex = 't' OR r.sex = 't')
 AND (l.low IS NULL OR r.low IS NULL OR (r.low <= l.high AND r.high >= l.low))
 AND (r.side <> 'found' OR r.event_day >= l.event_day - 1)
 AND (l.child_id IS NULL OR r.child_id IS NULL OR l.child_id <> r.child_id)"""


def bits(
    pairs: Iterable[dict[str, Any]], keyed: Locks, held: dict[str, Traits], weights: Weights | None = None
) -> np.ndarray:
    """The bits of each pair; pairs of one report are scored together, which changes no pair's score."""
    rows = list(pairs)
    total = np.zeros(len(rows))
    groups: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        groups.setdefault(row["unique_id_l"], []).append(place)
    for places in groups.values():
        ours = _open(rows[places[0]], "l", keyed, held)
        others = [_open(rows[place], "r", keyed, held) for place in places]
        total[places] = rules.score(ours, others, weights=weights).total
    return total


def _open(row: dict[str, Any], which: str, keyed: Locks, held: dict[str, Traits]) -> Traits:
    given = row[f"unique_id_{which}"]
    if given not in held:
        if len(held) > 50_000:
            held.clear()
        held[given] = unpack(
            unseal(bytes(row[f"features_{which}"]), UUID(given), keyed), side=row[f"side_{which}"],
            sex=row[f"sex_{which}"], event_on=row[f"event_on_{which}"], state=row[f"state_{which}"],
            district=row[f"district_{which}"],
        )  # fmt: skip
    return held[given]


class Scorer:
    """Scores batches of pairs (Arrow) and keeps those from `least` bits on; it is sent to the workers whole."""

    def __init__(self, secret: bytes, least: float, weights: Weights | None = None) -> None:
        self.secret, self.least, self.weights = secret, least, weights

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Arrow batches of pairs in, Arrow batches of ids and bits out."""
        import pyarrow

        keyed, held = locks(self.secret), {}  # type: ignore[var-annotated]
        for batch in batches:
            total = bits(batch.to_pylist(), keyed, held, self.weights)
            kept = pyarrow.array(total >= self.least)
            yield pyarrow.RecordBatch.from_arrays(
                [
                    batch.column("unique_id_l").cast(pyarrow.string()).filter(kept),
                    batch.column("unique_id_r").cast(pyarrow.string()).filter(kept),
                    pyarrow.array(total).filter(kept),
                ],
                names=["report", "other", "bits"],
            )
