"""Pure rules about age (a value, its basis and its day) and about two sheets of one child; no database."""

from calendar import isleap
from datetime import date
from typing import Any

#: An age told again within so many days is the same telling.
NEAR_DAYS = 182
#: How far off an age may be, by how it was learnt (years below, years above).
SPREAD = {"document": (0, 0), "birth_date": (0, 0), "told": (1, 1), "apparent": (2, 3), "medical": (1, 1)}


def birth_years(*, age: float | None, basis: str, on: date) -> tuple[int | None, int | None]:
    """The band of birth years that an age allows; unknown age gives no band."""
    if age is None:
        return None, None
    below, above = SPREAD.get(basis, (2, 2))
    middle = on.year - int(age)
    return middle - above - 1, middle + below


def age_at(*, born: date | None, on: date) -> int | None:
    """Whole years on a day (the Act counts a child as under eighteen, s.2(12)); who is not born yet has no age.

    Born on 29 February one is a year older on 1 March, in a leap year on the day itself.
    """
    if born is None or born > on:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def years_later(*, age: float | None, on: date, now: date) -> int | None:
    """How old somebody of an age on a day is now, in whole years; nothing when that is the same number."""
    if age is None:
        return None
    grown = int(age + (now - on).days / 365.2425)
    return grown if grown > int(age) else None


def day_of_year(day: date) -> int:
    """The place of a day in the year, the same in every year: in a leap year 24 July is the 205th too."""
    return day.timetuple().tm_yday - (isleap(day.year) and (day.month, day.day) > (2, 29))


def age_agrees(*, born: date | None, age: float, on: date) -> bool:
    """True when a date of birth and a stated age can both be right, within a year; no birth denies no age."""
    reckoned = age_at(born=born, on=on)
    return reckoned is None or abs(reckoned - age) <= 1


def can_be_one(sexes: tuple[str, str], births: list[tuple[int | None, int | None]]) -> bool:
    """False when what is known denies that two sheets are one child: another sex, bands of birth that do not meet."""
    if set(sexes) == {"boy", "girl"}:
        return False
    starts, ends = zip(*births, strict=True)
    return None in starts or None in ends or max(starts) <= min(ends)


def combine(one: dict[str, Any], two: dict[str, Any], picks: dict[str, str]) -> dict[str, Any]:
    """Two accounts of one child together: what only one knows stays, what differs is as a person picked."""
    made: dict[str, Any] = {}
    for key in [*one, *(key for key in two if key not in one)]:
        left, right = one.get(key), two.get(key)
        if _rows(left) and _rows(right):
            made[key] = _together(left or [], right or [])
        elif _empty(left) or _empty(right) or same(left, right):
            made[key] = right if _empty(left) else left
        else:
            made[key] = right if picks.get(key) == "two" else left
    return {key: value for key, value in made.items() if not _empty(value)}


def conflicts(one: dict[str, Any], two: dict[str, Any]) -> list[str]:
    """The questions to which the two accounts give different answers: a person must pick."""
    return [
        key
        for key in one
        if not _empty(one[key])
        and not _empty(two.get(key))
        and not same(one[key], two[key])
        and not (_rows(one[key]) and _rows(two[key]))
    ]


def same(one: Any, two: Any) -> bool:
    """True when two answers mean the same: blanks and capitals aside, words in any order, an age told of one time."""
    if isinstance(one, str) and isinstance(two, str):
        return " ".join(one.split()).casefold() == " ".join(two.split()).casefold()
    if isinstance(one, list) and isinstance(two, list):
        return sorted(map(str, one)) == sorted(map(str, two))
    if not (isinstance(one, dict) and isinstance(two, dict)):
        return bool(one == two)
    if "age_value" in one and "age_value" in two:
        return _same_age(one, two)
    return all(same(one.get(key) or "", two.get(key) or "") for key in {*one, *two})


def _same_age(one: dict[str, Any], two: dict[str, Any]) -> bool:
    """The same number, learnt in the same way, of days less than half a year apart."""
    if (one["age_value"], one.get("age_basis")) != (two["age_value"], two.get("age_basis")):
        return False
    days = [date.fromisoformat(told["age_on"]) for told in (one, two) if told.get("age_on")]
    return len(days) < 2 or abs((days[0] - days[1]).days) <= NEAR_DAYS


def _empty(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}


def _rows(value: Any) -> bool:
    """True for a table (rows with columns); a plain list of words is one answer."""
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _together(one: list[dict[str, Any]], two: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of both: the same row once (by its id, else by all it says), the later words of it; a struck row goes."""
    made = {_name(row): row for row in one}
    for row in two:
        made[_name(row)] = {**made.get(_name(row), {}), **row}
    return [row for row in made.values() if not row.get("_struck")]


def _name(row: dict[str, Any]) -> str:
    return str(row["id"]) if row.get("id") else repr(sorted((k, v) for k, v in row.items() if not _empty(v)))
