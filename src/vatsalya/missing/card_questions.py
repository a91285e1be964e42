"""What is asked before a child is shown: its age of today, and whether it is a barred child with like particulars."""

from dataclasses import dataclass
from datetime import datetime

from vatsalya.access import gate, session
from vatsalya.access.actor import ENGINE, Actor
from vatsalya.lib.errors import Refusal
from vatsalya.matters.models import Matter

from . import barring, grown, kin
from .models import Warned

#: Why a look at a barred file was written down.
WHY = "barred"


@dataclass(frozen=True)
class Answers:
    """What an officer says: the child is under eighteen today; the barred child is `other` or `same`."""

    under_eighteen: bool = False
    barred_child: str = ""


NONE = Answers()


def age(matter: Matter, told: Answers, *, at: datetime) -> list[Refusal]:
    """Who is eighteen for sure has no card; of whom nobody can say, the officer says it."""
    now = grown.today(matter, at=at)
    if now == "grown":
        return [Refusal("card.grown")]
    return (
        [Refusal("card.perhaps_grown", field="under_eighteen")] if now == "perhaps" and not told.under_eighteen else []
    )


def barred_like(matter: Matter) -> list[Matter]:
    """Files under a bar that this one looked like, and of which it was said that they are of another child."""
    with session.engine():
        said = gate.visible(ENGINE, Warned).exclude(reason=kin.LOST_AGAIN)
        others = set(said.filter(matter=matter).values_list("other", flat=True))
        others |= set(said.filter(other=matter.pk).values_list("matter_id", flat=True))
        files = gate.visible(ENGINE, Matter).filter(pk__in=others, kind="missing").exclude(pk=matter.pk)
        return [one for one in files.order_by("opened_at") if barring.against(one)]


def alike(matter: Matter, told: Answers) -> list[Refusal]:
    """The approver has asked the office and says whether it is the same child."""
    asked = told.barred_child not in ("other", "same") and barred_like(matter)
    return [Refusal("card.barred_like", field="barred_child")] if asked else []


def is_barred_child(matter: Matter, told: Answers, *, actor: Actor, at: datetime) -> bool:
    """Write the approver's answer down; the same child has the other file's bar at once."""
    files = barred_like(matter) if told.barred_child else []
    same = told.barred_child == "same" and bool(files)
    with session.engine():
        for one in files:
            Warned.objects.create(
                matter=matter, other=one.pk, why=WHY, bits=0, at=at, posting_id=actor.posting_id,
                reason=kin.LOST_AGAIN if same else "other_child",
            )  # fmt: skip
    if same:
        barring.by_file(matter, actor=actor, at=at)
    return same
