"""Writing PFIF 1.4: only children who are published now, and of them only what their card allows.

No family, no address of home, no telephone but those of the station and the helplines. What a card does not say is
left out; nothing is guessed and nothing is filled with "unknown". A photograph is an address that opens only with the
secret of an agreement, while the child is published.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import urlsplit
from uuid import UUID
from xml.sax.saxutils import escape

from django.conf import settings

from vatsalya.lib.clock import IST
from vatsalya.offices import queries as offices
from vatsalya.places import queries as places

from ..cards import Card, marks
from . import schema

VERSION = "1.4"
SEX = {"boy": "male", "girl": "female", "transgender": "other"}
_PHONE = re.compile(r"[-+()\d ]+")
#: Characters that XML 1.0 cannot hold even when escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Gone:
    """A child published no longer: what is left for those who hold a copy is that they must wipe it."""

    public_id: UUID | str
    ended_at: datetime


def domain() -> str:
    """The domain in which our record ids live."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def record_id(public_id: UUID | str) -> str:
    """The id of a published child in the world of PFIF."""
    return f"{domain()}/{public_id}"


def instant(at: datetime) -> str:
    """An instant as PFIF writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(on: date, at: time = time()) -> str:
    return instant(datetime.combine(on, at, IST))


def write(cards: Iterable[Card], gone: Iterable[Gone] = ()) -> bytes:
    """A document with the published children, and placeholders for those published no longer."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<pfif:pfif xmlns:pfif="{schema.NAMESPACE}{VERSION}">']
    for card in cards:
        lines += _person(person(card), note(card))
    for one in gone:
        lines += _person(placeholder(one), None)
    return "\n".join([*lines, "</pfif:pfif>", ""]).encode()


def _fields(kind: str, record: dict[str, str], indent: str) -> list[str]:
    needed = schema.needed(kind, VERSION)
    return [
        f"{indent}<pfif:{name}>{escape(_NOT_XML.sub('', record.get(name, '')))}</pfif:{name}>"
        for name in schema.fields(kind, VERSION)
        if record.get(name) or name in needed
    ]


def _person(record: dict[str, str], said: dict[str, str] | None) -> list[str]:
    lines = [" <pfif:person>", *_fields("person", record, "  ")]
    if said:
        lines += ["  <pfif:note>", *_fields("note", said, "   "), "  </pfif:note>"]
    return [*lines, " </pfif:person>"]


def person(card: Card) -> dict[str, str]:
    """A card as a person record, field by field."""
    return {
        "person_record_id": record_id(card.public_id),
        "entry_date": instant(card.published_at),
        "expiry_date": _day(card.until_on, time(23, 59, 59)),
        **author(card),
        "source_name": "Vatsalya",
        "source_date": _day(card.source_on),
        "source_url": f"{settings.BASE_URL}/poster/{card.public_id}/",
        "full_name": card.first_name,
        "given_name": card.first_name,
        "description": _description(card),
        "sex": SEX.get(card.sex, ""),
        "age": _age(card),
        "photo_url": f"{settings.BASE_URL}/api/v1/people/{card.public_id}/picture" if card.has_photo else "",
    }


def author(card: Card) -> dict[str, str]:
    """Who speaks is the station that looks for the child, by its public name and telephone; never an officer."""
    station = offices.by_no(card.station_no)
    phone = station.phone.strip()
    return {"author_name": station.name_en, "author_phone": phone if _PHONE.fullmatch(phone) else ""}


def _age(card: Card) -> str:
    if card.age_from is None:
        return ""
    high = card.age_to if card.age_to is not None else card.age_from
    return f"{card.age_from}-{high}" if high != card.age_from else str(card.age_from)


def _description(card: Card) -> str:
    height = f"Height about {card.height_cm} cm" if card.height_cm else ""
    clothes = f"Clothes when last seen: {card.clothes}" if card.clothes else ""
    seen = f"Last seen on {card.last_seen_on.isoformat()} in {places.full_name(card.district_code, 'en')}"
    return ". ".join(filter(None, [seen, height, marks(card, "en"), clothes]))


def note(card: Card) -> dict[str, str]:
    """The one note of a published child: whoever knows something calls 1098 or 112."""
    return {
        "note_record_id": f"{record_id(card.public_id)}.sought",
        "person_record_id": record_id(card.public_id),
        "entry_date": instant(card.published_at),
        **author(card),
        "source_date": _day(card.source_on),
        "status": "information_sought",
        "last_known_location": places.full_name(card.district_code, "en"),
        "text": "Seen this child? Call 1098 or 112 (India, day and night, free).",
    }


def placeholder(gone: Gone) -> dict[str, str]:
    """What stands in place of a record whose time is over: ids and dates, nothing of the child."""
    at = instant(gone.ended_at)
    return {"person_record_id": record_id(gone.public_id), "entry_date": at, "expiry_date": at, "source_date": at}
