"""From a form's answers to a child's sheet, sealed identity and match record; one place for the keys."""

from datetime import date, datetime
from typing import Any

from vatsalya.lib.clock import ist_date
from vatsalya.lib.text import clean
from vatsalya.matching.record import Record
from vatsalya.matters.models import Matter
from vatsalya.people.models import Child, Person
from vatsalya.people.rules import birth_years
from vatsalya.places import queries as places

#: Answers that identify a child or a reporter: they go to the vault and nowhere else.
IDENTITY = (
    "birth_date",
    "father",
    "mother",
    "guardian",
    "home_place",
    "home_text",
    "home_subdistrict",
    "home_village",
    "school",
    "marks",
    "height_cm",
    "complexion",
    "build",
    "face",
    "hair",
    "eyes",
    "clothes",
    "words_said",
    "last_seen_text",
    "reporter_name",
    "reporter_relation",
    "reporter_phone",
    "reporter_address",
    "home_says",
    "belongings",
)


def as_date(value: Any) -> date | None:
    """A date from an answer (ISO text or date); what is no date is none (an old record stops no night's work)."""
    if not isinstance(value, str):
        return value or None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def as_instant(value: Any) -> datetime:
    """An instant from an answer (ISO text or datetime)."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def last_seen_on(answers: dict[str, Any]) -> date:
    """The day on which a missing child was last seen: the age that is told is the age on that day."""
    return ist_date(as_instant(answers["last_seen_at"]))


def age_of(answers: dict[str, Any]) -> tuple[float | None, str]:
    """The age in years and how it was learnt."""
    age = answers.get("age") or {}
    if isinstance(age, dict):
        return age.get("value"), age.get("basis") or "told"
    return age, "told"


def new_child(answers: dict[str, Any], *, on: date, unit_no: int, realm: str, shared: list[int]) -> Child:
    """A sheet for a child whom the portal does not know yet (the matter will lead it)."""
    return Child.objects.create(
        person=Person.objects.create(),
        unit_no=unit_no,
        realm=realm,
        shared_with=shared,
        **described(answers, on=on),
    )


def described(answers: dict[str, Any], *, on: date) -> dict[str, Any]:
    """What of the answers lies open on a child's sheet: sex, age and how it was learnt, languages, disability."""
    value, basis = age_of(answers)
    born = as_date(answers.get("birth_date"))
    low, high = (born.year, born.year) if born else birth_years(age=value, basis=basis, on=on)
    return {
        "sex": answers.get("sex") or "unknown",
        "age_value": value,
        "age_basis": basis,
        "age_on": on,
        "birth_from": low,
        "birth_to": high,
        "languages": _several(answers.get("languages")),
        "disability": answers.get("disability") or "",
    }


def _several(given: Any) -> list[str]:
    """A list; a single value is a list of one."""
    return [given] if isinstance(given, str) and given else list(given or [])


def identity(answers: dict[str, Any]) -> dict[str, Any]:
    """What goes to the vault: names as given, in the script they were given in, and the rest."""
    names = [
        {"text": clean(str(answers[key])), "kind": kind}
        for key, kind in (("name", "full"), ("called", "called"), ("alias", "alias"))
        if answers.get(key)
    ]
    return {"names": names} | {key: answers[key] for key in IDENTITY if answers.get(key)}


def parents(known: dict[str, Any]) -> dict[str, str]:
    """Father and mother as they are compared; one who reports is known by that, also when the question stays empty."""
    relation, name = known.get("reporter_relation"), known.get("reporter_name")
    tells = {relation: name} if relation in ("father", "mother") and name else {}
    return tells | {key: known[key] for key in ("father", "mother") if known.get(key)}


def unsaved(
    answers: dict[str, Any], *, side: str, office_no: int, event_on: date, district_code: int | None, on: date
) -> Record:
    """The record that these answers would make, before anything is saved (to look for a likely duplicate)."""
    child, matter = Child(**described(answers, on=on)), Matter(unit_no=office_no)
    return record(
        side=side,
        matter=matter,
        child=child,
        known=identity(answers),
        event_on=event_on,
        district_code=district_code,
    )


def _district(answers: dict[str, Any], *keys: str) -> str | None:
    for key in keys:
        place = answers.get(key)
        if isinstance(place, dict) and place.get("district"):
            return str(place["district"])
    return None


def _texts(known: dict[str, Any], *keys: str) -> list[str]:
    return [str(known[key]) for key in keys if known.get(key)]


def record(
    *, side: str, matter: Matter, child: Child, known: dict[str, Any], event_on: date, district_code: int | None
) -> Record:
    """What the matching engine may know of this child; sealed and keyed there, never in clear."""
    return Record(
        id=matter.pk,
        side=side,
        office_no=matter.unit_no,
        event_on=event_on,
        matter_id=matter.pk,
        child_id=child.pk,
        names=[name["text"] for name in known.get("names", [])],
        father=parents(known).get("father"),
        mother=parents(known).get("mother"),
        sex=child.sex,
        age_value=child.age_value,
        age_basis=child.age_basis,
        age_on=child.age_on,
        birth_date=as_date(known.get("birth_date")),
        state_code=str(places.state_of(district_code)) if district_code else None,
        district_code=str(district_code) if district_code else None,
        home_district=_district(known, "home_place"),
        place_words=_texts(known, "last_seen_text", "home_village", "home_subdistrict", "home_text", "home_says"),
        languages=list(child.languages),
        marks=[
            (m.get("kind", ""), m.get("part", ""), m.get("side", ""), m.get("text", ""))
            for m in known.get("marks") or []
        ],
        disability=child.disability or None,
        height_cm=known.get("height_cm"),
        clothes=_texts(known, "clothes"),
        words_said=_texts(known, "words_said"),
    )
