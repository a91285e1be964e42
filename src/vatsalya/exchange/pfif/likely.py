"""Whose report a person of another registry may be: asked of the same engine as every other entry of a child."""

import re
from datetime import date, datetime
from functools import cache
from typing import Any

from vatsalya.access.actor import Actor
from vatsalya.lib.clock import ist_date
from vatsalya.missing import duplicates
from vatsalya.places import queries as places

#: What they call other is kept open: it is compared with neither.
SEX = {"male": "boy", "female": "girl"}
_PARTS = re.compile(r"[,;/\n()-]+")
_NOT_NAMES = frozenset(
    "junction station railway district dist city town near जंक्शन स्टेशन रेलवे जिला ज़िला शहर के पास".split()
)


def likely(said: dict[str, Any], *, actor: Actor, at: datetime) -> list[duplicates.Warning]:
    """Reports that may be about this person; masked where the officer may not open them."""
    if not any(said.get(key) for key in ("full_name", "given_name", "alternate_names")):
        return []  # wiped, or nobody whom anything could be compared by
    told, seen = answers(said), _day(said.get("source_date")) or ist_date(at)
    place = district(told.get("last_seen_text", "")) or (told.get("home_place") or {}).get("district")
    return duplicates.of_stranger(
        told, event_on=seen, district_code=place, office_no=actor.office_no, at=at, actor=actor
    )


def answers(said: dict[str, Any]) -> dict[str, Any]:
    """Their words as answers to our questions; what does not fit is left out."""
    others = [one.strip() for one in said.get("alternate_names", "").splitlines() if one.strip()]
    home = [said[key] for key in ("home_neighborhood", "home_city", "home_state") if said.get(key)]
    lives = district(", ".join(home))
    told = {
        "name": said.get("full_name"),
        "alias": others[0] if others else None,
        "sex": SEX.get(said.get("sex", "")),
        "age": _age(said),
        "birth_date": _birth(said.get("date_of_birth")),
        "home_text": ", ".join(home),
        "home_place": {"state": places.state_of(lives), "district": lives} if lives else None,
        "last_seen_text": next((one["last_known_location"] for one in _newest(said) if _placed(one)), None),
    }
    return {key: value for key, value in told.items() if value}


def district(text: str) -> int | None:
    """The one district of India that a text of theirs names ("Gaya, Bihar"); nothing when it may be several."""
    parts = {" ".join(w for w in part.split() if w not in _NOT_NAMES) for part in _PARTS.split(text.casefold())}
    named = {code: state for name in parts for state, code in _districts().get(name, ())}
    sure = [code for code, state in named.items() if state in parts] or list(named)
    return sure[0] if len(sure) == 1 else None


@cache
def _districts() -> dict[str, list[tuple[str, int]]]:
    """Name of a district in English and Hindi -> its State's name in that language, and its code."""
    found: dict[str, list[tuple[str, int]]] = {}
    for state, rows in (*places.grouped("en"), *places.grouped("hi")):
        for code, name in rows:
            found.setdefault(name.casefold(), []).append((state.casefold(), int(code)))
    return found


def _newest(said: dict[str, Any]) -> list[dict[str, str]]:
    return sorted(said.get("notes", []), key=lambda one: one.get("source_date", ""), reverse=True)


def _placed(note: dict[str, str]) -> bool:
    return bool(note.get("last_known_location"))


def _age(said: dict[str, Any]) -> dict[str, Any] | None:
    low, _, high = said.get("age", "").partition("-")
    return {"value": (int(low) + int(high or low)) / 2, "basis": "apparent"} if low else None


def _birth(text: str | None) -> str | None:
    return text if text and _day(text) else None


def _day(text: str | None) -> date | None:
    """A whole day of the calendar, or nothing."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
