"""The order that stands while its successor is filled: shown, carried along by the page, never replaced unseen."""

from dataclasses import dataclass, field
from typing import Any

from vatsalya.cncp import standing
from vatsalya.law.load import law
from vatsalya.papers import actions as signed
from vatsalya.papers import forms, queries


@dataclass(frozen=True)
class Stands:
    """The order in whose place this page's order would come, with its answers; or none."""

    paper: Any = None
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def serial(self) -> str:
        """Its serial; empty where none stands."""
        return self.paper.serial if self.paper else ""

    def box(self, opened: str) -> dict[str, Any]:
        """What the page says of it, as long as it is the one that the page was opened on."""
        return {"box": "desk/replaces.html", "old": self.paper} if self.paper and self.serial == opened else {}


def stands(request: Any, matter: Any, form: str) -> Stands:
    """The order that this one would replace: its answers stand in the boxes, to be changed where they were wrong."""
    found = standing.replaced_by_next(matter, form) if form in ("18", "44", "45") else None
    if found is None:
        return Stands()
    paper, answers = signed.read(actor=request.actor, paper_id=found.pk)
    return Stands(paper, answers)


def opened(request: Any, now: Stands) -> str:
    """The serial of the order that stood when the page was opened."""
    return request.POST.get("row_version", "") if request.method == "POST" else now.serial


def meanwhile(request: Any, matter: Any, form: str) -> dict[str, Any]:
    """The order that somebody else signed while this page was being filled: shown beside what was typed."""
    now = stands(request, matter, form)
    if now.paper is None:
        return {"row_version": ""}
    asked, may = law().newest_form(now.paper.form), queries.classes(request.actor, now.paper)
    theirs = forms.shown(asked, now.answers, request.LANGUAGE_CODE, may)
    return {"initial": now.answers, "row_version": now.serial, "theirs": theirs}
