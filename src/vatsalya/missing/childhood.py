"""Who is a child: a person under eighteen, section 2(12); a missing one on the day it was last seen."""

from datetime import date, datetime
from typing import Any

from vatsalya.law.load import law
from vatsalya.lib.clock import ist_date
from vatsalya.lib.errors import Refusal
from vatsalya.matching.names import oddly_written
from vatsalya.people.rules import age_at

from . import sheet

#: An age that nobody has counted: it errs, and the doubt is the child's until the Committee settles it (s.94).
ESTIMATED = ("apparent", "medical")


def wrong_of_missing(answers: dict[str, Any], *, at: datetime) -> list[Refusal]:
    """Who was eighteen when last seen is no missing child; who has grown up since is one still.

    The age that is told is that of the day last seen.
    """
    seen = ist_date(sheet.as_instant(answers["last_seen_at"]))
    too_old = _too_old(answers, on=min(seen, ist_date(at)), then=seen)
    return [Refusal("child.not_under_eighteen", field="age")] if too_old else []


def wrong_of_found(answers: dict[str, Any], *, at: datetime) -> list[Refusal]:
    """Who is found grown up comes before no Committee, unless the age is only an estimate near eighteen."""
    on = ist_date(at)
    years = _number("child.estimate_years", on)
    refused = Refusal("child.found_not_under_eighteen", field="age", years=years)
    return [refused] if _too_old(answers, on=on, then=ist_date(sheet.as_instant(answers["found_at"]))) else []


def _too_old(answers: dict[str, Any], *, on: date, then: date) -> bool:
    """By the date of birth to the day; else by the stated age, less the whole years since then."""
    age, basis = sheet.age_of(answers)
    born, limit = sheet.as_date(answers.get("birth_date")), _number("child.under", on)
    if born:
        return (age_at(born=born, on=then) or 0) >= limit
    if age is None:
        return False
    limit += _number("child.estimate_years", on) if basis in ESTIMATED else 0
    return age - (age_at(born=then, on=on) or 0) >= limit


def _number(key: str, on: date) -> int:
    return int(law().option(None, key, on))


def name_slip(answers: dict[str, Any]) -> list[Refusal]:
    """A digit in a word of the name, or two scripts in one word: a slip of the hand that no search finds again."""
    slip = oddly_written(str(answers.get("name") or ""))
    return [Refusal(f"name.{slip}", field="name")] if slip else []
