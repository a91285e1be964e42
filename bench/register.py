"""A synthetic register of any size, made and loaded on all cores, never held whole in memory."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.db import connection

from bench.synthetic import Country, held_out
from vatsalya.matching import actions
from vatsalya.matching.bulk import load, own
from vatsalya.matching.bulk.copy import Form
from vatsalya.matching.bulk.load import Part
from vatsalya.matching.bulk.parallel import Progress, in_order, pool
from vatsalya.matching.record import Record
from vatsalya.matching.scripts import sounds

AT = datetime(2026, 12, 31, tzinfo=UTC)
CHUNK = 5_000
PLAIN_COLUMNS = ("id", "name", "roman", "father", "mother", "sex", "district", "home", "born", "event_on")
PLAIN = Form("uuid", "text", "text", "text", "text", "text", "text", "text", "float8", "date")
MAKE_PLAIN = """CREATE TABLE IF NOT EXISTS bench_plain (id uuid, name text, roman text, father text, mother text,
 sex text, district text, home text, born float8, event_on date)"""


@dataclass(frozen=True)
class Ask:
    """One finding to search with, and its report if it has one."""

    finding: Record
    truth: UUID | None
    unseen: bool


@dataclass(frozen=True)
class Plan:
    """What is to be made."""

    size: int
    reports: int
    asked: int
    seed: int
    plain: bool = False
    counterparts: float = 0.0  # share of the reports whose child stands in the register as found

    def chunks(self) -> int:
        """How many parts the register is made in."""
        return -(-self.size // CHUNK)


@cache
def _country(seed: int) -> Country:
    return Country(seed)


def country(seed: int, part: int) -> Country:
    """The same country for every part of a register, each part with luck of its own."""
    made = copy.copy(_country(seed))
    made.luck = random.Random(f"{seed} {part}")
    made._pool, made._homes = [], []
    return made


def made(plan: Plan, part: int) -> tuple[list[Record], list[Ask], list[tuple[UUID, UUID]]]:
    """One part of the register, the searches that go with it, and which of its entries are one child."""
    land, size = country(plan.seed, part), _share(plan.size, plan.chunks(), part)
    reports = _share(plan.reports, plan.chunks(), part)
    paired = _share(int(plan.asked * 0.8), plan.chunks(), part)
    alone = _share(plan.asked - int(plan.asked * 0.8), plan.chunks(), part)
    register: list[Record] = []
    asks: list[Ask] = []
    same: list[tuple[UUID, UUID]] = []
    for number in range(reports):
        child = land.child()
        report = land.missing(child)
        register.append(report)
        if number < paired:
            asks.append(Ask(land.found(child, report.event_on), report.id, held_out(child.given)))
        elif land.luck.random() < plan.counterparts and len(register) - len(same) < size:
            found = land.found(child, report.event_on)
            same.append((report.id, found.id))
            register.append(found)
    for _ in range(alone):
        child = land.child()
        asks.append(Ask(land.found(child, land.missing(child).event_on), None, held_out(child.given)))
    while len(register) < size:
        child = land.child()
        register.append(land.found(child, land.missing(child).event_on))
    return register, asks, same


def _share(whole: int, parts: int, part: int) -> int:
    return whole * (part + 1) // parts - whole * part // parts


def roman(text: str) -> str:
    """A name in Latin letters, whatever it was written in."""
    return " ".join(sounds(word) for word in text.split())


def plain(one: Record) -> list[Any]:
    """What an ordinary table of missing children holds."""
    name = one.names[0] if one.names else ""
    father, mother = one.father or "", one.mother or ""
    born = one.event_on.year + one.event_on.timetuple().tm_yday / 365 - (one.age_value or 0)
    return [one.id, name, roman(name), roman(father), roman(mother), one.sex or "", one.district_code or "",
            one.home_district or "", float(born), one.event_on]  # fmt: skip


def _part(plan: Plan, part: int) -> Part:
    register, asks, same = made(plan, part)
    tables = {"matching_entry": load.ENTRY.rows([[*actions.row(one, AT), True] for one in register])}
    if plan.plain:
        tables["bench_plain"] = PLAIN.rows([plain(one) for one in register if one.side == "missing"])
    return Part(tables, len(register), (asks, same))


def fill(plan: Plan, *, quiet: bool = False) -> tuple[list[Ask], list[tuple[UUID, UUID]], dict[str, Any]]:
    """Make and load the register into the database this process works in."""
    import time

    tables: dict[str, tuple[str, ...]] = {"matching_entry": load.COLUMNS}
    tables |= {"bench_plain": PLAIN_COLUMNS} if plan.plain else {}
    _country(plan.seed)
    connection.close()
    progress = Progress("register", plan.size, quiet=quiet)
    started = time.perf_counter()
    with pool() as workers, own.owner() as opened:
        opened.execute("TRUNCATE matching_entry, matching_key, matching_register, matching_search")
        opened.execute("DROP TABLE IF EXISTS bench_plain")
        opened.execute(MAKE_PLAIN)
        load.drop_index(opened)
        parts = in_order(workers, partial(_part, plan), range(plan.chunks()))
        told = load.copy_in(opened, tables, parts, progress)
        loaded = time.perf_counter() - started
        index = load.make_index(opened)
    progress.tell(end=True)
    found = {"load_s": round(loaded, 1), "records_a_second": round(plan.size / loaded), "index_s": index}
    asks = [ask for one, _ in told for ask in one]
    return asks, [pair for _, same in told for pair in same], found | load.settle(progress)


def every(plan: Plan) -> Iterator[Record]:
    """The register again, one record after the other."""
    for part in range(plan.chunks()):
        yield from made(plan, part)[0]
