"""Guessing gets slower and slower; its victim is not locked out."""

from datetime import timedelta

import pytest
from django.http import HttpResponse

from tests.conftest import AT
from vatsalya.accounts import address, brake
from vatsalya.accounts.models import Attempt
from vatsalya.lib.errors import Refused

MINUTE = timedelta(minutes=1)


def guess(request, name, times, at=AT, kind=brake.PASSWORD):
    for _ in range(times):
        brake.note(request, name, ok=False, at=at, kind=kind)


def known(request, name):
    """The cookies of a browser in which this name has signed in."""
    response = HttpResponse()
    brake.remember(request, response, name)
    return {brake.COOKIE: response.cookies[brake.COOKIE].value}


def test_four_wrong_tries_cost_nothing(db, requests_from):
    stranger = requests_from("203.0.113.9")
    guess(stranger, "asha", 4)
    brake.check(stranger, "asha", AT)


def test_each_further_wrong_try_waits_twice_as_long_up_to_a_quarter_of_an_hour(db, requests_from):
    stranger = requests_from("203.0.113.9")
    waits = []
    for _ in range(12):
        guess(stranger, "asha", 1)
        seconds = 0
        while True:
            try:
                brake.check(stranger, "asha", AT + timedelta(seconds=seconds))
                break
            except Refused:
                seconds += 15
        waits.append(seconds)
    assert waits == [0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900]


def test_a_stranger_elsewhere_does_not_lock_the_owner_out(db, officer, requests_from):
    owner = requests_from("10.1.1.1")
    for number in range(30):
        guess(requests_from(f"203.0.113.{number}"), "asha", 20)
    brake.check(owner, "asha", AT)


def test_a_stranger_at_the_same_address_does_not_lock_a_known_device_out(db, officer, requests_from):
    mine = requests_from("10.1.1.1", known(requests_from("10.1.1.1"), "asha"))
    guess(requests_from("10.1.1.1"), "asha", 60)
    brake.check(mine, "asha", AT)
    with pytest.raises(Refused):
        brake.check(requests_from("10.1.1.1"), "asha", AT)


def test_a_known_device_is_slowed_down_too(db, officer, requests_from):
    mine = requests_from("10.1.1.1", known(requests_from("10.1.1.1"), "asha"))
    guess(mine, "asha", 10)
    with pytest.raises(Refused):
        brake.check(mine, "asha", AT)


def test_a_device_known_for_one_name_is_a_stranger_for_another(db, officer, requests_from):
    cookies = known(requests_from("10.1.1.1"), "somebody.else")
    assert brake.device_of(requests_from("10.1.1.1", cookies), "asha") == ""


def test_a_forged_device_cookie_is_a_stranger(db, officer, requests_from):
    cookies = known(requests_from("10.1.1.1"), "asha")
    cookies[brake.COOKIE] = cookies[brake.COOKIE][:-2] + "xx"
    assert brake.device_of(requests_from("10.1.1.1", cookies), "asha") == ""


def test_many_names_from_one_address_are_slowed_down(db, requests_from):
    stranger = requests_from("203.0.113.9")
    for number in range(50):
        guess(stranger, f"name.{number}", 1)
    with pytest.raises(Refused):
        brake.check(stranger, "a.fresh.name", AT)
    brake.check(stranger, "a.fresh.name", AT + timedelta(hours=2))


def test_a_success_wipes_the_slate(db, officer, requests_from):
    owner = requests_from("10.1.1.1")
    guess(owner, "asha", 4)
    brake.note(owner, "asha", ok=True, at=AT + MINUTE)
    guess(owner, "asha", 4, AT + 2 * MINUTE)
    brake.check(owner, "asha", AT + 2 * MINUTE)


def test_codes_of_one_name_count_from_all_strange_devices_together(db, officer, requests_from):
    for number in range(6):
        guess(requests_from(f"203.0.113.{number}"), "asha", 1, kind=brake.CODE)
    with pytest.raises(Refused):
        brake.check(requests_from("203.0.113.99"), "asha", AT, brake.CODE)
    mine = requests_from("10.1.1.1", known(requests_from("10.1.1.1"), "asha"))
    brake.check(mine, "asha", AT, brake.CODE)


def test_a_name_nobody_has_is_kept_only_as_a_digest(db, requests_from):
    guess(requests_from("203.0.113.9"), "my own password typed in the wrong field", 1)
    row = Attempt.objects.get()
    assert row.account is None and b"password" not in bytes(row.name_digest)


def test_a_known_name_is_kept_with_its_account(db, officer, requests_from):
    guess(requests_from("203.0.113.9"), " ASHA ", 1)
    assert Attempt.objects.get().account == officer


@pytest.mark.parametrize(
    ("told", "hops", "found"),
    [
        ("6.6.6.6", 0, "10.0.0.1"),
        ("198.51.100.7", 1, "198.51.100.7"),
        ("6.6.6.6, 198.51.100.7", 1, "198.51.100.7"),
        ("198.51.100.7", 2, "10.0.0.1"),
        ("no address", 1, None),
    ],
)
def test_an_address_is_believed_only_from_our_own_proxies(requests_from, settings, told, hops, found):
    settings.PROXY_HOPS = hops
    request = requests_from("10.0.0.1")
    request.META["HTTP_X_FORWARDED_FOR"] = told
    assert address.of(request) == found


def test_one_caller_owns_a_whole_ipv6_network(requests_from):
    assert address.of(requests_from("2001:db8:1:2:3:4:5:6")) == address.of(requests_from("2001:db8:1:2:ffff::1"))
