"""Reading offices: who has jurisdiction, what is inside what, the public directory."""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from vatsalya.accounts.names import MACHINE
from vatsalya.law.load import law

from .models import Office, Posting

#: One State is a block of ten million numbers, one district of a hundred thousand.
STATE_BLOCK, DISTRICT_BLOCK, OFFICE_STEP = 10_000_000, 100_000, 100


def state_interval(state_code: int) -> tuple[int, int]:
    """The office numbers of a State: from, to (inclusive)."""
    low = state_code * STATE_BLOCK
    return low, low + STATE_BLOCK - 1


def district_interval(office: Office) -> tuple[int, int]:
    """The office numbers of the district in which an office lies."""
    low = office.no - office.no % DISTRICT_BLOCK
    return low, low + DISTRICT_BLOCK - 1


@lru_cache(maxsize=4096)
def by_no(no: int) -> Office:
    """The office with this number; the directory changes with a restart or `forget`."""
    return Office.objects.select_related("state", "district").get(no=no)


def name(no: int, lang: str) -> str:
    """An office's name in the reader's language."""
    return getattr(by_no(no), f"name_{lang}")


def in_district(kind: str, district_code: int) -> Office | None:
    """The district's office of a kind (its Committee, its DCPU); the first when it has several."""
    return Office.objects.filter(kind=kind, district_id=district_code, valid_to=None).order_by("no").first()


def in_state(kind: str, state_code: int) -> Office | None:
    """The State's office of a kind (its SCPS, its missing-child nodal office)."""
    return Office.objects.filter(kind=kind, state_id=state_code, valid_to=None).order_by("no").first()


def all_in_district(kinds: Collection[str], district_code: int) -> list[Office]:
    """Every office of some kinds in a district, kind by kind, by name."""
    rows = Office.objects.filter(kind__in=kinds, district_id=district_code, valid_to=None)
    return list(rows.order_by("kind", "name_en"))


def between(low: int, high: int, *, kinds: set[str]) -> list[Office]:
    """Offices of some kinds within an interval of numbers, by name."""
    rows = Office.objects.filter(no__gte=low, no__lte=high, kind__in=kinds, valid_to=None)
    return list(rows.order_by("name_en"))


def postings_in_force(at: datetime) -> QuerySet[Posting]:
    """Postings that are in force at this instant, with office and account."""
    in_force = Q(from_at__lte=at) & (Q(to_at=None) | Q(to_at__gt=at))
    rows = Posting.objects.filter(in_force, account__is_active=True)
    return rows.select_related("office", "account", "office__state", "office__district")


def persons(rows: QuerySet[Posting]) -> QuerySet[Posting]:
    """Of these postings those of people: a system that speaks in an office's name holds no post of it."""
    return rows.exclude(account__username__startswith=MACHINE)


def posting(posting_id: int, at: datetime) -> Posting | None:
    """A posting that is in force at this instant; else nothing."""
    return postings_in_force(at).filter(pk=posting_id).first()


def postings_of(account_id: int, at: datetime) -> list[Posting]:
    """All postings that a person holds at this instant."""
    in_force = Q(from_at__lte=at) & (Q(to_at=None) | Q(to_at__gt=at))
    return list(Posting.objects.filter(in_force, account_id=account_id).select_related("office").order_by("pk"))


def holders(office_id: int, role: str, at: datetime) -> list[Posting]:
    """Which people hold a role in an office at this instant; a post held by a machine alone is vacant."""
    return list(persons(postings_in_force(at)).filter(office_id=office_id, role=role).order_by("pk"))


def next_serial(series: str) -> int:
    """The next running number of a series, without gaps within committed work."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO offices_serial (series, last) VALUES (%s, 1) "
            "ON CONFLICT (series) DO UPDATE SET last = offices_serial.last + 1 RETURNING last",
            [series],
        )
        return cursor.fetchone()[0]


#: Homes are not in the public directory: where children live is nobody's to look up.
PUBLIC_KINDS = ("ps", "sjpu", "ahtu", "nodal", "dcpu", "cwc", "jjb", "chl", "saa", "rail_post", "state_nodal")


#: Posts whose holder the public knows by name (Supreme Court, October 2025), with the office's telephone only.
NAMED_POSTS = {"nodal": "nodal_officer", "state_nodal": "state_nodal"}


def directory(
    state_code: int, district_code: int | None, lang: str, at: datetime | None = None
) -> list[dict[str, Any]]:
    """The public directory of a State or district: kind, its label, name, phone; nodal officers by name."""
    found = Office.objects.filter(kind__in=PUBLIC_KINDS, state_id=state_code, valid_to=None)
    if district_code:
        found = found.filter(Q(district_id=district_code) | Q(kind="state_nodal"))
    else:
        found = found.filter(district=None)
    order = {kind: place for place, kind in enumerate(PUBLIC_KINDS)}
    labels = law().codes("office_kinds")
    rows = [
        {"kind": o.kind, "label": labels[o.kind][lang], "name": getattr(o, f"name_{lang}"), "phone": o.phone}
        | _holder(o, at)
        for o in found
    ]
    return sorted(rows, key=lambda row: (order[row["kind"]], row["name"]))


def _holder(office: Office, at: datetime | None) -> dict[str, Any]:
    """Who holds a post that the public knows by name; vacant when nobody does at this instant."""
    role = NAMED_POSTS.get(office.kind)
    if role is None or at is None:
        return {"holder": "", "vacant": False}
    held = holders(office.pk, role, at)
    return {"holder": ", ".join(posting.account.full_name for posting in held), "vacant": not held}


INQUIRE = ("social_worker", "protection_officer", "probation_officer")


def workers(office_no: int, at: datetime) -> list[Posting]:
    """Who may be given an inquiry of this unit: its own workers, then those of the district's NGOs (Form 21)."""
    own = Q(office__no=office_no, role__in=INQUIRE)
    hired = Q(office__kind="ngo", office__district_id=by_no(office_no).district_id, role="ngo_worker")
    rows = persons(postings_in_force(at)).filter(own | hired)
    return sorted(rows, key=lambda one: (one.office.no != office_no, one.account.full_name))


def postings_named(ids: set[int]) -> dict[int, Posting]:
    """Postings by id, with person and office, for showing who did something."""
    rows = Posting.objects.filter(pk__in=ids).select_related("account", "office")
    return {posting.pk: posting for posting in rows}
