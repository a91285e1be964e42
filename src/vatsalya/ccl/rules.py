"""Ages, classes and periods of the Board's law: pure, no database."""

import re
from datetime import date, datetime, time

from vatsalya.law.count import add_months
from vatsalya.law.offences import LIFE, class_of, gravest
from vatsalya.lib.clock import IST

#: Nothing is an offence that a child does who is younger (s.20 BNS, before it s.82 IPC).
OFFENCE_FROM = 7
GROWN, ASSESSED_FROM, SERVICE_FROM = 18, 16, 14
#: s.18(1)(e) to (g): at most three years.
MOST_YEARS = 3
#: Overnight (Form 42): never a lock-up, never a Children's Home.
NIGHT = ("observation_home", "fit_facility")


def age_on(*, age: float | None, told_on: date, born: date | None, on: date) -> int | None:
    """How old on a day, by the day of birth or else by an age told on another day, to the nearest year."""
    if born:
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if age is None:
        return None
    back = (told_on - on).days / 365.2425
    return int(age) - round(back) if back >= 0 else int(age - back)


def classed(sections: list[dict[str, object]]) -> str:
    """The class of the gravest section alleged."""
    return gravest(class_of(int(str(one["least"])), int(str(one["most"]))) for one in sections)


def pending_place(*, klass: str, age_then: int, age_now: int | None) -> tuple[str, ...]:
    """Where a child may be placed pending inquiry: the Observation Home, in two cases the Place of Safety."""
    if (age_now or 0) >= GROWN:
        return ("place_of_safety",)
    if klass == "heinous" and age_then >= ASSESSED_FROM:
        return ("observation_home", "place_of_safety")
    return ("observation_home",)


def too_long(*, first: date, last: date) -> bool:
    """True when an order of s.18(1)(e) to (g) lasts beyond three years."""
    start = datetime.combine(first, time(), IST)
    return last > add_months(start, MOST_YEARS * 12).date()


def readable(months: int) -> tuple[int, int] | None:
    """Years and months of a term; nothing for life."""
    return None if months >= LIFE else divmod(months, 12)


#: A section as it is written: law, section, and where the table does not know it the term in months.
_LINE = re.compile(r"^(?P<law>[A-Za-z]+)\s+(?P<section>.+?)(?:\s+(?P<least>\d{1,4})\s*-\s*(?P<most>\d{1,4}))?$")


def read_section(line: str) -> tuple[str, str, int | None, int | None] | None:
    """Law, section, shortest and longest term of one line; nothing when it cannot be read."""
    found = _LINE.match(" ".join(line.split()))
    if found is None or len(found["section"]) > 60:
        return None
    least, most = found["least"], found["most"]
    return found["law"].upper(), found["section"], int(least) if least else None, int(most) if most else None
