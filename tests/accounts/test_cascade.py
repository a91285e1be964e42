"""Each level appoints and ends only the level directly below, in its own area."""

from datetime import date, timedelta

import pytest

from tests.accounts.conftest import PASSWORD
from tests.conftest import AT
from vatsalya.accounts import actions, factors, invitations
from vatsalya.accounts.models import Account
from vatsalya.lib.errors import NotVisible, Refused
from vatsalya.offices import cascade
from vatsalya.offices.models import Posting
from vatsalya.offices.queries import postings_of

LATER = AT + timedelta(days=3)


def appoint(land, who, where, role, **more):
    given = {
        "full_name": "Meera Joshi", "phone": "9876543210", "order_no": "77/2026",
        "from_on": date(2026, 11, 1), "to_on": None, "language": "hi",
    } | more  # fmt: skip
    return cascade.appoint(actor=land.actor(who), at=AT, office_id=land.offices[where].pk, role=role, **given)


def refused(*args, **kwargs):
    with pytest.raises(Refused) as no:
        appoint(*args, **kwargs)
    return no.value.codes


@pytest.mark.parametrize(
    ("who", "where", "role"),
    [
        ("india.ministry.0", "nashik.scps", "scps_officer"),
        ("india.ministry.0", "gaya.sara", "sara_officer"),
        ("nashik.scps", "nashik.cwc", "cwc_member"),
        ("nashik.scps", "pune.dcpu", "dcpo"),
        ("nashik.scps", "nashik.control_room", "chl_operator"),
        ("nashik.dcpu.0", "nashik.home", "pic"),
        ("nashik.dcpu.0", "nashik.ngo", "ngo_worker"),
        ("nashik.sjpu", "nashik.ps", "cwpo"),
        ("nashik.sjpu", "nashik.rail_post", "rail_officer"),
        ("nashik.home", "nashik.home", "home_worker"),
    ],
)
def test_a_level_appoints_the_level_below(land, who, where, role):
    posting, token = appoint(land, who, where, role)
    assert token and posting.role == role and posting.made_by_id == land.actor(who).posting_id
    assert postings_of(posting.account_id, AT) == [posting]


@pytest.mark.parametrize(
    ("who", "where", "role", "code"),
    [
        ("india.ministry.0", "nashik.dcpu", "dcpo", "account.not_below"),
        ("nashik.scps", "nashik.ps", "cwpo", "account.not_below"),
        ("nashik.scps", "nashik.scps", "scps_officer", "account.not_below"),
        ("nashik.dcpu.0", "nashik.cwc", "cwc_member", "account.not_below"),
        ("nashik.cwc.0", "nashik.cwc", "cwc_member", "account.not_below"),
        ("nashik.ps", "nashik.ps", "cwpo", "account.not_below"),
        ("india.ministry.1", "nashik.scps", "scps_officer", "account.not_below"),
        ("nashik.scps", "gaya.dcpu", "dcpo", "account.other_area"),
        ("nashik.dcpu.0", "pune.home", "pic", "account.other_area"),
        ("nashik.sjpu", "gaya.ps", "cwpo", "account.other_area"),
        ("nashik.home", "pune.home", "home_worker", "account.other_area"),
        ("nashik.scps", "nashik.home", "dcpo", "account.wrong_office"),
        ("nashik.dcpu.0", "nashik.cwc", "pic", "account.wrong_office"),
    ],
)
def test_wrong_level_wrong_area_and_wrong_office_are_refused(land, who, where, role, code):
    before = Account.objects.count()
    assert refused(land, who, where, role) == [code]
    assert Account.objects.count() == before


def test_a_role_that_nobody_knows_is_refused(land):
    assert refused(land, "nashik.scps", "nashik.cwc", "emperor") == ["account.not_below"]


def test_a_closed_office_takes_nobody(land):
    land.offices["pune.cwc"].valid_to = date(2026, 10, 1)
    land.offices["pune.cwc"].save()
    assert refused(land, "nashik.scps", "pune.cwc", "cwc_member") == ["account.other_area"]


def test_the_end_lies_after_the_beginning_and_after_today(land):
    wrong = {"from_on": date(2026, 11, 10), "to_on": date(2026, 11, 10)}
    assert refused(land, "nashik.scps", "nashik.cwc", "cwc_member", **wrong) == ["account.dates"]
    over = {"from_on": date(2020, 1, 1), "to_on": date(2023, 1, 1)}
    assert refused(land, "nashik.scps", "nashik.cwc", "cwc_member", **over) == ["account.dates"]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(1900, 1, 1), "account.began_too_long_ago"),
        (date(1981, 11, 1), "account.began_too_long_ago"),
        (date(2027, 12, 31), "account.begins_too_late"),
        (date(2206, 11, 1), "account.begins_too_late"),
    ],
)
def test_a_posting_begins_within_a_working_life_and_at_most_a_year_ahead(land, day, code):
    assert refused(land, "nashik.scps", "nashik.cwc", "cwc_member", from_on=day) == [code]


@pytest.mark.parametrize("day", [date(1982, 1, 1), date(2027, 10, 1)])
def test_an_old_order_and_a_post_of_next_year_are_taken(land, day):
    assert appoint(land, "nashik.scps", "nashik.cwc", "cwc_member", from_on=day)[0].pk


def closed(land, who="nashik.scps", where="nashik.cwc", role="cwc_member"):
    """Somebody whose only post was ended by mistake."""
    posting, _ = appoint(land, who, where, role)
    cascade.end_posting(actor=land.actor(who), posting_id=posting.pk, at=AT)
    account = Account.objects.get(pk=posting.account_id)
    assert not account.is_active
    return account, posting


def test_a_post_ended_by_mistake_is_given_again_under_the_same_name_with_a_fresh_invitation(land, trail):
    account, old = closed(land)
    posting, token = appoint(land, "nashik.scps", "nashik.cwc", "cwc_member", username=account.username.upper())
    account.refresh_from_db()
    assert posting.account == account and posting.pk != old.pk and account.is_active and account.ended_at is None
    assert account.must_set_up and not account.has_usable_password()
    assert invitations.find(token=token, at=AT).account == account
    assert [e["act"] for e in trail if e["row_id"] == str(account.pk)][-1] == "account.reopened"
    assert Posting.objects.filter(account=account).count() == 2


def test_old_keys_and_old_invitations_open_nothing_after_a_login_is_opened_again(land, officer):
    first = land.postings["nashik.dcpu.0"]
    cascade.end_posting(actor=land.actor("nashik.scps"), posting_id=first.pk, at=AT)
    appoint(land, "nashik.scps", "nashik.dcpu", "dcpo", username="asha")
    again = Account.objects.get(pk=officer.pk)
    assert not again.check_password(PASSWORD) and not factors.strong(again.pk).exists()


def test_a_closed_login_is_opened_only_by_who_could_give_its_last_post(land):
    account, _ = closed(land, "nashik.scps", "nashik.dcpu", "dcpo")
    for who, where, role in [
        ("nashik.dcpu.0", "nashik.ngo", "ngo_worker"),
        ("gaya.scps", "gaya.cwc", "cwc_member"),
        ("nashik.home", "nashik.home", "home_worker"),
    ]:
        assert refused(land, who, where, role, username=account.username) == ["account.closed_elsewhere"]
    account.refresh_from_db()
    assert not account.is_active and account.invitations.count() == 1


def test_a_login_that_still_holds_a_post_is_not_opened_by_another(land):
    """An account can be closed while a post is still written down; it is not this office's to take over."""
    great = land.postings["nashik.scps.0"].account
    small, _ = appoint(land, "nashik.dcpu.0", "nashik.ngo", "ngo_worker", username=great.username)
    cascade.end_posting(actor=land.actor("nashik.dcpu.0"), posting_id=small.pk, at=AT)
    actions.end_account(by_account_id=None, account_id=great.pk, at=AT)
    given = {"username": great.username, "order_no": "78/2026"}
    assert refused(land, "nashik.dcpu.0", "nashik.ngo", "ngo_worker", **given) == ["account.closed_elsewhere"]
    assert refused(land, "india.ministry.0", "nashik.scps", "scps_officer", **given) == ["account.closed_elsewhere"]


def test_a_systems_closed_login_never_becomes_a_persons(land):
    account = actions.for_machine(name="rail", label="Railway", at=AT)
    actions.end_account(by_account_id=None, account_id=account.pk, at=AT)
    given = {"username": account.username}
    assert refused(land, "nashik.scps", "nashik.cwc", "cwc_member", **given) == ["account.no_such_name"]


def test_a_posting_begins_and_ends_with_the_indian_day(land):
    posting, _token = appoint(
        land, "nashik.scps", "nashik.cwc", "cwc_member", from_on=date(2026, 12, 1), to_on=date(2029, 12, 1)
    )
    assert posting.from_at.isoformat() == "2026-12-01T00:00:00+05:30"
    assert postings_of(posting.account_id, AT) == []
    assert postings_of(posting.account_id, posting.to_at - timedelta(seconds=1)) == [posting]
    assert postings_of(posting.account_id, posting.to_at) == []


def test_a_second_click_does_not_appoint_twice(land):
    appoint(land, "nashik.scps", "nashik.cwc", "cwc_member")
    assert refused(land, "nashik.scps", "nashik.cwc", "cwc_member") == ["account.already"]


def test_a_transferred_person_keeps_the_login(land, officer):
    posting, token = appoint(land, "nashik.scps", "pune.dcpu", "dcpo", username="Asha")
    assert token == "" and posting.account == officer
    assert len(postings_of(officer.pk, AT)) == 2


def test_an_unknown_sign_in_name_is_said(land):
    assert refused(land, "nashik.scps", "pune.dcpu", "dcpo", username="nobody") == ["account.no_such_name"]


def test_relieving_ends_access_this_second_and_the_login_with_the_last_post(land, officer):
    posting = land.postings["nashik.dcpu.0"]
    appoint(land, "nashik.scps", "pune.dcpu", "dcpo", username="asha")
    cascade.end_posting(actor=land.actor("nashik.scps"), posting_id=posting.pk, at=LATER)
    assert [p.office.kind for p in postings_of(officer.pk, LATER)] == ["dcpu"]
    assert Account.objects.get(pk=officer.pk).is_active
    last = postings_of(officer.pk, LATER)[0]
    cascade.end_posting(actor=land.actor("nashik.scps"), posting_id=last.pk, at=LATER)
    ended = Account.objects.get(pk=officer.pk)
    assert not ended.is_active and ended.ended_at == LATER and postings_of(officer.pk, LATER) == []


@pytest.mark.parametrize("who", ["gaya.scps", "nashik.dcpu.0", "nashik.cwc.0", "india.ministry.0", "nashik.home"])
def test_nobody_but_the_level_above_relieves(land, who):
    with pytest.raises(NotVisible):
        cascade.end_posting(actor=land.actor(who), posting_id=land.postings["nashik.dcpu.0"].pk, at=AT)
    assert Posting.objects.get(pk=land.postings["nashik.dcpu.0"].pk).to_at is None


def test_nobody_relieves_or_reinvites_oneself(land):
    for act in (cascade.end_posting, cascade.reissue):
        with pytest.raises(NotVisible):
            act(actor=land.actor("nashik.home"), posting_id=land.postings["nashik.home.0"].pk, at=AT)


def test_a_small_post_given_to_a_great_officer_does_not_open_the_great_login(land):
    great = land.postings["nashik.scps.0"].account
    small, _ = appoint(land, "nashik.dcpu.0", "nashik.ngo", "ngo_worker", username=great.username)
    with pytest.raises(Refused) as no:
        cascade.reissue(actor=land.actor("nashik.dcpu.0"), posting_id=small.pk, at=AT)
    assert no.value.codes == ["account.holds_more"]
    mine = land.postings["nashik.scps.0"]
    assert cascade.reissue(actor=land.actor("india.ministry.0"), posting_id=mine.pk, at=AT)[1]


def test_relieving_somebody_of_the_small_post_leaves_the_great_one(land):
    great = land.postings["nashik.scps.0"].account
    small, _ = appoint(land, "nashik.dcpu.0", "nashik.ngo", "ngo_worker", username=great.username)
    cascade.end_posting(actor=land.actor("nashik.dcpu.0"), posting_id=small.pk, at=AT)
    assert Account.objects.get(pk=great.pk).is_active and postings_of(great.pk, AT)


def test_relieving_twice_is_said(land):
    actor, posting = land.actor("nashik.scps"), land.postings["nashik.cwc.1"]
    cascade.end_posting(actor=actor, posting_id=posting.pk, at=AT)
    with pytest.raises(Refused) as no:
        cascade.end_posting(actor=actor, posting_id=posting.pk, at=LATER)
    assert no.value.codes == ["account.ended"]
    assert Posting.objects.get(pk=posting.pk).to_at == AT


def test_a_posting_that_has_not_begun_can_be_taken_back(land):
    posting, _ = appoint(land, "nashik.scps", "nashik.cwc", "cwc_member", from_on=date(2027, 1, 1))
    cascade.end_posting(actor=land.actor("nashik.scps"), posting_id=posting.pk, at=AT)
    assert postings_of(posting.account_id, AT + timedelta(days=100)) == []
    assert not Account.objects.get(pk=posting.account_id).is_active


def test_the_list_shows_the_level_below_and_no_other(land):
    rows = cascade.postings_below(land.actor("nashik.scps"), AT)
    assert {row.role for row in rows} == {
        "dcpo", "cwc_chair", "cwc_member", "cwc_secretary", "jjb_pm", "jjb_member", "sjpu_officer", "chl_operator",
        "state_nodal", "nodal_officer", "dm",
    }  # fmt: skip
    assert {row.office.state_id for row in rows} == {land.offices["nashik.scps"].state_id}


def test_may_create_knows_role_and_house():
    assert cascade.may_create("scps_officer", "cwc", "cwc_chair")
    assert not cascade.may_create("scps_officer", "home", "cwc_chair")
    assert not cascade.may_create("cwc_chair", "cwc", "cwc_member")
    assert not cascade.may_create("nobody", "cwc", "cwc_member")
