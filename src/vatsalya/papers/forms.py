"""A law form as a web form: one class made from its file, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.utils import ErrorDict

from vatsalya.law.load import law
from vatsalya.law.shapes import Field, Form, Section
from vatsalya.lib.clock import IST, ist_date
from vatsalya.lib.errors import Refusal
from vatsalya.lib.text import whole
from vatsalya.people.rules import age_agrees
from vatsalya.places import queries as places

from . import versions
from .formfields import Moment, Place, make, make_cell
from .reading import NOTHING
from .reading import shown as shown
from .reading import words as words
from .rules import OTHER

ROWS, MOST_ROWS = 2, 30
#: Beside the questions every form carries the version under which it was opened.
VERSION = "form_version"
#: Stands for the number of a row in the row that the page copies.
MOULD = "__N__"


@dataclass
class Part:
    """A section as it is shown: its heading and its questions or tables."""

    section: Section
    title: str
    items: list["BoundField | Table"]
    #: What the law has printed there.
    texts: list[str]
    wrong: bool
    filled: int
    asked: int


@dataclass
class Table:
    """A question with rows: column labels, a row of bound fields each, and an empty row to copy."""

    key: str
    label: str
    columns: list[str]
    rows: list[list[BoundField]]
    mould: list[BoundField]
    hint: str = ""
    is_table: bool = True

    @property
    def cells(self) -> list[BoundField]:
        """All bound fields of all rows."""
        return [cell for row in self.rows for cell in row]


def _count(text: Any, otherwise: int) -> int:
    """A number of rows as posted; nonsense is not believed."""
    sane = isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) < 4
    return min(int(text), MOST_ROWS) if sane else otherwise


def _rows(field: Field, data: Any, initial: dict[str, Any]) -> int:
    if data is not None:
        return min(_count(data.get(f"{field.key}-rows"), ROWS) + (f"add-{field.key}" in data), MOST_ROWS)
    return min(max(ROWS, len(initial.get(field.key) or []) + 1), MOST_ROWS)


class LawForm(forms.Form):
    """The web form of a statutory form; `answers` is what gets signed."""

    law_form: Form
    lang: str
    draft_saved_at: datetime | None = None
    #: What a draft holds that was typed in another window and lost against a later text: question, box, texts.
    elsewhere: tuple[tuple[str, str, list[str]], ...] = ()

    def __init__(
        self,
        form: Form,
        *,
        lang: str,
        at: datetime,
        data: Any = None,
        files: Any = None,
        initial: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        self.law_form, self.lang, self.at, self.extra = form, lang, at, extra or {}
        self.opened = data.get(VERSION, form.version) if data is not None else form.version
        self.adding = data is not None and any(f"add-{f.key}" in data for f in form.fields if f.type == "table")
        self._counts = {f.key: _rows(f, data, initial or {}) for f in form.fields if f.type == "table"}
        self._asked: dict[str, Field] = {}
        super().__init__(data=data, files=files, initial=_flat(form, initial or {}))
        self.use_required_attribute = False  # the browser's own bubble is not in the reader's words
        for field in form.fields:
            self._add(field)

    def _add(self, field: Field) -> None:
        if field.type == "table":
            for row in range(self._counts[field.key]):
                for column in field.columns:
                    made = make_cell(column, self.lang, self.extra, row=row)
                    self._put(f"{field.key}-{row}-{column.key}", column, made)
            return
        self._put(field.key, field, make(field, self.lang, self.extra))
        if field.type == "age":
            basis = Field(f"{field.key}_basis", "choice", _AGE_BASIS, field.section, codes="age_basis")
            self._put(basis.key, basis, make(basis, self.lang, self.extra))

    def _put(self, name: str, asked: Field, made: forms.Field) -> None:
        self._asked[name], self.fields[name] = asked, made

    def full_clean(self) -> None:
        """Nothing is judged while the person only asks for one more row."""
        if self.adding:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    def is_valid(self) -> bool:
        """True when these answers may be signed: complete, possible, and to the questions now in force."""
        return not self.adding and not self.version_changed and super().is_valid()

    def clean(self) -> dict[str, Any]:
        """No day that has not come, unless the question is about one; age and birth date agree."""
        data = super().clean() or {}
        for name, field in self._asked.items():
            if not field.future and _ahead(data.get(name), self.at):
                self.add_error(name, law().words("date.future", self.lang))
        for field in self.law_form.fields:
            if field.type == "table" and field.required and not self._table_answer(field):
                self.add_error(f"{field.key}-0-{field.columns[0].key}", law().words("form.required", self.lang))
        if _disagree(data.get("age"), data.get("birth_date"), _day_of_age(data, self.at)):
            self.add_error("birth_date", law().words("age.against_birth_date", self.lang))
        return data

    def at_the_box(self, refusals: list[Refusal]) -> list[Refusal]:
        """Put each refusal that is about one answer at its box; returns those about the whole."""
        for one in refusals:
            if (name := one.facts.get("field")) in self.fields:
                self.add_error(name, law().words(one.code, self.lang, **one.facts))
        return [one for one in refusals if one.facts.get("field") not in self.fields]

    @property
    def version_changed(self) -> bool:
        """True when the form was opened under another version than the one in force."""
        return self.opened != self.law_form.version

    @property
    def changed_questions(self) -> list[BoundField]:
        """The questions that are new or asked differently since the form was opened, to look at again."""
        return [self[field.key] for field in self._changes().asked if field.key in self.fields]

    @property
    def gone_questions(self) -> list[tuple[str, str]]:
        """Questions no longer asked, with what was typed there, so that it can be copied elsewhere."""
        typed = ((field.label[self.lang], self.data.get(field.key, "")) for field in self._changes().gone)
        return [(label, text) for label, text in typed if text]

    def _changes(self) -> versions.Changes:
        return versions.between(versions.version(self.law_form.no, self.opened), self.law_form)

    @property
    def answers(self) -> dict[str, Any]:
        """The answers, typed and ready to be kept as JSON; empty ones left out."""
        found = {field.key: self._answer(field) for field in self.law_form.fields}
        return {key: value for key, value in found.items() if value not in NOTHING}

    def _answer(self, field: Field) -> Any:
        data = self.cleaned_data
        if field.type == "table":
            return self._table_answer(field)
        if field.type == "photo":
            return None
        value = data.get(field.key)
        if field.type == "age" and value is not None:
            return {"value": value, "basis": data.get(f"{field.key}_basis") or "told"}
        if field.type == "place" and value:
            return {"state": places.state_of(int(value)), "district": int(value)}
        return _plain(value)

    def _table_answer(self, field: Field) -> list[dict[str, Any]]:
        rows = []
        for row in range(self._counts[field.key]):
            cells = {c.key: _plain(self.cleaned_data.get(f"{field.key}-{row}-{c.key}")) for c in field.columns}
            kept = {key: value for key, value in cells.items() if value not in NOTHING}
            rows += [kept] if kept else []
        return rows

    def restore(self, typed: dict[str, list[str]]) -> None:
        """Fill the boxes with what a draft kept, without judging it yet."""
        self.opened = (typed.get(VERSION) or [self.law_form.version])[0]
        for key, counted in self._counts.items():
            self._counts[key] = max(_count((typed.get(f"{key}-rows") or [""])[0], counted), counted)
        for field in self.law_form.fields:
            self._add(field)
        for name, made in self.fields.items():
            if isinstance(made, Moment):
                self.initial[name] = [(typed.get(f"{name}_{part}") or [""])[0] for part in (0, 1)]
            elif typed.get(name):
                many = isinstance(made, forms.MultipleChoiceField)
                self.initial[name] = typed[name] if many else typed[name][0]
        self.elsewhere = tuple(self._lost(typed))

    def _lost(self, typed: dict[str, list[str]]) -> Iterator[tuple[str, str, list[str]]]:
        for key in (one for one in typed if one.startswith(OTHER)):
            name = key.removeprefix(OTHER)
            made = self.fields.get(name) or self.fields.get(name[:-2])  # a day and its time are two boxes
            if made:
                known = {str(code): str(label) for code, label in getattr(made, "choices", ())}
                if isinstance(made, Place):
                    known = {code: made.named(code) for code in typed[key]}
                texts = [", ".join(known.get(one, one) for one in text.split("\n")) for text in typed[key]]
                yield str(made.label), self[name].id_for_label if name in self.fields else f"id_{name}", texts

    @property
    def note(self) -> str:
        """What is said about the whole form, if anything."""
        return self.law_form.note.get(self.lang, "")

    def parts(self) -> Iterator[Part]:
        """The sections with their bound fields, for the page."""
        for section in self.law_form.sections:
            items = [item for field in section.fields for item in self._shown(field)]
            cells = [cell for item in items for cell in (item.cells if isinstance(item, Table) else [item])]
            filled = sum(self._is_filled(field) for field in section.fields)
            wrong = any(cell.errors for cell in cells)
            texts = [one[self.lang] for one in section.text]
            yield Part(section, section.title[self.lang], items, texts, wrong, filled, len(section.fields))

    def _is_filled(self, field: Field) -> bool:
        """True when something stands in a question's box, right or wrong."""
        if field.type == "table":
            names = (f"{field.key}-{row}-{c.key}" for row in range(self._counts[field.key]) for c in field.columns)
            return any(_typed(self[name].value()) for name in names)
        return _typed(self[field.key].value())

    def _shown(self, field: Field) -> list["BoundField | Table"]:
        if field.type == "table":
            return [self._table(field)]
        if field.type == "age":
            return [self[field.key], self[f"{field.key}_basis"]]
        return [self[field.key]]

    def _table(self, field: Field) -> Table:
        rows = [
            [self[f"{field.key}-{row}-{column.key}"] for column in field.columns]
            for row in range(self._counts[field.key])
        ]
        mould = [
            BoundField(self, make_cell(c, self.lang, self.extra, row=MOULD), f"{field.key}-{MOULD}-{c.key}")
            for c in field.columns
        ]
        hint = field.hint[self.lang] if field.hint else ""
        return Table(field.key, field.label[self.lang], [c.label[self.lang] for c in field.columns], rows, mould, hint)


_AGE_BASIS = {"en": "How the age is known", "hi": "आयु कैसे पता चली"}


def _typed(value: Any) -> bool:
    return any(map(_typed, value)) if isinstance(value, list) else value not in NOTHING


def _ahead(value: Any, at: datetime) -> bool:
    if isinstance(value, datetime):
        return value > at
    return isinstance(value, date) and value > ist_date(at)


def _day_of_age(data: dict[str, Any], at: datetime) -> date:
    """The day for which an age is told: of a missing child the day it was last seen, else today."""
    seen = data.get("last_seen_at")
    return ist_date(seen if isinstance(seen, datetime) else at)


def _disagree(age: Any, born: Any, on: date) -> bool:
    """A year either way is how people count; more is a mistake in one of the two."""
    if not isinstance(age, float) or not isinstance(born, date):
        return False
    return not age_agrees(born=born, age=age, on=on)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _flat(form: Form, initial: dict[str, Any]) -> dict[str, Any]:
    """Answers as kept, turned back into what each field shows."""
    flat: dict[str, Any] = {}
    for field in form.fields:
        value = initial.get(field.key)
        if value is None:
            continue
        if field.type == "table":
            for row, cells in enumerate(value):
                flat |= {f"{field.key}-{row}-{key}": whole(cell) for key, cell in cells.items()}
        elif field.type == "age" and isinstance(value, dict):
            flat |= {field.key: whole(value.get("value")), f"{field.key}_basis": value.get("basis")}
        elif field.type == "place" and isinstance(value, dict):
            flat[field.key] = str(value.get("district"))
        elif field.type == "datetime" and isinstance(value, str):
            flat[field.key] = datetime.fromisoformat(value).astimezone(IST).replace(tzinfo=None)
        else:
            flat[field.key] = whole(value)
    return flat


def build(
    no: str,
    *,
    lang: str,
    on: date,
    at: datetime | None = None,
    state: str | None = None,
    data: Any = None,
    files: Any = None,
    initial: dict[str, Any] | None = None,
    extra: dict[str, Any] | None = None,
    sitting: int | None = None,
) -> LawForm:
    """The web form of a statutory form as it is in force on a day in a State; without an instant, to that day's end.

    With `sitting` only the questions that the law data gives to that sitting are asked.
    """
    instant = at or datetime.combine(on, time.max, tzinfo=IST)
    form = law().form(no, on=on, state=state)
    form = form if sitting is None else form.in_sitting(sitting)
    return LawForm(form, lang=lang, at=instant, data=data, files=files, initial=initial, extra=extra)
