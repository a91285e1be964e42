"""A named person comes in by a one-time invitation, and sets a password of one's own."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.accounts.conftest import PASSWORD
from tests.conftest import AT
from vatsalya.accounts import actions, factors, invitations
from vatsalya.accounts.models import Account, Invitation
from vatsalya.lib.errors import Refused

HOUR = timedelta(hours=1)


@pytest.fixture
def invited(db):
    return invitations.invite(
        by_account_id=None, at=AT, full_name="Ravi Kale", phone="", language="hi", office_code="MH-NSK-CWC"
    )


def test_an_invited_person_sets_a_password(invited):
    account, token = invited
    assert not account.has_usable_password()
    taken = invitations.take_up(token=token, password=PASSWORD, at=AT + HOUR)
    assert taken == account and taken.check_password(PASSWORD) and taken.must_set_up


def test_passwords_are_hashed_with_argon2id(invited):
    taken = invitations.take_up(token=invited[1], password=PASSWORD, at=AT)
    assert taken.password.startswith("argon2$argon2id$")


def test_the_token_is_long_and_not_kept(invited):
    _account, token = invited
    assert len(token) >= 43
    assert token.encode() not in bytes(Invitation.objects.get().digest)


def test_an_invitation_works_once(invited):
    invitations.take_up(token=invited[1], password=PASSWORD, at=AT)
    with pytest.raises(Refused) as no:
        invitations.take_up(token=invited[1], password="another long password", at=AT)
    assert no.value.codes == ["account.invitation_used"]


def test_an_invitation_works_until_the_last_minute_of_its_72_hours(invited):
    invitations.find(token=invited[1], at=AT + timedelta(hours=71, minutes=59))
    with pytest.raises(Refused) as no:
        invitations.take_up(token=invited[1], password=PASSWORD, at=AT + timedelta(hours=72))
    assert no.value.codes == ["account.invitation_old"]


def test_an_invented_token_opens_nothing(invited):
    with pytest.raises(Refused):
        invitations.find(token="x" * 43, at=AT)


WEAK = ["short", "password1234", "123456789012", "MH-NSK-CWC", "ravi kale 12", "mhnskcwc.1xx"]


@pytest.mark.parametrize("weak", WEAK)
def test_a_weak_password_is_refused_and_the_invitation_stays(invited, weak):
    with pytest.raises(ValidationError):
        invitations.take_up(token=invited[1], password=weak, at=AT)
    invitations.find(token=invited[1], at=AT)


def test_looking_at_an_invitation_does_not_use_it_up(invited):
    invitations.find(token=invited[1], at=AT)
    assert Invitation.objects.get().used_at is None


def test_a_fresh_invitation_stops_the_earlier_one(invited):
    account, first = invited
    second = invitations.reissue(by_account_id=None, account_id=account.pk, at=AT + HOUR)
    with pytest.raises(Refused):
        invitations.find(token=first, at=AT + HOUR)
    assert invitations.find(token=second, at=AT + HOUR).account == account


def test_a_fresh_invitation_takes_old_keys_away(officer):
    invitations.reissue(by_account_id=None, account_id=officer.pk, at=AT)
    officer = Account.objects.get(pk=officer.pk)
    assert not officer.has_usable_password() and factors.needs_setup(officer)
    assert not factors.strong(officer.pk).exists() and factors.codes_left(officer.pk) == 0


def test_an_ended_account_cannot_take_up_its_invitation(invited):
    account, token = invited
    actions.end_account(by_account_id=None, account_id=account.pk, at=AT)
    with pytest.raises(Refused):
        invitations.take_up(token=token, password=PASSWORD, at=AT)
    with pytest.raises(Refused) as no:
        invitations.reissue(by_account_id=None, account_id=account.pk, at=AT)
    assert no.value.codes == ["account.ended"]


def test_sign_in_names_do_not_collide(db):
    names = set()
    for _ in range(5):
        account, _token = invitations.invite(
            by_account_id=None, at=AT, full_name="A", phone="", language="hi", office_code="MH-NSK-CWC"
        )
        names.add(account.username)
    assert names == {f"mhnskcwc.{n}" for n in range(1, 6)}


def test_each_step_is_in_the_trail(officer, trail):
    account, token = invitations.invite(
        by_account_id=officer.pk, at=AT, full_name="Ravi", phone="", language="hi", office_code="X"
    )
    invitations.take_up(token=token, password=PASSWORD, at=AT)
    actions.end_account(by_account_id=officer.pk, account_id=account.pk, at=AT)
    assert [(event["act"], event["account"]) for event in trail if event["row_id"] == str(account.pk)] == [
        ("account.invited", officer.pk),
        ("account.taken_up", account.pk),
        ("account.ended", officer.pk),
    ]
