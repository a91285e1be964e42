"""A card in words, and its poster: for the screen, for the wall, for the telephone."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from vatsalya.access.actor import Actor
from vatsalya.law.load import law
from vatsalya.lib.errors import Refusal, Refused
from vatsalya.matching import latin
from vatsalya.offices import queries as offices
from vatsalya.papers import glyphs, poster
from vatsalya.places import queries as places

from . import proposing
from .publish import Card

MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "hi": "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर".split(),
}


def day(on: date, lang: str) -> str:
    """A day in words of a language, whatever the reader's own is."""
    if lang not in MONTHS:
        return on.strftime("%d-%m-%Y")
    return f"{on.day} {MONTHS[lang][on.month - 1]} {on.year}"


def marks(card: Card, lang: str) -> list[str]:
    """Marks as people say them: scar, wrist, left."""
    lists = (("kind", "mark_kinds"), ("part", "body_parts"), ("side", "sides"))
    found = []
    for mark in card.marks:
        parts = [law().codes(name).get(mark.get(key, ""), {}).get(lang, "") for key, name in lists]
        if mark.get("side") == "none":
            parts.pop()
        found.append(", ".join(part for part in [*parts, mark.get("text", "")] if part))
    return found


def words(card: Card, tongue: str) -> dict[str, Any]:
    """Everything a card says, in a language; where the portal has no words in it, those of the poster's facts."""
    station = offices.by_no(card.station_no)
    band, lang = card.age_from is not None, law().posters[tongue].facts
    return {
        "name": _named(card.first_name, lang),
        "who": _who(card, tongue, lang),
        "age": poster.say("years", tongue, low=card.age_from, high=card.age_to) if band else "",
        "height": poster.say("cm", tongue, cm=card.height_cm) if card.height_cm else "",
        "marks": "; ".join(marks(card, lang)),
        "clothes": as_told(card.clothes, lang),
        "last": f"{places.full_name(card.district_code, lang)}, {day(card.last_seen_on, tongue)}",
        "station": getattr(station, f"name_{lang}"),
        "phone": station.phone,
        "until": card.until_on,
        "serial": f"P-{card.public_id.hex[:8].upper()}",
    }


def _named(name: str, lang: str) -> str:
    """The name as it was written; where places stand in English, in Latin letters beside it."""
    spoken = latin.in_latin(name) if lang == "en" else ""
    return f"{name} · {spoken}" if spoken else name


def as_told(text: str, lang: str) -> str:
    """Words that an officer wrote, with their language where it is not the page's."""
    written = glyphs.tongue(text, lang)
    language = law().codes("languages").get(written, {}).get(lang, "")
    return f"{text} ({language})" if written != lang and language else text


def _who(card: Card, tongue: str, lang: str) -> str:
    if card.sex in ("boy", "girl"):
        return poster.say(card.sex, tongue)
    return law().codes("sex")[card.sex][lang] if card.sex != "unknown" else ""


def url(public_id: UUID) -> str:
    """Where anybody sees whether a poster's child is still searched for."""
    return f"{settings.BASE_URL}/poster/{public_id}/"


def make(*, actor: Actor, card_id: UUID, kind: str, langs: list[str], at: datetime) -> tuple[bytes, str]:
    """A poster of a live card (of a proposed one: a draft, marked and without code); its bytes and file name."""
    row, card = proposing.shown(actor=actor, card_id=card_id)
    rules = law().publication
    known = [lang for lang in rules.poster_languages if lang in langs][: rules.poster_languages_most]
    if row.stage == "withdrawn" or not known:
        raise Refused(Refusal("card.already_down"))
    picture, draft = proposing.picture_of(actor=actor, card_id=card_id), row.stage != "published"
    facts = {lang: words(card, lang) for lang in known}
    serial, where = facts[known[0]]["serial"], url(card.public_id)
    if kind == "phone":
        made = poster.phone(facts[known[0]], known[0], picture=picture, url=where, at=at, draft=draft)
        return made, f"poster-{serial}-{known[0]}.png"
    return poster.paper(facts, picture=picture, url=where, at=at, draft=draft), f"poster-{serial}.pdf"
