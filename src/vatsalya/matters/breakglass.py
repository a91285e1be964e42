"""Break-glass: one file, on need, with a reason, for at most three hours, told to the authority at once."""

import math
import unicodedata
from datetime import datetime, timedelta

from django.db import transaction

from vatsalya.access import gate, grants, session
from vatsalya.access.actor import Actor
from vatsalya.access.models import Grant
from vatsalya.audit import actions as audit
from vatsalya.lib.errors import Forbidden, Refusal, Refused
from vatsalya.notices import actions as notices
from vatsalya.offices import queries as offices
from vatsalya.offices.cascade import area

from . import numbers, shares
from .models import Matter

LEAST_WORDS, LEAST_LETTERS, MOST_MINUTES = 10, 3, 180


@transaction.atomic
def open_glass(*, actor: Actor, number: str, reason: str, minutes: int, at: datetime) -> Matter:
    """Open one file of one's own area to oneself; its owner and the District Magistrate are told at once."""
    if not gate.may(actor, "breakglass.ask"):
        raise Forbidden("gate.not_allowed", "breakglass.ask")
    _check(reason, minutes)
    told = numbers.asked(number)
    low, high = area(actor)
    with session.engine():
        # locked: two windows at once are judged one after the other
        matter = (
            Matter.unscoped.select_for_update(of=("self",))
            .filter(number=told, unit_no__gte=low, unit_no__lte=high)
            .first()
        )
    if matter is None:
        raise Refused(Refusal("breakglass.no_such_number"))
    _check_day(actor, matter, minutes, at)
    grant = Grant.objects.create(
        posting_id=actor.posting_id,
        matter_id=matter.pk,
        reason=reason.strip(),
        from_at=at,
        until_at=at + timedelta(minutes=minutes),
    )
    shares.share(matter, number=grants.number(grant.pk), ground="breakglass", at=at)
    audit.record(
        kind="breakglass",
        account=actor.account_id,
        posting=actor.posting_id,
        act="breakglass.ask",
        table="matters_matter",
        row_id=str(matter.pk),
        child_id=matter.child_id,
        reason=reason.strip(),
    )
    _tell(matter, at, opened_by=actor.office_no)
    return matter


def _check(reason: str, minutes: int) -> None:
    refusals = []
    if len(_real_words(reason)) < LEAST_WORDS:
        refusals.append(Refusal("breakglass.no_reason"))
    if not 1 <= minutes <= MOST_MINUTES:
        refusals.append(Refusal("breakglass.too_long"))
    if refusals:
        raise Refused(*refusals)


def _real_words(reason: str) -> set[str]:
    """The different words of a reason: of three letters or more, and not one letter again and again."""
    found = set()
    for word in reason.casefold().split():
        letters = [char for char in word if unicodedata.category(char)[0] in "LM"]
        if len(letters) >= LEAST_LETTERS and len(set(letters)) > 1:
            found.add("".join(letters))
    return found


def _check_day(actor: Actor, matter: Matter, minutes: int, at: datetime) -> None:
    """Grants are not joined end to end: one person has three hours of one file in a day, whichever post is used."""
    day = at - timedelta(days=1)
    rows = Grant.objects.filter(posting__account_id=actor.account_id, matter_id=matter.pk, until_at__gt=day)
    used = math.ceil(sum((one.until_at - max(one.from_at, day)).total_seconds() for one in rows) / 60)
    if used + minutes > MOST_MINUTES:
        raise Refused(Refusal("breakglass.again", used=used))


@transaction.atomic
def close(*, actor: Actor, grant_id: int, at: datetime) -> None:
    """End one's own grant before its time: the file is shut at once."""
    grant = Grant.objects.select_for_update().filter(
        pk=grant_id, posting_id=actor.posting_id, from_at__lt=at, until_at__gt=at
    ).first()  # fmt: skip
    if grant is None:
        raise Refused(Refusal("breakglass.not_running"))
    grant.until_at = at
    grant.save(update_fields=["until_at"])
    with session.engine():
        matter = Matter.unscoped.get(pk=grant.matter_id)
    shares.end(matter, number=grants.number(grant.pk), ground="breakglass", at=at)


def opened_in(*, actor: Actor, most: int = 20) -> list[tuple[Grant, str]]:
    """The latest grants in one's own area with the file's number, for those who are told of them."""
    low, high = area(actor)
    with session.engine():
        rows = Matter.unscoped.filter(unit_no__gte=low, unit_no__lte=high, pk__in=Grant.objects.values("matter_id"))
        numbered = dict(rows.values_list("pk", "number"))
    held = Grant.objects.filter(matter_id__in=numbered).select_related("posting__office").order_by("-from_at", "-pk")
    return [(grant, numbered[grant.matter_id]) for grant in held[:most]]


def _tell(matter: Matter, at: datetime, *, opened_by: int) -> None:
    """The Chair (or Principal Magistrate) through the owning office, and the District Magistrate."""
    magistrate = offices.in_district("dm", matter.district_code)
    for number in {matter.unit_no, *([magistrate.no] if magistrate else [])}:
        notices.tell(
            to_no=number, code="breakglass.opened", matter_id=matter.pk, number=matter.number, at=at,
            facts={"from_no": opened_by},
        )  # fmt: skip


def in_force(*, actor: Actor, at: datetime) -> list[tuple[Grant, Matter]]:
    """The files that are open to this posting now, and until when."""
    held = Grant.objects.filter(posting_id=actor.posting_id, from_at__lte=at, until_at__gt=at).order_by("until_at")
    rows = {m.pk: m for m in gate.visible(actor, Matter).filter(pk__in=[g.matter_id for g in held])}
    return [(grant, rows[grant.matter_id]) for grant in held if grant.matter_id in rows]
