"""Many appointments from one spreadsheet: dry run, run, go on after an interruption, undo."""

import io
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

import openpyxl
from django.db import transaction
from django.db.models import Count

from vatsalya.accounts import invitations
from vatsalya.accounts.phones import mobile
from vatsalya.law.load import law
from vatsalya.lib.errors import NotVisible, Refusal, Refused

from . import bulk_sheet, cascade
from .bulk_models import BulkJob, BulkRow
from .cascade import Appointer
from .models import Office, Posting

#: How people write the two languages.
_HINDI, _ENGLISH = ("hi", "hindi", "हिन्दी", "हिंदी"), ("en", "english", "अंग्रेज़ी", "अंग्रेजी")
LANGUAGES = {**dict.fromkeys(_HINDI, "hi"), **dict.fromkeys(_ENGLISH, "en")}
#: So many rows in one request: each request is a whole step, and what it did stays done.
STEP = 200


@transaction.atomic
def dry_run(*, actor: Appointer, at: datetime, name: str, content: bytes) -> BulkJob:
    """Read a spreadsheet and say of each row what would become of it; appoints nobody."""
    read = bulk_sheet.read(name, content)
    if not read:
        raise Refused(Refusal("bulk.empty"))
    job = BulkJob.objects.create(
        made_by_id=actor.posting_id, office_no=actor.office_no, role=actor.role, file_name=name[-120:], made_at=at
    )
    offices = _offices(actor, {cells["office"] for _, cells in read})
    seen = _held({cells["order_no"] for _, cells in read}, at)
    rows = [_tried(actor, at, job, number, cells, offices, seen) for number, cells in read]
    BulkRow.objects.bulk_create(rows, batch_size=500)
    return job


def _offices(actor: Appointer, codes: Iterable[str]) -> dict[tuple[str, str], Office]:
    """The offices of the officer's area by (kind, code)."""
    low, high = cascade.area(actor)
    typed = [shape for code in codes for shape in (code, code.upper(), code.lower())]
    found = Office.objects.filter(no__gte=low, no__lte=high, valid_to=None, code__in=typed)
    return {(office.kind, office.code.lower()): office for office in found}


def _held(orders: set[str], at: datetime) -> dict[tuple, str]:
    """Who holds a post by one of these orders already: (role, office, name, order) -> what is wrong with it."""
    rows = cascade.in_force(Posting.objects.filter(order_no__in=orders), at)
    held = rows.values_list("role", "office_id", "account__full_name", "order_no")
    return dict.fromkeys(held, "account.already")


def _tried(
    actor: Appointer, at: datetime, job: BulkJob, number: int, cells: dict, offices: dict, seen: dict[tuple, str]
) -> BulkRow:
    role, problems = _role(cells["role"]), []
    office = _office(role, cells["office"], offices)
    if role is None:
        problems.append("bulk.unknown_role")
    elif role not in cascade.appointable(actor):
        problems.append("account.not_below")
    elif office is None:
        problems.append("bulk.unknown_office")
    problems += _cell_problems(cells, office, at)
    key = (role, office.pk if office else cells["office"], cells["full_name"], cells["order_no"])
    if key in seen:
        problems.append(seen[key])
    seen.setdefault(key, "bulk.double")
    clean_cells = {**{column: "" for column in bulk_sheet.COLUMNS}, **cells, "role": role or cells["role"]}
    outcome = BulkRow.WRONG if problems else BulkRow.READY
    return BulkRow(job=job, no=number, cells=clean_cells, office=office, outcome=outcome, problems=problems)


def _role(text: str) -> str | None:
    """A role by its code or by its name in either language."""
    wanted = text.lower()
    for code, role in law().roles.items():
        if wanted in (code, role.label["en"].lower(), role.label["hi"]):
            return code
    return None


def _office(role: str | None, code: str, offices: dict) -> Office | None:
    kinds = law().roles[role].offices if role else ()
    return next((offices[kind, code.lower()] for kind in kinds if (kind, code.lower()) in offices), None)


def _cell_problems(cells: dict[str, str], office: Office | None, at: datetime) -> list[str]:
    problems = []
    if not 2 <= len(cells["full_name"]) <= 120 or cells["full_name"].isdecimal():
        problems.append("bulk.no_name")
    if not cells["order_no"] or len(cells["order_no"]) > 64:
        problems.append("bulk.no_order")
    if cells.get("phone") and mobile(cells["phone"]) is None:
        problems.append("bulk.phone")
    if cells.get("language") and cells["language"].lower() not in LANGUAGES:
        problems.append("bulk.language")
    start, end = bulk_sheet.day(cells["from_on"]), bulk_sheet.day(cells.get("to_on") or "")
    if start is None or (cells.get("to_on") and end is None):
        problems.append("bulk.date")
    elif wrong := cascade.wrong_days(start, end, office=office, at=at):
        problems.append(wrong.code)
    return problems


def job(actor: Appointer, job_id: int, *, lock: bool = False) -> BulkJob:
    """A spreadsheet of one's own office and role; anybody else's is not there."""
    rows = BulkJob.objects.select_for_update() if lock else BulkJob.objects
    found = rows.filter(pk=job_id, office_no=actor.office_no, role=actor.role).first()
    if found is None:
        raise NotVisible("offices_bulkjob", job_id, "account.create")
    return found


def jobs(actor: Appointer) -> list[BulkJob]:
    """The last spreadsheets of one's own office and role."""
    mine = BulkJob.objects.filter(office_no=actor.office_no, role=actor.role)
    return list(mine.select_related("made_by__account").order_by("-made_at")[:20])


def counts(found: BulkJob) -> dict[str, int]:
    """How many rows stand how."""
    numbers = {name: 0 for name in (BulkRow.READY, BulkRow.WRONG, BulkRow.MADE, BulkRow.UNDONE, BulkRow.KEPT)}
    return numbers | dict(found.rows.values_list("outcome").annotate(n=Count("pk")))


@transaction.atomic
def run(*, actor: Appointer, job_id: int, at: datetime, most: int = STEP) -> int:
    """Appoint the people of the next rows; returns how many are left. After an interruption call it again."""
    found = job(actor, job_id, lock=True)
    if found.undone_at:
        raise Refused(Refusal("bulk.undone"))
    BulkJob.objects.filter(pk=found.pk, started_at=None).update(started_at=at)
    for row in found.rows.filter(outcome=BulkRow.READY).order_by("no")[:most]:
        _run_row(actor, at, row)
    return found.rows.filter(outcome=BulkRow.READY).count()


def _run_row(actor: Appointer, at: datetime, row: BulkRow) -> None:
    """Appoint one; what is refused now (the office closed since) is written to the row."""
    try:
        posting, _token = cascade.appoint(actor=actor, at=at, **_answers(row))
    except Refused as no:
        row.outcome, row.problems = BulkRow.WRONG, no.codes
    else:
        row.outcome, row.posting = BulkRow.MADE, posting
    row.save(update_fields=["outcome", "problems", "posting"])


def _answers(row: BulkRow) -> dict[str, Any]:
    cells = row.cells
    return {
        "office_id": row.office_id,
        "role": cells["role"],
        "full_name": cells["full_name"],
        "phone": mobile(cells["phone"]) or "",
        "order_no": cells["order_no"],
        "from_on": bulk_sheet.day(cells["from_on"]),
        "to_on": bulk_sheet.day(cells["to_on"]),
        "language": LANGUAGES.get(cells["language"].lower(), "hi"),
    }


@transaction.atomic
def undo(*, actor: Appointer, job_id: int, at: datetime) -> tuple[int, int]:
    """End the appointments of a spreadsheet; who signed in already stays. Returns (ended, kept)."""
    found = job(actor, job_id, lock=True)
    BulkJob.objects.filter(pk=found.pk, undone_at=None).update(undone_at=at)
    done = {BulkRow.UNDONE: 0, BulkRow.KEPT: 0}
    for row in found.rows.filter(outcome=BulkRow.MADE).select_related("posting"):
        row.outcome, row.problems = _undone(actor, at, row)
        row.save(update_fields=["outcome", "problems"])
        done[row.outcome] += 1
    return done[BulkRow.UNDONE], done[BulkRow.KEPT]


def _undone(actor: Appointer, at: datetime, row: BulkRow) -> tuple[str, list[str]]:
    assert row.posting is not None
    if not invitations.never_used(row.posting.account_id):
        return BulkRow.KEPT, ["bulk.used"]
    with suppress(Refused):  # relieved by hand since then
        cascade.end_posting(actor=actor, posting_id=row.posting.pk, at=at)
    return BulkRow.UNDONE, []


@transaction.atomic
def invite_again(*, actor: Appointer, job_id: int, at: datetime, after: int = 0) -> list[tuple[BulkRow, str]]:
    """Fresh invitations to print, a sheet at a time; only for those who never signed in."""
    found = job(actor, job_id, lock=True)
    rows = found.rows.filter(outcome=BulkRow.MADE, no__gt=after).select_related("posting__account", "office")
    sheet = []
    for row in rows.order_by("no")[:STEP]:
        assert row.posting is not None
        still = row.posting.to_at is None or row.posting.to_at > at
        if still and invitations.never_used(row.posting.account_id):
            sheet.append((row, cascade.reissue(actor=actor, posting_id=row.posting.pk, at=at)[1]))
    return sheet


def empty_sheet(actor: Appointer, lang: str) -> bytes:
    """A spreadsheet to fill: the columns, and on a second page the codes of roles and offices."""
    book = openpyxl.Workbook()
    sheet, codes = book.active, book.create_sheet("codes")
    place = 0 if lang == "en" else -1
    sheet.append([names[place] for names in bulk_sheet.COLUMNS.values()])
    for role in cascade.appointable(actor):
        codes.append([role, law().roles[role].label[lang]])
        for office in cascade.offices_below(actor, role)[:2000]:
            codes.append(["", "", office.code, getattr(office, f"name_{lang}")])
    for cell in (cell for row in codes.iter_rows() for cell in row if cell.data_type == "f"):
        cell.data_type = "s"  # a name that begins with "=" is a name
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
