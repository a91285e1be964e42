"""Lists of papers on a matter."""

from uuid import UUID

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.law.load import law

from .models import Paper

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
    return gate.visible(ENGINE, Paper).filter(serial=serial).only("serial", "form", "signed_at", "sha256").first()


def replaced_by(paper: Paper) -> Paper | None:
    """The paper that stands in place of this one, if any."""
    return gate.visible(ENGINE, Paper).filter(supersedes=paper).first()
