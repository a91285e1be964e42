"""The cascade of logins: each level appoints and ends only the level directly below it."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from vatsalya.access.actor import Actor
from vatsalya.accounts import actions as accounts
from vatsalya.law.load import law
from vatsalya.lib.clock import IST
from vatsalya.lib.errors import NotVisible, Refusal, Refused

from .models import Office, Posting
from .queries import DISTRICT_BLOCK, by_no, state_interval


def area(actor: Actor) -> tuple[int, int]:
    """The office numbers in which an actor appoints: the nation, the State, the district or the own office."""
    office = by_no(actor.office_no)
    if office.kind == "ministry":
        return 0, 2_147_483_647
    if office.district_id is None:
        return state_interval(office.state_id or 0)
    if office.kind == "home":
        return office.no, office.hi
    low = office.no - office.no % DISTRICT_BLOCK
    return low, low + DISTRICT_BLOCK - 1


def appointable(actor: Actor) -> list[str]:
    """The roles that this actor's role appoints."""
    return list(law().roles[actor.role].creates)


def offices_below(actor: Actor, role: str) -> QuerySet[Office]:
    """The offices in the actor's area in which a role may be held."""
    low, high = area(actor)
    kinds = law().roles[role].offices
    return Office.objects.filter(no__gte=low, no__lte=high, kind__in=kinds, valid_to=None).order_by("name_en")


def postings_below(actor: Actor, at: datetime) -> QuerySet[Posting]:
    """The postings that this actor may end: the level below, in the own area."""
    low, high = area(actor)
    in_force = Q(to_at=None) | Q(to_at__gt=at)
    rows = Posting.objects.filter(
        in_force, role__in=appointable(actor), office__no__gte=low, office__no__lte=high
    )
    return rows.select_related("account", "office").order_by("office__name_en", "role")


def check(actor: Actor, office: Office | None, role: str) -> None:
    """Raise Refused unless the role is of the level below, fits the office, and lies in the area."""
    refusals = []
    if role not in law().roles or role not in appointable(actor):
        refusals.append(Refusal("account.not_below"))
    elif office is None or not area(actor)[0] <= office.no <= area(actor)[1]:
        refusals.append(Refusal("account.other_area"))
    elif office.kind not in law().roles[role].offices:
        refusals.append(Refusal("account.wrong_office"))
    if refusals:
        raise Refused(*refusals)


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    at: datetime,
    office_id: int,
    role: str,
    full_name: str,
    phone: str,
    order_no: str,
    from_on: date,
    to_on: date | None,
    language: str,
) -> tuple[Posting, str]:
    """Appoint a person to a post of the level below; returns the posting and the one-time invitation."""
    office = Office.objects.filter(pk=office_id, valid_to=None).first()
    check(actor, office, role)
    assert office is not None
    if to_on and to_on <= from_on:
        raise Refused(Refusal("account.dates"))
    account, token = accounts.invite(
        full_name=full_name, phone=phone, language=language, office_code=office.code, at=at
    )
    posting = Posting.objects.create(
        account=account,
        office=office,
        role=role,
        order_no=order_no,
        from_at=datetime.combine(from_on, time(), IST),
        to_at=datetime.combine(to_on, time(), IST) if to_on else None,
        made_by_id=actor.posting_id,
    )
    return posting, token


def below(actor: Actor, posting_id: int, at: datetime) -> Posting:
    """A posting of the level below; anybody else's is not there."""
    found = postings_below(actor, at).filter(pk=posting_id).first()
    if found is None:
        raise NotVisible("offices_posting", posting_id, "account.end")
    return found


@transaction.atomic
def end_posting(*, actor: Actor, posting_id: int, at: datetime) -> Posting:
    """Relieve a person of a post: access ends this second; the account too if it was the last post."""
    posting = below(actor, posting_id, at)
    if posting.from_at >= at:  # not begun yet: it never begins
        Posting.objects.filter(pk=posting.pk).update(from_at=at - timedelta(seconds=1), to_at=at)
    else:
        Posting.objects.filter(pk=posting.pk).update(to_at=at)
    others = Posting.objects.filter(account_id=posting.account_id).filter(Q(to_at=None) | Q(to_at__gt=at))
    if not others.exists():
        accounts.end(account_id=posting.account_id, at=at)
    return posting


@transaction.atomic
def reissue(*, actor: Actor, posting_id: int, at: datetime) -> str:
    """A fresh invitation for somebody of the level below who lost the first one."""
    return accounts.reissue(account_id=below(actor, posting_id, at).account_id, at=at)
