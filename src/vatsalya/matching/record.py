"""What another package publishes about one child, and what matching keeps of it to compare."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from vatsalya.people.rules import day_of_year

from . import geo, names
from .fold import Word, forms, joined, plain, word

SIDES = ("missing", "found", "helpline", "sighting")
NO_GROUND = "none"


class Mark(NamedTuple):
    """A mark on the body: kind and part from the code lists, side, words of a tattoo."""

    kind: str
    part: str = ""
    side: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One child as one office describes them; empty means not asked or not known, never 'no'."""

    id: UUID
    side: str
    office_no: int
    event_on: date
    matter_id: UUID | None = None
    child_id: UUID | None = None
    names: list[str] = field(default_factory=list)
    father: str | None = None
    mother: str | None = None
    sex: str | None = None
    age_value: float | None = None
    age_basis: str = ""
    age_on: date | None = None
    birth_date: date | None = None
    state_code: str | None = None
    district_code: str | None = None
    home_district: str | None = None
    place_words: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    marks: Sequence[tuple[str, ...]] = ()
    disability: str | None = None
    height_cm: float | None = None
    clothes: list[str] = field(default_factory=list)
    phone_hmac: str | None = None
    words_said: list[str] = field(default_factory=list)
    #: By what right the child may be looked for: the law itself, consent, or none (then nobody finds the entry).
    ground: str = "law"


class Person(NamedTuple):
    """A named person in comparable form: each name's telling words, all soft words, as given."""

    names: list[list[str]]
    soft: list[str]
    given: list[str]

    def words(self) -> list[str]:
        """Every telling word of every name, and names of several words also written as one."""
        found = [one for name in self.names for one in name]
        return list(dict.fromkeys([*found, *self.joined()]))

    def joined(self) -> list[str]:
        """Names of two or three words written as one (Ram Kumar, Ramkumar)."""
        return [joined([forms(one) for one in name]).fold for name in self.names if len(name) > 1]

    def first(self) -> list[str]:
        """The first telling word of each name: the child's own."""
        return [name[0] for name in self.names if name]


@dataclass(slots=True)
class Traits:
    """One entry as the engine compares it. Born: estimated year with its likely error."""

    side: str
    sex: str
    event_on: date
    state: str
    district: str
    child: Person
    father: Person
    mother: Person
    home_district: str = ""
    places: list[str] = field(default_factory=list)
    places_given: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    disability: str = ""
    height: list[float] = field(default_factory=list)
    clothes: list[str] = field(default_factory=list)
    words_said: list[str] = field(default_factory=list)
    words_given: list[str] = field(default_factory=list)
    phone: str = ""
    born: float | None = None
    born_error: float = 0.0
    age: list = field(default_factory=list)

    def pack(self) -> bytes:
        """The part that is stored sealed; columns of the table are left out."""
        marks = [list(mark) for mark in self.marks]
        born = [round(self.born, 1), self.born_error] if self.born is not None else []
        parts: list[Any] = [
            self.child,
            self.father,
            self.mother,
            self.home_district,
            self.places,
            self.places_given,
        ]
        parts += [self.languages, marks, self.disability, self.height, self.clothes, self.words_said]
        parts += [self.words_given, self.phone, born, self.age]
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(packed: bytes, *, side: str, sex: str, event_on: date, state: str, district: str) -> Traits:
    """An entry's traits from its sealed part and its columns."""
    p = json.loads(packed)
    child, father, mother = (Person(*one) for one in p[:3])
    born = p[14] or [None, 0.0]
    marks = [Mark(*mark) for mark in p[7]]
    return Traits(
        side=side, sex=sex, event_on=event_on, state=state, district=district, child=child, father=father,
        mother=mother, home_district=p[3], places=p[4], places_given=p[5], languages=p[6], marks=marks,
        disability=p[8], height=p[9], clothes=p[10], words_said=p[11], words_given=p[12], phone=p[13],
        born=born[0], born_error=born[1], age=p[15],
    )  # fmt: skip


# How far an age is likely off, in years, by who says so. Eyes err most, and more for older children.
_AGE_ERROR = {"document": 0.4, "family": 0.8, "medical": 1.1, "child": 1.3, "given": 1.4, "eye": 1.2}
_EYE_A_YEAR = 0.08
_BASIS = (
    ("document", ("document", "certificate", "birth", "school", "dob")),
    ("medical", ("medical", "ossification", "doctor")),
    ("eye", ("eye", "look", "appar", "appear", "observ", "judg", "estimat", "guess")),
    ("family", ("parent", "family", "mother", "father", "guardian", "relative", "reporter")),
    ("child", ("child", "self", "said")),
)


def basis_group(basis: str, side: str) -> str:
    """Who stands behind an age; 'told' is the family at a loss and the child at a finding."""
    given = basis.casefold()
    if given in {"told", "stated"}:
        return "child" if side == "found" else "family"
    return next((group for group, hints in _BASIS if any(hint in given for hint in hints)), "given")


def age_error(group: str, age: float) -> float:
    """The likely error in years of an age given on this basis."""
    return round(_AGE_ERROR[group] + (_EYE_A_YEAR * age if group == "eye" else 0), 2)


def _born(record: Record) -> tuple[float | None, float, list]:
    if record.birth_date:
        born = record.birth_date
        # as it is stored: a record in hand and the same from the register have one key of birth
        return round(_in_years(born), 1), 0.3, []
    if record.age_value is None or not 0 <= record.age_value <= 30:
        return None, 0.0, []
    age, on = float(record.age_value), record.age_on or record.event_on
    group = basis_group(record.age_basis, record.side)
    # "nine" is between nine and ten
    return round(_in_years(on) - age - 0.5, 1), age_error(group, age), [age, group]


def _in_years(day: date) -> float:
    """A day as a number of years; the same day of every year has the same fraction."""
    return day.year + (day_of_year(day) - 1) / 365.25


def person(given: list[str | None]) -> Person:
    """All names of one person; those nobody knows are left out."""
    texts = [one for text in given for one in names.split(text)][:5]
    parsed = [(text, names.parse(text)) for text in texts]
    known = [(text, name) for text, name in parsed if name]
    hard = [[one.fold for one in name.hard] for _, name in known]
    soft = list(dict.fromkeys(one.fold for _, name in known for one in name.soft))
    return Person(hard, soft, [text[:60] for text, _ in known])


def _place_folds(texts: list[str]) -> list[str]:
    found: list[Word] = []
    for text in texts[:12]:
        if not names.unknown(text):
            found += [word(part) for part in text[:80].replace("-", " ").replace(",", " ").split()]
    return list(dict.fromkeys(one.fold for one in found if len(one.core) > 2 and one.fold not in _PLACE_NOISE))[:8]


_PLACE_NOISE = frozenset(word(text).fold for text in names.WORDS["place"])


def traits(record: Record) -> Traits:
    """What of a published record can be compared."""
    born, error, age = _born(record)
    districts = {code for code in (record.district_code, record.home_district) if code}
    if record.side == "found":  # where a child was found is not what the child says of home
        districts -= {record.district_code} - {record.home_district}
    named = [name for code in sorted(districts) for name in _district_names(code)]
    marks = [_mark(mark) for mark in record.marks[:8] if mark and mark[0]]
    height = [record.height_cm] if record.height_cm and 30 < record.height_cm < 220 else []
    places = list(dict.fromkeys([*_place_folds(record.place_words), *_place_folds(named)]))[:8]
    return Traits(
        side=record.side,
        sex=sex_letter(record.sex),
        event_on=record.event_on,
        state=record.state_code or "",
        district=record.district_code or "",
        child=person(list(record.names[:5])),
        father=person([record.father]),
        mother=person([record.mother]),
        home_district=record.home_district or "",
        places=places,
        places_given=[text[:40] for text in record.place_words[:4]],
        languages=[plain(code) for code in record.languages[:5] if plain(code) not in _NOTHING],
        marks=[mark for mark in marks if (mark.kind, mark.part) != ("", "")],
        disability=plain(record.disability or ""),
        height=[float(one) for one in height],
        clothes=[plain(one)[:24] for one in record.clothes[:8]],
        words_said=_place_folds(record.words_said),
        words_given=[text[:40] for text in record.words_said[:4]],
        phone=(record.phone_hmac or "")[:24],
        born=born,
        born_error=error,
        age=age,
    )


_NOTHING = {"", "other", "none", "unknown"}


def _mark(given: tuple[str, ...]) -> Mark:
    """A mark by its codes; 'other' tells nothing, and a kind without its place hardly does."""
    mark = Mark(*(plain(part or "") for part in given[:4]))
    part, side = ("" if one in _NOTHING else one for one in (mark.part, mark.side))
    return mark._replace(kind=mark.kind if part or mark.text else "", part=part, side=side)


def _district_names(code: str) -> tuple[str, ...]:
    found = geo.districts().get(code)
    return found.names if found else ()


def sex_letter(sex: str | None) -> str:
    """b, g or t; u when nobody said."""
    given = plain(sex or "")
    return {"boy": "b", "male": "b", "m": "b", "b": "b", "girl": "g", "female": "g", "f": "g", "g": "g"}.get(
        given, "t" if given.startswith("t") else "u"
    )
