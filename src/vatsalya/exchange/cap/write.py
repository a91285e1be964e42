"""CAP 1.2: an alert for a published child in Hindi and English, and its recall."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from xml.etree import ElementTree as Tree

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from vatsalya.law.load import law
from vatsalya.lib.clock import IST
from vatsalya.lib.text import clean
from vatsalya.matching import latin
from vatsalya.missing import posters
from vatsalya.offices import queries as offices
from vatsalya.places import queries as places

from ..cards import Card, marks
from . import areas

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
LANGUAGES = (("hi", "hi-IN"), ("en", "en-IN"))
Tree.register_namespace("", NAMESPACE)


@dataclass(frozen=True)
class Told:
    """What an alert says, beside the card: its number, sender, time, area and end."""

    identifier: UUID
    office_no: int
    sent_at: datetime
    expires_at: datetime
    districts: list[int]
    lines: list[str]
    exercise: bool


def instant(at: datetime) -> str:
    """An instant as CAP writes it: to the second, with India's offset, never Z."""
    return at.astimezone(IST).replace(microsecond=0).isoformat()


def sender() -> str:
    """Who sends: unique in the world, without spaces, commas or brackets."""
    return f"alerts@{urlsplit(settings.BASE_URL).hostname}"


def alert(card: Card, told: Told) -> str:
    """The alert as XML."""
    root = _head(told, "Alert", str(told.identifier), told.sent_at)
    for lang, tag in LANGUAGES:
        with override(lang):
            _info(root, card, told, lang, tag)
    return _text(root)


def cancel(told: Told, *, identifier: str, at: datetime, reason: str) -> str:
    """The recall: a Cancel that names the alert; of the child it repeats nothing."""
    root = _head(told, "Cancel", identifier, at)
    _add(root, "note", law().codes("recall_reasons")[reason]["en"])
    _add(root, "references", f"{sender()},{told.identifier},{instant(told.sent_at)}")
    for lang, tag in LANGUAGES:
        with override(lang):
            info = _classed(root, tag, urgency="Past", severity="Minor", certainty="Observed", response="AllClear")
            _add(info, "expires", instant(max(told.expires_at, at)))
            _add(info, "senderName", offices.name(told.office_no, lang))
            _add(info, "headline", _("Alert recalled"))
            _add(info, "description", law().codes("recall_reasons")[reason][lang])
            _add(info, "instruction", _("Take the earlier alert down everywhere and delete your copies."))
            _areas(info, told, lang)
    return _text(root)


def _head(told: Told, kind: str, identifier: str, at: datetime) -> Tree.Element:
    root = Tree.Element(f"{{{NAMESPACE}}}alert")
    _add(root, "identifier", identifier)
    _add(root, "sender", sender())
    _add(root, "sent", instant(at))
    _add(root, "status", "Exercise" if told.exercise else "Actual")
    _add(root, "msgType", kind)
    _add(root, "scope", "Public")
    if told.exercise and kind == "Alert":
        _add(root, "note", "Exercise: no child is being looked for.")
    return root


def _classed(root: Tree.Element, tag: str, *, urgency: str, severity: str, certainty: str, response: str) -> Any:
    info = _add(root, "info")
    _add(info, "language", tag)
    _add(info, "category", "Rescue")
    _add(info, "event", _("Missing child"))
    _add(info, "responseType", response)
    _add(info, "urgency", urgency)
    _add(info, "severity", severity)
    _add(info, "certainty", certainty)
    return info


def _info(root: Tree.Element, card: Card, told: Told, lang: str, tag: str) -> None:
    info = _classed(root, tag, urgency="Immediate", severity="Severe", certainty="Likely", response="Monitor")
    _add(info, "effective", instant(told.sent_at))
    _add(info, "expires", instant(told.expires_at))
    _add(info, "senderName", offices.name(told.office_no, lang))
    for name, text in words(card, told, lang).items():
        _add(info, name, text)
    _add(info, "contact", "112, 1098")
    _areas(info, told, lang)


def words(card: Card, told: Told, lang: str) -> dict[str, str]:
    """What people read of an alert in one language, in the order of the standard."""
    with override(lang):
        return {
            "headline": _headline(card, told, lang),
            "description": description(card, lang),
            "instruction": _("If you see the child, stay calm, do not follow, call 112 or 1098 at once."),
        }


def _headline(card: Card, told: Told, lang: str) -> str:
    words = _("Missing: %(child)s, last seen in %(place)s") % {
        "child": _child(card, lang),
        "place": places.district_name(card.district_code, lang),
    }
    return f"{_('EXERCISE')}: {words}" if told.exercise else words


def _child(card: Card, lang: str) -> str:
    sex = law().codes("sex").get(card.sex, {}).get(lang, "")
    age = "" if card.age_from is None else str(card.age_from)
    if card.age_to not in (None, card.age_from):
        age = f"{age}–{card.age_to}"
    years = _("%(age)s years") % {"age": age} if age else ""
    return ", ".join(filter(None, [_named(card.first_name, lang), sex, years]))


def _named(name: str, lang: str) -> str:
    """The name as it was written; for readers of English also in their letters."""
    spoken = latin.in_latin(name) if lang == "en" else ""
    return _("%(name)s (as spoken: %(spoken)s)") % {"name": name, "spoken": spoken} if spoken else name


def description(card: Card, lang: str) -> str:
    """What a passer-by needs, and nothing that the card does not allow."""
    day = card.last_seen_on.strftime("%d-%m-%Y")
    parts = [
        _child(card, lang),
        _("Last seen on %(day)s in %(place)s") % {"day": day, "place": places.full_name(card.district_code, lang)},
        _("Height about %(cm)s cm") % {"cm": card.height_cm} if card.height_cm else "",
        marks(card, lang),
        _("Clothes: %(words)s") % {"words": posters.as_told(card.clothes, lang)} if card.clothes else "",
    ]
    return clean(". ".join(filter(None, parts)))


def _areas(info: Any, told: Told, lang: str) -> None:
    for one in areas.listed(told.districts, told.lines, lang):
        area = _add(info, "area")
        _add(area, "areaDesc", one["name"])
        for ring in one["polygons"]:
            _add(area, "polygon", ring)
        code = _add(area, "geocode")
        _add(code, "valueName", one["code"][0])
        _add(code, "value", one["code"][1])


def _add(parent: Any, name: str, text: str | None = None) -> Any:
    made = Tree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    made.text = text
    return made


def _text(root: Tree.Element) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Tree.tostring(root, encoding="unicode")


def read(text: str) -> dict[str, dict[str, str]]:
    """What people read of an alert or a recall that was sent, by language: headline, description, instruction."""
    tags, space = {tag: lang for lang, tag in LANGUAGES}, f"{{{NAMESPACE}}}"
    return {
        tags[info.findtext(f"{space}language", "")]: {
            name: info.findtext(f"{space}{name}", "") for name in ("headline", "description", "instruction")
        }
        for info in Tree.fromstring(text).iter(f"{space}info")
    }
