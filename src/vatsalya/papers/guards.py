"""What the law asks before certain papers are signed."""

from datetime import datetime
from typing import Any

from vatsalya.access import gate
from vatsalya.access.actor import ENGINE
from vatsalya.law.count import due
from vatsalya.law.load import law
from vatsalya.lib.clock import IST, ist_date
from vatsalya.lib.errors import Refusal
from vatsalya.matters.models import Matter
from vatsalya.matters.registry import guard
from vatsalya.people import vault
from vatsalya.people.models import Vault
from vatsalya.people.rules import years_later

from .models import Paper

#: The parents' application, their deed, and the time in which they may take it back.
APPLICATION, DEED, SIXTY_DAYS = "23", "24", "T19"


def _latest(matter: Matter, form: str) -> Paper | None:
    rows = gate.visible(ENGINE, Paper).filter(matter=matter, form=form, superseded_by__isnull=True)
    return rows.order_by("-signed_at").first()


@guard("papers.sixty_days_over")
def sixty_days_over(matter: Matter, *, at: datetime, **facts: Any) -> Refusal | None:
    """Nobody declares a surrendered child legally free before the sixty days of s.35(3) are over.

    The Act sets them for all of India: no rule of a State shortens them.
    """
    deed = _latest(matter, DEED)
    if deed is None:
        return None
    over = due(law().clock(SIXTY_DAYS, on=ist_date(deed.signed_at)), deed.signed_at)
    day = f"{over.astimezone(IST):%d-%m-%Y}"
    return Refusal("papers.sixty_days_over", day=day) if at < over else None


@guard("papers.deed_signed")
def deed_signed(matter: Matter, *, answers: dict[str, Any], **facts: Any) -> Refusal | None:
    """A declaration that rests on a deed of surrender needs the deed (Form 24)."""
    rests = answers.get("route") == "surrendered" or "surrender" in answers.get("basis", ())
    return Refusal("papers.deed_signed") if rests and _latest(matter, DEED) is None else None


@guard("papers.deed_not_taken_back")
def deed_not_taken_back(matter: Matter, **facts: Any) -> Refusal | None:
    """Parents who took the surrender back in time keep their child: nobody declares it free for adoption."""
    deed = _latest(matter, DEED)
    if deed is None:
        return None
    key = gate.visible(ENGINE, Vault).get(child_id=deed.child_id)
    taken_back = vault.unlock(key.child_id, key.key, deed.answers).get("withdrawn_on")
    return Refusal("papers.deed_not_taken_back", serial=deed.serial) if taken_back else None


@guard("papers.surrender_applied")
def surrender_applied(matter: Matter, **facts: Any) -> Refusal | None:
    """Parents apply (Form 23) and are counselled before they sign a deed."""
    return None if _latest(matter, APPLICATION) else Refusal("papers.surrender_applied")


@guard("papers.two_witnesses")
def two_witnesses(matter: Matter, *, answers: dict[str, Any], **facts: Any) -> Refusal | None:
    """Two persons witness it, each by name."""
    named = [row for row in answers.get("witnesses", ()) if row.get("name")]
    return None if len(named) >= 2 else Refusal("papers.two_witnesses", field="witnesses-1-name")


@guard("papers.six_or_older")
def six_or_older(matter: Matter, *, at: datetime, **facts: Any) -> Refusal | None:
    """No child under six goes to a foster family or group (R.23(3))."""
    child = matter.child
    if child is None or child.age_value is None:
        return None
    age = years_later(age=child.age_value, on=child.age_on, now=ist_date(at)) or child.age_value
    return Refusal("papers.six_or_older") if age < 6 else None
