"""The country, part by part: the same for a seed, in the memory of one part, however large."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from . import events
from .children import BOTH, CARE_ONLY, Children, make
from .dice import Dice, midnight
from .events import Fates, World
from .geography import geography
from .names import names
from .parameters import parameters
from .records import Batch, Calls, Columns, Found, Missing, Pairs

PART = 20_000


@dataclass(frozen=True)
class Counts:
    """Running numbers: how many records of each kind came before."""

    missing: int = 0
    found: int = 0
    calls: int = 0

    def after(self, batch: Batch) -> "Counts":
        """The numbers at which the next part begins."""
        return Counts(self.missing + len(batch.missing), self.found + len(batch.found), self.calls + len(batch.calls))


def generate(*, children: int, seed: int, until: date | datetime | None = None) -> Iterator[Batch]:
    """A country of so many children; nothing of it depends on the clock."""
    settings = parameters()
    land, written = geography(), names()
    last = midnight(until or settings["time"]["until"])
    before = Counts()
    for part, start in enumerate(range(0, children, PART)):
        dice = Dice(np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, part]))))
        world = World(dice, land, written, settings, last)
        batch = _part(world, start, min(PART, children - start), before)
        before = before.after(batch)
        yield batch


def _part(world: World, start: int, count: int, before: Counts) -> Batch:
    child = make(world.dice, count, world.land, world.names, world.settings)
    fate = events.fates(world, child)
    missing, lost, repeats = _missing(world, start, child, fate, before.missing)
    found, seen, twice = _found(world, start, child, fate, before.found)
    same = _same_child(start, child, fate, (missing, lost), (found, seen))
    calls, known = _calls(world, start, missing, found, (lost, seen), before.calls)
    return Batch(start, count, missing, found, calls, Pairs.join([same, repeats, twice, known]))


def _fate(fate: Fates, at: np.ndarray) -> Fates:
    return Fates(fate.lost_at[at], fate.recovered_at[at], fate.recognised[at], fate.found_district[at])


def _missing(world: World, start: int, child: Children, fate: Fates, first: int) -> tuple[Missing, np.ndarray, Pairs]:
    """The reports, which child each is about, and those told twice."""
    shares = world.settings["shares"]
    lost = np.flatnonzero(child.kind != CARE_ONLY)
    citizen = world.dice.chance(len(lost), shares["citizen_channel"])
    told = events.reports(world, child.take(lost), _fate(fate, lost), first=first, citizen=citizen)
    # So many of the police's reports are repeated that repeats are the given part of all citizens' reports.
    part, repeats = shares["citizen_channel"], shares["citizen_repeats"]
    chosen = np.flatnonzero(~citizen & world.dice.chance(len(lost), repeats * part / (1 - repeats) / (1 - part)))
    who = lost[chosen]
    again = events.repeat(world, child.take(who), _fate(fate, who), told.take(chosen), first=first + len(told))
    pairs = _pairs("citizen_repeats", start + who, told.number[chosen], again.number)
    return Missing.join([told, again]), np.concatenate((lost, who)), pairs


def _found(world: World, start: int, child: Children, fate: Fates, first: int) -> tuple[Found, np.ndarray, Pairs]:
    """The found children, which child each is, and those entered twice."""
    seen = np.flatnonzero(((child.kind == BOTH) & (fate.recovered_at < world.until)) | (child.kind == CARE_ONLY))
    found = events.finds(world, child.take(seen), _fate(fate, seen), first=first)
    chosen = np.flatnonzero(world.dice.chance(len(seen), world.settings["shares"]["entered_twice"]))
    who = seen[chosen]
    again = events.entered_twice(world, child.take(who), _fate(fate, who), found.take(chosen), first=first + len(found))
    pairs = _pairs("entered_twice", start + who, found.number[chosen], again.number)
    return Found.join([found, again]), np.concatenate((seen, who)), pairs


def _pairs(kind: str, child: np.ndarray, left: np.ndarray, right: np.ndarray) -> Pairs:
    no = np.zeros(len(left), dtype=bool)
    return Pairs(np.full(len(left), kind, dtype=object), child, left, right, no, no)


def _same_child(
    start: int, child: Children, fate: Fates, missing: tuple[Missing, np.ndarray], found: tuple[Found, np.ndarray]
) -> Pairs:
    """Each first report with each first finding of the same child."""
    both, at_missing, at_found = np.intersect1d(missing[1], found[1], return_indices=True)
    pairs = _pairs("same_child", start + both, missing[0].number[at_missing], found[0].number[at_found])
    interstate = missing[0].state[at_missing] != found[0].state[at_found]
    return replace(pairs, interstate=interstate, recognised=fate.recognised[both])


def _calls(
    world: World, start: int, missing: Missing, found: Found, about: tuple[np.ndarray, np.ndarray], first: int
) -> tuple[Calls, Pairs]:
    """Cases at 1098; a tenth concern a child who has a file, and half of these the helpline has linked."""
    dice, shares = world.dice, world.settings["shares"]
    count = len(missing) + len(found)
    made = events.calls(world, int(dice.rng.binomial(count, shares["calls_per_child"])), first=first)
    known = np.flatnonzero(dice.chance(len(made), shares["calls_about_known"]))
    at = dice.rng.integers(0, max(count, 1), len(known))
    numbers, states = _both(missing, found, "number"), _both(missing, found, "state")
    districts, children = _both(missing, found, "district"), np.concatenate(about)
    when = np.concatenate((missing.lost_at, found.found_at))[at] + _hours(dice, len(known))
    linked = dice.chance(len(known), 0.5)
    columns = {name: getattr(made, name).copy() for name in ("called_at", "state", "district", "about")}
    columns["called_at"][known] = np.minimum(when, world.until - events.HOUR)
    columns["state"][known], columns["district"][known] = states[at], districts[at]
    columns["about"][known] = np.where(linked, numbers[at], "")
    pairs = _pairs("call", start + children[at], made.number[known], numbers[at])
    return replace(made, **columns), replace(pairs, recognised=linked)


def _both(missing: Missing, found: Found, name: str) -> np.ndarray:
    tables: tuple[Columns, Columns] = (missing, found)
    return np.concatenate([getattr(table, name) for table in tables])


def _hours(dice: Dice, count: int) -> np.ndarray:
    return (dice.luck(count) * 30 * 3600).astype("timedelta64[s]")
