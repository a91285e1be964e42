"""A law form as a web form: one class made from its file, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.forms import BoundField

from vatsalya.law.load import law
from vatsalya.law.shapes import Field, Form, Section
from vatsalya.lib.clock import IST, now
from vatsalya.places import queries as places

from .formfields import Moment, make

ROWS, MOST_ROWS = 2, 30
#: Beside the questions every form carries its version and a one-time token.
VERSION, TOKEN = "form_version", "token"  # noqa: S105


@dataclass
class Part:
    """A section as it is shown: its heading and its questions or tables."""

    section: Section
    title: str
    items: list["BoundField | Table"]
    wrong: bool


@dataclass
class Table:
    """A question with rows: column labels and a row of bound fields each."""

    key: str
    label: str
    columns: list[str]
    rows: list[list[BoundField]]
    is_table: bool = True


def _rows(field: Field, data: Any, initial: dict[str, Any]) -> int:
    if data is not None:
        asked = data.get(f"{field.key}-rows", "")
        count = int(asked) if asked.isdigit() else ROWS
        return min(count + (f"add-{field.key}" in data), MOST_ROWS)
    return max(ROWS, len(initial.get(field.key) or []) + 1)


class LawForm(forms.Form):
    """The web form of a statutory form; `answers` is what gets signed."""

    law_form: Form
    lang: str
    draft_saved_at: datetime | None = None

    def __init__(self, form: Form, *, lang: str, data: Any = None, files: Any = None,
                 initial: dict[str, Any] | None = None, extra: dict[str, Any] | None = None) -> None:
        self.law_form, self.lang, self.extra = form, lang, extra or {}
        self._counts = {f.key: _rows(f, data, initial or {}) for f in form.fields if f.type == "table"}
        super().__init__(data=data, files=files, initial=_flat(form, initial or {}))
        self.use_required_attribute = False
        for field in form.fields:
            self._add(field)

    def _add(self, field: Field) -> None:
        if field.type == "table":
            for row in range(self._counts[field.key]):
                for column in field.columns:
                    self.fields[f"{field.key}-{row}-{column.key}"] = make(_small(column), self.lang, self.extra)
            return
        self.fields[field.key] = make(field, self.lang, self.extra)
        if field.type == "age":
            basis = Field(f"{field.key}_basis", "choice", _AGE_BASIS, field.section, codes="age_basis")
            self.fields[basis.key] = make(basis, self.lang, self.extra)

    def clean(self) -> dict[str, Any]:
        """No day that has not come, unless the question is about one."""
        data = super().clean() or {}
        for field in self.law_form.fields:
            value = data.get(field.key)
            if not field.future and _ahead(value):
                self.add_error(field.key, law().words("date.future", self.lang))
        return data

    @property
    def adding(self) -> bool:
        """True when the person only asked for one more row of a table."""
        return self.data is not None and any(f"add-{key}" in self.data for key in self._counts)

    @property
    def version_changed(self) -> bool:
        """True when the form was opened under another version than the one in force."""
        return bool(self.is_bound and self.data.get(VERSION) not in (None, self.law_form.version))

    @property
    def answers(self) -> dict[str, Any]:
        """The answers, typed and ready to be kept as JSON; empty ones left out."""
        found = {}
        for field in self.law_form.fields:
            value = self._answer(field)
            if value not in (None, "", [], {}):
                found[field.key] = value
        return found

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
            if any(cells.values()):
                rows.append({key: value for key, value in cells.items() if value not in (None, "")})
        return rows

    def restore(self, typed: dict[str, list[str]]) -> None:
        """Fill the boxes with what a draft kept, without judging it yet."""
        for key, counted in self._counts.items():
            asked = (typed.get(f"{key}-rows") or [""])[0]
            count = min(int(asked), MOST_ROWS) if asked.isdigit() else counted
            self._counts[key] = max(count, counted)
        for field in self.law_form.fields:
            self._add(field)
        for name, made in self.fields.items():
            if isinstance(made, Moment):
                self.initial[name] = [(typed.get(f"{name}_{part}") or [""])[0] for part in (0, 1)]
            elif name in typed:
                many = isinstance(made, forms.MultipleChoiceField)
                self.initial[name] = typed[name] if many else typed[name][0]

    def half_filled(self) -> dict[str, str]:
        """Everything as typed, valid or not: what a draft keeps."""
        skip = {"csrfmiddlewaretoken", TOKEN}
        return {key: self.data.getlist(key) for key in self.data if key not in skip}

    def parts(self) -> Iterator[Part]:
        """The sections with their bound fields, for the page."""
        for section in self.law_form.sections:
            items: list[Any] = []
            for field in section.fields:
                items += self._shown(field)
            wrong = any(b.errors for item in items for b in (sum(item.rows, []) if isinstance(item, Table) else [item]))
            yield Part(section, section.title[self.lang], items, wrong)

    def _shown(self, field: Field) -> list[Any]:
        if field.type == "table":
            rows = [
                [self[f"{field.key}-{row}-{column.key}"] for column in field.columns]
                for row in range(self._counts[field.key])
            ]
            return [Table(field.key, field.label[self.lang], [c.label[self.lang] for c in field.columns], rows)]
        if field.type == "age":
            return [self[field.key], self[f"{field.key}_basis"]]
        return [self[field.key]]


_AGE_BASIS = {"en": "How the age is known", "hi": "आयु कैसे पता चली"}


def _small(column: Field) -> Field:
    return Field(column.key, column.type, column.label, column.section, codes=column.codes, min=column.min, max=column.max)


def _ahead(value: Any) -> bool:
    if isinstance(value, datetime):
        return value > now()
    return isinstance(value, date) and value > now().astimezone(IST).date()


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


def _flat(form: Form, initial: dict[str, Any]) -> dict[str, Any]:
    """Answers as kept, turned back into what each field shows."""
    flat: dict[str, Any] = {}
    for field in form.fields:
        value = initial.get(field.key)
        if value is None:
            continue
        if field.type == "table":
            for row, cells in enumerate(value):
                flat |= {f"{field.key}-{row}-{key}": cell for key, cell in cells.items()}
        elif field.type == "age" and isinstance(value, dict):
            flat |= {field.key: value.get("value"), f"{field.key}_basis": value.get("basis")}
        elif field.type == "place" and isinstance(value, dict):
            flat[field.key] = str(value.get("district"))
        elif field.type == "datetime" and isinstance(value, str):
            flat[field.key] = datetime.fromisoformat(value).astimezone(IST).replace(tzinfo=None)
        else:
            flat[field.key] = value
    return flat


def build(
    no: str, *, lang: str, on: date, state: str | None = None, data: Any = None, files: Any = None,
    initial: dict[str, Any] | None = None, extra: dict[str, Any] | None = None,
) -> LawForm:
    """The web form of a statutory form as it is in force on a day in a State."""
    return LawForm(
        law().form(no, on=on, state=state), lang=lang, data=data, files=files, initial=initial, extra=extra
    )


def shown(form: Form, answers: dict[str, Any], lang: str, may: frozenset[str]) -> list[dict[str, Any]]:
    """A signed form for reading: sections of (label, text), what the reader may not see left masked."""
    return [
        {
            "title": section.title[lang],
            "rows": [
                {"label": f.label[lang], "text": words(f, answers[f.key], lang), "masked": f.vis not in may,
                 "table": _table(f, answers[f.key], lang) if f.type == "table" and f.vis in may else None}
                for f in section.fields
                if answers.get(f.key) not in (None, "", [], {})
            ],
        }
        for section in form.sections
    ]


def _table(field: Field, rows: list[dict[str, Any]], lang: str) -> dict[str, Any]:
    return {
        "head": [c.label[lang] for c in field.columns],
        "rows": [[words(c, row.get(c.key), lang) for c in field.columns] for row in rows],
    }


def words(field: Field, value: Any, lang: str) -> str:
    """One answer as people read it."""
    if value in (None, ""):
        return ""
    if field.type in ("choice", "yesno") or (field.type == "choices"):
        return _coded(field, value, lang)
    if field.type == "age" and isinstance(value, dict):
        basis = law().codes("age_basis").get(value.get("basis") or "", {}).get(lang, "")
        return f"{value['value']:g} ({basis})" if basis else f"{value['value']:g}"
    if field.type == "place" and isinstance(value, dict):
        return places.full_name(int(value["district"]), lang)
    if field.type == "datetime":
        return datetime.fromisoformat(value).astimezone(IST).strftime("%d-%m-%Y %H:%M")
    if field.type == "date":
        return date.fromisoformat(value).strftime("%d-%m-%Y")
    if field.type == "table":
        return "; ".join(", ".join(str(v) for v in row.values()) for row in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _coded(field: Field, value: Any, lang: str) -> str:
    if field.type == "yesno":
        yes = value in (True, "yes")
        return {"en": "Yes" if yes else "No", "hi": "हाँ" if yes else "नहीं"}[lang]
    codes = law().codes(field.codes or "")
    values = value if isinstance(value, list) else [value]
    return ", ".join(codes.get(str(v), {}).get(lang, str(v)) for v in values)
