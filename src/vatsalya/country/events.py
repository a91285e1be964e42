"""What happened to the children: lost, reported, found, produced, ordered, discharged, called about."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .children import BOTH, CARE_ONLY, Children
from .dice import DAY, Dice, at_hour, days_back, desk_time
from .geography import Geography
from .names import Names
from .records import NEVER, Calls, Found, Missing
from .sheets import at_place, home_says, told_by_child, told_by_family

HOUR = np.timedelta64(3600, "s")


@dataclass(frozen=True)
class World:
    """What every step needs: chance, map, names, assumptions and the last day."""

    dice: Dice
    land: Geography
    names: Names
    settings: dict[str, Any]
    until: np.datetime64


@dataclass(frozen=True)
class Fates:
    """When each child was lost and recovered; recovered after the last day means: not yet."""

    lost_at: np.ndarray
    recovered_at: np.ndarray
    recognised: np.ndarray
    found_district: np.ndarray


def fates(world: World, child: Children) -> Fates:
    """The fate of every child, whoever learns of it."""
    dice, settings = world.dice, world.settings
    count, shares = len(child), settings["shares"]
    days = days_back(dice, count, world.until, settings["time"])
    lost_at = at_hour(dice, days, settings["time"]["lost_hours"])
    delay = (dice.shaped(count, settings["recovery"]["delays"]) * 86400).astype("timedelta64[s]")
    care = child.kind == CARE_ONLY
    found_at = np.where(care, at_hour(dice, days, settings["time"]["found_hours"]), lost_at + delay)
    far = np.where(child.kind == BOTH, shares["interstate"], shares["care_interstate"])
    near = np.where(child.kind == BOTH, shares["other_district"], shares["care_other_district"])
    return Fates(
        lost_at=lost_at,
        recovered_at=found_at,
        recognised=~dice.chance(count, shares["unresolved"]),
        found_district=_elsewhere(world, child, far=far, near=near),
    )


def _elsewhere(world: World, child: Children, *, far: np.ndarray, near: np.ndarray) -> np.ndarray:
    """The district where a child turns up: at home, elsewhere in the State, or in another State."""
    dice, land = world.dice, world.land
    states = land.pick_state(dice.luck(len(child)))
    next_one = (child.state + 1 + dice.rng.integers(0, len(land.state_codes) - 1, len(child))) % len(land.state_codes)
    states = np.where(states == child.state, next_one, states)
    abroad = land.pick_district(states, dice.luck(len(child)))
    inside = land.pick_district(child.state, dice.luck(len(child)))
    luck = dice.luck(len(child))
    return np.where(luck < far, abroad, np.where(luck < far + near * (1 - far), inside, child.district))


def _after(at: np.ndarray, until: np.datetime64) -> np.ndarray:
    """Never, where it would be after the last day."""
    return np.where(at < until, at, NEVER)


def reports(world: World, child: Children, fate: Fates, *, first: int, citizen: np.ndarray) -> Missing:
    """Missing reports, at a police station or by a citizen."""
    dice, land, settings = world.dice, world.land, world.settings
    count = len(child)
    away = dice.chance(count, settings["shares"]["lost_away_from_home"])
    district = np.where(away, land.pick_district(child.state, dice.luck(count)), child.district)
    waited = np.exp(dice.rng.normal(np.log(settings["recovery"]["report_delay_hours"]), 1.0, count)) * 3600
    reported_at = np.minimum(fate.lost_at + waited.astype("timedelta64[s]"), world.until - HOUR)
    traced_at = np.maximum(fate.recovered_at, reported_at + HOUR)
    hidden = (child.kind == BOTH) & ~fate.recognised
    sheet = told_by_family(
        dice, child, on=fate.lost_at, district=district, land=land, names=world.names, settings=settings
    )
    channel = np.where(citizen, "citizen", dice.code(count, settings["codes"]["channels"]))
    return Missing(
        serial=np.arange(first, first + count),
        number=dice.ids(reported_at),
        **sheet,
        channel=channel,
        lost_at=fate.lost_at,
        reported_at=reported_at,
        state=land.state_codes[land.state_of(district)],
        district=land.district_codes[district],
        station=dice.rng.integers(0, 1000, count),
        spot=at_place(dice, land, district, settings["words"]),
        circumstance=dice.code(count, settings["codes"]["circumstances"]),
        traced_at=np.where(hidden, NEVER, _after(traced_at, world.until)),
    )


def repeat(world: World, child: Children, fate: Fates, earlier: Missing, *, first: int) -> Missing:
    """A citizen's report of a child whom the police were told of: later, vaguer, spelled anew."""
    dice = world.dice
    count = len(child)
    again = reports(world, child, fate, first=first, citizen=np.ones(count, dtype=bool))
    later = earlier.reported_at + (dice.luck(count) * 4 * 86400).astype("timedelta64[s]")
    still_missing = np.where(np.isnat(earlier.traced_at), world.until, earlier.traced_at) - HOUR
    return replace(
        again,
        reported_at=np.minimum(later, still_missing),
        district=earlier.district,
        state=earlier.state,
        age=np.clip(again.age + dice.rng.integers(-1, 2, count), 0, 17),
        age_basis=np.full(count, "told", dtype=object),
        birth_date=np.full(count, np.datetime64("NaT", "D")),
        traced_at=earlier.traced_at,
    )


def finds(world: World, child: Children, fate: Fates, *, first: int) -> Found:
    """Found children: handed over, admitted, produced; some already ordered home."""
    dice, land, settings = world.dice, world.land, world.settings
    count, care, district = len(child), settings["care"], fate.found_district
    charge_at = np.minimum(fate.recovered_at + (dice.luck(count) * 5 * 3600).astype("timedelta64[s]"), world.until)
    journey = np.array(care["journey_minutes"])[dice.rng.integers(0, len(care["journey_minutes"]), count)]
    produced_at = _produced(world, charge_at, journey)
    ordered_at, discharged_at = _care_course(world, produced_at, staying=(child.kind == BOTH) & ~fate.recognised)
    return Found(
        serial=np.arange(first, first + count),
        number=dice.ids(charge_at),
        **told_by_child(dice, child, district=district, land=land, names=world.names, settings=settings),
        found_at=fate.recovered_at,
        charge_at=charge_at,
        journey_minutes=journey,
        produced_at=_after(produced_at, world.until),
        state=land.state_codes[land.state_of(district)],
        district=land.district_codes[district],
        home=dice.rng.integers(0, 1000, count),
        brought_by=dice.code(count, settings["codes"]["producers"]),
        ground=dice.code(count, settings["codes"]["grounds"]),
        home_says=home_says(dice, land, child, district, settings["words"]),
        ordered_at=ordered_at,
        discharged_at=discharged_at,
        restored=~np.isnat(discharged_at) & dice.chance(count, care["restored"]),
    )


def _produced(world: World, charge_at: np.ndarray, journey: np.ndarray) -> np.ndarray:
    """Within twenty-four hours and the journey (s.31), a few too late."""
    dice = world.dice
    hours = 2 + dice.luck(len(charge_at)) * 21
    late = dice.chance(len(charge_at), world.settings["care"]["produced_late"])
    minutes = np.where(late, 25 + dice.luck(len(charge_at)) * 40, hours) * 60 + journey
    return charge_at + (minutes * 60).astype("timedelta64[s]")


def _care_course(world: World, produced_at: np.ndarray, *, staying: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Final order and discharge; neither for a child whom nobody has recognised yet."""
    dice, care = world.dice, world.settings["care"]
    count = len(produced_at)
    wait = np.exp(dice.rng.normal(np.log(care["order_days"]), 0.5, count)) * 86400
    ordered_at = desk_time(dice, produced_at + wait.astype("timedelta64[s]"), world.settings["time"])
    stay = np.exp(dice.rng.normal(np.log(care["stay_days"]), 1.0, count)) * 86400
    discharged_at = np.maximum(produced_at + stay.astype("timedelta64[s]"), ordered_at + DAY)
    ordered_at = np.where(staying, NEVER, _after(ordered_at, world.until))
    return ordered_at, np.where(np.isnat(ordered_at), NEVER, _after(discharged_at, world.until))


def entered_twice(world: World, child: Children, fate: Fates, earlier: Found, *, first: int) -> Found:
    """The same finding entered a second time, by the police station besides the home."""
    dice = world.dice
    again = finds(world, child, fate, first=first)
    later = earlier.charge_at + (dice.luck(len(child)) * 36 * 3600).astype("timedelta64[s]")
    not_after = np.where(np.isnat(earlier.produced_at), world.until, earlier.produced_at) - HOUR
    return replace(
        again,
        found_at=earlier.found_at,
        charge_at=np.minimum(later, not_after),
        produced_at=earlier.produced_at,
        ordered_at=earlier.ordered_at,
        discharged_at=earlier.discharged_at,
        restored=earlier.restored,
        brought_by=np.full(len(child), "police", dtype=object),
    )


def calls(world: World, count: int, *, first: int) -> Calls:
    """Cases at 1098: busy in the school holidays and in the evening."""
    dice, land, settings = world.dice, world.land, world.settings
    months = np.array(settings["time"]["call_months"])
    days = days_back(dice, count * 2 + 8, world.until, settings["time"])
    month = days.astype("datetime64[M]").astype(int) % 12
    days = np.sort(days[np.argsort(~dice.chance(len(days), months[month] / months.max()), kind="stable")][:count])
    states = land.pick_state(dice.luck(count))
    called_at = at_hour(dice, days, settings["time"]["call_hours"])
    return Calls(
        serial=np.arange(first, first + count),
        number=dice.ids(called_at),
        called_at=called_at,
        state=land.state_codes[states],
        district=land.district_codes[land.pick_district(states, dice.luck(count))],
        caller=dice.code(count, settings["codes"]["helpline_callers"]),
        need=dice.code(count, settings["codes"]["helpline_needs"]),
        triage=dice.code(count, settings["codes"]["triage"]),
        about=np.full(count, "", dtype=object),
    )
