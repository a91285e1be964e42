"""What calls about found children send and get; the questions are those of Form 17 and of the railway desk."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import ConfigDict

from vatsalya.law.load import law

from . import samples
from .shapes import DuplicateIn, Instant, OfficeOut, Strict, answers, choice, text_line

FoundAnswers = answers(law().newest_form("17"), "FoundAnswers", whole=True)


class RailwayIn(Strict):
    """What the railway counts: which of the seven categories, station and train; to whom the child was handed."""

    category: choice("rail_categories")  # type: ignore[valid-type]
    station: text_line(80, 1)  # type: ignore[valid-type]
    platform: text_line(12) = ""  # type: ignore[valid-type]
    train_no: text_line(12) = ""  # type: ignore[valid-type]
    coach: text_line(12) = ""  # type: ignore[valid-type]
    handed_to: choice("handed_to") | None = None  # type: ignore[valid-type]
    handed_at: Instant | None = None

    def where(self) -> dict[str, Any]:
        """In the words of the railway desk."""
        told = self.model_dump(exclude={"handed_to", "handed_at"})
        at = datetime.fromisoformat(self.handed_at) if self.handed_at else None
        return told | {"handed_kind": self.handed_to or "", "handed_at": at}


class FoundIn(Strict):
    """A found child: Form 17, and what the railway counts."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [samples.FOUND]})
    answers: FoundAnswers  # type: ignore[valid-type]
    railway: RailwayIn
    duplicate: DuplicateIn | None = None


class FoundLine(Schema):
    """A found child without who it is; `file` is the subject of its events, `produce_by` ends the 24 hours."""

    id: str
    file: str
    number: str
    category: str
    station: str
    platform: str
    train_no: str
    coach: str
    found_at: datetime
    produce_by: datetime
    produced_at: datetime | None
    handed_to: str
    handed_at: datetime | None
    written_at: datetime
    link: str


class FoundOut(FoundLine):
    """The same, with how many missing reports may be this child's, and whom to ask."""

    model_config = ConfigDict(json_schema_extra={"examples": [samples.FOUND_OUT]})
    possible: int
    ask: list[OfficeOut]


class FoundList(Schema):
    """A page of the children found by the post, those not produced first."""

    found: list[FoundLine]
    next: int | None
