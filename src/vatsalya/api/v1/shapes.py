"""What calls send and get: made from the statutory form itself, so that no second list of questions grows old."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema, create_model

from vatsalya.law.load import law
from vatsalya.law.shapes import Field as Question
from vatsalya.law.shapes import Form
from vatsalya.lib.text import clean

from . import samples


def _whole(text: str) -> str:
    """Half a character (a lone surrogate) is no text: no database and no reader can hold it."""
    text.encode("utf-8")
    return text


def _day(text: str) -> str:
    if len(text) != 10:
        raise ValueError("a day is written YYYY-MM-DD")
    date.fromisoformat(text)
    return text


def _instant(text: str) -> str:
    at = datetime.fromisoformat(text.replace("Z", "+00:00").replace("z", "+00:00"))
    if at.tzinfo is None or "T" not in text.upper():
        raise ValueError("an instant is written with its offset, for example 2026-11-12T09:30:00+05:30")
    at.timestamp()
    return at.isoformat()


def _text(most: int, least: int = 0) -> Any:
    return Annotated[str, Field(strict=True, max_length=most, min_length=least), AfterValidator(_whole)]


def text_line(most: int, least: int = 0) -> Any:
    """A line of text as a form takes it: without control characters, and not empty where one is needed."""

    def cleaned(text: str) -> str:
        kept = clean(_whole(text))
        if len(kept) < least:
            raise ValueError("nothing to read stands here")
        return kept

    return Annotated[str, Field(max_length=most, min_length=least), AfterValidator(cleaned)]


#: What stands behind a question mark in an address.
Line = text_line(80)
Day = Annotated[
    str, Field(strict=True), AfterValidator(_day), WithJsonSchema({"type": "string", "format": "date"})
]  # fmt: skip
Instant = Annotated[
    str, Field(strict=True), AfterValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"})
]  # fmt: skip
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Code = Annotated[int, Field(strict=True, ge=1, le=99999)]


class Strict(BaseModel):
    """Nothing is taken that was not asked for, and nothing is turned into something else."""

    model_config = ConfigDict(extra="forbid")


class PlaceIn(Strict):
    """A State and a district, by their LGD codes."""

    state: Code
    district: Code


_PLAIN: dict[str, Any] = {
    "text": _text(300),
    "name": _text(120),
    "longtext": _text(6000),
    "phone": _text(24),
    "date": Day,
    "datetime": Instant,
    "place": PlaceIn,
    "home": _text(40),
    "yesno": Literal["yes", "no"],
    "photo": Annotated[str, Field(strict=True, max_length=1_900_000, pattern=r"^[A-Za-z0-9+/]+={0,2}$")],
}


def choice(codes: str) -> Any:
    """One code of a list of the law."""
    return Literal[tuple(law().codes(codes))]


def _kind(question: Question) -> Any:
    """The type of an answer."""
    if question.type == "choice":
        return choice(question.codes or "")
    if question.type == "choices":
        return Annotated[list[choice(question.codes or "")], Field(max_length=30)]  # type: ignore[misc]
    if question.type == "age":
        value = Annotated[Number, Field(ge=question.min or 0, le=question.max or 18)]
        return create_model("AgeIn", __base__=Strict, value=(value, ...), basis=(choice("age_basis"), "told"))
    if question.type == "number":
        return Annotated[Number, Field(ge=question.min, le=question.max)]
    if question.type == "table":
        cells: Any = {column.key: (_kind(column) | None, None) for column in question.columns}
        row = create_model(f"{question.key.title()}Row", __base__=Strict, **cells)
        return Annotated[list[row], Field(max_length=30)]  # type: ignore[valid-type]
    if question.type == "text" and question.required:
        return _text(300, 1)
    return _text(120, 1) if question.type == "name" and question.required else _PLAIN[question.type]


def answers(form: Form, name: str, *, whole: bool) -> Any:
    """A model of a form's answers: `whole` asks for what the form needs, else every answer may be left out."""
    made: dict[str, Any] = {}
    for question in form.fields:
        kind = _kind(question)
        told = Field(... if whole and question.required else None, title=question.label["en"])
        made[question.key] = (kind, told) if whole and question.required else (kind | None, told)
    return create_model(name, __base__=Strict, **made)


ReportAnswers = answers(law().newest_form("missing"), "ReportAnswers", whole=True)
ReportChanges = answers(law().newest_form("missing"), "ReportChanges", whole=False)


class DuplicateIn(Strict):
    """What the caller says of a likely duplicate: the same child (the others are asked), or another, and why."""

    says: Literal["same", "other"]
    reason: choice("duplicate_reasons") | None = None  # type: ignore[valid-type]


class ReportIn(Strict):
    """A missing child, as the form of the rules asks."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [samples.REPORT]})
    answers: ReportAnswers  # type: ignore[valid-type]
    duplicate: DuplicateIn | None = None


class ReportMore(Strict):
    """What is known better now, and the version of the report that was read."""

    version: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
    answers: ReportChanges  # type: ignore[valid-type]


class FirIn(Strict):
    """The number of the FIR and its day."""

    fir_no: Annotated[str, Field(strict=True, pattern=r"^[0-9]{1,5}/[0-9]{4}$")]
    fir_on: Day


class ReportOut(Schema):
    """A report without who the child is."""

    id: str
    number: str
    state: str
    version: int
    fir_no: str
    opened_at: datetime
    changed_at: datetime
    acknowledged_district_at: datetime | None
    acknowledged_state_at: datetime | None
    link: str


class ReportList(Schema):
    """A page of the office's own reports, the newest first."""

    reports: list[ReportOut]
    next: int | None


class DoneOut(Schema):
    """What an act left behind."""

    id: str
    number: str
    state: str
    version: int


class MeOut(Schema):
    """In which post this key speaks, and how often it may."""

    key: str
    office_no: int
    role: str
    purposes: list[str]
    per_minute: int
    valid_until: datetime


class TakenOut(Schema):
    """What became of the records of a document; all of them wait for an officer."""

    kept: int
    renewed: int
    wiped: int
    passed_over: int
    notes: int = 0


class Wrong(Schema):
    """One thing that is wrong."""

    field: str
    code: str = ""
    en: str
    hi: str


class ProblemOut(Schema):
    """Why a call was refused, in both languages."""

    type: str
    title: str
    status: int
    code: str
    detail: dict[str, str]
    errors: list[Wrong]


class OfficeOut(Schema):
    """An office to ask."""

    office_no: int
    en: str
    hi: str
    phone: str


class HintOut(Schema):
    """One likely duplicate: whom to ask and what agrees; the number only for those who may open the file."""

    office: OfficeOut
    why: str
    agrees: list[dict[str, str]]
    number: str


class LikelyOut(ProblemOut):
    """A conflict; with `duplicate.likely` the files that may be this child's."""

    model_config = ConfigDict(json_schema_extra={"examples": [samples.LIKELY]})
    duplicates: list[HintOut] = []


class AskedOut(Schema):
    """Nothing was saved: the offices that hold the other files were told who asks."""

    asked: list[OfficeOut]
    duplicates: list[HintOut]
