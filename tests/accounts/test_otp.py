"""A citizen's one-time code: six digits, ten minutes, five tries, small budgets."""

from datetime import timedelta

import pytest

from tests.conftest import AT
from vatsalya.accounts import actions, otp
from vatsalya.accounts.models import Challenge
from vatsalya.accounts.phones import dialled, mobile
from vatsalya.lib.errors import Refused

HERE, MINUTE = "10.1.1.1", timedelta(minutes=1)


def issue(phone="98765 43210", address=HERE, at=AT, purpose="track"):
    return otp.issue(purpose=purpose, about="BR-GAYA-26-00417-8", phone=phone, address=address, at=at)


def check(challenge_id, code, at=AT, purpose="track"):
    return otp.check(challenge_id=challenge_id, purpose=purpose, code=code, at=at)


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def refused(*args, **kwargs):
    with pytest.raises(Refused) as no:
        check(*args, **kwargs)
    return no.value.codes


def test_the_right_code_opens_what_it_was_asked_for(db):
    challenge_id, code = issue()
    assert len(code) == 6 and code.isdecimal()
    assert check(challenge_id, code) == "BR-GAYA-26-00417-8"


def test_a_code_may_be_typed_in_hindi_digits_and_with_spaces(db):
    challenge_id, code = issue()
    hindi = "".join(chr(0x966 + int(d)) for d in code)
    assert check(challenge_id, f"{hindi[:3]} {hindi[3:]}")


def test_a_code_works_once(db):
    challenge_id, code = issue()
    check(challenge_id, code)
    assert refused(challenge_id, code) == ["otp.expired"]


def test_a_code_lives_ten_minutes(db):
    challenge_id, code = issue()
    assert refused(challenge_id, code, AT + 10 * MINUTE) == ["otp.expired"]
    challenge_id, code = issue()
    assert check(challenge_id, code, AT + 9 * MINUTE)


def test_after_five_wrong_tries_the_right_code_is_worth_nothing(db):
    challenge_id, code = issue()
    for _ in range(5):
        assert refused(challenge_id, wrong(code)) == ["otp.wrong"]
    assert refused(challenge_id, code) == ["otp.too_many"]


def test_a_code_for_one_purpose_opens_no_other(db):
    challenge_id, code = issue(purpose="report")
    assert refused(challenge_id, code, purpose="track") == ["otp.expired"]


def test_one_number_gets_five_codes_in_a_quarter_of_an_hour_however_it_is_written(db):
    for phone in ("9876543210", "+91 98765 43210", "098765-43210", "९८७६५४३२१०", "91 9876543210"):
        issue(phone)
    with pytest.raises(Refused) as no:
        issue("9876543210")
    assert no.value.codes == ["otp.too_many"]
    issue("9876543210", at=AT + 16 * MINUTE)


def test_a_stranger_who_asks_for_a_mothers_code_does_not_lock_her_out(db):
    for _ in range(5):
        issue(address="10.2.2.2")
    with pytest.raises(Refused):
        issue(address="10.2.2.2")
    issue(address=HERE)


def test_one_number_is_not_flooded_from_many_addresses(db):
    for turn in range(15):
        issue(address=f"10.3.0.{turn}")
    with pytest.raises(Refused) as no:
        issue(address="10.3.0.99")
    assert no.value.codes == ["otp.too_many"]


def test_one_number_gets_fifteen_codes_a_day(db):
    for turn in range(15):
        issue(at=AT + turn * 20 * MINUTE)
    with pytest.raises(Refused):
        issue(at=AT + 16 * 20 * MINUTE)
    issue(at=AT + timedelta(days=1, minutes=21))


def test_one_address_cannot_ask_for_all_numbers(db):
    for number in range(20):
        issue(f"98765432{number:02d}")
    with pytest.raises(Refused):
        issue("9000000000")
    issue("9000000000", address="10.9.9.9")


def test_neither_the_number_nor_the_code_is_kept(db):
    _id, code = issue()
    row = Challenge.objects.get()
    kept = bytes(row.phone_digest) + bytes(row.code_digest) + row.about.encode()
    assert b"9876543210" not in kept and code.encode() not in kept


def test_old_codes_are_swept_away(db):
    issue()
    assert actions.sweep(at=AT + timedelta(days=1)) == 0
    assert actions.sweep(at=AT + timedelta(days=3)) == 1


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("9876543210", "9876543210"), ("+91 98765-43210", "9876543210"), ("09876543210", "9876543210"),
        ("९८७६५ ४३२१०", "9876543210"), ("5876543210", None), ("987654321", None), ("98765432101", None), ("abc", None),
    ],
)  # fmt: skip
def test_a_mobile_number_is_known_in_every_dress(text, digits):
    assert mobile(text) == digits


@pytest.mark.parametrize(
    ("typed", "dials"),
    [
        ("+91 ०००००-१२३०१", "0000012301"), ("098765 43211", "9876543211"), ("0091 98765 43210", "9876543210"),
        ("0631-2220123", "6312220123"), ("00000 12301", "0000012301"), ("+977 1 4200000", "97714200000"),
    ],
)  # fmt: skip
def test_a_message_goes_to_the_ten_digits_however_the_number_was_typed(typed, dials):
    assert dialled(typed) == dials
