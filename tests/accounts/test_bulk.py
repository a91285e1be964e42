"""Many appointments from one spreadsheet: dry run, run, go on, undo."""

import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest

from tests.accounts.conftest import PASSWORD
from tests.conftest import AT
from vatsalya.accounts import invitations
from vatsalya.accounts.models import Account
from vatsalya.lib.errors import NotVisible, Refused
from vatsalya.offices import bulk, cascade
from vatsalya.offices.models import Posting

HEADER = ["role", "office", "name", "mobile", "order", "from", "until", "language"]


def sheet(rows, header=HEADER):
    """The bytes of an .xlsx with these rows."""
    book = openpyxl.Workbook()
    for row in [header, *rows]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def person(number=1, **other):
    """A good row, with some cells otherwise."""
    cells = {
        "role": "cwc_member", "office": "nashik.cwc", "name": f"Member {chr(64 + number)}",
        "mobile": "+91 98765 43210", "order": f"{number}/2026", "from": "01-12-2026", "until": "01-12-2029",
        "language": "hi",
    } | other  # fmt: skip
    return list(cells.values())


def dry(land, rows, who="nashik.scps", name="people.xlsx", **kwargs):
    return bulk.dry_run(actor=land.actor(who), at=AT, name=name, content=sheet(rows, **kwargs))


def states(job):
    return [(row.no, row.outcome, row.problems) for row in job.rows.order_by("no")]


def run(land, job, who="nashik.scps", **kwargs):
    return bulk.run(actor=land.actor(who), job_id=job.pk, at=AT, **kwargs)


def test_a_dry_run_says_what_would_become_of_each_row_and_appoints_nobody(land):
    before = Account.objects.count(), Posting.objects.count()
    job = dry(land, [person(1), person(2, role="cwpo"), person(3, office="gaya.cwc")])
    assert states(job) == [
        (2, "ready", []),
        (3, "wrong", ["account.not_below"]),
        (4, "wrong", ["bulk.unknown_office"]),
    ]
    assert (Account.objects.count(), Posting.objects.count()) == before


def test_a_run_appoints_the_good_rows_and_leaves_the_others(land):
    job = dry(land, [person(1), person(2, name=""), person(3)])
    assert run(land, job) == 0
    assert [state for _, state, _ in states(job)] == ["made", "wrong", "made"]
    posting = Posting.objects.get(pk=job.rows.get(no=2).posting_id)
    assert (posting.office, posting.role, posting.order_no) == (land.offices["nashik.cwc"], "cwc_member", "1/2026")
    assert posting.account.phone == "9876543210" and posting.from_at.isoformat() == "2026-11-30T18:30:00+00:00"
    assert posting.account.must_set_up and not posting.account.has_usable_password()


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"role": "emperor"}, "bulk.unknown_role"),
        ({"role": ""}, "bulk.unknown_role"),
        ({"role": "dcpo"}, "bulk.unknown_office"),
        ({"office": "nowhere"}, "bulk.unknown_office"),
        ({"name": 42}, "bulk.no_name"),
        ({"order": None}, "bulk.no_order"),
        ({"mobile": "12345"}, "bulk.phone"),
        ({"mobile": True}, "bulk.phone"),
        ({"from": "soon"}, "bulk.date"),
        ({"from": 45000}, "bulk.date"),
        ({"from": "31-02-2026"}, "bulk.date"),
        ({"until": "never"}, "bulk.date"),
        ({"until": "30-11-2026"}, "account.dates"),
        ({"from": "01-01-2020", "until": "01-01-2023"}, "account.dates"),
        ({"language": "fr"}, "bulk.language"),
    ],
)
def test_each_wrong_cell_is_named(land, cells, problem):
    assert states(dry(land, [person(**cells)])) == [(2, "wrong", [problem])]


@pytest.mark.parametrize(
    "cells",
    [
        {"role": "Member, Child Welfare Committee"}, {"role": "सदस्य, बाल कल्याण समिति"}, {"office": "NASHIK.CWC"},
        {"mobile": 9876543210}, {"mobile": 9876543210.0}, {"mobile": None}, {"until": None}, {"language": None},
        {"from": date(2026, 12, 1)}, {"from": datetime(2026, 12, 1, 9)}, {"from": "2026-12-01"},  # noqa: DTZ001
        {"from": "1/12/2026"}, {"language": "हिन्दी"}, {"name": "  अंजलि   देशमुख "},
    ],
)  # fmt: skip
def test_what_people_write_is_understood(land, cells):
    job = dry(land, [person(**cells)])
    assert states(job) == [(2, "ready", [])]
    assert run(land, job) == 0 and states(job) == [(2, "made", [])]


def test_columns_may_be_called_in_hindi_and_stand_in_any_order(land):
    header = ["नाम", "आदेश संख्या", "भूमिका", "कार्यालय", "आरंभ", "remarks"]
    job = dry(land, [["अंजलि देशमुख", "9/2026", "सदस्य, बाल कल्याण समिति", "nashik.cwc", "01-12-2026", "x"]], header=header)
    assert states(job) == [(2, "ready", [])]


def test_a_csv_works_too_with_its_own_mark_and_a_byte_order_mark(land):
    text = "\ufeffrole;office;name;order;from\ncwc_member;nashik.cwc;अंजलि देशमुख;9/2026;01-12-2026\n"
    job = bulk.dry_run(actor=land.actor("nashik.scps"), at=AT, name="people.csv", content=text.encode())
    assert states(job) == [(2, "ready", [])]


def test_the_same_person_twice_in_a_sheet_is_said(land):
    assert states(dry(land, [person(1), person(1)]))[1] == (3, "wrong", ["bulk.double"])


def test_the_same_sheet_twice_appoints_nobody_twice(land):
    run(land, dry(land, [person(1)]))
    assert states(dry(land, [person(1)])) == [(2, "wrong", ["account.already"])]


def test_after_an_interruption_it_goes_on_where_it_stopped(land):
    job = dry(land, [person(number) for number in range(1, 8)])
    before = Posting.objects.count()
    assert run(land, job, most=3) == 4
    assert run(land, job, most=3) == 1
    assert run(land, job, most=3) == 0
    assert run(land, job, most=3) == 0
    assert Posting.objects.count() == before + 7


def test_a_break_in_the_middle_of_a_step_leaves_nothing_half_done(land, monkeypatch):
    job = dry(land, [person(1), person(2)])
    before = Account.objects.count()
    real, calls = cascade.appoint, []

    def breaks(**kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise ConnectionError("the line broke")
        return real(**kwargs)

    monkeypatch.setattr(cascade, "appoint", breaks)
    with pytest.raises(ConnectionError):
        run(land, job)
    monkeypatch.undo()
    assert Account.objects.count() == before and [state for _, state, _ in states(job)] == ["ready", "ready"]
    assert run(land, job) == 0


def test_what_changed_between_dry_run_and_run_is_seen(land):
    job = dry(land, [person(1)])
    land.offices["nashik.cwc"].valid_to = date(2026, 11, 1)
    land.offices["nashik.cwc"].save()
    run(land, job)
    assert states(job) == [(2, "wrong", ["account.other_area"])]


def test_undo_ends_who_never_signed_in_and_keeps_who_did(land):
    job = dry(land, [person(1), person(2)])
    run(land, job)
    first, second = (row.posting for row in job.rows.order_by("no"))
    token = invitations.reissue(by_account_id=None, account_id=second.account_id, at=AT)
    invitations.take_up(token=token, password=PASSWORD, at=AT)
    assert bulk.undo(actor=land.actor("nashik.scps"), job_id=job.pk, at=AT) == (1, 1)
    assert states(job) == [(2, "undone", []), (3, "kept", ["bulk.used"])]
    assert not Account.objects.get(pk=first.account_id).is_active
    assert Account.objects.get(pk=second.account_id).is_active
    assert Posting.objects.get(pk=second.pk).to_at > AT


def test_an_undone_sheet_is_not_run_again(land):
    job = dry(land, [person(1), person(2)])
    run(land, job, most=1)
    bulk.undo(actor=land.actor("nashik.scps"), job_id=job.pk, at=AT)
    with pytest.raises(Refused) as no:
        run(land, job)
    assert no.value.codes == ["bulk.undone"]
    assert bulk.undo(actor=land.actor("nashik.scps"), job_id=job.pk, at=AT) == (0, 0)


@pytest.mark.parametrize("who", ["gaya.scps", "nashik.sara", "nashik.dcpu.0", "india.ministry.0"])
def test_anothers_sheet_is_not_there(land, who):
    job = dry(land, [person(1)])
    for act in (bulk.run, bulk.undo, bulk.invite_again):
        with pytest.raises(NotVisible):
            act(actor=land.actor(who), job_id=job.pk, at=AT)
    assert bulk.jobs(land.actor(who)) == []


def test_invitations_to_print_are_fresh_and_only_for_who_waits(land):
    job = dry(land, [person(1), person(2), person(3)])
    run(land, job)
    actor = land.actor("nashik.scps")
    rows = list(job.rows.order_by("no"))
    cascade.end_posting(actor=actor, posting_id=rows[2].posting_id, at=AT)
    sheet_of = bulk.invite_again(actor=actor, job_id=job.pk, at=AT + timedelta(seconds=1))
    assert [row.no for row, _ in sheet_of] == [2, 3]
    found = invitations.find(token=sheet_of[0][1], at=AT + timedelta(hours=1))
    assert found.account_id == rows[0].posting.account_id


def test_the_empty_sheet_can_be_read_back(land):
    content = bulk.empty_sheet(land.actor("nashik.scps"), "hi")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [cell.value for cell in book.worksheets[0][1]][0] == "पद"
    assert {"nashik.cwc", "pune.dcpu"} <= {row[2].value for row in book["codes"].iter_rows(min_col=1, max_col=4)}
    with pytest.raises(Refused) as no:
        bulk.dry_run(actor=land.actor("nashik.scps"), at=AT, name="x.xlsx", content=content)
    assert no.value.codes == ["bulk.empty"]


def test_a_big_sheet_is_tried_with_few_questions_to_the_database(land, django_assert_max_num_queries):
    rows = [person(number % 26 + 1, order=f"{number}/x") for number in range(600)]
    content, actor = sheet(rows), land.actor("nashik.scps")
    with django_assert_max_num_queries(10):
        bulk.dry_run(actor=actor, at=datetime(2026, 11, 12, tzinfo=UTC), name="x.xlsx", content=content)
