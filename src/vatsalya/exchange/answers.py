"""Answers that a machine gives, judged by the very form that an officer fills: same limits, same words."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import QueryDict

from vatsalya.law.load import law
from vatsalya.law.shapes import Field, Form
from vatsalya.lib.clock import IST, ist_date
from vatsalya.papers import forms
from vatsalya.places import queries as places


def posted(form: Form, answers: dict[str, Any]) -> dict[str, list[str]]:
    """Answers as the boxes of the form hold them (also what a draft keeps)."""
    boxes: dict[str, list[str]] = {forms.VERSION: [form.version]}
    for field in form.fields:
        value = answers.get(field.key)
        if value is not None:
            boxes |= dict(_boxes(field, value))
    return boxes


def _boxes(field: Field, value: Any) -> Iterator[tuple[str, list[str]]]:
    if field.type == "age":
        yield field.key, [_plain(value.get("value"))]
        yield f"{field.key}_basis", [value.get("basis") or "told"]
    elif field.type == "place":
        yield field.key, [str(value.get("district"))]
    elif field.type == "datetime":
        at = datetime.fromisoformat(value).astimezone(IST)
        yield f"{field.key}_0", [at.date().isoformat()]
        yield f"{field.key}_1", [at.strftime("%H:%M")]
    elif field.type == "choices":
        yield field.key, [str(one) for one in value]
    elif field.type == "table":
        yield f"{field.key}-rows", [str(len(value))]
        for row, cells in enumerate(value):
            yield from ((f"{field.key}-{row}-{key}", [_plain(cell)]) for key, cell in cells.items())
    elif field.type != "photo":
        yield field.key, [_plain(value)]


def _plain(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def judge(no: str, answers: dict[str, Any], *, at: datetime) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """The answers as they are signed, or what is wrong with them: question, English, Hindi."""
    wrong: dict[str, dict[str, str]] = {}
    kept: dict[str, Any] = {}
    for lang in ("en", "hi"):
        form = forms.build(no, lang=lang, on=ist_date(at), at=at, data=_data(no, answers, at))
        if form.is_valid():
            kept = form.answers
        for name, errors in form.errors.items():
            wrong.setdefault(name, {"field": name})[lang] = " ".join(str(one) for one in errors)
    wrong |= _other_state(no, answers, at, set(wrong))
    return kept, [{"en": "", "hi": "", **one} for one in wrong.values()]


def _other_state(no: str, answers: dict[str, Any], at: datetime, wrong: set[str]) -> dict[str, dict[str, str]]:
    """A form asks for the district alone; a machine says its State too, and one of the two would be wrong."""
    said = {lang: law().words("place.other_state", lang) for lang in ("en", "hi")}
    asked = [f.key for f in law().form(no, on=ist_date(at)).fields if f.type == "place" and f.key not in wrong]
    given = {key: place for key in asked if (place := answers.get(key)) and place.get("state")}
    return {key: {"field": key, **said} for key, place in given.items() if not _lies_in(place)}


def _lies_in(place: dict[str, Any]) -> bool:
    return places.state_of(int(place["district"])) == int(place["state"])


def _data(no: str, answers: dict[str, Any], at: datetime) -> QueryDict:
    data = QueryDict(mutable=True)
    for key, values in posted(law().form(no, on=ist_date(at)), answers).items():
        data.setlist(key, values)
    return data
