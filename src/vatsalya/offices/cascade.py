"""The cascade of logins: each level appoints and ends only the level directly below it."""

from datetime import date, datetime, time, timedelta
from typing import Protocol

from django.db import transaction
from django.db.models import Q, QuerySet

from vatsalya.accounts import actions as accounts
from vatsalya.accounts import invitations
from vatsalya.accounts.models import Account
from vatsalya.accounts.names import MACHINE
from vatsalya.accounts.queries import account_named, closed_account_named
from vatsalya.law.load import law
from vatsalya.lib.clock import IST, ist_date
from vatsalya.lib.errors import NotVisible, Refusal, Refused
from vatsalya.lib.text import clean

from .models import Office, Posting
from .queries import DISTRICT_BLOCK, by_no, persons, state_interval

NATION = (0, 2_147_483_647)
#: These kinds stand for themselves: their heads appoint in their own house, not in the district.
OWN_HOUSE = ("home", "campus", "saa", "ngo")


class Appointer(Protocol):
    """What the cascade asks of whoever appoints; the gate's Actor answers it."""

    @property
    def role(self) -> str: ...
    @property
    def office_no(self) -> int: ...
    @property
    def posting_id(self) -> int | None: ...
    @property
    def account_id(self) -> int | None: ...


def area(actor: Appointer) -> tuple[int, int]:
    """The office numbers in which an officer appoints: the nation, the State, the district or the own house."""
    office = by_no(actor.office_no)
    if office.kind == "ministry":
        return NATION
    if office.kind in OWN_HOUSE:
        return office.no, office.hi
    if office.district_id is None:
        return state_interval(office.state_id or 0)
    low = office.no - office.no % DISTRICT_BLOCK
    return low, low + DISTRICT_BLOCK - 1


def appointable(actor: Appointer) -> list[str]:
    """The roles of the level below, which this officer's role appoints."""
    role = law().roles.get(actor.role)
    return list(role.creates) if role else []


def may_create(actor_role: str, office_kind: str, role: str) -> bool:
    """True when one role appoints another, and the other may be held in an office of this kind."""
    mine, theirs = law().roles.get(actor_role), law().roles.get(role)
    return bool(mine and theirs and role in mine.creates and office_kind in theirs.offices)


def offices_below(actor: Appointer, role: str) -> QuerySet[Office]:
    """The offices in the officer's area in which a role may be held."""
    low, high = area(actor)
    kinds = law().roles[role].offices
    return Office.objects.filter(no__gte=low, no__lte=high, kind__in=kinds, valid_to=None).order_by("name_en")


def _below(actor: Appointer) -> QuerySet[Posting]:
    low, high = area(actor)
    rows = Posting.objects.filter(role__in=appointable(actor), office__no__gte=low, office__no__lte=high)
    # A system's post ends with its key; an invitation to its account would make it a person's.
    return persons(rows).exclude(pk=actor.posting_id).select_related("account", "office")


def in_force(rows: QuerySet[Posting], at: datetime) -> QuerySet[Posting]:
    """Of these postings those that have not ended, begun or not."""
    return rows.filter(Q(to_at=None) | Q(to_at__gt=at))


def postings_below(actor: Appointer, at: datetime) -> QuerySet[Posting]:
    """The postings that this officer may end: the level below, in the own area."""
    return in_force(_below(actor), at).order_by("office__name_en", "role", "pk")


def colleagues(actor: Appointer, at: datetime) -> QuerySet[Posting]:
    """Everybody who holds a post in the officer's own office; its systems stand with their keys."""
    rows = Posting.objects.filter(office__no=actor.office_no).select_related("account", "office")
    return in_force(persons(rows), at).order_by("role", "pk")


def check(actor: Appointer, office: Office | None, role: str) -> None:
    """Raise Refused unless the role is of the level below, fits the office, and lies in the area."""
    low, high = area(actor)
    if role not in appointable(actor):
        raise Refused(Refusal("account.not_below"))
    if office is None or office.valid_to or not low <= office.no <= high:
        raise Refused(Refusal("account.other_area"))
    if not may_create(actor.role, office.kind, role):
        raise Refused(Refusal("account.wrong_office"))


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), IST)


def wrong_days(from_on: date, to_on: date | None, *, office: Office | None, at: datetime) -> Refusal | None:
    """Why a posting cannot run from this day to that one: out of order, or a slip of the pen in the year."""
    today = ist_date(at)
    if to_on and (to_on <= from_on or _start(to_on) <= at):
        return Refusal("account.dates")
    state = office.state.abbr if office and office.state else None
    if from_on < _years_on(today, -int(law().option(state, "posting.years_back", today))):
        return Refusal("account.began_too_long_ago", field="from_on")
    if from_on > _years_on(today, int(law().option(state, "posting.years_ahead", today))):
        return Refusal("account.begins_too_late", field="from_on")
    return None


def _years_on(day: date, years: int) -> date:
    """The same day of another year; the 28th for a 29 February."""
    return date(day.year + years, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _known(actor: Appointer, username: str, at: datetime) -> tuple[Account, str]:
    """The person's own account; a closed one opens again, with a fresh invitation.

    Only by the office that could give the post held last, and while no other post is held: otherwise
    who appoints to a small post could take over the name, and what was done under it, of a great one.
    """
    if found := account_named(username):
        return found, ""
    account = closed_account_named(username)
    if account is None or account.username.startswith(MACHINE):
        raise Refused(Refusal("account.no_such_name"))
    held = Posting.objects.filter(account_id=account.pk).order_by("to_at", "pk")  # an open end comes last
    last = held.last()
    if in_force(held, at).exists() or last is None or not _below(actor).filter(pk=last.pk).exists():
        raise Refused(Refusal("account.closed_elsewhere", field="username"))
    return account, invitations.reopen(by_account_id=actor.account_id, account=account, at=at)


def named_otherwise(username: str, full_name: str) -> bool:
    """True when a sign-in name is another person's than the name that was typed: a slip must appoint nobody else."""
    account = account_named(username) or closed_account_named(username)
    return account is not None and _letters(full_name) != _letters(account.full_name)


def _letters(name: str) -> str:
    return "".join(name.split()).casefold()


@transaction.atomic
def appoint(
    *,
    actor: Appointer,
    at: datetime,
    office_id: int,
    role: str,
    full_name: str,
    phone: str,
    order_no: str,
    from_on: date,
    to_on: date | None,
    language: str,
    username: str = "",
) -> tuple[Posting, str]:
    """Appoint a person to a post of the level below; returns the posting and the one-time invitation.

    With `username` the person has an account already (another post, a transfer): no invitation,
    unless the account was closed with its last post and opens again.
    """
    office = Office.objects.select_for_update().filter(pk=office_id).first()
    check(actor, office, role)
    assert office is not None
    if wrong := wrong_days(from_on, to_on, office=office, at=at):
        raise Refused(wrong)
    full_name, order_no = clean(full_name), clean(order_no)
    account, token = _known(actor, username, at) if username else (None, "")
    _once(office, role, order_no, account.full_name if account else full_name, at)
    if account is None:
        account, token = invitations.invite(
            by_account_id=actor.account_id, at=at, full_name=full_name, phone=phone,
            language=language, office_code=office.code,
        )  # fmt: skip
    posting = Posting.objects.create(
        account=account, office=office, role=role, order_no=order_no, made_by_id=actor.posting_id,
        from_at=_start(from_on), to_at=_start(to_on) if to_on else None,
    )  # fmt: skip
    return posting, token


def first_roles() -> list[str]:
    """The roles that no other role appoints: ministry officer, auditor, system administrator."""
    roles = law().roles
    appointed = {name for role in roles.values() for name in role.creates}
    return [name for name, role in roles.items() if name not in appointed and role.offices]


@transaction.atomic
def appoint_first(
    *, at: datetime, office_code: str, role: str, full_name: str, phone: str, order_no: str, language: str
) -> tuple[Posting, str]:
    """Appoint somebody at the head of the cascade, from the server's console; returns posting and invitation."""
    office = Office.objects.select_for_update().filter(code=office_code, kind__in=law().roles[role].offices).first()
    if office is None or role not in first_roles():
        raise Refused(Refusal("account.wrong_office"))
    full_name, order_no = clean(full_name), clean(order_no)
    _once(office, role, order_no, full_name, at)
    account, token = invitations.invite(
        by_account_id=None, at=at, full_name=full_name, phone=phone, language=language, office_code=office.code
    )
    return Posting.objects.create(account=account, office=office, role=role, order_no=order_no, from_at=at), token


def _once(office: Office, role: str, order_no: str, full_name: str, at: datetime) -> None:
    """A second click must not appoint a second time."""
    same = Posting.objects.filter(office=office, role=role, order_no=order_no, account__full_name=full_name)
    if in_force(same, at).exists():
        raise Refused(Refusal("account.already"))


def below(actor: Appointer, posting_id: int, at: datetime) -> Posting:
    """A posting of the level below that has not ended; anybody else's is not there."""
    found = _below(actor).filter(pk=posting_id).first()
    if found is None:
        raise NotVisible("offices_posting", posting_id, "account.end")
    if found.to_at and found.to_at <= at:
        raise Refused(Refusal("account.ended"))
    return found


@transaction.atomic
def end_posting(*, actor: Appointer, posting_id: int, at: datetime) -> Posting:
    """Relieve a person of a post: access ends this second; the account too if it was the last post."""
    posting = below(actor, posting_id, at)
    if posting.from_at >= at:  # it never begins: the shortest time that a posting can have
        Posting.objects.filter(pk=posting.pk).update(from_at=at - timedelta(seconds=1), to_at=at)
    else:
        Posting.objects.filter(pk=posting.pk).update(to_at=at)
    if not in_force(Posting.objects.filter(account_id=posting.account_id), at).exists():
        accounts.end_account(by_account_id=actor.account_id, account_id=posting.account_id, at=at)
    return posting


@transaction.atomic
def reissue(*, actor: Appointer, posting_id: int, at: datetime) -> tuple[Posting, str]:
    """A fresh invitation for somebody of the level below who lost the first one, or every key.

    Only from the office that gave the oldest post still held: otherwise who appoints an officer to
    a small post could take over the officer's login, and with it the great one.
    """
    posting = below(actor, posting_id, at)
    first = in_force(Posting.objects.filter(account_id=posting.account_id), at).order_by("pk").first()
    if first is None or not _below(actor).filter(pk=first.pk).exists():
        raise Refused(Refusal("account.holds_more"))
    token = invitations.reissue(by_account_id=actor.account_id, account_id=posting.account_id, at=at)
    return posting, token
