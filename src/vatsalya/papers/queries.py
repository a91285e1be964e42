"""Lists of papers on a matter."""

from typing import Any
from uuid import UUID

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.load import law
from vatsalya.matters import queries as matters

from .models import Paper

#: The order of placement: a sitting signs it with its members; one name is that of a member alone (s.28(3)).
PLACEMENT = "18"
#: The escort order: it belongs to one transfer.
ESCORT = "45"
#: Every class of visibility.
ALL = frozenset({"P", "S", "L", "C", "special"})


def of_matter(*, actor: Actor, matter_id: UUID) -> list[Paper]:
    """The signed papers of a matter that this role may read, oldest first."""
    rows = gate.visible(actor, Paper).filter(matter_id=matter_id)
    rows = rows.select_related("signed_by__account", "office", "superseded_by").order_by("signed_at")
    return [paper for paper in rows if may_read(actor, paper.form)]


def may_read(actor: Actor, form: str) -> bool:
    """True when the law lets this role read a form (police do not browse Form 22)."""
    return law().newest_form(form).readable_by(actor.role)


def classes(actor: Actor, paper: Paper) -> frozenset[str]:
    """Which classes of answers this reader may see of a paper; who signed it wrote all of them."""
    return ALL if paper.signed_by_id == actor.posting_id else gate.fields(actor, paper)


def latest(*, actor: Actor, matter_id: UUID, form: str) -> Paper | None:
    """The newest signed paper of a form on a matter."""
    rows = gate.visible(actor, Paper).filter(matter_id=matter_id, form=form).select_related("signed_by__account")
    return rows.order_by("-signed_at").first()


def by_serial(serial: str) -> Paper | None:
    """Whether a serial is genuine, for the public check: number, form, date and digest only."""
    rows = gate.visible(ENGINE, Paper).filter(serial=serial)
    return rows.only("serial", "form", "signed_at", "sha256", "matter_id", "members").first()


def replaced_by(paper: Paper) -> Paper | None:
    """The paper that stands in place of this one, if any."""
    return gate.visible(ENGINE, Paper).filter(supersedes=paper).first()


def ended(paper: Paper) -> dict[str, Any]:
    """Whether a paper holds no more: void, or replaced, and by which; in place of a void one nothing holds."""
    if void([paper]):
        return {"void": True, "replaced": None}
    return {"void": False, "replaced": replaced_by(paper)}


def alone(paper: Paper) -> bool:
    """True for a placement for the time being that one member ordered while the Committee was not in session."""
    return paper.form == PLACEMENT and len(paper.members) == 1


def void(papers: list[Paper]) -> set[UUID]:
    """Which of a matter's papers are void: escort orders of a transfer that came to nothing."""
    escorts = [paper for paper in papers if paper.form == ESCORT]
    back = matters.taken_back(actor=ENGINE, matter_id=escorts[0].matter_id) if escorts else []
    return {one.pk for one in escorts if any(start <= one.signed_at <= end for start, end in back)}
