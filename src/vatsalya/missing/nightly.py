"""Every open report against all residents of all homes in all States, every night, in parts.

A search when a report or a finding is saved looks at the rarest facts first and stops at its budget; what was told
since, and what the budget left out, is found by night. Each part is a job of the queue: it asks for the next one in
its own transaction, so that a run that is interrupted goes on where it stopped.
"""

import shutil
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE
from vatsalya.jobs.queue import defer
from vatsalya.lib.clock import ist_date
from vatsalya.matching import learned
from vatsalya.matching.bulk import rematch
from vatsalya.matching.bulk.night import Night, Report, opened, register_size
from vatsalya.matching.bulk.parallel import Progress
from vatsalya.matching.bulk.store import pages
from vatsalya.matching.queries import Candidate, own_locks
from vatsalya.matters.models import Matter

from . import proposals
from .models import Pair

PART = 500  # reports in one job: some seconds of work, so that no transaction is long
NEXT = "missing.night_part"
SAME_BITS = 0.05  # a pair whose score stays is left as it is


def begin(*, at: datetime) -> None:
    """Forget the files of earlier nights and ask for the first part."""
    night = ist_date(at)
    for old in _folder(night).parent.glob("*"):
        if old.name != night.isoformat():
            shutil.rmtree(old, ignore_errors=True)
    defer(NEXT, night=night.isoformat(), after="")


def part(*, at: datetime, night: str, after: str) -> int:
    """Match the next reports and propose what is found; returns how many pairs are new or changed."""
    folder = _folder(date.fromisoformat(night))
    store = rematch.prepare(folder, Progress("night", quiet=True), sides=proposals.AGAINST["missing"])
    rows = next(pages(rematch.REPORTS, after=UUID(after) if after else None, page=PART), [])
    if not rows:
        store.remove()
        return 0
    keyed = own_locks()
    register = Night(store, keyed, weights=learned.now())
    reports = [opened(row, keyed) for row in rows]
    size = register_size()
    told = 0
    with session.engine():
        for report in reports:
            told += _told(report, register.find(report, size=size, limit=proposals.KEPT), at=at)
    defer(NEXT, night=night, after=str(rows[-1][0]))
    return told


def _folder(night: date) -> Path:
    return Path(settings.DATA) / "night" / night.isoformat()


def _told(report: Report, found: list[Candidate], *, at: datetime) -> int:
    """Propose what is not yet known; a pair that people decided is theirs, and one that stays is not written anew."""
    if not found:
        return 0
    matter = gate.visible(ENGINE, Matter).filter(pk=report.matter_id).first()
    if matter is None:
        return 0
    known: dict[UUID | None, Pair] = {pair.found: pair for pair in gate.visible(ENGINE, Pair).filter(missing=matter)}
    fresh = [hit for hit in found if _is_news(known.get(hit.matter_id), hit)]
    there = set(
        gate.visible(ENGINE, Matter).filter(pk__in=[hit.matter_id for hit in fresh]).values_list("pk", flat=True)
    )
    for hit in fresh:
        if hit.matter_id in there:
            proposals.propose(matter, "missing", hit, at=at)
    return len(there)


def _is_news(pair: Pair | None, hit: Candidate) -> bool:
    if hit.matter_id is None:
        return False
    return pair is None or (pair.verdict == "possible" and abs(pair.bits - hit.score_bits) > SAME_BITS)
