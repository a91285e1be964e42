"""Pure rules about age: a value, its basis and its day; nothing here knows the database."""

from datetime import date

#: How far off an age may be, by how it was learnt (years below, years above).
SPREAD = {"document": (0, 0), "birth_date": (0, 0), "told": (1, 1), "apparent": (2, 3), "medical": (1, 1)}


def birth_years(*, age: float | None, basis: str, on: date) -> tuple[int | None, int | None]:
    """The band of birth years that an age allows; unknown age gives no band."""
    if age is None:
        return None, None
    below, above = SPREAD.get(basis, (2, 2))
    middle = on.year - int(age)
    return middle - above - 1, middle + below


def age_at(*, born: date, on: date) -> int:
    """Whole years on a day (the Act counts a child as under eighteen, s.2(12))."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age_agrees(*, born: date, age: float, on: date) -> bool:
    """True when a date of birth and a stated age can both be right, within a year."""
    return abs(age_at(born=born, on=on) - age) <= 1
