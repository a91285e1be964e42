"""A form's answers as people read them, on the screen and on paper."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from vatsalya.law.load import law
from vatsalya.law.shapes import Field, Form, Section
from vatsalya.lib.clock import IST
from vatsalya.offices.models import Office
from vatsalya.places import queries as places

from .glyphs import tongue

NOTHING: tuple[Any, ...] = (None, "", [], {})
_YES_NO = {True: {"en": "Yes", "hi": "हाँ"}, False: {"en": "No", "hi": "नहीं"}}


def shown(form: Form, answers: dict[str, Any], lang: str, may: frozenset[str]) -> list[dict[str, Any]]:
    """A signed form for reading: sections of answers; what the reader may not see is only counted.

    Counted whether it was answered or not: that a child has an answer about abuse is itself a secret.
    """
    return [_section(section, answers, lang, may) for section in form.sections]


def _section(section: Section, answers: dict[str, Any], lang: str, may: frozenset[str]) -> dict[str, Any]:
    asked = [f for f in section.fields if f.type != "photo"]
    visible = [f for f in asked if f.vis in may]
    return {
        "key": section.key,
        "title": section.title[lang],
        "text": [one[lang] for one in section.text],
        "rows": [_row(f, answers[f.key], lang) for f in visible if answers.get(f.key) not in NOTHING],
        "empty": [f.label[lang] for f in visible if answers.get(f.key) in NOTHING],
        "withheld": len(asked) - len(visible),
    }


def _row(field: Field, value: Any, lang: str) -> dict[str, Any]:
    text = words(field, value, lang)
    return {
        "key": field.key,
        "label": field.label[lang],
        "text": text,
        "lang": tongue(text, lang),
        "table": _table(field, value, lang) if field.type == "table" else None,
    }


def _table(field: Field, rows: list[dict[str, Any]], lang: str) -> dict[str, Any]:
    return {
        "head": [c.label[lang] for c in field.columns],
        "rows": [[words(c, row.get(c.key), lang) for c in field.columns] for row in rows],
    }


def words(field: Field, value: Any, lang: str) -> str:
    """One answer as people read it."""
    if value in NOTHING:
        return ""
    how = _AS_WORDS.get(field.type)
    return how(field, value, lang) if how else _plain(value)


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _yesno(field: Field, value: Any, lang: str) -> str:
    return _YES_NO[value in (True, "yes")][lang]


def _coded(field: Field, value: Any, lang: str) -> str:
    codes = law().codes(field.codes or "")
    values = value if isinstance(value, list) else [value]
    return ", ".join(codes.get(str(v), {}).get(lang, str(v)) for v in values)


def _age(field: Field, value: Any, lang: str) -> str:
    if not isinstance(value, dict):
        return _plain(value)
    basis = law().codes("age_basis").get(value.get("basis") or "", {}).get(lang, "")
    return f"{value['value']:g} ({basis})" if basis else f"{value['value']:g}"


def _place(field: Field, value: Any, lang: str) -> str:
    return places.full_name(int(value["district"]), lang) if isinstance(value, dict) else str(value)


def _home(field: Field, value: Any, lang: str) -> str:
    return _office_name(int(value), lang) if str(value).isdigit() else str(value)


@lru_cache(maxsize=1024)
def _office_name(office_id: int, lang: str) -> str:
    found = Office.objects.filter(pk=office_id).first()
    return getattr(found, f"name_{lang}") if found else str(office_id)


def _day(field: Field, value: Any, lang: str) -> str:
    return date.fromisoformat(value).strftime("%d-%m-%Y")


def _instant(field: Field, value: Any, lang: str) -> str:
    return datetime.fromisoformat(value).astimezone(IST).strftime("%d-%m-%Y %H:%M")


def _rows(field: Field, value: Any, lang: str) -> str:
    return "; ".join(
        ", ".join(text for c in field.columns if (text := words(c, row.get(c.key), lang))) for row in value
    )


_AS_WORDS = {
    "yesno": _yesno,
    "choice": _coded,
    "choices": _coded,
    "age": _age,
    "place": _place,
    "home": _home,
    "date": _day,
    "datetime": _instant,
    "table": _rows,
}
